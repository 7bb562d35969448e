# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""More questions, in a survey of Odoo's app, where it is installed.

The addon does not depend on it. Our one question stays the first, so that figures can
be compared; whoever answered it is led on to the others. Only customers are: the app
notes who is logged in, and employees answer without a name.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SURVEY = "survey.survey"


class ComplaintPoll(models.Model):
    _inherit = "complaint.poll"

    survey_ref = fields.Reference(
        selection="_selection_survey_ref",
        string="More Questions",
        help="A survey to which customers are led when they have answered ours.",
    )
    has_survey_app = fields.Boolean(
        compute="_compute_has_survey_app", export_string_translation=False
    )

    @api.model
    def _selection_survey_ref(self):
        """The surveys of the app, where it is installed."""
        found = self.env["ir.model"].sudo()
        if SURVEY in self.env:
            found = found._get(SURVEY)
        return [(model.model, model.name) for model in found]

    def _compute_has_survey_app(self):
        self.has_survey_app = SURVEY in self.env

    @api.constrains("survey_ref", "audience")
    def _check_survey_ref(self):
        for poll in self.filtered("survey_ref"):
            if poll.audience != "customers":
                raise ValidationError(
                    self.env._(
                        "Employees answer without a name, and a survey notes who is "
                        "logged in: lead customers only to more questions."
                    )
                )
            if poll.sudo().survey_ref.access_mode != "public":
                raise ValidationError(
                    self.env._(
                        "“%s” is for invited people only. Let anyone with the link "
                        "answer it.",
                        poll.sudo().survey_ref.display_name,
                    )
                )

    def _get_survey_url(self):
        """Where more questions are, for who answered ours; or None."""
        self.ensure_one()
        survey_sudo = self.sudo().survey_ref
        if not (survey_sudo and survey_sudo.exists() and survey_sudo.active):
            return None
        return survey_sudo.get_start_url()


class ComplaintPollRound(models.Model):
    _inherit = "complaint.poll.round"

    survey_count = fields.Integer(
        string="Surveys Completed", compute="_compute_survey_count", compute_sudo=True
    )

    @api.depends("poll_id.survey_ref", "date_begin", "date_end", "date_closed")
    def _compute_survey_count(self):
        """Those of its survey that were completed while the round took answers."""
        for one in self:
            survey = one.poll_id.survey_ref
            last = min(one.date_closed or one.date_end, one.date_end)
            one.survey_count = survey and self.env["survey.user_input"].search_count(
                [
                    ("survey_id", "=", survey.id),
                    ("state", "=", "done"),
                    ("test_entry", "=", False),
                    ("end_datetime", ">=", one._get_moment(one.date_begin)),
                    ("end_datetime", "<", one._get_moment(last, days=1)),
                ]
            )

    def _get_moment(self, day, days=0):
        """When a day begins where the company is, so many days later."""
        return self.company_id._get_complaint_begin_of(fields.Date.add(day, days=days))

    def action_view_survey(self):
        """Open what the survey of the app found out."""
        self.ensure_one()
        self.check_access("read")
        survey = self.poll_id.survey_ref
        if not survey:
            raise UserError(self.env._("No more questions follow this one."))
        survey.check_access("read")
        return survey.action_result_survey()
