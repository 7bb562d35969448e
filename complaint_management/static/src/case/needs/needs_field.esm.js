import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What the next step asks for, a line each; each line leads to its field. */
export class NeedsField extends Component {
    static template = "complaint_management.NeedsField";
    static props = {...standardFieldProps};

    get needs() {
        return this.props.record.data[this.props.name] || [];
    }

    leads(need) {
        return Boolean(this.env.complaintDesk?.has(need.field));
    }

    onClick(need) {
        this.env.complaintDesk.goTo(need.field);
    }
}

export const needsField = {
    component: NeedsField,
    displayName: _t("What is missing, with the way there"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("complaint_needs", needsField);
