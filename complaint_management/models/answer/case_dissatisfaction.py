# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A dissatisfied complainant brings the case back to the manager.

It stays marked until somebody other than its handler says what was done about it.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..case.life_cycle import OFFICER

DISSATISFACTION = "complaint_management.mail_activity_type_dissatisfaction"
OUTCOMES = [
    ("reopened", "The case was opened again"),
    ("explained", "We explained it to them"),
    ("nothing", "Nothing more can be done"),
]


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    is_dissatisfied = fields.Boolean(
        string="Dissatisfied",
        readonly=True,
        copy=False,
        help="The complainant is dissatisfied, and nobody has said yet what was done "
        "about it.",
    )
    dissatisfaction_outcome = fields.Selection(
        selection=OUTCOMES,
        string="What Was Done",
        readonly=True,
        copy=False,
    )
    dissatisfaction_note = fields.Text(string="How", readonly=True, copy=False)
    dissatisfaction_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Looked Into By",
        readonly=True,
        copy=False,
    )
    can_review_dissatisfaction = fields.Boolean(
        compute="_compute_can_review_dissatisfaction"
    )

    _is_dissatisfied_idx = models.Index("(company_id) WHERE is_dissatisfied IS TRUE")

    @api.depends("is_dissatisfied", "user_id")
    @api.depends_context("uid")
    def _compute_can_review_dissatisfaction(self):
        for complaint in self:
            complaint.can_review_dissatisfaction = (
                complaint.is_dissatisfied
                and self.env.user in complaint._get_reviewers()
            )

    def _get_reviewers(self):
        """Who looks into it, the nearest first: never the handler, if others can.

        Nobody who is complained about.
        """
        self.ensure_one()
        officers = (
            self.env.ref(OFFICER)
            .sudo()
            .all_user_ids.filtered(
                lambda user: user.active and self.company_id in user.company_ids
            )
        )
        return self._get_approvers() or officers - self._get_barred_deciders()

    def _after_rating(self):
        """Put the question before the manager again."""
        result = super()._after_rating()
        if self._is_rated_low():
            self._bring_before_reviewer()
        return result

    def _bring_before_reviewer(self):
        """Ask somebody other than the handler to look at the case again."""
        self.write(
            {
                "is_dissatisfied": True,
                "dissatisfaction_outcome": False,
                "dissatisfaction_note": False,
                "dissatisfaction_user_id": False,
            }
        )
        reviewer = self._get_reviewers()[:1]
        if reviewer:
            self.activity_schedule(DISSATISFACTION, user_id=reviewer.id)

    def _get_task_owner(self, task):
        """Another than the handler looks at the case again."""
        if task.activity_type_id == self.env.ref(DISSATISFACTION):
            return self._get_reviewers() or None
        return super()._get_task_owner(task)

    def action_review_dissatisfaction(self):
        """Open the dialog that records what was done."""
        self._check_reviewer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Was Done?"),
            "res_model": "complaint.dissatisfaction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": self.ids},
        }

    def _check_reviewer(self):
        self.check_access("write")
        for complaint in self:
            reviewers = complaint._get_reviewers()
            if not self.env.su and self.env.user not in reviewers:
                raise AccessError(
                    self.env._(
                        "Somebody other than the handler says what was done about a "
                        "dissatisfied customer. Ask %s.",
                        reviewers[:1].name or self.env._("a complaint manager"),
                    )
                )

    def _record_dissatisfaction(self, outcome, note):
        """Record what was done about dissatisfied complainants.

        :param str outcome: a key of ``OUTCOMES``
        :param str note: how, in a sentence or two
        """
        cases = self.filtered("is_dissatisfied")
        if not cases:
            return
        cases.sudo().write(
            {
                "is_dissatisfied": False,
                "dissatisfaction_outcome": outcome,
                "dissatisfaction_note": note,
                "dissatisfaction_user_id": self.env.uid,
            }
        )
        outcomes = self._fields["dissatisfaction_outcome"]
        words = dict(outcomes._description_selection(self.env))
        cases._log_note(
            self.env._("The customer was dissatisfied: %s", words[outcome]), note
        )
        cases.sudo().activity_feedback([DISSATISFACTION], feedback=note)

    def _after_transition(self, name, reason, when):
        """A case that is opened again answers the question, whoever opens it."""
        result = super()._after_transition(name, reason, when)
        if name == "reopen":
            self._record_dissatisfaction("reopened", reason)
        return result
