import {ListController} from "@web/views/list/list_controller";
import {ListRenderer} from "@web/views/list/list_renderer";
import {NoMatchHelper} from "./no_match_helper.esm";
import {_t} from "@web/core/l10n/translation";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

/**
 * The list of cases. "New" registers as it does on the board; nothing is offered that
 * says nothing about a case: it is cancelled or closed, and neither copied nor
 * archived.
 */
export class ComplaintListController extends ListController {
    setup() {
        super.setup();
        this.archiveEnabled = false;
    }

    async createRecord() {
        const {root} = this.model;
        await this.actionService.doAction(
            "complaint_management.complaint_register_action",
            {additionalContext: root.context, onClose: () => root.load()}
        );
    }

    get deleteConfirmationDialogProps() {
        return {
            ...super.deleteConfirmationDialogProps,
            title: _t("Delete for good?"),
            body: _t(
                "Cases, with all that was said and done, cannot be brought back. Who withdraws a complaint, or sends spam, is cancelled instead: the reason stays."
            ),
            confirmLabel: _t("Delete"),
        };
    }
}

export class ComplaintListRenderer extends ListRenderer {
    static components = {...ListRenderer.components, ActionHelper: NoMatchHelper};
}

registry.category("views").add("complaint_list", {
    ...listView,
    Controller: ComplaintListController,
    Renderer: ComplaintListRenderer,
});
