# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The value recovered, in plain words, while the solution is composed (R125)."""

from odoo import api, fields, models
from odoo.tools import format_list

from .case_value import PREPARED, PROMISED, STAFF


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    value_explanation = fields.Text(
        string="Does the Customer Get Enough?",
        compute="_compute_value_explanation",
        groups=STAFF,
    )
    is_value_short = fields.Boolean(compute="_compute_value_explanation", groups=STAFF)
    has_priceless_fix = fields.Boolean(
        compute="_compute_value_explanation", groups=STAFF
    )

    @api.depends(
        "value_bought",
        "stated_loss",
        "complaint_cost",
        "fix_value",
        "value_given",
        "contact_ids.minutes",
        "contact_ids.direction",
        "contact_ids.answered",
        "currency_id",
        "origin_ref",
        "remedy_ids.state",
        "remedy_ids.type_id",
        "remedy_ids.amount",
        "remedy_ids.currency_id",
        "remedy_ids.is_option",
    )
    @api.depends_context("lang")
    def _compute_value_explanation(self):
        convert = self._get_converter()
        for complaint in self:
            complaint.has_priceless_fix = any(
                map(self._is_priceless_fix, complaint._get_remedies_of(PREPARED))
            )
            given = complaint._get_value_given(PREPARED, convert)
            lost = complaint.value_bought + complaint.complaint_cost
            currency = complaint.currency_id
            is_short = bool(lost) and currency.compare_amounts(given, lost) < 0
            sentences = (
                complaint._say_value_lost(),
                complaint._say_value_given(given),
                complaint._say_value_balance(given, lost),
                complaint._say_value_of_loss(given),
                *complaint._say_value_unknown(convert),
            )
            complaint.is_value_short = is_short and bool(given)
            complaint.value_explanation = "\n".join(filter(None, sentences))

    def _say_value_money(self, amount):
        self.ensure_one()
        return self.currency_id.format(amount)

    def _say_value_lost(self):
        """What the customer paid, and what the complaint cost them besides."""
        values = {
            "bought": self._say_value_money(self.value_bought),
            "cost": self._say_value_money(self.complaint_cost),
            "what": self._say_value_trouble(),
        }
        if self.value_bought and self.complaint_cost:
            return self.env._(
                "The customer bought for %(bought)s, and complaining has cost them "
                "%(cost)s: %(what)s.",
                **values,
            )
        if self.value_bought:
            return self.env._("The customer bought for %(bought)s.", **values)
        sentence = self.env._(
            "Enter what the customer bought, to see whether they get enough."
        )
        if self.complaint_cost:
            sentence += " " + self.env._(
                "Complaining has cost them %(cost)s: %(what)s.", **values
            )
        return sentence

    def _say_value_trouble(self):
        """What complaining took: contacts, time and a loss, as far as there were."""
        contacts = self._get_troubling_contacts()
        minutes = sum(contacts.mapped("minutes"))
        parts = []
        if len(contacts) == 1:
            parts.append(self.env._("one contact"))
        elif contacts:
            parts.append(self.env._("%s contacts", len(contacts)))
        if minutes:
            parts.append(self.env._("%s minutes", minutes))
        if self.stated_loss:
            loss = self._say_value_money(self.stated_loss)
            parts.append(self.env._("a loss of %s", loss))
        return format_list(self.env, parts)

    def _say_value_given(self, given):
        """What they get, with what is prepared and not promised yet."""
        if not self._get_remedies_of(PREPARED):
            return self.env._("Nothing is offered to them yet.")
        is_prepared = self._get_remedies_of(("draft",))
        money = self._say_value_money(given)
        sentence = (
            self.env._("With what is prepared they get %s.", money)
            if is_prepared
            else self.env._("They get %s.", money)
        )
        if is_prepared and self._get_remedies_of(PROMISED):
            promised = self._say_value_money(self.value_given)
            sentence += " " + self.env._("Of it, %s is promised.", promised)
        if self.has_priceless_fix and self.fix_value:
            worth = self._say_value_money(self.fix_value)
            sentence += " " + self.env._("Putting it right counts as %s.", worth)
        return sentence

    def _say_value_balance(self, given, lost):
        """V2 >= V1 + C, or by how much it falls short, and what that risks."""
        if not self.value_bought or not self._get_remedies_of(PREPARED):
            return ""
        values = {
            "given": self._say_value_money(given),
            "bought": self._say_value_money(self.value_bought),
            "cost": self._say_value_money(self.complaint_cost),
            "gap": self._say_value_money(lost - given),
        }
        if self.currency_id.compare_amounts(given, lost) >= 0:
            return self.env._(
                "That makes up for it: %(given)s (V2) ≥ %(bought)s (V1) + %(cost)s "
                "(C).",
                **values,
            )
        sentence = self.env._(
            "That is %(gap)s less than they lost: %(given)s (V2) < %(bought)s (V1) + "
            "%(cost)s (C).",
            **values,
        )
        ratio = self.company_id.sudo().complaint_new_customer_ratio
        if not ratio or not given:
            return sentence
        return f"{sentence} " + self.env._(
            "To win another customer instead usually costs %(ratio)s times as much as "
            "to keep one: here about %(price)s.",
            ratio=f"{ratio:g}",
            price=self._say_value_money(ratio * given),
        )

    def _say_value_of_loss(self, given):
        """The economic loss of the customer comes first (R187)."""
        if not self.stated_loss or not self._get_remedies_of(PREPARED):
            return ""
        if self.currency_id.compare_amounts(given, self.stated_loss) >= 0:
            return ""
        return self.env._(
            "It does not even cover their loss of %s.",
            self._say_value_money(self.stated_loss),
        )

    def _say_value_unknown(self, convert):
        """What could not be counted, and why.

        :param convert: as ``_get_converter`` makes it
        :return: list of sentences
        """
        amounts = [
            (line.amount, line.currency_id) for line in self._get_remedies_of(PREPARED)
        ]
        amounts.append(self._get_trouble_cost())
        if not self.value_bought:
            amounts += self._get_origin_worths().values()
        unrated = {
            currency.name
            for amount, currency in amounts
            if convert(amount, currency, self) is None
        }
        sentences = [
            self.env._(
                "Not counted: amounts in %(currency)s, as there is no exchange rate to "
                "%(own)s. Ask for one, or enter the amounts in %(own)s.",
                currency=name,
                own=self.currency_id.name,
            )
            for name in sorted(unrated)
        ]
        company = self.company_id.sudo()
        if not company.complaint_contact_cost and not company.complaint_hour_cost:
            sentences.append(
                self.env._(
                    "Their time and trouble are not counted: the company has not said "
                    "what they are worth."
                )
            )
        return sentences
