import {
    StatusBarDurationField,
    statusBarDurationField,
} from "@mail/views/fields/statusbar_duration/statusbar_duration_field";
import {_t} from "@web/core/l10n/translation";
import {formatDuration} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";

// Between the parts of a duration, as languages write them.
const COMMA = /[,、،]/u;

/** Whether the answer was sent: the case looks answered, wherever its state stands. */
export function looksAnswered({data}) {
    return data.state === "proposed" && ["answered", "replied"].includes(data.proposal_stage);
}

/**
 * The status bar with the time per state. A case whose answer was sent looks answered,
 * and one that is only being typed has no time yet.
 */
export class ComplaintStatusBarField extends StatusBarDurationField {
    getAllItems() {
        const {record} = this.props;
        const items = super.getAllItems();
        for (const item of items) {
            if (record.isNew) {
                item.shortTimeInStage = 0;
            } else if (item.shortTimeInStage) {
                const spent = record.data.duration_tracking[item.value];
                [item.shortTimeInStage] = formatDuration(spent, false).split(COMMA);
            }
            if (item.isSelected && looksAnswered(record)) {
                item.label = _t("Answered");
            }
        }
        return items;
    }
}

export const complaintStatusBarField = {
    ...statusBarDurationField,
    component: ComplaintStatusBarField,
    displayName: _t("Status of a case with time"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        ...statusBarDurationField.fieldDependencies,
        {name: "proposal_stage", type: "selection"},
    ],
};

registry.category("fields").add("complaint_statusbar", complaintStatusBarField);
