# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Paying back: a credit note on the invoice that the case is about (R107)."""

from odoo import Command, models

from ...tools.authority.exchange import Exchange, NoRateError


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    def _get_obstacle_credit_note(self):
        """Why no credit note can be drafted, or False."""
        invoices = self._get_origin_invoices()
        if not invoices:
            return self.env._(
                "Under “About” stands no posted invoice of this customer, nor an order "
                "that has one."
            )
        if len(invoices) > 1:
            return self.env._(
                "The order has several invoices: choose the one that is meant under "
                "“About”."
            )
        if not self.amount:
            return self.env._("The remedy says no amount.")
        try:
            return self._get_excess(invoices)
        except NoRateError as error:
            return self.env._(
                "There is no exchange rate for %s: enter one.", error.currency.name
            )

    def _get_hint_credit_note(self):
        return self.env._(
            "A credit note on %s is drafted. An accountant looks at it and posts it.",
            self._get_origin_invoices().name,
        )

    def _get_excess(self, invoice):
        """Why the amount is too much for the invoice, or False.

        What was credited before counts, except what was cancelled.

        :raises NoRateError: a currency cannot be booked
        """
        notes = invoice.reversal_move_ids.filtered(lambda move: move.state != "cancel")
        wanted, company = invoice.currency_id, self.env.company
        currencies = self.currency_id | wanted | notes.currency_id
        exchange = Exchange(currencies, company)
        exchange.convert(self.amount, self.currency_id, company.currency_id)
        amount = exchange.convert(self.amount, self.currency_id, wanted)
        left = invoice.amount_total - sum(
            exchange.convert(note.amount_total, note.currency_id, wanted)
            for note in notes
        )
        if wanted.compare_amounts(amount, left) <= 0:
            return False
        return self.env._(
            "%(amount)s is more than what is left of %(invoice)s: %(left)s.",
            amount=self._format_amount(),
            invoice=invoice.name,
            left=wanted.format(max(left, 0)),
        )

    def _get_origin_invoices(self):
        """The customer's posted invoices that the case is about."""
        order, sale = self._get_origin("sale.order"), self._get_origin("pos.order")
        invoices = self._get_origin("account.move")
        if order:
            invoices = order.invoice_ids
        elif sale:
            invoices = sale.account_move
        return invoices.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state == "posted"
                and self._is_for_customer(move)
            )
        )

    def _fulfil_credit_note(self):
        """Draft a credit note in the customer's language; an accountant posts it.

        :return: the ``account.move``
        """
        self = self.with_context(lang=self.complaint_id.lang or self.env.lang)
        invoice = self._get_origin_invoices()
        is_whole = (
            self.currency_id == invoice.currency_id
            and not invoice.currency_id.compare_amounts(
                self.amount, invoice.amount_total
            )
        )
        if is_whole:
            return self._reverse_invoice(invoice)
        return self.env["account.move"].create(self._prepare_credit_note_vals(invoice))

    def _reverse_invoice(self, invoice):
        """Reverse all of an invoice, line by line, as Odoo's own dialog does."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model=invoice._name, active_ids=invoice.ids)
            .create(
                {"journal_id": invoice.journal_id.id, "reason": self._get_reference()}
            )
        )
        wizard.refund_moves()
        return wizard.new_move_ids

    def _prepare_credit_note_vals(self, invoice):
        """One line of the granted amount, as the lines of the invoice are booked."""
        sold = invoice.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        taxes = self._get_common_taxes(sold)
        line_vals = {
            "name": f"{self._get_reference()}: {self.name}",
            "account_id": sold[:1].account_id.id,
            "price_unit": self._get_price_unit(taxes),
            "tax_ids": [Command.set(taxes.ids)],
        }
        return {
            "move_type": "out_refund",
            "partner_id": invoice.partner_id.id,
            "company_id": invoice.company_id.id,
            "currency_id": self.currency_id.id,
            "journal_id": invoice.journal_id.id,
            "fiscal_position_id": invoice.fiscal_position_id.id,
            "invoice_user_id": invoice.invoice_user_id.id,
            "invoice_origin": invoice.name,
            "reversed_entry_id": invoice.id,
            "ref": self._get_reference(),
            "invoice_line_ids": [Command.create(line_vals)],
        }

    def _get_common_taxes(self, sold):
        """The taxes of the invoice's lines; none where an accountant has to choose.

        What is paid back has the taxes of what was paid. Lines with different taxes,
        or prices with some of their taxes in them, do not say which ones.
        """
        tax_sets = {line.tax_ids for line in sold}
        if len(tax_sets) != 1:
            return sold.tax_ids.browse()
        (taxes,) = tax_sets
        is_clear = len(set(taxes.mapped("price_include"))) <= 1
        return taxes if is_clear else taxes.browse()

    def _get_price_unit(self, taxes):
        """The price that makes the granted amount, which includes all taxes."""
        if not taxes or taxes[0].price_include:
            return self.amount
        taxed = taxes.with_context(force_price_include=True)
        return taxed.compute_all(self.amount, self.currency_id)["total_excluded"]
