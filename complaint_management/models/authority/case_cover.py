# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By whose authority the promises of a case are covered."""

from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

from ...tools.case.customer import Customer
from ..remedy.remedy import PROMISED
from .cover import Ledger


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_ledgers(self, user):
        """What decides what a user may promise on these cases, by company.

        :param user: whose authorities
        :return: list of (``Ledger``, cases as sudo, authorities)
        """
        rows = []
        for company, cases in self.sudo().grouped("company_id").items():
            ledger = Ledger(cases)
            held = ledger.authorities._get_by_user(company, user)
            nothing = ledger.authorities.browse()
            rows.append((ledger, cases, held.get(user.sudo(), nothing)))
        return rows

    def _get_promised_elsewhere(self):
        """What was promised, or approved, on other cases of these customers this year.

        What was promised to them counts, also when the case is another's now.

        Who complains in confidence is known by the vault only. What they got is
        counted among their confidential cases, and never together with named ones:
        else anybody could try out, with a small gift, who complained (R152).

        :return: dict of case id and lines, as sudo, in the company of the case
        """
        found = {}
        for mode, cases in self.sudo().grouped("identity_mode").items():
            if mode != "anonymous":
                found.update(cases._get_promised_to_same_customers(mode))
        return found

    def _get_promised_to_same_customers(self, mode):
        mine = self._get_customers(mode)
        partners = {customer.partner_id for customer in mine} - {False}
        emails = {customer.email for customer in mine} - {False}
        path = "commercial_partner_id"
        path = path if mode == "named" else f"partner_id.{path}"
        same = Domain(path, "in", list(partners))
        same |= Domain("email_normalized", "in", list(emails))
        same &= Domain("company_id", "in", self.company_id.ids)
        if mode == "named":
            others = self.search(same & Domain("identity_mode", "=", mode))
        else:
            others = self.identity_ids.search(same).complaint_id
        year = fields.Date.context_today(self).replace(month=1, day=1)
        # A day more: the year begins where the user is.
        promised = Domain("state", "in", PROMISED) & Domain(
            "date_offered", ">=", fields.Date.subtract(year, days=1)
        )
        # What is approved may be promised by anybody: the next who approves counts it.
        approved = Domain("state", "=", "draft") & Domain(
            "approval_state", "=", "approved"
        )
        mine = [customer.seal() for customer in mine]
        theirs = Domain("complaint_id", "in", others.ids) | self._get_promised_domain(
            mine, mode
        )
        lines = (
            self.env["complaint.remedy"].sudo().search(theirs & (promised | approved))
        )
        of_case = lines.grouped("complaint_id")
        given = [
            (customer.seal(), of_case[customer.case])
            for customer in lines.complaint_id._get_customers(mode)
        ]
        given += [(line._get_promised_customer(), line) for line in lines]
        by_partner, by_email = defaultdict(list), defaultdict(list)
        for other, found in given:
            by_partner[other.partner_id].append((other, found))
            by_email[other.email].append((other, found))
        return {
            customer.case.id: lines.browse().union(
                *(
                    found
                    for other, found in (
                        by_partner[customer.partner_id] + by_email[customer.email]
                    )
                    if other.case != customer.case and customer.is_same(other)
                )
            )
            for customer in mine
        }

    def _get_promised_domain(self, customers, mode):
        """What was promised to these customers on cases that may be others' now."""
        keys = Domain(
            "promised_partner_key", "in", [one.partner_id for one in customers]
        ) | Domain("promised_email_key", "in", [one.email for one in customers])
        cases = Domain("company_id", "in", self.company_id.ids)
        cases &= Domain("identity_mode", "=", mode)
        return keys & Domain("complaint_id", "any", cases)

    def _get_customers(self, mode):
        """Who complained, case by case, from the case or from the vault."""
        sources = self if mode == "named" else self.identity_ids
        return [
            Customer(
                source if mode == "named" else source.complaint_id,
                source.partner_id.commercial_partner_id.id,
                source.email_normalized,
            )
            for source in sources
        ]
