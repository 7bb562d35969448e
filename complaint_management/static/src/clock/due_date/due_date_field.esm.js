import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {formatDateTime} from "@web/views/fields/formatters";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * When a case is due next: late in red, near in amber, each with an icon and a
 * word for those who do not see colours.
 */
export class DueDateField extends Component {
    static template = "complaint_management.DueDateField";
    static props = {...standardFieldProps};

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return formatDateTime(this.value);
    }

    get look() {
        const {is_overdue: isLate, due_soon: isSoon} = this.props.record.data;
        if (isLate) {
            return {
                className: "text-danger fw-bold",
                icon: "fa-exclamation-circle",
                word: _t("Late"),
            };
        }
        if (isSoon) {
            return {
                className: "text-warning-emphasis fw-bold",
                icon: "fa-hourglass-half",
                word: _t("Due soon"),
            };
        }
        return {className: "", icon: "fa-clock-o", word: _t("Due")};
    }
}

export const dueDateField = {
    component: DueDateField,
    displayName: _t("Next deadline"),
    supportedTypes: ["datetime"],
    fieldDependencies: [
        {name: "is_overdue", type: "boolean"},
        {name: "due_soon", type: "boolean"},
    ],
    listViewWidth: 150,
};

registry.category("fields").add("complaint_due_date", dueDateField);
