# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case goes to somebody who has the power to settle it (R96)."""

from odoo import models

from ...tools.authority.exchange import Exchange, NoRateError


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _compute_routing(self):
        """Prefer the team leader where they may give what is asked for, and the usual
        handler may not."""
        unassigned = self.filtered(lambda case: not case.user_id)
        result = super()._compute_routing()
        claims = unassigned.filtered(
            lambda case: (
                case.claimed_amount
                and case.user_id
                and case.sudo().team_id.user_id not in (case.user_id, False)
            )
        )
        for company, cases in claims.grouped("company_id").items():
            cases._prefer_power(company)
        return result

    def _prefer_power(self, company):
        cases_sudo = self.sudo()
        authorities = self.env["complaint.authority"]._get_of_company(company)
        people = cases_sudo.user_id | cases_sudo.team_id.user_id
        held = authorities._get_by_user(company, people)
        exchange = Exchange(cases_sudo.currency_id | authorities.currency_id, company)
        for case in cases_sudo:
            leader = case.team_id.user_id
            usual, able = (
                case._get_power(held.get(user, authorities.browse()), exchange)
                for user in (case.user_id, leader)
            )
            if usual < case.claimed_amount <= able:
                fit = case._filter_competent(leader) - case._get_partial_users()
                case.user_id = fit or case.user_id

    def _get_power(self, authorities, exchange):
        """The most that these authorities allow on this case, in its currency.

        What is limited to some kinds of remedies does not count: nobody knows yet
        what it will be.
        """
        limits = [0.0]
        for authority in authorities:
            if authority.type_ids or not authority._is_about(self.category_id):
                continue
            if authority.is_unlimited:
                return float("inf")
            try:
                limits.append(
                    exchange.convert(
                        authority.amount_case, authority.currency_id, self.currency_id
                    )
                )
            except NoRateError:
                continue
        return max(limits)
