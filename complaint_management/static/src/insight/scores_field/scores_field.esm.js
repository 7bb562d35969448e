import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

// By which key a score is given; the keys of the number pad say the same.
const KEYS = {0: "na", 1: "1", 2: "2", 3: "3", 4: "4", 5: "5"};

/**
 * The criteria of a review, each with its scores as buttons: one click or one key each.
 * A digit scores the criterion that has the focus and goes on to the next one; 0 says
 * that it does not apply.
 */
export class ScoresField extends Component {
    static template = "complaint_management.ScoresField";
    static props = {...standardFieldProps};

    get rows() {
        return this.props.record.data[this.props.name].records;
    }

    get choices() {
        return [
            ["1", "1"],
            ["2", "2"],
            ["3", "3"],
            ["4", "4"],
            ["5", "5"],
            ["na", _t("n/a")],
        ];
    }

    getName(row, value) {
        const name = row.data.criterion_id.display_name;
        const score = value === "na" ? _t("not applicable") : value;
        return _t("%(name)s: %(score)s", {name, score});
    }

    getShown(row) {
        const found = this.choices.find(([value]) => value === row.data.score);
        return found ? found[1] : "";
    }

    onScore(row, score) {
        return row.update({score});
    }

    onComment(row, ev) {
        return row.update({comment: ev.target.value || false});
    }

    async onKeydown(row, ev) {
        const score = KEYS[ev.key];
        if (!score || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        ev.preventDefault();
        const fieldset = ev.currentTarget;
        await this.onScore(row, score);
        const next = fieldset.closest("li").nextElementSibling || fieldset.closest("li");
        next.querySelector("input[type=radio]").focus();
    }
}

registry.category("fields").add("complaint_scores", {
    component: ScoresField,
    supportedTypes: ["one2many"],
    relatedFields: [
        {name: "criterion_id", type: "many2one", relation: "complaint.review.criterion"},
        {name: "question", type: "text"},
        {name: "scale", type: "char"},
        {
            name: "score",
            type: "selection",
            selection: ["1", "2", "3", "4", "5", "na"].map((code) => [code, code]),
            readonly: false,
        },
        {name: "comment", type: "char", readonly: false},
    ],
});
