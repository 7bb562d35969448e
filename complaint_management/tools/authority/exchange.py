# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Amounts of several currencies, and never one for one where no rate is known."""

from odoo import fields


class NoRateError(Exception):
    """An amount cannot be compared: ``currency`` has no rate."""

    def __init__(self, currency):
        super().__init__(currency.name)
        self.currency = currency


class Exchange:
    """Today's rates of some currencies in a company, read at once.

    Odoo takes 1 where there is no rate: ten dong would pass for ten euros.
    """

    def __init__(self, currencies, company):
        """
        :param currencies: those that will be converted from and to
        :param company: whose rates count
        """
        foreign = currencies.sudo() - company.sudo().currency_id
        self._rates = {company.currency_id.id: 1.0}
        if not foreign:
            return
        every = foreign | company.sudo().currency_id
        today = fields.Date.context_today(currencies)
        rates = every._get_rates(company, today)
        known = foreign.env["res.currency.rate"]._read_group(
            [
                ("currency_id", "in", foreign.ids),
                ("company_id", "in", [False, company.root_id.id]),
            ],
            ["currency_id"],
        )
        kept = {currency.id for (currency,) in known} | {company.currency_id.id}
        self._rates = {id_: rate for id_, rate in rates.items() if id_ in kept}

    def convert(self, amount, source, target):
        """
        :param float amount: in ``source``
        :param source: a currency
        :param target: a currency
        :return: float, in ``target``
        :raises NoRateError: one of them has no rate
        """
        if source == target or not amount:
            return amount
        for currency in (source, target):
            if not self._rates.get(currency.id):
                raise NoRateError(currency)
        return target.round(amount * self._rates[target.id] / self._rates[source.id])
