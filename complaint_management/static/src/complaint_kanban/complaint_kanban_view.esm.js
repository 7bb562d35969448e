import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {NoMatchHelper} from "../no_match/no_match_helper.esm";
import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";

/**
 * The board of cases, with a line that says why its cards cannot be dragged.
 */
export class ComplaintKanbanController extends KanbanController {
    static template = "complaint_management.KanbanView";
}

export class ComplaintKanbanRenderer extends KanbanRenderer {
    static components = {...KanbanRenderer.components, ActionHelper: NoMatchHelper};
}

registry.category("views").add("complaint_kanban", {
    ...kanbanView,
    Controller: ComplaintKanbanController,
    Renderer: ComplaintKanbanRenderer,
});
