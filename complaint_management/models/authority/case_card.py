# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What waits for the reader's decision on a case: who asked, why and when (R191)."""

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..remedy.remedy import LIVE

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    extension_ids_to_decide = fields.Many2many(
        comodel_name="complaint.extension",
        string="More Time for Me to Decide",
        compute="_compute_waits_for_me",
        groups=STAFF,
    )
    approval_ids_to_decide = fields.Many2many(
        comodel_name="complaint.approval",
        string="Requests for Me to Decide",
        compute="_compute_waits_for_me",
        groups=STAFF,
    )
    waits_for_me = fields.Boolean(
        string="Waits for My Decision",
        compute="_compute_waits_for_me",
        groups=STAFF,
        help="The decision, a remedy or more time waits for who reads this.",
    )
    remedy_words = fields.Text(
        string="What the Customer Gets", compute="_compute_remedy_words", groups=STAFF
    )
    decision_asked = fields.Char(
        string="Asked By", compute="_compute_decision_asked", groups=STAFF
    )
    decision_asked_reason = fields.Text(
        string="Why", compute="_compute_decision_asked", groups=STAFF
    )

    @api.depends(
        "next_transition",
        "approval_ids.state",
        "approval_ids.approver_id",
        "extension_ids.state",
        "extension_ids.approver_id",
    )
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        """Only what the reader may decide: the card offers nothing in vain."""
        user = self.env.user
        for complaint in self:
            approvals = complaint.approval_ids.filtered(
                lambda ask: ask.state == "pending" and ask.approver_id == user
            )
            extensions = complaint.extension_ids.filtered(
                lambda ask: ask.state == "requested" and ask.approver_id == user
            )
            complaint.approval_ids_to_decide = approvals
            complaint.extension_ids_to_decide = extensions
            complaint.waits_for_me = (
                bool(approvals or extensions) or complaint._is_decision_for_me()
            )

    def _is_decision_for_me(self):
        """Whether the decision waits, and nothing keeps the reader from taking it."""
        return (
            self.next_transition == "approve"
            and not self._check_need_impartial_approver({})
        )

    @api.depends("remedy_ids.display_name", "remedy_ids.state")
    @api.depends_context("lang")
    def _compute_remedy_words(self):
        for complaint in self:
            lines = complaint.remedy_ids.filtered(lambda line: line.state in LIVE)
            complaint.remedy_words = "\n".join(lines.mapped("display_name"))

    @api.depends("decision_state", "transition_ids")
    @api.depends_context("lang", "tz")
    def _compute_decision_asked(self):
        for complaint in self:
            log = complaint._get_last_log("request_approval")
            is_asked = complaint.decision_state == "pending" and bool(log)
            complaint.decision_asked_reason = is_asked and log.reason
            complaint.decision_asked = is_asked and self.env._(
                "%(who)s, %(when)s",
                who=log.user_id.name,
                when=format_datetime(self.env, log.date, dt_format="short"),
            )
