# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import ormcache

# Ways a case comes in that ask for something of their own.
SOURCES = [
    ("in_person", "In person"),
    ("call", "Call"),
    ("letter", "Letter"),
    ("box", "Suggestion box"),
    ("social", "Social media"),
    ("survey", "Survey"),
    ("authority", "Forwarded by an authority"),
]


class HelpdeskTicketChannel(models.Model):
    _name = "helpdesk.ticket.channel"
    _inherit = ["complaint.cached.mixin", "helpdesk.ticket.channel"]

    complaint_source = fields.Selection(
        selection=SOURCES,
        string="Details to Ask For",
        help="What the form of a complaint asks for when it came in this way: a "
        "recording of the call, the link to the post, the reply to the authority.",
    )

    @api.model
    @ormcache()
    def _get_complaint_sources(self):
        """What each channel asks for; asked for with every case.

        :return: dict of channel id to a key of ``SOURCES``, of those that ask
        """
        channels = self.sudo().with_context(active_test=False)
        asking = channels.search_fetch(
            [("complaint_source", "!=", False)], ["complaint_source"]
        )
        return {channel.id: channel.complaint_source for channel in asking}

    @api.model
    def _get_cached_fields(self):
        return {"complaint_source"}
