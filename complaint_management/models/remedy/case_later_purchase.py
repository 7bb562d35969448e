# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What customers bought after their complaint: the proof that it was made good.

Counted from the installed apps: invoices, orders, won opportunities. Only of named
complainants: an amount that fits one customer only would tell who a protected one is
(R152).
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.case.phases import prepares, refuses, refuses_new
from .case_value import STAFF

# For so long after a complaint a purchase still speaks for how it was handled.
LATER = timedelta(days=365)
BATCH = 500


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    later_purchase_amount = fields.Monetary(
        string="Bought Afterwards",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="What the customer bought within a year after the case was resolved, by "
        "invoices, orders or won opportunities. Counted once a day.",
    )

    @refuses_new("later_purchase_amount")
    @refuses("later_purchase_amount")
    def _check_later_purchase(self, vals):
        """What was bought later is counted, and not said."""
        if not self.env.su:
            self._check_protected(["later_purchase_amount"])

    @prepares("identity_mode")
    def _forget_later_purchase(self, vals):
        """Who becomes protected is not known by what they buy."""
        if vals["identity_mode"] == "named":
            return vals
        return {**vals, "later_purchase_amount": 0}

    # ------------------------------------------------------------------
    # Counting, once a day
    # ------------------------------------------------------------------

    @api.model
    def _cron_count_later_purchases(self):
        """Count what customers bought since their case was resolved, in batches."""
        commit = self.env["ir.cron"]._commit_progress
        cases = self.with_context(active_test=False, tracking_disable=True)
        left = cases.search(self._get_later_purchase_domain(), order="id").ids
        commit(remaining=len(left))
        for start in range(0, len(left), BATCH):
            batch = cases.browse(left[start : start + BATCH]).exists()
            batch._count_later_purchases()
            if not commit(len(batch)):
                break

    @api.model
    def _get_later_purchase_domain(self):
        """Cases of known customers that were resolved not too long ago."""
        since = fields.Datetime.now() - LATER - timedelta(days=7)
        return (
            Domain("date_first_resolved", ">=", since)
            & Domain("identity_mode", "=", "named")
            & Domain("commercial_partner_id", "!=", False)
            & Domain("state", "!=", "cancelled")
        )

    def _count_later_purchases(self):
        """Store what was bought later; what did not change is not written.

        An order, its invoice and its opportunity are one purchase: so the apps are
        not added up, and the one that knows most counts.
        """
        for company, complaints in self.grouped("company_id").items():
            found = [
                complaints._get_purchases(company, *source)
                for source in self._get_purchase_sources()
            ]
            for complaint in complaints:
                amount = company.currency_id.round(
                    max((complaint._sum_later(days) for days in found), default=0)
                )
                if complaint.later_purchase_amount != amount:
                    complaint.later_purchase_amount = amount

    def _sum_later(self, purchases):
        """What the customer bought within the time that counts.

        :param dict purchases: as ``_get_purchases`` returns them
        """
        self.ensure_one()
        first = self.date_first_resolved.date()
        return sum(
            amount
            for day, amount in purchases.get(self.commercial_partner_id.id, ())
            if first < day <= first + LATER
        )

    def _get_purchases(self, company, model, domain, customer, day, amount):
        """What the customers of these cases bought of a company, day by day.

        :return: dict of customer company id to a list of (date, amount in the
            currency of the company)
        """
        documents_sudo = self.env[model].sudo().with_company(company)
        rows = documents_sudo._read_group(
            Domain(domain)
            & Domain("company_id", "=", company.id)
            & Domain(customer, "in", self.commercial_partner_id.ids)
            & Domain(day, ">=", min(self.mapped("date_first_resolved"))),
            [customer, f"{day}:day"],
            [amount],
        )
        purchases = {}
        for partner, moment, total in rows:
            bought = (fields.Date.to_date(moment), total or 0)
            purchases.setdefault(partner.id, []).append(bought)
        return purchases

    @api.model
    def _get_purchase_sources(self):
        """Where purchases stand in the installed apps.

        :return: list of (model, domain, path to the customer's company, field of the
            day, aggregate of the amount in the currency of the company)
        """
        sources = [
            (
                "account.move",
                [("move_type", "=", "out_invoice"), ("state", "=", "posted")],
                "commercial_partner_id",
                "invoice_date",
                "amount_untaxed_signed:sum",
            ),
            (
                "sale.order",
                [("state", "=", "sale")],
                "partner_id.commercial_partner_id",
                "date_order",
                "amount_untaxed:sum_currency",
            ),
        ]
        return [source for source in sources if source[0] in self.env]
