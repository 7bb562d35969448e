import {BadgeField, badgeField} from "@web/views/fields/badge/badge_field";
import {_t} from "@web/core/l10n/translation";
import {looksAnswered} from "../complaint_statusbar/complaint_statusbar_field.esm";
import {registry} from "@web/core/registry";

/** The state of a case in a list: said as on the status bar of the case. */
export class StateBadgeField extends BadgeField {
    get formattedValue() {
        return looksAnswered(this.props.record) ? _t("Answered") : super.formattedValue;
    }
}

registry.category("fields").add("complaint_state_badge", {
    ...badgeField,
    component: StateBadgeField,
    displayName: _t("State of a case"),
    supportedTypes: ["selection"],
    fieldDependencies: [{name: "proposal_stage", type: "selection"}],
});
