# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Answers to a survey, kept as Odoo keeps ratings."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..learning.case_found import FOUND
from .poll_round import DISSATISFIED

ROUND = "complaint.poll.round"
CHANNEL = "complaint_management.helpdesk_channel_survey"


class RatingRating(models.Model):
    """What customers answer is read by officers, what employees answer by nobody.

    Odoo lets every employee read and write every rating.
    """

    _inherit = "rating.rating"

    complaint_poll_key = fields.Char(groups=fields.NO_ACCESS)
    complaint_department_id = fields.Many2one(
        comodel_name="hr.department", ondelete="set null", groups=fields.NO_ACCESS
    )
    complaint_is_taken_up = fields.Boolean(
        string="Taken Up", readonly=True, help="A case was opened for it."
    )
    complaint_is_low = fields.Boolean(compute="_compute_complaint_is_low")

    _complaint_poll_key_uniq = models.UniqueIndex(
        "(complaint_poll_key) WHERE complaint_poll_key IS NOT NULL",
        "This link was answered already.",
    )
    _complaint_taken_up_idx = models.Index(
        "(partner_id) WHERE complaint_is_taken_up IS TRUE"
    )

    @api.depends("rating", "res_model")
    def _compute_complaint_is_low(self):
        for rating in self:
            is_answer = rating.res_model == ROUND
            rating.complaint_is_low = is_answer and rating.rating <= DISSATISFIED

    # ------------------------------------------------------------------
    # Access
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        rounds = self.env[ROUND]
        mine = Domain.FALSE
        if rounds.has_access("read"):
            named = rounds._search([("audience", "=", "customers")])
            mine = Domain("res_id", "in", named)
        return super()._get_readable_domain() & (
            Domain("res_model", "!=", ROUND) | mine
        )

    def _filter_forbidden(self, operation):
        forbidden = super()._filter_forbidden(operation)
        answers = self.filtered(lambda rating: rating.sudo().res_model == ROUND)
        if operation == "read" and answers:
            answers -= answers.search([("id", "in", answers.ids)])
        return forbidden | answers

    # ------------------------------------------------------------------
    # Taking it up
    # ------------------------------------------------------------------

    def action_complaint_take_up(self):
        """Open a case for a dissatisfied customer, before they complain (R105).

        :return: an action that opens the case
        :raises UserError: there is one already
        """
        self.ensure_one()
        self.check_access("read")
        answer_sudo = self.sudo()
        if not (answer_sudo.complaint_is_low and answer_sudo.partner_id):
            raise UserError(
                self.env._("Only what a dissatisfied customer answered is taken up.")
            )
        answer_sudo.lock_for_update()
        if answer_sudo.complaint_is_taken_up:
            raise UserError(
                self.env._(
                    "There is a case for this answer already: look for it by the name "
                    "of the customer."
                )
            )
        case = self._open_case(self.env[ROUND].browse(self.res_id))
        answer_sudo.complaint_is_taken_up = True
        return {
            "type": "ir.actions.act_window",
            "res_model": case._name,
            "res_id": case.id,
            "views": [(False, "form")],
        }

    def _open_case(self, asked):
        """A case that we found, in the name of the customer who answered.

        :param asked: the ``complaint.poll.round``
        """
        channel = self.env.ref(CHANNEL, raise_if_not_found=False)
        words = self.feedback or self.env._("Nothing was written with it.")
        cases = FOUND.give(self.env["complaint.complaint"])
        case = cases.create(
            {
                "name": self.env._("Dissatisfied: %s", asked._get_question()),
                "kind": "complaint",
                "company_id": asked.company_id.id,
                "partner_id": self.partner_id.id,
                "channel_id": channel and channel.id,
                "description": plaintext2html(words),
            }
        )
        return case.with_env(self.env)
