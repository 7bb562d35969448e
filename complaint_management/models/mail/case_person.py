# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who wrote a mail, and whether a case is theirs.

``From`` and ``Reply-To`` prove nothing, so neither opens a case of somebody else:
``Reply-To`` says whom to answer in a new case, and never lets anybody into one.
"""

from odoo import api, models
from odoo.tools.mail import email_normalize_all

from ...tools.mail.sender import Person, get_reply_address, is_same_name


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _find_person(self, mail):
        """Who wrote a mail, and where an answer reaches them.

        :param mail: an ``IncomingMail``
        :return: a ``Person``
        """
        relays = self.env["complaint.mail.relay"]
        is_shared = relays._is_shared(mail.sender)
        name, address = get_reply_address(mail, self._is_address_of_a_person)
        given = "" if mail.sender_name == mail.sender else mail.sender_name
        if address and address != mail.sender:
            # A form that is known signs with its own name.
            name = name or ("" if is_shared else given)
            return Person(address, name, is_shared, is_relayed=True)
        if relays._is_machine(mail.sender):
            return Person(is_shared=True, is_relayed=True)
        return Person(mail.sender, given, is_shared, relays._is_relay(mail.sender))

    @api.model
    def _is_address_of_a_person(self, address):
        """Whether a person may read what is sent to an address: no machine, nor we."""
        return not (
            self.env["complaint.mail.relay"]._is_machine(address)
            or self.env["mail.alias.domain"]._find_aliases([address])
        )

    def _is_of_sender(self, words):
        """Whether a mail that names this case comes from somebody known there.

        :param words: a ``Words``
        """
        self.ensure_one()
        return not words.person.is_shared and self._knows(words.addresses)

    @api.model
    def _find_only_case(self, words, door):
        """Nobody else writes further on a case: no colleague, nor who shares a way."""
        if words.person.is_relayed or self._find_colleague(words.addresses):
            return self.browse()
        case = super()._find_only_case(words, door)
        return case.filtered(lambda case: case._is_named_like(words.person.name))

    def _is_named_like(self, name):
        """Whether a name may be that of somebody who complains here.

        :param str name: as a mail says it, or nothing
        """
        self.ensure_one()
        source_sudo = self._get_identity_source()
        people = source_sudo.partner_id | source_sudo.other_partner_ids
        known = list(filter(None, [source_sudo.partner_name, *people.mapped("name")]))
        return not known or any(is_same_name(name, other) for other in known)

    # ------------------------------------------------------------------
    # Who has no part in it any more
    # ------------------------------------------------------------------

    def _was_of(self, words):
        """Whether a mail comes from whom this case was of, and is no longer.

        :param words: a ``Words``
        """
        self.ensure_one()
        return not self._knows(words.addresses) and any(
            self._is_known(address) for address in words.addresses
        )

    def _take_former(self, words, door):
        """Keep their mail among us: the customer does not read it, nothing follows."""
        self.ensure_one()
        warning = self.env._(
            "This mail has an address that was the complainant's before it was "
            "changed, so it went to nobody. If it is still theirs, enter it, or add "
            "who wrote to the other complainants."
        )
        self._post_mail(words, door, note=warning)
        return self.id

    # ------------------------------------------------------------------
    # A new case
    # ------------------------------------------------------------------

    @api.model
    def _register_mail(self, words, door):
        """Remember who brings whom, to know a form or a marketplace by it."""
        person = words.person
        if person.is_relayed and person.address:
            self.env["complaint.mail.relay"]._note_person(
                words.mail.sender, person.address
            )
        return super()._register_mail(words, door)

    def _note_new_mail(self, words, door):
        """Say by which way it came; and who has to find out whom to answer."""
        result = super()._note_new_mail(words, door)
        if not words.person.is_relayed:
            return result
        if words.person.address not in ("", words.mail.sender):
            self._log_note(
                self.env._(
                    "The mail asks for answers to another address than the one it came "
                    "from. Neither proves who wrote it."
                )
            )
        if not words.person.address:
            self._ask_who_wrote()
        return result

    def _ask_who_wrote(self):
        """Let somebody find out how the writer is reached: nobody else can tell."""
        self.activity_schedule(
            "complaint_management.mail_activity_type_acknowledge",
            user_id=self._get_contact_person().id,
            note=self.env._(
                "The mail came from a machine, where nobody reads what we answer. Look "
                "in it for who wrote and how to reach them, and enter that on the case."
            ),
        )

    # ------------------------------------------------------------------
    # Where nobody reads
    # ------------------------------------------------------------------

    def _get_reach(self):
        """Nobody is reached at a machine, whoever put its address in."""
        reach = super()._get_reach()
        is_machine = self.env["complaint.mail.relay"]._is_machine
        emails = email_normalize_all(reach.email or "")
        people = [email for email in emails if not is_machine(email)]
        if len(people) == len(emails):
            return reach
        return reach._replace(email=", ".join(people) or False)
