# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

MEDIUMS = [
    ("phone", "Phone"),
    ("in_person", "In person"),
    ("email", "Email"),
    ("letter", "Letter"),
    ("chat", "Chat"),
    ("visit", "Visit"),
    ("other", "Other"),
]
PURPOSES = [
    ("first", "First contact"),
    ("progress", "Progress"),
    ("call_back", "Call-back"),
    ("answer", "Answer"),
    ("follow_up", "Follow-up"),
    ("other", "Other"),
]
MOODS = [
    ("1", "1 – Very upset"),
    ("2", "2 – Upset"),
    ("3", "3 – Calm"),
    ("4", "4 – Content"),
    ("5", "5 – Pleased"),
]


class ComplaintContact(models.Model):
    """One contact with the complainant, also one that was tried in vain."""

    _name = "complaint.contact"
    _description = "Complaint Contact"
    _inherit = ["complaint.part.mixin"]
    _order = "date desc, id desc"
    _rec_name = "summary"

    date = fields.Datetime(required=True, default=fields.Datetime.now)
    medium = fields.Selection(selection=MEDIUMS, required=True, default="phone")
    direction = fields.Selection(
        selection=[("in", "From the customer"), ("out", "To the customer")],
        required=True,
        default="out",
    )
    purpose = fields.Selection(selection=PURPOSES, required=True, default="progress")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
    )
    minutes = fields.Integer(help="How long it took, in minutes.")
    mood = fields.Selection(selection=MOODS, help="The mood at the end of the contact.")
    summary = fields.Text(help="What was said and agreed.")
    answered = fields.Boolean(
        string="Reached",
        default=True,
        help="Unset for an attempt that did not reach the complainant.",
    )
    callback_date = fields.Datetime(
        string="Call-Back Promised", help="When we promised to call again."
    )

    _minutes_positive = models.Constraint(
        "CHECK (minutes >= 0)", "The length of a contact cannot be negative."
    )

    @api.constrains("date", "callback_date")
    def _check_dates(self):
        now = fields.Datetime.now()
        for contact in self:
            if contact.date > now:
                raise ValidationError(
                    self.env._("A contact cannot be logged before it took place.")
                )
            if contact.callback_date and contact.callback_date < contact.date:
                raise ValidationError(
                    self.env._(
                        "A call-back is promised for after the contact: choose a "
                        "later time."
                    )
                )
