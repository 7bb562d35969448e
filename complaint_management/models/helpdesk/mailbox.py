# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintMailbox(models.Model):
    _inherit = "complaint.mailbox"

    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="Who gets the cases. Empty: as the category says.",
    )
    channel_id = fields.Many2one(
        comodel_name="helpdesk.ticket.channel",
        ondelete="set null",
        compute="_compute_channel_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
    )

    @api.depends("company_id")
    def _compute_channel_id(self):
        """The helpdesk's channel for email, where the company may use it."""
        cases = self.env["complaint.complaint"]
        for mailbox in self:
            mailbox.channel_id = mailbox.channel_id or cases._find_channel(
                "helpdesk_mgmt.helpdesk_ticket_channel_email", mailbox.company_id
            )
