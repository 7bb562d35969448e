# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who needs a training, who takes part, and what came of it (R104, R130)."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .contribution import FACTORS

# It is over.
ENDED = ("done", "passed", "absent")
# Something was learned.
LEARNED = ("done", "passed")


class ComplaintTrainingParticipation(models.Model):
    """One person and what they are to learn, from the need to the result.

    Accountability officers see all, but never the needs of themselves or of those who
    report to them: a need may come from a case that they may not know of. The person
    and who leads them see it once a training is planned. Where it comes from, no row
    says.
    """

    _name = "complaint.training.participation"
    _description = "Training of a Person"
    _order = "date_due, id"
    _rec_name = "employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        compute="_compute_department_id",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
        help="Where the person worked when it was planned.",
    )
    training_id = fields.Many2one(
        comodel_name="complaint.training",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    kind = fields.Selection(
        selection=FACTORS, compute="_compute_kind", store=True, readonly=False
    )
    is_for_managers = fields.Boolean(
        related="training_id.is_for_managers", store=True, related_sudo=True
    )
    source = fields.Selection(
        selection=[
            ("contribution", "A cause that was found"),
            ("entry", "An entry, or what was agreed on after entries"),
            ("hand", "Planned by hand"),
        ],
        string="Comes From",
        required=True,
        readonly=True,
        default="hand",
        groups="complaint_management.group_complaint_accountability",
    )
    contribution_id = fields.Many2one(
        comodel_name="complaint.contribution",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    state = fields.Selection(
        selection=[
            ("needed", "Needed"),
            ("planned", "Planned"),
            ("done", "Done"),
            ("passed", "Passed"),
            ("absent", "Absent"),
        ],
        required=True,
        default="needed",
        index=True,
    )
    date_due = fields.Date(
        related="training_id.date_planned",
        string="Planned For",
        store=True,
        related_sudo=True,
    )
    date_done = fields.Date(string="Ended On")
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )

    _once_uniq = models.UniqueIndex(
        "(training_id, employee_id)", "This person takes part already."
    )

    @api.depends("employee_id", "training_id")
    def _compute_department_id(self):
        for row in self:
            row.department_id = row.employee_id.department_id

    @api.depends("training_id.kind")
    def _compute_kind(self):
        for row in self:
            row.kind = row.training_id.sudo().kind or row.kind

    @api.depends("state", "date_due")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for row in self:
            due = row.date_due
            row.is_late = row.state == "planned" and bool(due) and due < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("state", "=", "planned") & Domain("date_due", "<", today)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(
            [self._complete(self._put_on_training(vals)) for vals in vals_list]
        )
        rows.filtered(lambda row: row.state in LEARNED)._give_competence()
        return rows

    def write(self, vals):
        """What ends has a day, and gives the competence that the training has."""
        learning = self.filtered(lambda row: row.state not in LEARNED)
        waiting = self.filtered(lambda row: row.state not in ENDED)
        result = super().write(self._complete(vals))
        if "training_id" in vals and "state" not in vals:
            state = "planned" if vals["training_id"] else "needed"
            super(ComplaintTrainingParticipation, waiting).write({"state": state})
        if vals.get("state") in LEARNED:
            learning._give_competence()
        return result

    @api.model
    def _put_on_training(self, vals):
        """Who is put on a training is to take part in it."""
        if vals.get("training_id") and vals.get("state", "needed") == "needed":
            return {**vals, "state": "planned"}
        return vals

    @api.model
    def _complete(self, vals):
        """What ended did so today, unless another day is given."""
        if vals.get("state") in ENDED and not vals.get("date_done"):
            return {**vals, "date_done": fields.Date.context_today(self)}
        return vals

    # ------------------------------------------------------------------
    # What came of it
    # ------------------------------------------------------------------

    def action_pass(self):
        self.check_access("write")
        self.state = "passed"
        return True

    def action_do(self):
        self.check_access("write")
        self.state = "done"
        return True

    def action_miss(self):
        self.check_access("write")
        self.state = "absent"
        return True

    def _give_competence(self):
        """Who learned it holds the competence of the training, from today."""
        rows_sudo = self.sudo().filtered("training_id.competence_id")
        held_sudo = self.env["complaint.competence.held"].sudo()
        known = {
            (held.competence_id, held.employee_id): held
            for held in held_sudo.search(
                [
                    ("competence_id", "in", rows_sudo.training_id.competence_id.ids),
                    ("employee_id", "in", rows_sudo.employee_id.ids),
                ]
            )
        }
        new = {}
        for row in rows_sudo:
            key = (row.training_id.competence_id, row.employee_id)
            held, vals = known.get(key), row._prepare_held()
            if not held:
                new[key] = vals
                continue
            until = vals["date_until"]
            # Who held it for longer loses nothing by learning more.
            if until and not (held.date_until and held.date_until < until):
                vals["date_until"] = held.date_until
            held.write(vals)
        held_sudo.create(list(new.values()))

    def _prepare_held(self):
        """What whoever learned it holds, and until when."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        months = self.training_id.valid_months
        return {
            "competence_id": self.training_id.competence_id.id,
            "employee_id": self.employee_id.id,
            "date_until": months and today + relativedelta(months=months),
            "confirmed_by_id": self.env.uid,
            "date_confirmed": today,
        }

    # ------------------------------------------------------------------
    # Where a need comes from
    # ------------------------------------------------------------------

    @api.model
    def _need(self, needs):
        """Note who has to learn what; once for each person and kind.

        :param list needs: dicts of values: the ``employee_id``, the ``source``, and the
            ``kind`` and the ``contribution_id`` where they are known
        """
        if not needs:
            return
        rows_sudo = self.sudo()
        groups = rows_sudo._read_group(
            [
                ("employee_id", "in", [need["employee_id"] for need in needs]),
                ("state", "=", "needed"),
            ],
            ["employee_id", "kind"],
        )
        known = {(employee.id, kind) for employee, kind in groups}
        new = {}
        for need in needs:
            key = (need["employee_id"], need.get("kind") or False)
            if key not in known:
                new.setdefault(key, need)
        rows_sudo.create(list(new.values()))
