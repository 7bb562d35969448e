# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a review proposes: a training, praise, an entry, an action. Never by itself.

Each goes the way that it goes without a review: a need of training to who plans them,
praise and entries to the accountability officers, who decide.
"""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..learning.contribution import FACTORS
from .review_table import COUNTED

PROPOSE = "complaint.penalty.propose"


class ComplaintReview(models.Model):
    _inherit = "complaint.review"

    training_kind = fields.Selection(
        selection=FACTORS, string="Training Proposed", readonly=True, copy=False
    )
    date_training_proposed = fields.Date(readonly=True, copy=False)
    action_ids = fields.One2many(
        comodel_name="complaint.action",
        inverse_name="review_id",
        string="Actions",
        copy=False,
        readonly=True,
    )
    action_count = fields.Integer(
        string="Actions Taken", compute="_compute_action_count"
    )

    def _compute_action_count(self):
        groups = self.env["complaint.action"]._read_group(
            [("review_id", "in", self.ids)], ["review_id"], ["__count"]
        )
        counts = {review.id: count for review, count in groups}
        for review in self:
            review.action_count = counts.get(review._origin.id, 0)

    def action_propose_training(self, kind=None):
        """Somebody has to learn something: put it before who plans trainings.

        :param str kind: what was lacking, a key of ``FACTORS``
        :raises AccessError: the user is not the reviewer
        :raises UserError: it is not scored yet, or the handler is not of our staff
        """
        self.ensure_one()
        self._check_may_propose()
        if kind not in dict(FACTORS):
            return self._ask_training()
        employee = self._get_handler_employee()
        if not employee:
            raise UserError(
                self.env._("Who handled the case works in this company no more.")
            )
        self.env["complaint.training.participation"]._need(
            [{"employee_id": employee.id, "kind": kind, "source": "review"}]
        )
        self.sudo()._write_sealed(
            {
                "training_kind": kind,
                "date_training_proposed": fields.Date.context_today(self),
            }
        )
        return True

    def _ask_training(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Training"),
            "res_model": "complaint.review.training",
            "view_mode": "form",
            "target": "new",
            "context": {"default_review_id": self.id},
        }

    def action_propose_praise(self):
        """Open the proposal to thank who handled the case."""
        return self._open_proposal(is_reward=True)

    def action_propose_entry(self):
        """Open the proposal of an entry; the accountability officers decide."""
        return self._open_proposal(is_reward=False)

    def _open_proposal(self, is_reward):
        """The dialog by which entries are proposed, for the person of this review.

        It has its own rights: who may thank somebody, and who may accuse them.
        """
        self.ensure_one()
        self._check_may_propose()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose an Entry"),
            "res_model": PROPOSE,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.complaint_id.id,
                "default_is_reward": is_reward,
                "default_employee_id": self._get_handler_employee().id,
            },
        }

    def _check_may_propose(self):
        """Only the reviewer proposes, and not before it is scored.

        :raises AccessError: the user is not the reviewer
        :raises UserError: it is not scored yet
        """
        self.check_access("read")
        if not self._is_reviewer():
            raise AccessError(self.env._("Only the reviewer proposes something here."))
        if self.state not in COUNTED:
            raise UserError(self.env._("Score it first."))

    def _get_handler_employee(self):
        """The employee who handled the case, in its company."""
        review = self.sudo()
        handler = review.handler_id
        employees_sudo = self.env["hr.employee"].sudo()
        return employees_sudo.search(
            [
                ("user_id", "=", handler.id),
                ("user_id", "!=", False),
                ("company_id", "=", review.company_id.id),
            ],
            limit=1,
        ).with_env(self.env)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_new_action(self):
        """Something is to be done, not about a person: open a new action.

        The case is closed, so that the action has an owner and a day from the start.
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Action"),
            "res_model": "complaint.action",
            "view_mode": "form",
            "context": {
                "default_review_id": self.id,
                "default_company_id": self.company_id.id,
                "default_department_id": self.department_id.id,
                "default_kind": "improvement",
                "default_user_id": self.env.uid,
                "default_date_due": fields.Date.add(
                    fields.Date.context_today(self), days=30
                ),
            },
        }

    def action_view_actions(self):
        """Open the actions that it led to."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Actions"),
            "res_model": "complaint.action",
            "view_mode": "list,form",
            "domain": [("review_id", "=", self.id)],
            "context": {**self.action_new_action()["context"]},
        }


class ComplaintTrainingParticipation(models.Model):
    _inherit = "complaint.training.participation"

    source = fields.Selection(
        selection_add=[("review", "A review of a case"), ("hand",)],
        ondelete={"review": "set default"},
    )
