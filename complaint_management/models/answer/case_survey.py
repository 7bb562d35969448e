# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking complainants how we did: once per closure, and nobody too often."""

from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.mail import email_normalize_all

SURVEY_TEMPLATE = "complaint_management.mail_template_survey"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    date_rating_asked = fields.Datetime(
        string="Asked for a Rating On",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _after_transition(self, name, reason, when):
        result = super()._after_transition(name, reason, when)
        if name == "close":
            self._ask_for_rating()
        return result

    def _ask_for_rating(self):
        """Write to those complainants of closed cases who are asked how we did."""
        if self._is_without_mail():
            return
        asked = self._get_to_ask()
        if asked:
            asked.sudo().date_rating_asked = fields.Datetime.now()
            asked._mail_customer(False, SURVEY_TEMPLATE)

    def _get_to_ask(self):
        """Those of the cases whose complainants are asked.

        Not staff, as they would rate themselves; nobody without a mail; and nobody
        who was asked about another case not long ago (R199). Whether somebody is asked
        tells nothing of protected cases: or whoever closes a case with the address of
        somebody would see whether a protected one is theirs, too (R152).
        """
        cases = self.sudo().filtered(
            lambda case: case.company_id.complaint_survey and case.can_mail
        )
        keys = {case: case._get_customer_keys() for case in cases}
        staff = self._get_staff_keys(set().union(*keys.values()))
        asked, taken = self.browse(), set()
        for days, alike in cases.grouped(
            lambda case: case.company_id.complaint_survey_cooldown_days
        ).items():
            recent = alike._get_recently_asked(keys, days)
            for case in alike:
                others, is_named = set(), case.identity_mode == "named"
                if days and is_named:
                    others.update(*(k for other, k in recent if other != case.id))
                    others |= taken
                has_address = any(isinstance(key, str) for key in keys[case])
                if has_address and keys[case].isdisjoint(staff | others):
                    asked |= case
                    taken |= keys[case] if is_named else set()
        return asked.with_env(self.env)

    def _get_customer_keys(self):
        """By what we know that two cases are of the same customer.

        :return: set of addresses, and of the id of the customer company
        """
        self.ensure_one()
        reach = self._get_reach()
        keys = set(email_normalize_all(reach.email or ""))
        if reach.partner:
            keys.add(reach.partner.sudo().commercial_partner_id.id)
        return keys

    def _get_staff_keys(self, keys):
        """Those of the keys that are our own people's.

        :param set keys: as ``_get_customer_keys`` says
        """
        emails = [key for key in keys if isinstance(key, str)]
        partners = [key for key in keys if not isinstance(key, str)]
        if not keys:
            return set()
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                Domain("share", "=", False)
                & (
                    Domain("partner_id", "in", partners)
                    | Domain("partner_id.email_normalized", "in", emails)
                    | Domain("login", "in", emails)
                )
            )
        )
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search([("work_contact_id.email_normalized", "in", emails)])
        )
        people = users.partner_id | employees.work_contact_id
        return {
            *people.ids,
            *people.mapped("email_normalized"),
            *users.mapped("login"),
        }

    def _get_recently_asked(self, keys, days):
        """Who was asked in the last days, as far as these customers go; not those whom
        the vault alone knows.

        :param dict keys: case to what ``_get_customer_keys`` says
        :param int days: how long nobody is asked again
        :return: list of (case id, keys)
        """
        wanted = set().union(*(keys[case] for case in self))
        if not (days and wanted):
            return []
        since = fields.Datetime.now() - timedelta(days=days)
        emails = [key for key in wanted if isinstance(key, str)]
        partners = [key for key in wanted if not isinstance(key, str)]
        named = Domain("commercial_partner_id", "in", partners) | Domain.OR(
            [Domain("email_from", "ilike", email) for email in emails]
        )
        cases = self.with_context(active_test=False).search(
            Domain("date_rating_asked", ">=", since)
            & Domain("identity_mode", "=", "named")
            & named
        )
        return [(case.id, case._get_customer_keys()) for case in cases]

    def _make_customer_link(self, suffix=""):
        """An address of the customer's page, which asks for a login.

        :param str suffix: which page of the case, as "/rate"
        """
        complaint_sudo = self.sudo()
        return f"{complaint_sudo.get_base_url()}{complaint_sudo.access_url}{suffix}"

    def _get_rating_url(self):
        """The address of the page with the two questions, for the complainant only."""
        self.ensure_one()
        return self._make_customer_link("/rate")
