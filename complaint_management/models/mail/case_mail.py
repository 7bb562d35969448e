# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which case a mail belongs to, and who wrote it."""

import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr
from odoo.tools.mail import email_normalize_all, email_split_and_format

from ...tools.case.number import find_number_keys
from ...tools.mail.body import get_text
from ...tools.mail.incoming_mail import clean_line, untag
from ...tools.mail.sender import is_same_name
from ..case.life_cycle import OPEN_STATES

# Words of a subject that are looked up as numbers of cases.
MAX_NUMBERS = 40
# Who waits for our word; what ended, and what waits for its end, is not added to.
WORKED_STATES = tuple(state for state in OPEN_STATES if state != "resolved")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # Which case it is
    # ------------------------------------------------------------------

    @api.model
    def _find_case(self, words, door):
        """The case that a mail is about; empty for a new one.

        In this order:

        1. the case of the message that it answers: only who got our mail knows its
           name;
        2. the case whose number is in the subject, when its sender is known there:
           the complainant, or somebody who gets copies. From a stranger it makes a
           case of its own that says which number it names. A colleague's address
           adds a note only, so it may name any case;
        3. the one case that we work on and that its words name, in the same way;
        4. the only case of the same person that we work on, when there is exactly one
           in the company of the address, the mail answers nothing else, and it was
           not sent to an address for something else: of another kind, or about
           another category. One resolved case and a new mail are two matters; so are
           two people who write by one address, see ``mail/case_person.py``.
        """
        if words.by_reference:
            return self.browse(words.by_reference.res_id).exists()
        numbered = self._find_numbered(words, door)
        known = numbered.filtered(
            lambda case: (
                case._is_of_sender(words) or self._find_colleague(words.addresses)
            )
        )
        if known:
            return known[:1]
        if words.mail.references or numbered:
            return self.browse()
        return self._find_in_words(words) or self._find_only_case(words, door)

    @api.model
    def _find_in_words(self, words):
        """The one case that we work on and the words name, by who is known there.

        Somebody may mention an earlier case in passing; that one stays closed.
        """
        keys = find_number_keys(get_text(words.parsed["body"]))
        if not keys:
            return self.browse()
        named = self.search(
            Domain("number_key", "in", keys) & Domain("state", "in", WORKED_STATES)
        )
        known = named.filtered(lambda case: case._is_of_sender(words))
        return known if len(known) == 1 else self.browse()

    @api.model
    def _find_numbered(self, words, door):
        """Cases whose numbers are in the subject, first those of the address.

        Of any company: its sequence may have any prefix. Wherever it stands, and as
        our own files are named.
        """
        tokens = re.split(r"[\s\[\](){}<>:;,\"'“”#：，（）【】]+", words.mail.subject)
        numbers = {token.strip(".!?。！？").upper() for token in tokens[:MAX_NUMBERS]}
        numbers |= set(tokens[:MAX_NUMBERS])
        cases = self.with_context(active_test=False).search(
            Domain("number", "in", [number for number in numbers if number])
            | Domain("number_key", "in", find_number_keys(words.mail.subject))
        )
        return cases.sorted(lambda case: case.company_id != door.company)

    def _knows(self, addresses):
        """Whether one of these addresses has a part in the case: also a vaulted one.

        :param list addresses: as in ``Words.addresses``
        """
        self.ensure_one()
        if any(self._is_complainant(email=address) for address in addresses):
            return True
        source_sudo = self._get_identity_source()
        if not source_sudo:
            return False
        known = email_normalize_all(source_sudo.email_from or "")
        known += email_normalize_all(source_sudo.email_cc or "")
        if "representative_email" in self._fields:
            known += email_normalize_all(self.sudo().representative_email or "")
        return not {untag(email) for email in known}.isdisjoint(addresses)

    @api.model
    def _find_only_case(self, words, door):
        """The one case of the sender that we work on, if there is exactly one."""
        worked = Domain("state", "in", WORKED_STATES) & Domain(
            "company_id", "=", door.company.id
        )
        sent_by = Domain("email_normalized", "in", words.addresses)
        vaulted = self.env["complaint.identity"].search(sent_by).complaint_id
        cases = self.search(
            worked
            & (
                sent_by
                | Domain("partner_id.email_normalized", "in", words.addresses)
                | Domain("id", "in", vaulted.ids)
            ),
            limit=2,
        )
        if len(cases) != 1 or not cases._fits_door(door):
            return self.browse()
        return cases

    def _fits_door(self, door):
        """Whether a case may be what people write about to this address."""
        self.ensure_one()
        if not door.mailbox:
            return True
        theirs = self.category_id.parent_path or ""
        asked = door.mailbox.category_id.parent_path or ""
        return self.kind == door.mailbox.kind and (
            not theirs or not asked or theirs.startswith(asked)
        )

    # ------------------------------------------------------------------
    # Who writes
    # ------------------------------------------------------------------

    @api.model
    def _find_colleague(self, addresses):
        """The internal user whose address somebody uses, if any.

        :param list addresses: as in ``Words.addresses``
        """
        users = self.env["res.users"].with_context(active_test=False)
        return users.search(
            Domain("share", "=", False)
            & (
                Domain("partner_id.email_normalized", "in", addresses)
                | Domain("login", "in", addresses)
            ),
            limit=1,
        )

    @api.model
    def _find_contact(self, addresses, company):
        """The one contact that has an address and is no colleague; empty otherwise.

        :param list addresses: as in ``Words.addresses``; the first that anybody has
            counts
        """
        for address in addresses:
            contacts = self.env["res.partner"].search(
                [
                    ("email_normalized", "=", address),
                    ("company_id", "in", [False, company.id]),
                ]
            )
            if contacts:
                outside = contacts.filtered(
                    lambda contact: all(user.share for user in contact.user_ids)
                )
                return outside if len(outside) == 1 else contacts[:0]
        return self.env["res.partner"]

    @api.model
    def _get_sender(self, words):
        """The sender as a mail program writes it: name and address, +tag and all."""
        formatted = email_split_and_format(words.parsed.get("email_from") or "")
        given = clean_line(formatted[0]) if formatted else ""
        return given if email_normalize(given) else words.mail.sender

    @api.model
    def _find_writer(self, words, addresses, company):
        """The contact who wrote, unless the mail has somebody else's name.

        :param words: a ``Words``
        :param list addresses: theirs
        """
        contact = self._find_contact(addresses, company)
        name = words.person.name
        # A form may sign for a person with its own name.
        is_theirs = words.person.is_relayed or is_same_name(name, contact.name)
        return contact if is_theirs or contact.is_company else contact.browse()

    def _get_writing_addresses(self, words):
        """The addresses of who wrote: those of ``From``, unless it is a mere way."""
        self.ensure_one()
        is_known = any(
            self._is_complainant(email=address) for address in words.addresses
        )
        if is_known or not words.person.is_relayed:
            return words.addresses
        return words.person.addresses

    def _get_writer(self, words):
        """Who wrote, as a mail program writes it: where an answer reaches them."""
        address = words.person.address
        if not address or words.mail.sender in self._get_writing_addresses(words):
            return self._get_sender(words)
        return formataddr((words.person.name, address))
