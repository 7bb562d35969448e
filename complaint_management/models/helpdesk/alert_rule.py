# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Early warning reads the helpdesk, too: its tickets, its teams and channels (R202)."""

from odoo import api, models
from odoo.tools import LazyTranslate

from ..warning.rule_dimensions import Dimension, Source

_lt = LazyTranslate(__name__)


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    @api.model
    def _get_sources(self):
        return {
            **super()._get_sources(),
            "ticket": Source(_lt("Helpdesk tickets"), "helpdesk.ticket", "create_date"),
        }

    @api.model
    def _get_dimensions(self):
        sources = ("case", "rating", "ticket")
        dimensions = super()._get_dimensions()
        customer = dimensions["customer"]
        return {
            **dimensions,
            "customer": customer._replace(
                paths={**customer.paths, "ticket": "commercial_partner_id"}
            ),
            "team": Dimension(
                _lt("Team"), "helpdesk.ticket.team", dict.fromkeys(sources, "team_id")
            ),
            "channel": Dimension(
                _lt("Channel"),
                "helpdesk.ticket.channel",
                dict.fromkeys(sources, "channel_id"),
            ),
        }
