# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Media risk on a case, and the fast lane of cases in a crisis (R146, R173, R183)."""

from odoo import fields, models

from ...tools.case.phases import follows, follows_new
from ..case.life_cycle import OPEN_STATES
from .incident_crisis import CRITICAL

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    media_risk = fields.Selection(
        selection=[
            ("none", "None seen"),
            ("possible", "They may take it up"),
            ("public", "It is public"),
        ],
        tracking=True,
        copy=False,
        index="btree_not_null",
        groups=STAFF,
        help="Whether newspapers, broadcasters or social media may take the case up, "
        "or have done so.",
    )
    media_link = fields.Char(
        string="Where It Is Public",
        copy=False,
        groups=STAFF,
        help="The address of what was published, or who threatens with it.",
    )
    is_crisis = fields.Boolean(
        string="In a Crisis",
        related="incident_id.is_crisis",
        store=True,
        groups=STAFF,
    )

    _crisis_idx = models.Index("(company_id) WHERE is_crisis IS TRUE")

    @follows_new()
    @follows("incident_id")
    def _join_crisis(self, *before):
        """What joins an incident in a crisis is as urgent as the others."""
        self.sudo().filtered("incident_id.is_crisis")._take_fast_lane()

    def _take_fast_lane(self):
        """Open cases are critical: they come first, with the shortest deadlines.

        The log of the incident says it: tracked, each case would be told of on its own.
        """
        lower = self.filtered(
            lambda case: case.state in OPEN_STATES and case.severity != CRITICAL
        )
        if lower:
            lower.with_context(mail_notrack=True).write({"severity": CRITICAL})
