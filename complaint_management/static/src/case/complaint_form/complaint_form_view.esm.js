import {ComplaintFormCompiler, ComplaintFormRenderer} from "./desk.esm";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

/**
 * The form of a case. Who may register cases but not edit them goes on reading
 * the case once it is registered, instead of typing what cannot be saved.
 */
export class ComplaintFormController extends FormController {
    async onRecordSaved(record, changes) {
        await super.onRecordSaved(record, changes);
        if (!this.canEdit) {
            // Not awaited: the saving that calls this holds the record.
            record.switchMode("readonly");
        }
    }
}

/** The case as one desk. "New" registers in the dialog, as on the board. */
export class ComplaintDeskController extends ComplaintFormController {
    async create() {
        const dirty = await this.model.root.isDirty();
        const onError = (error, options) => this.onSaveError(error, options, true);
        if (!dirty || (await this.model.root.save({onError}))) {
            await this.actionService.doAction(
                "complaint_management.complaint_register_action"
            );
        }
    }
}

registry.category("views").add("complaint_form", {
    ...formView,
    Compiler: ComplaintFormCompiler,
    Controller: ComplaintDeskController,
    Renderer: ComplaintFormRenderer,
});
