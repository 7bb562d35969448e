import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** How a deadline looks; its icon and its words say the same without colour. */
const CLASSES = {
    failed: "text-danger fw-bold",
    late: "text-danger fw-bold",
    warn: "text-warning-emphasis fw-bold",
    ok: "",
    paused: "text-info-emphasis",
    missed: "text-muted",
    met: "text-muted",
    done: "text-muted",
};
const ICON_CLASSES = {missed: "text-danger", met: "text-success"};

/** The deadlines of a case as sentences, the most pressing one first. */
export class ClockListField extends Component {
    static template = "complaint_management.ClockListField";
    static props = {...standardFieldProps, shown: {type: Number, optional: true}};

    get clocks() {
        return this.props.record.data[this.props.name] || [];
    }

    /** What is shown at once: the most pressing ones come first. */
    get pressing() {
        return this.clocks.slice(0, this.props.shown || this.clocks.length);
    }

    get others() {
        return this.clocks.slice(this.pressing.length);
    }

    get othersLabel() {
        return _t("More deadlines (%s)", this.others.length);
    }

    getClass(clock) {
        return CLASSES[clock.level];
    }

    getIconClass(clock) {
        return `${clock.icon} ${ICON_CLASSES[clock.level] || ""}`;
    }
}

export const clockListField = {
    component: ClockListField,
    displayName: _t("Deadlines as sentences"),
    supportedTypes: ["json"],
    isEmpty: () => false,
    extractProps: ({options}) => (options.shown ? {shown: options.shown} : {}),
};

registry.category("fields").add("complaint_clock_list", clockListField);
