# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the dialog at the counter tells: who stands there, and what was registered."""

from odoo import api, fields, models
from odoo.tools import formatLang

from ...tools.answer.wording import say_day


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    registered_before = fields.Char(
        string="Number Registered Just Now",
        compute="_compute_registered_before",
        export_string_translation=False,
    )
    customer_facts = fields.Char(
        string="What We Know of the Customer",
        compute="_compute_customer_facts",
        help="Their cases that you may see, when we last spoke, and what they bought.",
    )

    @api.depends_context("complaint_registered")
    def _compute_registered_before(self):
        """The number of the case before, until the next one is registered."""
        self.registered_before = self.env.context.get("complaint_registered")

    @api.depends("partner_id")
    @api.depends_context("uid", "lang", "tz", "allowed_company_ids")
    def _compute_customer_facts(self):
        for complaint in self:
            customer = complaint.partner_id._origin
            facts = complaint._get_customer_facts(customer) if customer else []
            complaint.customer_facts = " · ".join(facts)

    def _get_customer_facts(self, customer):
        """What helps to meet a customer, as far as the reader may know it.

        :param customer: one ``res.partner``
        :return: list of sentences
        """
        facts = [self._say_customer_cases(customer)]
        last = self._find_last_contact(customer)
        if last:
            facts.append(
                self.env._("Last contact: %s", say_day(self.env, last.date)),
            )
        return [*facts, *self._say_customer_value(customer)]

    def _say_customer_cases(self, customer):
        if not customer.complaint_count:
            return self.env._("No other case")
        return self.env._(
            "Cases: %(total)s, of them open: %(open)s",
            total=customer.complaint_count,
            open=customer.complaint_open_count,
        )

    def _find_last_contact(self, customer):
        """The last contact with anybody of the customer, of those one may read."""
        contacts = self.env["complaint.contact"]
        if not contacts.has_access("read"):
            return contacts
        return contacts.search(
            [
                (
                    "complaint_id.commercial_partner_id",
                    "=",
                    customer.commercial_partner_id.id,
                ),
                ("answered", "=", True),
            ],
            limit=1,
        )

    def _say_customer_value(self, customer):
        """What the customer is worth to us, where invoices are made and may be read."""
        field = customer._fields.get("total_invoiced")
        if not field or not customer._has_field_access(field, "read"):
            return []
        payer = customer.commercial_partner_id
        amount = formatLang(
            self.env,
            payer.total_invoiced,
            currency_obj=self.env.company.currency_id,
        )
        return (
            [self.env._("Invoiced so far: %s", amount)] if payer.total_invoiced else []
        )
