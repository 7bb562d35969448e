import {statusBarDurationField} from "@mail/views/fields/statusbar_duration/statusbar_duration_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** The status bar with the time per state, for a state that is a selection. */
export const complaintStatusBarField = {
    ...statusBarDurationField,
    displayName: _t("Status of a case with time"),
    supportedTypes: ["selection"],
};

registry.category("fields").add("complaint_statusbar", complaintStatusBarField);
