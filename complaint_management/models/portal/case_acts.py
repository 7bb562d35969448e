# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the complainant does on the page of their case: write, accept, come back."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import (
    SQL,
    html2plaintext,
    is_html_empty,
    plaintext2html,
)

from ...tools.upload.unchecked import UncheckedFile
from ..case.life_cycle import TRANSITIONS

# Minutes in which the same words and files are the same message, sent twice.
SAME_MESSAGE = 10


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    def _post_once_from_complainant(self, text, files=()):
        """Post what the complainant wrote, once though it was sent twice.

        :param str text: as typed
        :param files: list of (name, bytes) that were checked
        :return: the ``mail.message``, as sudo
        """
        self.ensure_one()
        self._wait_for_other_requests()
        known = self._find_same_message(text, files)
        return known or self._post_from_complainant(plaintext2html(text), files)

    def _wait_for_other_requests(self):
        """Let a double click's second request see what the first one wrote.

        Writing the row makes PostgreSQL refuse the second, which Odoo then repeats.
        """
        self.env.cr.execute(
            SQL("UPDATE complaint_complaint SET number = number WHERE id = %s", self.id)
        )

    def _find_same_message(self, text, files):
        since = fields.Datetime.now() - timedelta(minutes=SAME_MESSAGE)
        sent = sorted(
            (file[0], len(file[1]))
            for file in files
            if not isinstance(file, UncheckedFile)
        )
        words = html2plaintext(self._sign_words(plaintext2html(text))).strip()
        messages_sudo = (
            self.env["mail.message"]
            .sudo()
            .search(
                self._get_customer_messages_domain() & Domain("date", ">=", since),
                order="id desc",
            )
        )
        return messages_sudo.filtered(
            lambda message: (
                not self._get_portal_author(message)
                and html2plaintext(message.body or "").strip() == words
                and sorted(
                    message.attachment_ids.mapped(lambda f: (f.name, f.file_size))
                )
                == sent
            )
        )[:1]

    # ------------------------------------------------------------------
    # Accepting the answer, or not
    # ------------------------------------------------------------------

    def _can_respond(self):
        """Whether the complainant is asked what they say to the answer."""
        self.ensure_one()
        return (
            self.kind == "complaint"
            and bool(self.date_answered)
            and self.state in ("proposed", "resolved")
            and self.customer_response in ("pending", "unreachable")
        )

    def _respond_by_complainant(self, is_accepted, reason=""):
        """Record what the complainant says to the answer; once for each answer (R136).

        :param bool is_accepted: whether they accept it
        :param str reason: why, as typed; needed where they do not
        :raises UserError: there is no answer, they said it already, or no reason
        """
        self.ensure_one()
        case = self._as_the_house()
        reason = (reason or "").strip()
        if not case._can_respond():
            raise UserError(self.env._("There is no answer that waits for your word."))
        if not is_accepted and not reason:
            raise UserError(self.env._("Please tell us why."))
        if is_accepted:
            case.customer_response = "accepted"
            headline = self.env._("I accept the answer.")
        else:
            case.write(case._prepare_rejection_vals())
            headline = self.env._("I do not accept the answer.")
        body = Markup("<p><b>%s</b></p>") % headline
        case._post_from_complainant(body + plaintext2html(reason) if reason else body)
        if is_accepted:
            case._resolve_if_complete()
        else:
            case._ask_to_look_again(reason)

    def _prepare_rejection_vals(self):
        """The page shows at once where else they can turn, if that is written down."""
        vals = {"customer_response": "rejected"}
        if not is_html_empty(self.company_id.complaint_recourse):
            vals["recourse_explained"] = True
        return vals

    def _resolve_if_complete(self):
        """Resolve a case whose answer was accepted, if nothing else is missing."""
        resolve = TRANSITIONS["resolve"]
        if self._is_at_source(resolve) and not self._get_missing(
            resolve.needs + resolve.musts
        ):
            self._transition("resolve")

    def _ask_to_look_again(self, reason):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self._get_contact_person().id,
            summary=self.env._("The complainant does not accept the answer"),
            note=plaintext2html(reason),
        )

    def _after_transition_answer(self, reason, when):
        """Another answer asks anew; what was said to the earlier one is history."""
        result = super()._after_transition_answer(reason, when)
        self.filtered(
            lambda case: (
                case.customer_response in ("accepted", "rejected")
                and len(case.transition_ids.filtered(lambda log: log.name == "answer"))
                > 1
            )
        ).write({"customer_response": "pending", "recourse_explained": False})
        return result

    # ------------------------------------------------------------------
    # Coming back
    # ------------------------------------------------------------------

    def _can_reopen_on_page(self):
        """Whether the complainant may ask us to take the case up again."""
        self.ensure_one()
        return self.state in ("resolved", "closed")

    def _reopen_once_by_complainant(self, reason):
        """Take the case up again as the page asks, once though it was sent twice.

        :param str reason: why, as typed
        :return: the case that goes on, this or a new one
        """
        self._wait_for_other_requests()
        return self._find_reopened(reason) or self._reopen_by_complainant(reason)

    def _find_reopened(self, reason):
        """The case that goes on already for this reason; else an empty one."""
        self.ensure_one()
        case_sudo = self.sudo()
        since = fields.Datetime.now() - timedelta(minutes=SAME_MESSAGE)
        last = case_sudo.transition_ids.sorted("id")[-1:]
        if (last.name, last.reason) == ("reopen", reason) and last.date >= since:
            return self
        return case_sudo.child_ids.filtered(
            lambda child: (
                child.create_date >= since
                and html2plaintext(child.description or "").strip() == reason
            )
        )[:1]

    # ------------------------------------------------------------------
    # Other people's words
    # ------------------------------------------------------------------

    def _is_joint_with_strangers(self):
        """Whether words of other complainants were merged into this case."""
        self.ensure_one()
        return not all(map(self._is_same_person, self.sudo().merged_ids))

    def _take_over_messages(self, merged):
        """Keep what other complainants wrote from the page of this one (R178)."""
        strangers = merged.filtered(lambda case: not self._is_same_person(case))
        talk_sudo = strangers._get_customer_messages()
        result = super()._take_over_messages(merged)
        talk_sudo.is_internal = True
        return result
