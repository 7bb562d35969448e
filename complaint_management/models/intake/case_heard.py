# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a word of the complainant changes, by whatever door it came.

They write on the case's page, by mail, and with a tracking code; a protected one
writes without a name. A case that waited goes on, and one that ended opens again.
"""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty, plaintext2html

from ..case.life_cycle import OPEN_STATES


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _post_from_complainant(self, body, files=(), subject=None):
        """Post what the complainant wrote on their page, and tell who handles it.

        What waited for them goes on (R48).

        :param body: ``Markup`` that is safe to show
        :param files: as in ``_store_files``
        :param str subject: a headline, or nothing
        :return: the ``mail.message``, as sudo
        """
        self.ensure_one()
        house = self._as_the_house()
        stored = house._store_files(files)
        message = house.with_context(
            mail_post_autofollow_author_skip=True
        ).message_post(
            # Of a file alone that is kept aside, neither words nor file are left.
            body=house._sign_words(
                self.env._("Sent along") if is_html_empty(body) else body
            ),
            subject=subject,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=stored.attachments.ids,
            **house._prepare_complainant_author(),
        )
        house._end_waiting_for_complainant()
        return message

    def _sign_words(self, body):
        """What is posted as the complainant's words; other rooms add how they came.

        :param body: ``Markup``
        """
        return body

    def _end_waiting_for_complainant(self, when=None):
        """Let cases go on that were on hold for a word of the complainant.

        :param datetime when: when they answered, in UTC; now by default
        """
        waiting = self.filtered(
            lambda case: case.sudo()._get_open_pause().asked_whom == "customer"
        )
        waiting._resume(self.env._("The complainant answered."), when)

    def _heard_from_complainant(self, text, when=None, is_thanks=False):
        """What a word of the complainant changes, by whatever door it came.

        A case that ended opens again inside its window; later, a new one goes on. Who
        only thanks asks for neither.

        :param str text: what they wrote, plain text or HTML
        :param datetime when: when they wrote, in UTC; now by default
        :param bool is_thanks: they say thank you, and nothing else
        :return: the case that goes on: this one, its survivor, or a new one
        """
        self.ensure_one()
        house = self._as_the_house()
        house = house._get_survivor()._get_continued()
        if house.state in OPEN_STATES and house.state != "resolved":
            house._end_waiting_for_complainant(when)
            return house
        if house.cancel_reason == "spam":
            return house
        if is_thanks:
            case = house._in_house()
            case._log_note(
                case.env._("The complainant only thanked: the case stays as it is.")
            )
            return house
        words = html2plaintext(text or "").strip()
        return house._reopen_by_complainant(
            words or self.env._("The complainant wrote again.")
        )

    def _get_survivor(self):
        """The case that goes on, when this one was merged into another."""
        self.ensure_one()
        case = self
        while case.merged_into_id:
            case = case.merged_into_id
        return case

    def _get_continued(self):
        """The case of the same person that goes on where this one ended, if any.

        Two mails that come too late are about one new case.
        """
        self.ensure_one()
        case = passed = self
        while case.state == "cancelled" or case._get_past_reopening():
            later = case.child_ids.filtered(case._is_same_person).sorted("id")[-1:]
            later = later and later._get_survivor()
            if not later or later in passed:
                break
            passed |= later
            case = later
        return case

    def _reopen_by_complainant(self, reason):
        """Open the case again as its complainant asks; later, continue in a new one.

        :param str reason: why, in their words
        :return: the case that goes on, as the system sees it
        :raises UserError: no reason is given, or the case is still open
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Please tell us why."))
        case = self._as_the_house()._get_continued()
        if case != self and case.state in OPEN_STATES and case.state != "resolved":
            case._post_from_complainant(plaintext2html(reason))
            return case
        if case.state not in ("resolved", "closed", "cancelled"):
            raise UserError(self.env._("We are still working on this case."))
        if case.state == "cancelled" or case._get_past_reopening():
            return case._continue(reason)
        case._transition("reopen", reason=reason)
        return case
