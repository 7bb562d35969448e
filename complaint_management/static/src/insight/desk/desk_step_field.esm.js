import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The next step of a row on the desk, as the button that does it. */
export class DeskStepField extends Component {
    static template = "complaint_management.DeskStepField";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get step() {
        return this.props.record.data[this.props.name];
    }

    /** Does it, or opens where it is done; then what waits is read anew. */
    onClick() {
        const {record} = this.props;
        return this.action.doActionButton({
            type: "object",
            name: "action_do",
            resModel: record.resModel,
            resId: record.resId,
            context: record.context,
            onClose: () => record.model.load(),
        });
    }
}

registry.category("fields").add("complaint_desk_step", {
    component: DeskStepField,
    displayName: _t("Next step as a button"),
    supportedTypes: ["char"],
    listViewWidth: 170,
});
