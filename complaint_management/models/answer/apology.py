# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Being sorry is an act of its own, and no admission of guilt (R55, R81)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from .case_answer import find_gaps

MEDIUMS = [
    ("in_person", "In person"),
    ("phone", "Phone"),
    ("mail", "Email"),
    ("letter", "Letter"),
]
RESPONSES = [
    ("pending", "No response yet"),
    ("accepted", "Accepted"),
    ("not_accepted", "Not accepted"),
]
# What may still be written once it was said: how it was received.
RECEIVED_FIELDS = {"response", "note"}
ACTIVITY = "complaint_management.mail_activity_type_apology"


class ComplaintApology(models.Model):
    """Who said sorry to whom, how and in which words, and whether it was accepted.

    It says nothing about verdict or fault: whether the complaint is justified is
    decided on the facts.
    """

    _name = "complaint.apology"
    _description = "Complaint Apology"
    _inherit = ["complaint.told.mixin", "complaint.part.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
        help="Who apologised, in person or in the name of the company.",
    )
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
    medium = fields.Selection(
        selection=MEDIUMS, string="How", required=True, default="in_person"
    )
    words = fields.Html(
        sanitize_style=True,
        help="What was said, or is written: sorry for what happened to them, without "
        "a word about fault.",
    )
    response = fields.Selection(
        selection=RESPONSES, required=True, default="pending", index=True
    )
    note = fields.Text(help="What the complainant said to it.")
    is_sent = fields.Boolean(string="Sent", readonly=True, copy=False)
    can_mail = fields.Boolean(related="complaint_id.can_mail", related_sudo=False)

    @api.model
    def default_get(self, fields):
        """Suggest words for the case that somebody is about to apologise in."""
        vals = super().default_get(fields)
        case = self.env["complaint.complaint"].browse(vals.get("complaint_id") or [])
        if "words" in fields and not vals.get("words"):
            vals["words"] = case._filtered_access("read")._suggest_text("apology")
        return vals

    @api.constrains("date")
    def _check_date(self):
        if any(apology.date > fields.Datetime.now() for apology in self):
            raise ValidationError(
                self.env._("An apology cannot be logged before it was made.")
            )

    @api.constrains("words", "medium")
    def _check_words(self):
        """What is sent or printed is complete."""
        for apology in self:
            written = apology.medium in ("mail", "letter")
            if written and is_html_empty(apology.words):
                raise ValidationError(self.env._("Write the words of the apology."))
            gaps = find_gaps(apology.words)
            if gaps:
                raise ValidationError(
                    self.env._(
                        "Fill in what is still missing in the apology: %s",
                        ", ".join(gaps),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        apologies = super().create(vals_list)
        apologies._tell_if_not_accepted()
        return apologies

    def write(self, vals):
        """What was said was said: only how it was received is still written.

        :raises UserError: who, when, how or the words are changed
        """
        if set(vals) - RECEIVED_FIELDS - {"complaint_id"} and not self.env.su:
            raise UserError(
                self.env._(
                    "An apology stays as it was made. Record how it was received, or "
                    "make another one."
                )
            )
        before = {apology: apology.response for apology in self}
        result = super().write(vals)
        changed = self.filtered(lambda apology: apology.response != before[apology])
        changed._tell_if_not_accepted()
        changed._close_task()
        return result

    def _tell_if_not_accepted(self):
        """Ask a manager to speak with who did not accept it (R108)."""
        refused = self.filtered(lambda apology: apology.response == "not_accepted")
        for complaint in refused.complaint_id:
            complaint._escalate_apology(refused[:1].note)

    def _close_task(self):
        """Who accepted it in the end needs no other one."""
        settled = self.complaint_id.filtered(
            lambda case: case.apology_state == "accepted"
        )
        if settled:
            settled.activity_feedback(
                [ACTIVITY], feedback=self.env._("The apology was accepted.")
            )

    def action_apologise(self):
        """Keep the apology, and send it when it goes by email.

        :raises UserError: no email reaches the complainant
        """
        self.ensure_one()
        self.check_access("write")
        if self.medium == "mail" and not self.is_sent:
            self._send()
        return {"type": "ir.actions.act_window_close"}

    def _send(self):
        complaint = self.complaint_id
        if complaint.identity_mode != "anonymous" and not complaint.can_mail:
            raise UserError(
                self.env._(
                    "No email address is known for this case: call, write a letter, or "
                    "apologise in person."
                )
            )
        complaint._say_to_complainant(self.words)
        self.sudo().is_sent = True

    def action_print_letter(self):
        """Print the words as a letter."""
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref("complaint_management.action_report_apology_letter")
        return report.report_action(self, config=False)

    def _say_what(self):
        return self.env._("apology on %s", self.date.date())
