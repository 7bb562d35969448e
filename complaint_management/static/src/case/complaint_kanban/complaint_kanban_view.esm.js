import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {NoMatchHelper} from "../no_match/no_match_helper.esm";
import {browser} from "@web/core/browser/browser";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {useState} from "@odoo/owl";

const UNDERSTOOD = "complaint_management.board_help_read";

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

export class ComplaintKanbanRenderer extends KanbanRenderer {
    static components = {...KanbanRenderer.components, ActionHelper: NoMatchHelper};
}

registry.category("views").add("complaint_kanban", {
    ...kanbanView,
    Controller: ComplaintKanbanController,
    Renderer: ComplaintKanbanRenderer,
});
