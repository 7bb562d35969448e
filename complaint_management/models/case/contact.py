# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

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
# Who promises a call, promises it within this time.
FARTHEST_CALL = timedelta(days=3660)
# Both sides speak, whoever called whom.
TALKS = ("phone", "in_person", "chat", "visit")
# What decides which milestones a contact reaches.
ACT_FIELDS = {"date", "medium", "direction", "purpose", "answered"}
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
    # When it took place and who had it is what people say; this is what the database
    # knows, and no call, import or default writes it.
    date_logged = fields.Datetime(
        string="Logged On",
        related="create_date",
        help="When it was written down, whenever it took place.",
    )
    logged_by_id = fields.Many2one(
        string="Logged By",
        related="create_uid",
        help="Who wrote it down, whoever did it.",
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
            promised = contact.callback_date
            if promised and promised - contact.date > FARTHEST_CALL:
                raise ValidationError(
                    self.env._("A call-back is not promised for years. Check the date.")
                )
            if contact.callback_date and contact.callback_date < contact.date:
                raise ValidationError(
                    self.env._(
                        "A call-back is promised for after the contact: choose a "
                        "later time."
                    )
                )

    # ------------------------------------------------------------------
    # What a contact reaches
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts._count_for_clocks()
        return contacts

    def write(self, vals):
        result = super().write(vals)
        if not ACT_FIELDS.isdisjoint(vals):
            self._count_for_clocks()
        return result

    def _count_for_clocks(self):
        """Take notice of what these contacts reach; for the room of the clocks."""

    def _is_heard(self):
        """Whether the complainant heard from us: reached, or in a talk of theirs."""
        self.ensure_one()
        return self.answered and (self.direction == "out" or self.medium in TALKS)

    def _get_milestones(self):
        """Which milestones the contact reaches, as a sorted tuple.

        Any talk acknowledges the case. The answer is what is logged as answer, or
        what is said after the step to those whom no mail can reach. A follow-up
        counts as the closing gate counts it: also tried in vain (R68).
        """
        self.ensure_one()
        complaint = self.complaint_id
        since = complaint.date_answered
        is_after = bool(since) and self.date >= since
        milestones = set()
        if self.purpose == "follow_up" and is_after:
            milestones.add("followup")
        if self._is_heard():
            milestones.add("acknowledge")
            if self.purpose == "answer" or (is_after and not complaint.email_from):
                milestones |= {"answer", "notice"}
        return tuple(sorted(milestones))
