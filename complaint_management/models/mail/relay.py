# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools.misc import hmac

from ...tools.mail.sender import compile_patterns

_logger = logging.getLogger(__name__)
# So many different people make an address one that others write through.
MANY_PEOPLE = 3
KEPT_DAYS = 90
_SCOPE = "complaint.mail.brought"


class ComplaintMailRelay(models.Model):
    """Addresses through which different people write: forms, scanners, marketplaces.

    A mail from one of them is nobody's further word on a case only because it has the
    same address. Which addresses these are is data that managers keep; an address that
    brings several people joins it by itself, and one that is archived here is none.
    """

    _name = "complaint.mail.relay"
    _inherit = ["complaint.cached.mixin"]
    _description = "Address of Many People"
    _order = "is_found, name"

    name = fields.Char(
        string="Address",
        required=True,
        help="An address, with * for any letters: noreply@*, *@shop.example.",
    )
    active = fields.Boolean(
        default=True, help="An archived one counts as the address of one person."
    )
    is_answered = fields.Boolean(
        string="Answers Reach the Person",
        help="A marketplace hands on what we answer. Where nobody does, as with a "
        "scanner, nothing is sent there.",
    )
    is_found = fields.Boolean(
        string="Found by the Product",
        readonly=True,
        help="Several people wrote through it, each with an address of their own.",
    )

    _name_uniq = models.UniqueIndex("(LOWER(name))", "This address is there already.")

    @api.constrains("name")
    def _check_name(self):
        """An address has a name and a host; everybody's address is no relay."""
        for relay in self:
            local, at, host = relay.name.strip().rpartition("@")
            if not (at and local and host) or not (local + host).strip("*."):
                raise ValidationError(
                    self.env._(
                        "“%s” is no address. Write one such as noreply@* or "
                        "*@shop.example.",
                        relay.name,
                    )
                )

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_expressions(self):
        """What addresses of relays look like: of all, of shared ones, of machines.

        :return: three expressions, each None where there are none
        """
        relays_sudo = self.sudo().search([("active", "=", True)])
        machines_sudo = relays_sudo.filtered(lambda relay: not relay.is_answered)
        shared_sudo = machines_sudo | relays_sudo.filtered("is_found")
        return tuple(
            compile_patterns(relays.mapped("name"))
            for relays in (relays_sudo, shared_sudo, machines_sudo)
        )

    @api.model
    def _is_relay(self, address):
        """Whether different people may write through an address.

        :param str address: a plain one
        """
        return self._is_like(0, address)

    @api.model
    def _is_shared(self, address):
        """Whether they do so by one and the same address.

        A marketplace may have an address for each of them; then it is not shared.

        :param str address: a plain one
        """
        return self._is_like(1, address)

    @api.model
    def _is_machine(self, address):
        """Whether nobody reads what is sent to an address.

        :param str address: a plain one
        """
        return self._is_like(2, address)

    @api.model
    def _is_like(self, index, address):
        expression = self._get_expressions()[index]
        return bool(expression and expression.match((address or "").lower()))

    # ------------------------------------------------------------------
    # Finding out
    # ------------------------------------------------------------------

    @api.model
    def _note_person(self, sender, address):
        """Remember whom a sender brought; many people make it a relay.

        What a mail says of its sender proves nothing, so what is sent there goes on
        being sent until a manager says that nobody reads it.

        :param str sender: the address that a mail came from
        :param str address: the one of the person who wrote
        """
        if "*" in sender:
            # Allowed in an address, and many addresses here.
            return
        known_sudo = self.sudo().with_context(active_test=False)
        # Of what is known nothing more is remembered: a form brings thousands.
        if self._is_shared(sender) or known_sudo.search_count(
            [("name", "=", sender)], limit=1
        ):
            return
        brought_sudo = self.env["complaint.mail.brought"].sudo()
        if brought_sudo._count_people(sender, address) < MANY_PEOPLE:
            return
        found = {"name": sender, "is_found": True, "is_answered": True}
        try:
            with self.env.cr.savepoint():
                known_sudo.create(found)
        except IntegrityError:
            _logger.info("Another mail found %s at the same moment.", sender)

    @api.model
    def _forget(self, addresses):
        """Strike out what the product found of people who are protected or forgotten.

        What a manager entered stays: it is an address of many people.

        :param addresses: plain ones
        """
        found_sudo = self.sudo().with_context(active_test=False)
        found_sudo = found_sudo.search([("is_found", "=", True)])
        known = {address.lower() for address in addresses}
        found_sudo.filtered(lambda relay: relay.name.lower() in known).unlink()


class ComplaintMailBrought(models.Model):
    """Which address brought which people lately, as fingerprints only.

    Nobody has access: only the product reads it.
    """

    _name = "complaint.mail.brought"
    _description = "People Brought by an Address"
    _log_access = False

    sender_key = fields.Char(required=True, help="Fingerprint of who sent.")
    person_key = fields.Char(required=True, help="Fingerprint of who wrote.")
    date = fields.Datetime(required=True, default=fields.Datetime.now)

    # Not unique: two mails at one moment are no reason to refuse the second.
    _sender_idx = models.Index("(sender_key)")

    @api.model
    def _count_people(self, sender, address):
        """How many people a sender brought, with this one.

        :param str sender: the address that a mail came from
        :param str address: the one of the person who wrote
        """
        env = self.sudo().env
        sender_key, person_key = (hmac(env, _SCOPE, text) for text in (sender, address))
        known = set(self.search([("sender_key", "=", sender_key)]).mapped("person_key"))
        if person_key not in known:
            self.create({"sender_key": sender_key, "person_key": person_key})
        return len(known | {person_key})

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.sudo().search([("date", "<", limit)]).unlink()
