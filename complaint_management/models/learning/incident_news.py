# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the customers of an incident are told together; see ``news`` (R105)."""

from markupsafe import Markup

from odoo import api, fields, models


class ComplaintIncident(models.Model):
    _inherit = "complaint.incident"

    news_ids = fields.One2many(
        comodel_name="complaint.incident.news",
        inverse_name="incident_id",
        string="Words to Customers",
        copy=False,
    )
    news_count = fields.Integer(
        string="Number of Words to Customers", compute="_compute_news_count"
    )

    @api.depends("news_ids")
    def _compute_news_count(self):
        for incident in self:
            incident.news_count = len(incident.news_ids)

    def action_view_news(self):
        """Open what the customers were told; the first word is begun at once."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_incident_news_action"
        )
        action.update(
            name=self.env._("Told to Customers: %s", self.display_name),
            domain=[("incident_id", "=", self.id)],
            context={
                "default_incident_id": self.id,
                "default_kind": "fix" if self.fix else "workaround",
            },
        )
        if not self.news_ids:
            action.update(views=[(False, "form")], view_mode="form")
        return action

    def _log_news(self, news):
        """The log of the incident keeps what its customers were told, and by whom."""
        self.ensure_one()
        there = self.with_context(**self.company_id._get_complaint_voice())
        title = there.env._("The customers of all open cases are told")
        self.sudo()._message_log(
            body=Markup("<b>%s</b><br/>%s") % (title, news.with_env(there.env).body),
            author_id=self.env.user.partner_id.id,
            email_from=False,
        )
