import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {getOpenDesk, wantField} from "../complaint_form/desk.esm";
import {registry} from "@web/core/registry";
import {standardErrorDialogProps} from "@web/core/errors/error_dialogs";
import {useService} from "@web/core/utils/hooks";

/**
 * What a step still asks for, as a list. Over the case itself each line leads to its
 * field; from elsewhere, as the list of cases, to the case.
 */
export class StillMissingDialog extends Component {
    static template = "complaint_management.StillMissingDialog";
    static components = {Dialog};
    static props = {...standardErrorDialogProps};

    setup() {
        this.action = useService("action");
        this.cases = this.props.data.context.cases;
        this.desk = getOpenDesk();
    }

    isOpen(complaint) {
        return this.desk?.getRecord().resId === complaint.id;
    }

    leads(complaint, need) {
        return need.field && (!this.isOpen(complaint) || this.desk.has(need.field));
    }

    onClick(complaint, need) {
        this.props.close();
        if (this.isOpen(complaint)) {
            this.desk.goTo(need.field);
            return;
        }
        wantField(complaint.id, need.field);
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "complaint.complaint",
            res_id: complaint.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("error_dialogs").add("complaint_still_missing", StillMissingDialog);
