# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases of which a mail did not go out: marked, until somebody saw to it."""

from odoo import fields, models

ACTIVITY = "complaint_management.mail_activity_type_undelivered"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    mail_failed = fields.Boolean(
        string="Mail Did Not Go Out",
        readonly=True,
        copy=False,
        help="A mail of ours was tried several times in vain: the complainant does not "
        "know what it says.",
    )

    _mail_failed_idx = models.Index("(company_id) WHERE mail_failed IS TRUE")

    def _mail_did_not_go_out(self, milestone, is_unsure):
        """Mark the case, and ask whoever speaks with the complainant to see to it.

        :param str milestone: what the mail was for, as in ``_went_out``
        :param bool is_unsure: the server may have taken it
        """
        self.ensure_one()
        case = self.sudo()._in_house()
        words = case._say_mail_failed(milestone, is_unsure)
        case._log_note(case.env._("A mail did not go out"), words)
        case._ask_to_reach_otherwise()

    def _ask_to_reach_otherwise(self):
        """Also a mail that came back marks its case."""
        self.mail_failed = True
        return super()._ask_to_reach_otherwise()

    def _say_mail_failed(self, milestone, is_unsure):
        labels = dict(
            self.env["mail.mail"]
            ._fields["complaint_milestone"]
            ._description_selection(self.env)
        )
        what = labels.get(milestone) or self.env._("A message")
        if is_unsure:
            return self.env._(
                "“%s”: the mail server took all of it and did not answer. It may have "
                "arrived; it is not sent again by itself. Ask the complainant, or send "
                "it again.",
                what,
            )
        return self.env._(
            "“%s” could not be sent, and is not sent again by itself. Check the "
            "address, or reach the complainant in another way.",
            what,
        )

    def action_settle_failed_mail(self):
        """Somebody saw to it: the complainant knows, or the mail was sent again."""
        self.check_access("write")
        self._settle_failed_mail()
        return True

    def _settle_failed_mail(self):
        marked = self.sudo().filtered("mail_failed")
        marked.mail_failed = False
        marked.activity_feedback([ACTIVITY])


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who did the task saw to it."""
        kind = self.env.ref(ACTIVITY, raise_if_not_found=False)
        done = self.filtered(
            lambda task: (
                task.res_model == "complaint.complaint"
                and task.activity_type_id == kind
            )
        )
        cases_sudo = (
            self.env["complaint.complaint"].sudo().browse(done.mapped("res_id"))
        )
        cases_sudo.exists().filtered("mail_failed").mail_failed = False
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
