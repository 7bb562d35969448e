# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

TASK = "complaint_management.mail_activity_type_penalty_step"
SEALED = frozenset(
    {
        "threshold_id",
        "company_id",
        "employee_id",
        "penalty_ids",
        "step",
        "value",
        "date_crossed",
        "date_left",
        "state",
        "decider_id",
        "date_decided",
    }
)


class ComplaintPenaltyStep(models.Model):
    """A next step that a threshold proposes, until an officer decides (R131).

    Read by accountability officers and nobody else. It has no effect of its own: a
    training is agreed on with HR, a warning is written by whoever may write one. The
    entries know whom it is about, and forget it together with the step.
    """

    _name = "complaint.penalty.step"
    _description = "Proposed Measure"
    _inherit = ["complaint.sealed.mixin"]
    _order = "date_crossed desc, id desc"
    _rec_name = "step"

    threshold_id = fields.Many2one(
        comodel_name="complaint.penalty.threshold",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    employee_name = fields.Char(
        string="Name", compute="_compute_employee_name", compute_sudo=True
    )
    penalty_ids = fields.Many2many(
        comodel_name="complaint.penalty",
        relation="complaint_penalty_step_rel",
        column1="step_id",
        column2="penalty_id",
        string="Entries",
        readonly=True,
    )
    step = fields.Selection(
        selection=lambda self: (
            self.env["complaint.penalty.threshold"]
            ._fields["step"]
            ._description_selection(self.env)
        ),
        string="Measure",
        required=True,
        readonly=True,
    )
    value = fields.Integer(
        string="Count Reached",
        readonly=True,
        aggregator=None,
        help="Points, or entries.",
    )
    date_crossed = fields.Date(string="Crossed On", required=True, readonly=True)
    date_left = fields.Date(
        string="Below Since",
        readonly=True,
        help="Since then fewer entries count; another crossing proposes again.",
    )
    state = fields.Selection(
        selection=[
            ("open", "To Decide"),
            ("done", "Agreed"),
            ("dropped", "Not Taken"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    note = fields.Text(
        string="What Was Decided", help="What was agreed on, or why nothing follows."
    )
    decider_id = fields.Many2one(
        comodel_name="res.users", string="Decided By", readonly=True
    )
    date_decided = fields.Datetime(string="Decided On", readonly=True)

    _crossing_uniq = models.UniqueIndex(
        "(threshold_id, employee_id, company_id) WHERE date_left IS NULL",
        "A step was proposed for this crossing already.",
    )

    @api.depends("penalty_ids.employee_name")
    def _compute_employee_name(self):
        for step in self:
            names = filter(None, step.penalty_ids.mapped("employee_name"))
            step.employee_name = next(names, False)

    @api.depends("step", "penalty_ids.employee_name")
    def _compute_display_name(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        for step in self:
            step.display_name = self.env._(
                "%(name)s: %(step)s",
                step=labels.get(step.step, ""),
                name=step.employee_name or self.env._("a former employee"),
            )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | SEALED

    def write(self, vals):
        """What was decided stays as it was written."""
        if "note" in vals and not self._is_written_by_us(vals):
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Proposed steps are kept with what was decided."))

    # ------------------------------------------------------------------
    # What the thresholds do
    # ------------------------------------------------------------------

    def _get_key(self):
        """Whose crossing it is: employee and company."""
        self.ensure_one()
        return self.employee_id.id, self.company_id.id

    @api.model
    def _propose(self, threshold, crossings, day):
        """Propose the step of a threshold to the officers, as sudo.

        :param threshold: what was crossed
        :param dict crossings: points or entries by (employee id, company id)
        :param date day: when it was crossed
        :return: the new steps
        """
        if not crossings:
            return self.browse()
        entries = self.env["complaint.penalty"].sudo()
        groups = entries._read_group(
            threshold._get_window(day)
            & fields.Domain("employee_id", "in", [key[0] for key in crossings]),
            ["employee_id", "company_id"],
            ["id:recordset"],
        )
        found = {
            (employee.id, company.id): penalties
            for employee, company, penalties in groups
        }
        steps = self._create_sealed(
            [
                {
                    "threshold_id": threshold.id,
                    "employee_id": employee_id,
                    "company_id": company_id,
                    "penalty_ids": found[employee_id, company_id].ids,
                    "step": threshold.step,
                    "value": value,
                    "date_crossed": day,
                }
                for (employee_id, company_id), value in crossings.items()
            ]
        )
        steps._plan_task()
        return steps

    def _leave(self):
        """Fewer entries count now: the crossing is over, and what was open with it."""
        today = fields.Date.context_today(self)
        self._write_sealed({"date_left": today})
        self.filtered(lambda step: step.state == "open")._drop_task()

    def _plan_task(self):
        """Give an officer the task to decide, on the last entry of each person.

        A task on an entry is seen by the person it is for, and says nothing more.
        """
        for company, steps in self.grouped("company_id").items():
            officers = steps.penalty_ids._get_reviewing_officers(company)
            steps._get_last_entry()._plan_tasks(
                TASK,
                {
                    step._get_last_entry(): officers.filtered(
                        lambda user, step=step: not step._is_barred(user)
                    )[:1]
                    for step in steps
                },
            )

    def _get_last_entry(self):
        """The entry that made each of these people cross."""
        return self.env["complaint.penalty"].union(
            *(step.penalty_ids.sorted("date_confirmed")[-1:] for step in self.sudo())
        )

    def _drop_task(self):
        self._get_last_entry()._search_tasks([TASK]).unlink()

    # ------------------------------------------------------------------
    # What an officer decides
    # ------------------------------------------------------------------

    def action_done(self):
        """The step was agreed on with the person.

        :raises UserError: nothing was written, it is decided, or it is about oneself
        """
        self._decide("done")

    def action_drop(self):
        """Nothing follows.

        :raises UserError: nothing was written, it is decided, or it is about oneself
        """
        self._decide("dropped")

    def _decide(self, state):
        self.check_access("write")
        self._check_open()
        for step in self:
            if step._is_barred(self.env.user):
                raise UserError(
                    self.env._(
                        "Somebody else decides here: it is about you, or about a "
                        "person to whom you report."
                    )
                )
            if not (step.note or "").strip():
                raise UserError(
                    self.env._(
                        "Write down what you agreed on, or why nothing follows: "
                        "“What Was Decided”."
                    )
                )
        self._drop_task()
        self._write_sealed(
            {
                "state": state,
                "decider_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
            }
        )

    def _is_barred(self, user):
        """Whether a user must not decide: it is about them, or who leads them."""
        self.ensure_one()
        entries = self.sudo().penalty_ids.with_user(user)
        users, employees = entries._get_oneself()
        superiors = entries._get_superiors(employees)
        return bool(
            entries._filter_about(users, employees)
            or entries._filter_about(superiors.user_id, superiors)
        )

    def _check_open(self):
        if any(step.state != "open" for step in self):
            raise UserError(self.env._("This was decided already."))

    def action_open_entries(self):
        """Open the entries that made the person cross the threshold.

        :return: an action on the entries
        """
        self.check_access("read")
        return self.penalty_ids._get_records_action(name=self.env._("Entries"))


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _forget(self, reason):
        """Who is forgotten is forgotten in what thresholds proposed, too."""
        result = super()._forget(reason)
        self.env["complaint.penalty.step"].sudo().search(
            [("penalty_ids", "in", self.ids)]
        )._write_sealed({"employee_id": False, "note": False})
        return result
