import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * The handling guides of a case as checklists: the steps that fit the state of
 * the case are open, the others folded. Ticking is stored at once, with who and
 * when, so unsaved changes of the form are saved first.
 */
export class GuideChecklistField extends Component {
    static template = "complaint_management.GuideChecklistField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({busy: false});
    }

    get guides() {
        const guides = this.props.record.data[this.props.name] || [];
        return guides
            .filter((guide) => guide.steps.length)
            .map((guide) => ({
                ...guide,
                fitting: guide.steps.filter((step) => step.fits),
                others: guide.steps.filter((step) => !step.fits),
                doneCount: guide.steps.filter((step) => step.done).length,
            }));
    }

    get isDisabled() {
        const {record} = this.props;
        return (
            !record.resId ||
            !record.isInEdition ||
            this.state.busy ||
            ["closed", "cancelled"].includes(record.data.state)
        );
    }

    getProgress(guide) {
        return _t("%(done)s of %(total)s done", {
            done: guide.doneCount,
            total: guide.steps.length,
        });
    }

    getOthersLabel(guide) {
        return _t("Steps for other moments (%s)", guide.others.length);
    }

    getTickedBy(step) {
        return _t("%(user)s, %(date)s", {user: step.user, date: step.date});
    }

    async onTick(step) {
        const {record} = this.props;
        if (this.isDisabled) {
            return;
        }
        this.state.busy = true;
        try {
            if (await record.save()) {
                await this.orm.call(record.resModel, "action_tick_guide_step", [
                    record.resId,
                    step.id,
                ]);
                await record.load();
            }
        } finally {
            this.state.busy = false;
        }
    }
}

export const guideChecklistField = {
    component: GuideChecklistField,
    displayName: _t("Handling guide checklist"),
    supportedTypes: ["json"],
    fieldDependencies: [{name: "state", type: "selection"}],
    isEmpty: () => false,
};

registry.category("fields").add("complaint_guide_checklist", guideChecklistField);
