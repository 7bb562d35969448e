import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanHeader} from "@web/views/kanban/kanban_header";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {NoMatchHelper} from "../no_match/no_match_helper.esm";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {browser} from "@web/core/browser/browser";
import {formatInteger} from "@web/views/fields/formatters";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {useState} from "@odoo/owl";

// The server counts cards of a state so far; ``models/case/board.py`` has the same.
const MANY = 1000;
const UNDERSTOOD = "complaint_management.board_help_read";

/** Whether there are more cards in a column than were counted. */
function hasMany(group) {
    return group.groupByField.name === "state" && group.count > MANY;
}

/**
 * Says that it is the board which asks for columns: a list that is grouped counts all.
 */
export class ComplaintKanbanModel extends RelationalModel {
    _webReadGroup(config, cache) {
        const context = {...config.context, complaint_board: true};
        return super._webReadGroup({...config, context}, cache);
    }
}

/**
 * The board of cases, with a line that says why its cards cannot be dragged, until it
 * was read.
 */
export class ComplaintKanbanController extends KanbanController {
    static template = "complaint_management.KanbanView";

    setup() {
        super.setup();
        this.help = useState({isRead: Boolean(browser.localStorage.getItem(UNDERSTOOD))});
    }

    closeHelp() {
        browser.localStorage.setItem(UNDERSTOOD, "1");
        this.help.isRead = true;
    }
}

/**
 * The head of a column that says how many cards it has, or that there are more than can
 * be counted at a glance.
 */
export class ComplaintKanbanHeader extends KanbanHeader {
    static template = "complaint_management.KanbanHeader";

    get hasMany() {
        return hasMany(this.group);
    }

    get countText() {
        return this.hasMany ? `${formatInteger(MANY)}+` : formatInteger(this.group.count);
    }
}

export class ComplaintKanbanRenderer extends KanbanRenderer {
    static template = "complaint_management.KanbanRenderer";
    static components = {
        ...KanbanRenderer.components,
        ActionHelper: NoMatchHelper,
        KanbanHeader: ComplaintKanbanHeader,
    };

    hasMany(group) {
        return hasMany(group);
    }

    /** Of many, a list that was loaded again knows better how far it goes. */
    getGroupUnloadedCount(group) {
        const unloaded = super.getGroupUnloadedCount(group);
        if (!this.hasMany(group)) {
            return unloaded;
        }
        return Math.max(unloaded, group.list.count - group.list.records.length);
    }
}

registry.category("views").add("complaint_kanban", {
    ...kanbanView,
    Model: ComplaintKanbanModel,
    Controller: ComplaintKanbanController,
    Renderer: ComplaintKanbanRenderer,
});
