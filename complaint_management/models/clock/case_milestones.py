# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which word to the complainant reaches which milestone, and when.

An acknowledgement and an answer count at the moment at which they went out: the
mail was sent, the contact took place, the task to call or write was done. A mail
that could not be sent reaches nothing, and the clocks run on.
"""

from odoo import fields, models
from odoo.tools.mail import email_normalize_all

# What a message of ours says: who has the answer knows that the case arrived. The
# acknowledgement is sent by itself, and says nothing about progress.
SAID = {
    "acknowledge": ("acknowledge",),
    "answer": ("acknowledge", "answer", "notice", "update"),
    "update": ("update",),
    # A word to the authority tells the complainant nothing.
    "authority": ("authority",),
    False: ("update",),
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _went_out(self, milestone, when):
        """The clocks that wait for what was said stop."""
        result = super()._went_out(milestone, when)
        said = set(SAID[milestone])
        self._stop_clocks(said - {"update"}, when)
        if "update" in said:
            self._told(when)
        return result

    def _told(self, when):
        """The complainants heard from us: progress notices are due from then on.

        What was logged late, and is older than the last notice, changes nothing.

        :param datetime when: the moment at which they heard, in UTC
        """
        clocks = self._get_open_clocks(["update"])
        news = clocks.filtered(lambda clock: clock.date_start < when).complaint_id
        news._reached_complainant(when)

    def _after_answer_known(self):
        """The complainants learned our answer otherwise than by mail; for the rooms."""

    def _get_waited_for(self):
        """Pairs of case id and milestone that wait for a word to the complainant."""
        return frozenset(
            (clock.complaint_id.id, clock.milestone)
            for clock in self._get_open_clocks(SAID["answer"])
        )

    def _is_among(self, partners, emails):
        """Whether the complainant is one of these people.

        :param partners: contacts that a message was sent to
        :param list emails: addresses that it was sent to
        """
        self.ensure_one()
        reach = self._get_reach()
        people = reach.partner or self.env["res.partner"]
        own = {
            *email_normalize_all(reach.email or ""),
            *email_normalize_all(people.email or ""),
        }
        sent = {
            address
            for email in (*emails, *partners.filtered("email").mapped("email"))
            for address in email_normalize_all(email)
        }
        return bool(people & partners) or not own.isdisjoint(sent)

    def _notify_thread_by_inbox(
        self, message, recipients_data, msg_vals=False, **kwargs
    ):
        """Who reads their messages in Odoo is reached as soon as it is there."""
        result = super()._notify_thread_by_inbox(
            message, recipients_data, msg_vals=msg_vals, **kwargs
        )
        told = {row["id"] for row in recipients_data if row["notif"] == "inbox"}
        complaint_sudo = self.sudo()
        if (
            told
            and complaint_sudo.partner_id.id in told
            and self._is_word_of_ours(message.sudo())
        ):
            complaint_sudo._went_out(False, fields.Datetime.now())
        return result
