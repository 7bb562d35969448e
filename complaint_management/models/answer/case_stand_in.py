# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tasks to call or write, for complainants whom no email reaches (R53)."""

from markupsafe import Markup

from odoo import fields, models

ACKNOWLEDGE = "complaint_management.mail_activity_type_acknowledge"
ANSWER = "complaint_management.mail_activity_type_answer"
# The letter that says what the task is about.
LETTERS = {
    ACKNOWLEDGE: "complaint_management.report_acknowledgement_letter",
    ANSWER: "complaint_management.report_answer_letter",
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    waiting_mail = fields.Char(
        string="Mail Not Sent Yet",
        compute="_compute_waiting_mail",
        help="The complainant has not been told yet: the mail waits, or failed.",
    )

    def _compute_waiting_mail(self):
        """Say of which mails to the complainant nobody knows that they left."""
        by_case = self._get_waiting_mails().grouped("res_id")
        for complaint in self:
            mails = by_case.get(complaint._origin.id)
            complaint.waiting_mail = mails[-1:]._say_waiting() if mails else False

    def _get_waiting_mails(self):
        """Mails to the complainants of which nobody knows that they left, as sudo."""
        return (
            self.env["mail.mail"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("complaint_milestone", "in", ("acknowledge", "answer", "update")),
                    ("state", "in", ("outgoing", "exception")),
                ],
                order="id",
            )
        )

    # ------------------------------------------------------------------
    # Tasks instead of mails
    # ------------------------------------------------------------------

    def _plan_stand_in(self, activity_xmlid, user, letter_url=None):
        """The task has the letter that says what it is about one click away (R53)."""
        result = super()._plan_stand_in(activity_xmlid, user, letter_url)
        kind = self.env.ref(activity_xmlid)
        for complaint in self.with_context(lang=user.lang or self.env.lang):
            url = letter_url or f"/report/pdf/{LETTERS[activity_xmlid]}/{complaint.id}"
            how, note = complaint._say_how_to_reach(url)
            complaint.activity_schedule(
                activity_xmlid,
                user_id=user.id,
                summary=complaint.env._(
                    "%(how)s: %(what)s",
                    how=how,
                    what=kind.with_env(complaint.env).summary,
                ),
                note=note,
            )
        return result

    def _say_how_to_reach(self, letter_url):
        """How to reach the complainant without a mail, in a few words and in full.

        :param str letter_url: where the letter can be printed
        :return: (summary, note as Markup)
        """
        self.ensure_one()
        letter = Markup('<a href="%s" target="_blank">%s</a>') % (
            letter_url,
            self.env._("the letter (PDF)"),
        )
        if self.identity_mode == "confidential":
            return self.env._("Ask a custodian to call or write"), self.env._(
                "Only a custodian of identities can open how the complainant is "
                "reached. Give them %(letter)s, which names nobody.",
                letter=letter,
            )
        reach = self._get_reach()
        if reach.street and not reach.phone:
            return self.env._("Send the letter"), self.env._(
                "There is no email address and no phone number: print, sign and send "
                "%(letter)s.",
                letter=letter,
            )
        if reach.phone and not reach.street:
            return self.env._("Call"), self.env._(
                "There is no email address: call %(phone)s. What to say stands in "
                "%(letter)s.",
                phone=reach.phone,
                letter=letter,
            )
        if reach.phone:
            return self.env._("Call, or send the letter"), self.env._(
                "There is no email address: call %(phone)s, or print, sign and send "
                "%(letter)s.",
                phone=reach.phone,
                letter=letter,
            )
        return self.env._("Call or write"), self.env._(
            "There is no email address, phone number or address on the case. Look in "
            "the customer's contact; what to say stands in %(letter)s.",
            letter=letter,
        )


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _say_waiting(self):
        """That this mail to a complainant did not leave the house yet."""
        self.ensure_one()
        failed = self.state == "exception"
        sentences = {
            "acknowledge": self.env._("The acknowledgement waits to be sent."),
            "answer": self.env._("The answer waits to be sent."),
        }
        failures = {
            "acknowledge": self.env._("The acknowledgement could not be sent."),
            "answer": self.env._("The answer could not be sent."),
        }
        if failed:
            return failures.get(
                self.complaint_milestone, self.env._("The notice could not be sent.")
            )
        return sentences.get(
            self.complaint_milestone, self.env._("The notice waits to be sent.")
        )
