# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The addresses that a case was registered with, as fingerprints.

``portal/case_address`` says what follows when they change, and why it matters.
"""

from odoo import api, fields, models
from odoo.tools.mail import email_normalize_all
from odoo.tools.misc import hmac

_SCOPE = "complaint.known.address"
# An HMAC is longer than this needs to be.
_KEY_LENGTH = 20


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    known_addresses = fields.Char(
        compute="_compute_known_addresses",
        store=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )

    @api.depends("create_date")
    def _compute_known_addresses(self):
        """What a case is registered with: this happens once, when it is."""
        for complaint in self:
            complaint.known_addresses = complaint._get_source_keys(complaint)

    @api.model
    def _get_address_keys(self, *lines, people=None):
        """Fingerprints of addresses and contacts, which cannot be turned back.

        :param lines: texts with addresses, or nothing
        :param people: contacts who are known by themselves, and may log in
        :return: str, with spaces between them
        """
        env = self.sudo().env
        known = {
            address for line in lines for address in email_normalize_all(line or "")
        }
        known |= {f"res.partner,{id_}" for id_ in (people.ids if people else ())}
        keys = {hmac(env, _SCOPE, text)[:_KEY_LENGTH] for text in known}
        return " ".join(sorted(keys))

    @api.model
    def _get_source_keys(self, source_sudo):
        """The same for all that a record tells of who complained.

        :param source_sudo: a case or a row of the vault
        """
        people = source_sudo.partner_id | source_sudo.representative_id
        return self._get_address_keys(
            source_sudo.email_from,
            source_sudo.representative_email,
            *people.mapped("email"),
            people=people | source_sudo.other_partner_ids,
        )

    def _is_known(self, *lines, people=None):
        """Whether all of these are known to be the complainant's.

        :param lines: texts with addresses, or nothing
        :param people: contacts, or nothing
        """
        self.ensure_one()
        known = set((self.sudo().known_addresses or "").split())
        return set(self._get_address_keys(*lines, people=people).split()) <= known
