# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails that come in: which case they belong to, and what becomes of them.

Whatever ``From`` says, the system takes a mail in: nobody's rights, and no word of
ours, come by mail. What finds no case ends as a ``complaint.unread.mail``.
"""

import logging
import re
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import html2plaintext

from ...tools.mail.incoming_mail import clean_text, untag
from ...tools.mail.mending import mend
from ...tools.mail.reports import FAILED
from ...tools.mail.sender import Person
from .mailbox import DEFAULTS

_logger = logging.getLogger(__name__)

RETRIED = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
HOUR = 3600
# Mails of one sender that are taken in within an hour; more wait for a person.
LIMIT_PARAMETER = "complaint_management.mails_per_hour"
USUAL_LIMIT = 30


class Door(NamedTuple):
    """By which address a mail came in, and what that says about its case."""

    vals: dict
    company: models.BaseModel
    mailbox: models.BaseModel
    case: models.BaseModel
    with_attachments: bool = True
    with_original: bool = False
    is_retried: bool = True

    @property
    def is_closed(self):
        return bool(self.mailbox) and not self.mailbox.active


class Words(NamedTuple):
    """A mail as Odoo reads it, and as the gate does.

    ``by_reference`` is the message of a case that it answers, ``person`` who wrote it;
    ``doubts`` say why what is shown of it may not be all, as ``tools.mail.mending``.
    """

    mail: object
    parsed: dict
    by_reference: models.BaseModel
    person: Person = Person()
    doubts: frozenset = frozenset()

    @property
    def addresses(self):
        """The sender's address, and the same without its +tag."""
        return list(dict.fromkeys((self.mail.sender, untag(self.mail.sender))))


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # The door
    # ------------------------------------------------------------------

    @api.model
    def _find_door(self, mail, model=None, custom_values=None, thread_id=None):
        """By which address a mail reaches cases; None when it is not for them.

        A reply that is sent on to the address of something else is for that.

        :param mail: an ``IncomingMail``
        :param str model: where the mail server sends what has no address of its own
        :param dict custom_values: what that server says about new records
        :param int thread_id: the case that the caller names
        """
        aliases = self._find_aliases(mail).filtered(self._is_complaint_alias)
        case = self.browse(thread_id if model == self._name else None).exists()
        if not aliases and not case and not self._is_left_to_us(mail, model):
            return None
        mailboxes = (
            self.env["complaint.mailbox"]
            .with_context(active_test=False)
            .search([("alias_id", "in", aliases.ids)])
        )
        mailbox = mailboxes.sorted(lambda box: box._get_rank())[:1]
        vals = {
            fname: (custom_values or {})[fname]
            for fname in DEFAULTS
            if fname in (custom_values or {})
        }
        if mailbox:
            vals = mailbox._prepare_case_vals()
        company = self.env["res.company"].browse(vals.get("company_id"))
        return Door(vals, company or self.env.company, mailbox, case)

    @api.model
    def _is_left_to_us(self, mail, model):
        """Whether a mail to none of our addresses is for a case all the same.

        As it answers one, or as its mail server brings here what is for nothing else.
        """
        if self._is_for_others_too(mail):
            return False
        if self._find_answered(mail):
            return True
        answers_others = self.env["mail.message"].search_count(
            [("message_id", "in", mail.references), ("model", "!=", False)], limit=1
        )
        return model == self._name and not answers_others

    @api.model
    def _find_aliases(self, mail):
        """Addresses of this database that a mail was sent to, also with a +tag."""
        sent_to = {*mail.recipients, *(untag(address) for address in mail.recipients)}
        names = {address.partition("@")[0] for address in sent_to}
        return self.env["mail.alias"].search(
            Domain("alias_full_name", "in", list(sent_to))
            | (
                Domain("alias_name", "in", list(names))
                & Domain("alias_incoming_local", "=", True)
            )
        )

    @api.model
    def _is_complaint_alias(self, alias):
        return alias.alias_model_id.model == self._name

    @api.model
    def _is_for_others_too(self, mail):
        aliases = self._find_aliases(mail)
        return bool(aliases - aliases.filtered(self._is_complaint_alias))

    # ------------------------------------------------------------------
    # Taking in
    # ------------------------------------------------------------------

    @api.model
    def _take_in(self, mail, door):
        """Bring a mail where it belongs. Nothing is raised, and nothing lost.

        Only when two transactions meet, and the caller can try again, it is left to
        the caller to do so.

        :param mail: an ``IncomingMail``
        :param door: a ``Door``
        :return: id of the case, or False
        """
        try:
            with self.env.cr.savepoint():
                return self._sort_mail(mail, door)
        except Exception as error:
            if door.is_retried and isinstance(error, RETRIED):
                raise
            _logger.info("Mail %s is left to a person", mail.message_id, exc_info=True)
            self._leave_unread(mail, door, "error", detail=str(error))
            return False

    @api.model
    def _sort_mail(self, mail, door):
        words = self._read_mail(mail)
        if words is None:
            return self._leave_unread(mail, door, "unreadable")
        twins = self._find_messages([mail.message_id])
        if twins:
            return self._meet_twin(words, door, twins)
        if mail.report and mail.report != FAILED:
            return self._take_report(words, door)
        if words.parsed.get("is_bounce"):
            return self._take_bounce(words, door)
        refusal = self._get_refusal(words)
        if refusal:
            return self._leave_unread(mail, door, refusal)
        case = door.case or self._find_case(words, door)
        if mail.is_automatic:
            return self._take_automatic(words, door, case)
        if case:
            return self._take_reply(words, door, case)
        if door.is_closed:
            return self._leave_unread(mail, door, "closed")
        return self._register_mail(words, door).id

    @api.model
    def _leave_unread(self, mail, door, reason, **vals):
        """Let a person decide about a mail; always False: there is no case.

        What names a protected case is kept as a mail of that case: with its sender
        it would tell who complained.
        """
        named = self._find_named_case(mail, door)
        if named.identity_mode not in (False, "named"):
            named._keep_sealed(mail, door, reason)
            return False
        self.env["complaint.unread.mail"]._keep(
            mail, door.company, reason, mailbox_id=door.mailbox.id, **vals
        )
        return False

    @api.model
    def _find_named_case(self, mail, door):
        """The case that a mail answers or names, whoever sent it."""
        words = Words(mail, {}, self._find_answered(mail))
        answered = self.browse(words.by_reference.res_id or None).exists()
        return door.case or answered or self._find_numbered(words, door)[:1]

    @api.model
    def _read_mail(self, mail):
        """Read a mail as Odoo does; None when it cannot.

        :param mail: an ``IncomingMail``
        """
        if not mail.is_bounded:
            _logger.info("Mail %s is beyond all measure", mail.message_id)
            return None
        try:
            with self.env.cr.savepoint():
                message, doubts = mend(mail.raw)
                parsed = self.env["mail.thread"].message_parse(message)
        except Exception as error:
            _logger.info("Mail %s cannot be read: %s", mail.message_id, error)
            return None
        for key in ("subject", "cc_filtered", "to_filtered"):
            parsed[key] = clean_text(parsed.get(key) or "").strip()
        parsed["email_message"] = message
        return Words(
            mail,
            parsed,
            self._find_answered(mail),
            person=self._find_person(mail),
            doubts=doubts,
        )

    @api.model
    def _get_refusal(self, words):
        """Why a person has to decide about a mail; "" when nobody has to."""
        mail, parsed = words.mail, words.parsed
        if not mail.sender:
            return "no_sender"
        own = self.env["mail.alias.domain"]._find_aliases(words.addresses)
        if own or self.env["mail.thread"]._detect_loop_headers(parsed):
            return "loop"
        if mail.is_automatic:
            return ""
        text = html2plaintext(parsed["body"] or "").strip()
        if not (text or parsed["subject"] or parsed["attachments"]):
            return "empty"
        limit = self.env["ir.config_parameter"].get_param(LIMIT_PARAMETER)
        limit = int(limit) if (limit or "").isdigit() else USUAL_LIMIT
        if self.env["complaint.throttle"]._is_exceeded(
            "mail", untag(words.person.address or mail.sender), limit, HOUR
        ):
            return "too_many"
        return ""

    # ------------------------------------------------------------------
    # The same mail again
    # ------------------------------------------------------------------

    @api.model
    def _find_messages(self, message_ids):
        """Messages of cases by the names of their mails, the newest first."""
        names = [*message_ids, *(self._get_mail_key(name) for name in message_ids)]
        if not names:
            return self.env["mail.message"]
        return self.env["mail.message"].search(
            [("model", "=", self._name), ("message_id", "in", names)], order="id desc"
        )

    @api.model
    def _find_answered(self, mail):
        """The message of a case that a mail answers, or reports about, if any."""
        return self._find_messages([*mail.references, *mail.reported])[:1]

    @api.model
    def _meet_twin(self, words, door, twins):
        """The same mail again is one mail; another one by its name is kept.

        Some machines give all their mails one name.
        """
        is_secret = any(
            self.browse(twin.res_id).identity_mode != "named" for twin in twins
        )
        said = self._get_essence(words.parsed["subject"], words.parsed["body"])
        if is_secret or any(
            self._get_essence(twin.subject, twin.body) == said for twin in twins
        ):
            _logger.info("Mail %s was taken in before", words.mail.message_id)
            return twins[0].res_id
        number = self.browse(twins[0].res_id).number
        return self._leave_unread(words.mail, door, "duplicate", detail=number)

    @api.model
    def _get_essence(self, subject, body):
        text = html2plaintext(body or "", include_references=False)
        return re.sub(r"\W+", "", f"{subject or ''}{text}")
