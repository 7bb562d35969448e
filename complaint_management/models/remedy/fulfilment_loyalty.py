# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A coupon or a gift card that is worth the granted amount (R93)."""

from datetime import timedelta

from odoo import Command, fields, models
from odoo.fields import Domain

# Which kind of loyalty program issues what.
PROGRAMS = {"coupon": "coupons", "gift_card": "gift_card"}
# The end of a code, which tells two of them apart.
SHOWN_CODE = 4


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    def _get_obstacle_coupon(self):
        """Why no coupon can be issued, or False."""
        return self._get_obstacle_gift_card()

    def _get_obstacle_gift_card(self):
        """Why no gift card can be issued, or False."""
        if not self.amount:
            return self.env._("The remedy says no amount.")
        return False

    def _get_hint_coupon(self):
        return self.env._("A coupon for %s is issued.", self._format_amount())

    def _get_hint_gift_card(self):
        return self.env._("A gift card of %s is issued.", self._format_amount())

    def _fulfil_coupon(self):
        """Issue a coupon.

        :return: the ``loyalty.card``
        """
        return self._issue_card()

    def _fulfil_gift_card(self):
        """Issue a gift card.

        :return: the ``loyalty.card``
        """
        return self._issue_card()

    def _issue_card(self):
        """Issue a card; the program mails it to a customer whom it may know."""
        card = self.env["loyalty.card"].create(self._prepare_card_vals())
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "description": self._get_reference(),
                "issued": card.points,
            }
        )
        return card

    def _prepare_card_vals(self):
        """Without a name where the complainant is protected: the code is enough."""
        days = self.type_id.validity_days
        today = fields.Date.context_today(self)
        is_named = self.complaint_id.identity_mode == "named"
        return {
            "program_id": self._get_program().id,
            "partner_id": self.complaint_id.partner_id.id if is_named else False,
            "points": self.amount,
            "expiration_date": today + timedelta(days=days) if days else False,
        }

    def _get_program(self):
        """A program in which a point is worth one unit of the line's currency.

        That of the type if it fits, otherwise the company's first; made when there
        is none.
        """
        kind = PROGRAMS[self.type_id.fulfilment]
        domain = (
            Domain("program_type", "=", kind)
            & Domain("currency_id", "=", self.currency_id.id)
            & Domain("company_id", "in", (False, self.env.company.id))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", "today"))
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", "today"))
            & Domain(
                "reward_ids",
                "any",
                [("discount_mode", "=", "per_point"), ("discount", "=", 1)],
            )
        )
        wished = self._get_place("loyalty.program").filtered_domain(domain)
        programs = self.env["loyalty.program"]
        return (
            wished
            or programs.search(domain, limit=1)
            or programs.create(self._prepare_program_vals(kind))
        )

    def _prepare_program_vals(self, kind):
        labels = {
            "coupons": self.env._("Complaints: coupons in %s", self.currency_id.name),
            "gift_card": self.env._(
                "Complaints: gift cards in %s", self.currency_id.name
            ),
        }
        vals = {
            "name": labels[kind],
            "program_type": kind,
            "company_id": self.env.company.id,
            "currency_id": self.currency_id.id,
        }
        if kind == "coupons":
            reward = {
                "reward_type": "discount",
                "discount_mode": "per_point",
                "discount": 1,
                "discount_applicability": "order",
                "required_points": 1,
            }
            vals["reward_ids"] = [Command.clear(), Command.create(reward)]
        return vals

    def _name_result(self, result_sudo):
        """Who reads a case does not learn a code that the customer has by mail.

        Without an address somebody has to hand it over, so it is shown.
        """
        if result_sudo._name != "loyalty.card":
            return super()._name_result(result_sudo)
        code = result_sudo.code
        if result_sudo.partner_id.email:
            code = f"…{code[-SHOWN_CODE:]}"
        return f"{result_sudo.program_id.name}: {code}"
