import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

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

registry.category("views").add("complaint_form", {
    ...formView,
    Controller: ComplaintFormController,
});

/**
 * The registration dialog. Leaving the page half-way asks, and registers nothing.
 */
export class ComplaintRegisterFormController extends ComplaintFormController {
    async beforeUnload(ev) {
        if (this.model.root.dirty) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }
}

registry.category("views").add("complaint_register_form", {
    ...formView,
    Controller: ComplaintRegisterFormController,
});
