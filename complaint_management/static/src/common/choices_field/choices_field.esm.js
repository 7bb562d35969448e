import {Component, onWillStart, useState} from "@odoo/owl";
import {CheckBox} from "@web/core/checkbox/checkbox";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const CASE = "complaint.complaint";

/**
 * Several choices of a field of the case, such as its states, by their names. They are
 * kept as their codes with commas between; none means all of them.
 */
export class ChoicesField extends Component {
    static template = "complaint_management.ChoicesField";
    static components = {CheckBox, Dropdown};
    static props = {...standardFieldProps, of: String};

    setup() {
        this.fieldService = useService("field");
        this.state = useState({choices: []});
        onWillStart(async () => {
            const {of} = this.props;
            const fields = await this.fieldService.loadFields(CASE, {fieldNames: [of]});
            this.state.choices = fields[of].selection;
        });
    }

    get chosen() {
        const value = this.props.record.data[this.props.name] || "";
        return value
            .split(",")
            .map((code) => code.trim())
            .filter(Boolean);
    }

    get text() {
        const {chosen} = this;
        const names = this.state.choices
            .filter(([code]) => chosen.includes(code))
            .map(([, name]) => name);
        return names.join(", ") || _t("All");
    }

    toggle(code, isChosen) {
        const chosen = this.state.choices
            .map(([known]) => known)
            .filter((known) => (known === code ? isChosen : this.chosen.includes(known)));
        return this.props.record.update({[this.props.name]: chosen.join(",") || false});
    }
}

registry.category("fields").add("complaint_choices", {
    component: ChoicesField,
    supportedTypes: ["char"],
    extractProps: ({options}) => ({of: options.of}),
});
