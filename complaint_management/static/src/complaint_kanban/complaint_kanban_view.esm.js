import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";

/**
 * The board of cases, with a line that says why its cards cannot be dragged.
 */
export class ComplaintKanbanController extends KanbanController {
    static template = "complaint_management.KanbanView";
}

registry.category("views").add("complaint_kanban", {
    ...kanbanView,
    Controller: ComplaintKanbanController,
});
