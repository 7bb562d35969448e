# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The identity of a confidential complainant lives in the vault, not on the case.

Whatever door a name or an address comes in by, ``create`` and ``write`` put it away:
the case, its chatter, followers, exports and mails never had it (R152).
"""

from typing import NamedTuple

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize, format_list
from odoo.tools.mail import email_normalize_all

from ...tools.case.phases import follows, follows_new, refuses
from .vault_record import IDENTITY_FIELDS

CUSTODIAN = "complaint_management.group_complaint_custodian"


class Reach(NamedTuple):
    """Where word reaches a complainant; for the product, never for the screen."""

    name: str | bool = False
    email: str | bool = False
    phone: str | bool = False
    street: str | bool = False
    partner: models.BaseModel | None = None


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    identity_ids = fields.One2many(
        comodel_name="complaint.identity",
        inverse_name="complaint_id",
        string="Protected Identity",
        groups=fields.NO_ACCESS,
        copy=False,
    )
    identity_access_ids = fields.One2many(
        comodel_name="complaint.identity.access",
        inverse_name="complaint_id",
        string="Identity Access Log",
        groups="complaint_management.group_complaint_user",
    )
    can_mail = fields.Boolean(
        string="Reached by Email",
        compute="_compute_can_mail",
        compute_sudo=True,
        help="The complainant has an email address, also one that is kept in the "
        "vault.",
    )

    is_vaulted = fields.Boolean(compute="_compute_is_vaulted")
    reached_by = fields.Char(
        compute="_compute_reached_by",
        compute_sudo=True,
        help="Ways on which the product brings your words to a protected complainant.",
    )

    @api.depends("identity_mode", "email_from", "identity_ids.email_from")
    def _compute_can_mail(self):
        for complaint in self:
            complaint.can_mail = bool(complaint._get_reach().email)

    @api.depends("identity_mode")
    def _compute_is_vaulted(self):
        """Whether the name was put away; a form shows it until it is saved."""
        for complaint in self:
            saved = complaint._origin
            complaint.is_vaulted = saved and saved.identity_mode == "confidential"

    @api.depends_context("lang")
    @api.depends("identity_mode", "identity_ids")
    def _compute_reached_by(self):
        for complaint in self:
            reach = complaint._get_reach()
            ways = [reach.email and self.env._("email")]
            if reach.phone and reach.street:
                ways.append(self.env._("phone or letter, through a custodian"))
            elif reach.phone:
                ways.append(self.env._("phone, through a custodian"))
            elif reach.street:
                ways.append(self.env._("letter, through a custodian"))
            known = [way for way in ways if way]
            complaint.reached_by = (
                format_list(self.env, known) if known else self.env._("no way yet")
            )

    # ------------------------------------------------------------------
    # Who and where, for the product
    # ------------------------------------------------------------------

    def _get_reach(self):
        """Where word reaches the complainant, whatever was promised to them.

        :return: a ``Reach``; all empty for an anonymous case
        """
        self.ensure_one()
        source_sudo = self._get_identity_source()
        if not source_sudo:
            return Reach()
        return Reach(
            name=source_sudo.partner_name,
            email=source_sudo.email_from,
            phone=source_sudo.phone,
            street=source_sudo.street,
            partner=source_sudo.partner_id,
        )

    def _get_identity_source(self):
        """The record that holds the ``IDENTITY_FIELDS``, as sudo; empty for none."""
        complaint_sudo = self.sudo()
        if self.identity_mode == "anonymous":
            return complaint_sudo.browse()
        # A form that is being filled in still has what will be put away.
        if self.identity_mode == "named" or not complaint_sudo._origin:
            return complaint_sudo
        # There is one at most; a slice would be read case by case.
        return complaint_sudo.identity_ids

    def _is_complainant(self, partner=None, email=None):
        """Whether a contact or an address is the complainant's, also a vaulted one.

        :param partner: a ``res.partner``, or nothing
        :param str email: an address in any writing, or nothing
        """
        self.ensure_one()
        source_sudo = self._get_identity_source()
        if not source_sudo:
            return False
        people = source_sudo.partner_id | source_sudo.other_partner_ids
        if partner and partner in people:
            return True
        own = email_normalize_all(source_sudo.email_from or "")
        own += [email_normalize(person.email) for person in people if person.email]
        return bool(email) and email_normalize(email) in own

    # ------------------------------------------------------------------
    # Putting away
    # ------------------------------------------------------------------

    @follows_new(remember="_take_identities")
    def _keep_new_identities(self, identities):
        """Keep the identity of a confidential complainant off the case."""
        customers = [identity["partner_id"] for identity in identities if identity]
        # One query for all of them, when their contacts are looked at one by one.
        self.env["res.partner"].sudo().browse(filter(None, customers)).mapped("name")
        self.env["complaint.identity"].sudo().create(
            [
                {**self._prepare_vault_vals(identity), "complaint_id": complaint.id}
                for complaint, identity in zip(self, identities, strict=True)
                if identity is not None
            ]
        )

    @api.model
    def _take_identities(self, vals_list):
        """Take out of the values of new cases what may not stand on them.

        :return: list with what was taken, or None for a case that is not confidential
        """
        usual = self.default_get(["identity_mode"])
        for vals in vals_list:
            vals.update({**usual, **vals})
        return [
            self._take_identity(vals)
            if vals["identity_mode"] == "confidential"
            else None
            for vals in vals_list
        ]

    @api.model
    def _take_identity(self, vals):
        """Take what tells who complained out of the values of a new case.

        :param dict vals: values for ``create``; changed in place
        :return: dict of what was taken
        """
        given = {**self.default_get(list(IDENTITY_FIELDS)), **vals}
        identity = {fname: given.get(fname) for fname in IDENTITY_FIELDS}
        partner = self.env["res.partner"].browse(identity["partner_id"] or [])
        vals.update(dict.fromkeys(IDENTITY_FIELDS, False))
        if partner.lang:
            vals.setdefault("lang", partner.lang)
        return identity

    @refuses("identity_mode", *IDENTITY_FIELDS)
    def _check_may_write_identity(self, vals):
        """The vault is written as the system, so the right to it is checked before."""
        self.check_access("write")

    def _split_write(self, vals):
        """Let what tells who complained arrive where it was promised to be."""
        if not {"identity_mode", *IDENTITY_FIELDS} & set(vals):
            return super()._split_write(vals)
        return [
            arrived
            for before, cases in self.grouped("identity_mode").items()
            for arrived in cases._prepare_identity_writes(
                vals, before, vals.get("identity_mode", before)
            )
        ]

    @follows("identity_mode", remember="_get_left_identities")
    def _leave_identities(self, left):
        """What told who complained is gone where the case became another one.

        :param list left: what ``_get_left_identities`` said
        """
        for before, after, cases, traces in left:
            if before == "confidential" and self._opens_vault():
                cases._empty_vault(after)
            if traces:
                cases._forget_traces(traces)
                cases._log_protection(after)

    def _get_left_identities(self, vals):
        """By what the complainants of cases that change their mode are known now.

        :return: list of (mode until now, mode from now on, cases, their traces)
        """
        after = vals["identity_mode"]
        return [
            (
                before,
                after,
                cases,
                cases._get_all_traces()
                if before == "named" or after == "anonymous"
                else {},
            )
            for before, cases in self.grouped("identity_mode").items()
            if before != after
        ]

    def _prepare_identity_writes(self, vals, before, after):
        """What is written on cases of one identity mode, as the next one asks for.

        :param dict vals: values for ``write``
        :param str before: the identity mode that the cases have
        :param str after: the one that they get
        :return: list of (cases, values)
        """
        if after == "confidential":
            return self._put_away(vals, before)
        if before == "confidential":
            return self._take_out(vals, after)
        # Tracking would log the names that go.
        is_quiet = before == "named" != after
        return [(self.with_context(mail_notrack=is_quiet), vals)]

    def _put_away(self, vals, before):
        """Move what tells who complained to the vault; the rest stays on the case."""
        given = {fname: vals[fname] for fname in IDENTITY_FIELDS if vals.get(fname)}
        self._keep_identities(
            {
                case: {
                    **(case._prepare_identity_vals() if before == "named" else {}),
                    **given,
                }
                for case in self
            }
        )
        if before == "confidential" and given:
            self._log_new_contact(given)
        rest = {fname: vals[fname] for fname in vals if fname not in IDENTITY_FIELDS}
        if before != "named":
            return [(self, rest)]
        rest.update(dict.fromkeys(IDENTITY_FIELDS, False))
        rest["other_partner_ids"] = [Command.clear()]
        return [(self.with_context(mail_notrack=True), rest)]

    def _take_out(self, vals, after):
        """Give cases their complainants back, or nobody.

        :raises AccessError: a name comes out of the vault without a custodian
        """
        if not (self.env.su or self.env.user.has_group(CUSTODIAN)):
            raise AccessError(
                self.env._(
                    "Only a custodian of identities, or the complainant, can take who "
                    "complained out of the vault: to name them, or to forget them for "
                    "good."
                )
            )
        if after != "named" or not self._opens_vault():
            return [(self, vals)]
        return [
            (case, {**case.sudo().identity_ids._prepare_identity_vals(), **vals})
            for case in self
        ]

    @api.model
    def _opens_vault(self):
        """Whether who writes may have out what is kept, or have it forgotten."""
        return True

    def _empty_vault(self, after):
        """Forget what was kept, as the case names its complainant or nobody.

        Whoever took the name out, and by whatever door: it is logged.
        """
        opened = self.filtered(lambda case: case.sudo().identity_ids)
        self.sudo().identity_ids.unlink()
        if after == "named":
            opened._log_opening(self._get_taking_out_reason())

    @api.model
    def _get_taking_out_reason(self):
        return self.env._("The case was made a named one.")

    def _log_protection(self, mode):
        """Say that a case became protected, without the names that tracking logs."""
        modes = dict(self._fields["identity_mode"]._description_selection(self.env))
        self._log_note(self.env._("From now on the case is: %s", modes[mode]))

    def _log_new_contact(self, given):
        """Show that somebody replaced what is in the vault, without what it is."""
        labels = [self._fields[fname]._description_string(self.env) for fname in given]
        self._log_note(
            self.env._("A new contact of the complainant was put into the vault"),
            ", ".join(labels),
        )

    def _prepare_identity_vals(self):
        """What the case itself knows of who complained, as values of the vault."""
        self.ensure_one()
        # Files whole, where a form asks for their sizes only.
        self = self.with_context(bin_size=False)
        return {
            fname: self._fields[fname].convert_to_write(self[fname], self)
            for fname in IDENTITY_FIELDS
        }

    def _keep_identity(self, identity):
        """Put what tells who complained into the vault.

        :param dict identity: values of ``IDENTITY_FIELDS``; empty ones take
            nothing away that is kept already
        """
        self.ensure_one()
        self._keep_identities({self: identity})

    def _keep_identities(self, identities):
        """The same for several cases at once.

        :param dict identities: case to what tells who complained there
        """
        new = []
        for case, identity in identities.items():
            vals = self._prepare_vault_vals(identity)
            if vault_sudo := case.sudo().identity_ids:
                vault_sudo.write(vals)
            else:
                new.append({**vals, "complaint_id": case.id})
        self.env["complaint.identity"].sudo().create(new)

    @api.model
    def _prepare_vault_vals(self, identity):
        """What was given, and what a known customer's contact adds to it."""
        partner = self.env["res.partner"].browse(identity.get("partner_id") or [])
        known = self._prepare_complainant_vals(partner.sudo())
        return {
            fname: identity.get(fname) or known.get(fname)
            for fname in IDENTITY_FIELDS
            if identity.get(fname) or known.get(fname)
        }

    def _continue(self, reason):
        """A confidential complainant stays one, and can be reached, in the new case."""
        continued = super()._continue(reason)
        for complaint in continued.filtered(
            lambda case: case.identity_mode == "confidential"
        ):
            identity_sudo = complaint.parent_id.sudo().identity_ids
            complaint._keep_identity(identity_sudo._prepare_identity_vals())
        return continued

    def _is_same_person(self, other):
        """Whether the vault knows the same person for both cases.

        For merging only: a list of possible duplicates would let anybody try out
        who complained.
        """
        # Not where word reaches them: a lawyer speaks for many.
        mine, theirs = self._get_identity_source(), other._get_identity_source()
        address = email_normalize(mine.email_from)
        return bool(mine.partner_id and mine.partner_id == theirs.partner_id) or bool(
            address and address == email_normalize(theirs.email_from)
        )

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    def action_open_identity(self):
        """Ask a custodian why they open the identity of this case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open the Identity"),
            "res_model": "complaint.identity.open",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def action_change_contact(self):
        """Ask for a contact that takes the place of one that is kept.

        Nobody need see what is kept to put a wrong address right.
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give a New Contact"),
            "res_model": "complaint.identity.change",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _log_opening(self, reason):
        """Record that the user opened the identities of these cases."""
        self.env["complaint.identity.access"].sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "user_id": self.env.uid,
                    "reason": reason,
                }
                for complaint in self
            ]
        )
        self._log_note(self.env._("The protected identity was opened"), reason)
