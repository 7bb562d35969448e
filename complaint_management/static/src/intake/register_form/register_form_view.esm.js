import {ComplaintFormController} from "../../case/complaint_form/complaint_form_view.esm";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/**
 * The registration dialog. What is missing is said and marked. Leaving the page half-way
 * asks, and registers nothing; and so does registering a complainant whom nobody could
 * answer.
 */
export class ComplaintRegisterFormController extends ComplaintFormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    async beforeExecuteActionButton(clickParams) {
        if (clickParams.special !== "cancel") {
            // A hotkey leaves the cursor in a field that has not told its text yet.
            document.activeElement.blur();
            await this.model.mutex.getUnlockedDef();
            if (!(await this.isComplete())) {
                return false;
            }
            if (this.isNobody() && !(await this.askWhetherNobody())) {
                return false;
            }
        }
        return super.beforeExecuteActionButton(clickParams);
    }

    /** Whether it can be registered; else what is missing is named, and marked. */
    async isComplete() {
        const {root} = this.model;
        await root.checkValidity();
        if (!root.data.name && !this.getStory()) {
            await root.setInvalidField("description");
        }
        const missing = Object.keys(root.activeFields)
            .filter((name) => root.isFieldInvalid(name))
            .map((name) => root.fields[name].string);
        if (missing.length) {
            this.notification.add(_t("Still missing: %s", missing.join(", ")), {
                type: "danger",
            });
        }
        return !missing.length;
    }

    getStory() {
        const {description} = this.model.root.data;
        const body = new DOMParser().parseFromString(description || "", "text/html").body;
        return body.textContent.trim() || body.querySelector("img, a");
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
