import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {FormController} from "@web/views/form/form_controller";
import {_t} from "@web/core/l10n/translation";
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

registry.category("views").add("complaint_form", {
    ...formView,
    Controller: ComplaintFormController,
});

/**
 * The registration dialog. Leaving the page half-way asks, and registers nothing; and
 * so does registering a complainant whom nobody could answer.
 */
export class ComplaintRegisterFormController extends ComplaintFormController {
    async beforeExecuteActionButton(clickParams) {
        if (clickParams.special !== "cancel") {
            // A hotkey leaves the cursor in a field that has not told its text yet.
            document.activeElement.blur();
            await this.model.mutex.getUnlockedDef();
            if (this.isNobody() && !(await this.askWhetherNobody())) {
                return false;
            }
        }
        return super.beforeExecuteActionButton(clickParams);
    }

    isNobody() {
        const {identity_mode: mode, ...data} = this.model.root.data;
        const who = ["partner_id", "partner_name", "phone", "email_from"];
        return mode === "named" && !who.some((name) => data[name]);
    }

    askWhetherNobody() {
        return new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("How can we reach them?"),
                    body: _t(
                        "There is neither a name nor a way to reach whoever complains: nobody could answer them. Ask for one of them. Who does not want to be known is registered as anonymous, and gets a code."
                    ),
                    confirmLabel: _t("Register Without"),
                    confirm: () => resolve(true),
                    cancelLabel: _t("Ask Them"),
                    cancel: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            );
        });
    }

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
