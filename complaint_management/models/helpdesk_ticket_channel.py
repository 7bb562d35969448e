# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

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
    _inherit = "helpdesk.ticket.channel"

    complaint_source = fields.Selection(
        selection=SOURCES,
        string="Details to Ask For",
        help="What the form of a complaint asks for when it came in this way: a "
        "recording of the call, the link to the post, the reply to the authority.",
    )
