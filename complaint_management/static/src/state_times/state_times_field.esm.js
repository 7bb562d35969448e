import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatDuration} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** How long the case was in each state, in the order of its life. */
export class StateTimesField extends Component {
    static template = "complaint_management.StateTimesField";
    static props = {...standardFieldProps};

    get times() {
        const {data, fields} = this.props.record;
        const spent = data[this.props.name] || {};
        return fields.state.selection
            .filter(([state]) => spent[state] > 0)
            .map(([state, label]) => ({
                state,
                label,
                time: formatDuration(spent[state], true),
                isNow: state === data.state,
            }));
    }
}

export const stateTimesField = {
    component: StateTimesField,
    displayName: _t("Time in each state"),
    supportedTypes: ["json"],
    fieldDependencies: [{name: "state", type: "selection"}],
    isEmpty: () => false,
};

registry.category("fields").add("complaint_state_times", stateTimesField);
