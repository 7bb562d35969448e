# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL


class ComplaintDesk(models.Model):
    _inherit = "complaint.desk"

    team_id = fields.Many2one(comodel_name="helpdesk.ticket.team", readonly=True)

    @api.model
    def _is_looked_after(self):
        """Who leads a team looks after its cases, too."""
        return SQL(
            "(%s) OR team_id IN (SELECT team.id FROM helpdesk_ticket_team team"
            " WHERE team.user_id = %s)",
            super()._is_looked_after(),
            self.env.uid,
            to_flush=self.env["helpdesk.ticket.team"]._fields["user_id"],
        )
