# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the secrets of a case may be sent: only where the customer is known to be.

Whoever has the link in a mail acts, and rates, as the customer. Staff may change an
address at any time, as people move and clerks mistype; they do not become the
customer by it. A case knows, as fingerprints, the addresses that it was registered
with, and those that the customer gave since. A secret goes there and nowhere else,
by whatever door an address was changed; and each change makes the older secrets void,
also those in mails that still wait to be sent.

An address that staff put in is accepted by a manager with a reason, never by who put
it in, nor by the handler. That somebody writes from it proves nothing: that is what
whoever put it in can do.
"""

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize
from odoo.tools.mail import email_normalize_all

from ...tools.case.phases import follows, follows_new, refuses, refuses_new

MANAGER = "complaint_management.group_complaint_manager"
# What decides to whom mails go.
ADDRESS_FIELDS = frozenset(
    {
        "identity_mode",
        "partner_id",
        "email_from",
        "on_behalf",
        "answers_to",
        "representative_id",
        "representative_email",
    }
)
# Written by the chapter itself.
STATE_FIELDS = frozenset(
    {"address_changed_on", "address_changed_by_id", "survey_waits"}
)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # Of protected cases these stay empty: the vault has what there is.
    partner_name = fields.Char(tracking=True)
    email_from = fields.Char(tracking=True)
    phone = fields.Char(tracking=True)
    street = fields.Char(tracking=True)
    email_cc = fields.Char(tracking=True)
    other_partner_ids = fields.Many2many(tracking=True)
    representative_id = fields.Many2one(tracking=True)
    representative_name = fields.Char(tracking=True)
    representative_email = fields.Char(tracking=True)
    representative_phone = fields.Char(tracking=True)

    address_changed_on = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Somebody of ours put in the address that mails go to, and no manager "
        "has accepted it yet.",
    )
    address_changed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
    )
    survey_waits = fields.Boolean(
        readonly=True,
        copy=False,
        help="The customer is asked how we did as soon as their address is accepted.",
    )

    # ------------------------------------------------------------------
    # Known addresses
    # ------------------------------------------------------------------

    def _is_address_known(self):
        """Whether mails to the complainant go where they are known to be."""
        return self._is_known(self._get_reach().email)

    def _is_customer_known(self):
        """Whether nobody logs in as the customer who was put in later."""
        customer_sudo = self._get_identity_source().partner_id
        return self._is_known(people=customer_sudo) or all(
            map(self._is_login_known, customer_sudo.user_ids)
        )

    def _is_login_known(self, user):
        return bool(email_normalize(user.login)) and self._is_known(user.login)

    def _lets_act(self, user):
        """Who was put in as the customer by staff does not act as one by it."""
        return super()._lets_act(user) and (
            self._is_known(people=user.partner_id) or self._is_login_known(user)
        )

    def _know(self, keys):
        """Take what these keys stand for as the complainant's own from now on."""
        for complaint_sudo in self.sudo():
            known = f"{complaint_sudo.known_addresses or ''} {keys}"
            complaint_sudo.known_addresses = " ".join(sorted(set(known.split())))

    # ------------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------------

    @refuses_new(*STATE_FIELDS)
    def _check_new_address_state(self, vals):
        """No address of a new case was changed yet."""
        self._check_protected(STATE_FIELDS & set(vals))

    @refuses(*STATE_FIELDS)
    def _check_address_state(self, vals):
        """Who changed an address, and what waits for it, says the product."""
        if not self.env.su:
            self._check_protected(STATE_FIELDS & set(vals))

    @follows_new()
    def _know_first_addresses(self):
        """Remember, unreadably, where the complainants were known to be."""
        # Now, before anything else is written on them.
        self.sudo().mapped("known_addresses")
        for complaint in self:
            # Of these the address went into the vault meanwhile.
            if complaint.identity_mode == "confidential":
                source_sudo = complaint._get_identity_source()
                complaint._know(self._get_source_keys(source_sudo))

    def _get_addressees(self, vals=None):
        """To whom the secrets of each case go, to see whether that changes.

        :return: dict of case to a tuple
        """
        addressees = {}
        for complaint in self:
            reach = complaint._get_reach()
            source_sudo = complaint._get_identity_source()
            people = source_sudo.partner_id if source_sudo else reach.partner
            addressees[complaint] = (
                frozenset(email_normalize_all(reach.email or "")),
                tuple(people.ids) if people else (),
                email_normalize(people.email) if people else False,
            )
        return addressees

    @follows(*ADDRESS_FIELDS, remember="_get_addressees")
    def _follow_addresses(self, before):
        """Renew the secrets of cases that go to somebody else now.

        :param dict before: what ``_get_addressees`` said
        """
        self.sudo().filtered(
            lambda case: case.identity_mode == "anonymous" and case.known_addresses
        ).known_addresses = False
        after = self._get_addressees()
        changed = self.filtered(lambda case: after[case] != before[case])
        changed._renew_secrets()
        changed._unfollow_former(before)
        for complaint in changed.filtered(
            lambda case: after[case][:2] != before[case][:2]
        ):
            complaint._weigh_address()

    def _renew_secrets(self):
        """Void each link that was sent, or waits to be sent: the next has a new key."""
        self.sudo().filtered("access_token").access_token = False

    def _weigh_address(self):
        """Know the new address, or have it accepted by a manager first."""
        self.ensure_one()
        if self._is_put_right():
            # What was mistyped is nobody's: no way leads back to it.
            self.sudo().known_addresses = self._get_source_keys(
                self._get_identity_source()
            )
            self._know_current()
        elif self._comes_from_complainant():
            self._know_current()
        is_known = self._is_address_known() and self._is_customer_known()
        self.sudo().write(
            {
                "address_changed_on": not is_known and fields.Datetime.now(),
                "address_changed_by_id": not is_known and self.env.uid,
            }
        )

    def _know_current(self):
        """Know whoever is the complainant now, and where mails to them go."""
        self._know(
            self._get_address_keys(
                self._get_reach().email, people=self._get_identity_source().partner_id
            )
        )

    def _comes_from_complainant(self):
        """Whether a new address is the complainant's word.

        The system writes what the complainant sends in.
        """
        self.ensure_one()
        if self.env.uid == SUPERUSER_ID:
            return self._opens_vault()
        user = self.env.user
        return user.share and self._is_complainant(partner=user.partner_id)

    def _is_put_right(self):
        """Whether a new address is the first one, written again.

        The clerk who registers may still put right what they mistyped, as long as
        nothing was sent.
        """
        self.ensure_one()
        user, case_sudo = self.env.user, self.sudo()
        is_from_outside = case_sudo.ticket_id or case_sudo.lead_id
        return (
            self.env.uid != SUPERUSER_ID
            and user._is_internal()
            and case_sudo.state == "new"
            and case_sudo.create_uid == user
            and not is_from_outside
            and not case_sudo._get_customer_messages()
        )

    def _continue(self, reason):
        """What is not known of an address is not known in the next case either."""
        continued = super()._continue(reason)
        for complaint_sudo in continued.sudo():
            parent_sudo = complaint_sudo.parent_id
            complaint_sudo.known_addresses = parent_sudo.known_addresses
            complaint_sudo.address_changed_on = parent_sudo.address_changed_on
            complaint_sudo.address_changed_by_id = parent_sudo.address_changed_by_id
        return continued

    def _take_over_records(self, merged):
        """Who complained by themselves in a merged case is known in this one."""
        result = super()._take_over_records(merged)
        for case_sudo in merged.sudo().filtered(
            lambda case: case.create_uid.id == SUPERUSER_ID
        ):
            self._know(case_sudo.known_addresses or "")
        return result

    # ------------------------------------------------------------------
    # Accepting
    # ------------------------------------------------------------------

    def action_accept_address(self):
        """Ask a manager why an address is taken as the complainant's."""
        self.ensure_one()
        self._check_accepting()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Accept the Address"),
            "res_model": "complaint.address.accept",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.id,
                "default_address": self.email_from,
                "default_changed_on": self.address_changed_on,
            },
        }

    def _check_accepting(self):
        """Let a manager accept who neither changed the address nor handles the case.

        :raises AccessError: the user is none
        """
        self.check_access("write")
        involved = self.sudo().address_changed_by_id | self._get_handlers()
        if not self.env.user.has_group(MANAGER) or self.env.user in involved:
            raise AccessError(
                self.env._(
                    "A complaint manager accepts an address: not who changed it, nor "
                    "the handler of the case."
                )
            )

    def _accept_address(self, reason):
        """Take the address as the complainant's; what waited for it is sent.

        :param str reason: how the user knows, for the log
        :raises AccessError: the user may not accept it
        :raises UserError: there is no reason, or nothing to accept
        """
        self.ensure_one()
        self._check_accepting()
        if not (reason or "").strip():
            raise UserError(
                self.env._("Write down how you know that this is their address.")
            )
        if not self.address_changed_on:
            raise UserError(self.env._("There is no changed address to accept."))
        self._know_current()
        self._leave_codes_of_former()
        waits = self.survey_waits
        self.sudo().write(
            {
                "address_changed_on": False,
                "address_changed_by_id": False,
                "survey_waits": False,
            }
        )
        self._log_note(self.env._("The changed address was accepted"), reason.strip())
        if waits and self.can_rate:
            self._ask_for_rating()

    # ------------------------------------------------------------------
    # Secrets
    # ------------------------------------------------------------------

    def _may_have_secret(self):
        """Only where the complainant is known to be, a link has its key."""
        return super()._may_have_secret() and self._is_address_known()

    def _is_button_for_them(self):
        """Mails of the chatter go to the address of the contact."""
        return super()._is_button_for_them() and self._is_known(
            self.sudo().partner_id.email
        )

    def _get_to_ask(self):
        """Who may be somebody else is not asked how we did: it waits (R199)."""
        asked = super()._get_to_ask()
        waiting = asked.filtered(lambda case: not case._is_address_known())
        for complaint in waiting:
            complaint.sudo().survey_waits = True
            complaint._log_note(
                complaint.env._("The customer is not asked yet how we did"),
                complaint.env._(
                    "The address was changed by our staff. It is sent as soon as a "
                    "manager has accepted the address."
                ),
            )
        return asked - waiting

    def _after_transition(self, name, reason, when):
        result = super()._after_transition(name, reason, when)
        if name == "reopen":
            self.sudo().filtered("survey_waits").survey_waits = False
        return result
