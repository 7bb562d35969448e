# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What held when something was promised or approved, kept with it (R90).

A case moves on to another category or customer, and authorities are edited. What was
given stays counted towards the limits of whom it was promised to, and what for. Whom
it was for is kept as keys only: they tell that two promises are of one customer, and
never who it is, so that a protected complainant is known by the vault alone (R152).
"""

from odoo import fields, models

from ...tools.case.customer import Customer

STAFF = "complaint_management.group_complaint_user"
WHOSE = ("promised_partner_key", "promised_email_key")
FACTS = ("promised_category_id", "covered_by", *WHOSE)


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    promised_category_id = fields.Many2one(
        comodel_name="complaint.category",
        string="Promised In",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="The category of the case when it was promised or approved.",
    )
    covered_by = fields.Char(
        string="Within Approval Limit",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="The authority that covered it when it was promised or approved, as it "
        "was then.",
    )
    promised_partner_key = fields.Char(
        readonly=True, copy=False, groups=fields.NO_ACCESS, index="btree_not_null"
    )
    promised_email_key = fields.Char(
        readonly=True, copy=False, groups=fields.NO_ACCESS, index="btree_not_null"
    )

    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {*FACTS}

    def _get_initial_vals(self):
        """Without what nobody may write: it is set anew with each promise."""
        initial = super()._get_initial_vals()
        return {fname: initial[fname] for fname in initial if fname not in WHOSE}

    def _keep_facts(self, covering):
        """What was approved keeps what held when it was approved."""
        result = super()._keep_facts(covering)
        customers = self.complaint_id._get_sealed_customers()
        for line in self.sudo()._filter_unsettled():
            customer = customers.get(line.complaint_id.id)
            authority = covering.get(line.with_env(self.env))
            line._write_sealed(
                {
                    "promised_category_id": line.complaint_id.category_id.id,
                    "covered_by": authority and authority._say_facts(),
                    "promised_partner_key": customer and customer.partner_id,
                    "promised_email_key": customer and customer.email,
                }
            )
        return result

    def _filter_unsettled(self):
        """Lines that are neither promised nor approved."""
        return self.filtered(
            lambda line: line.state == "draft" and line.approval_state != "approved"
        )

    def _drop_facts(self):
        """What is only prepared again is judged anew."""
        unsettled_sudo = self.sudo()._filter_unsettled()
        unsettled_sudo._write_sealed(dict.fromkeys(FACTS, False))

    def _withdraw(self):
        result = super()._withdraw()
        self._drop_facts()
        return result

    def _void_approval(self):
        result = super()._void_approval()
        self._drop_facts()
        return result

    def _get_promised_category(self):
        """The category that it was promised in; of its case, where it was not yet."""
        self.ensure_one()
        return self.promised_category_id or self.complaint_id.category_id

    def _get_promised_customer(self):
        """Whom it was promised to, by their keys.

        :return: a ``Customer``
        """
        self.ensure_one()
        return Customer(self.complaint_id, *(self[fname] for fname in WHOSE))


class ComplaintAuthority(models.Model):
    _inherit = "complaint.authority"

    def _say_facts(self):
        """What it allows, to whom and for what, as one line that outlives it.

        :return: str
        """
        self.ensure_one()
        facts = [self.display_name]
        if self.amount_period and not self.is_unlimited:
            periods = dict(self._fields["period"]._description_selection(self.env))
            facts.append(
                self.env._(
                    "%(amount)s per customer, %(period)s",
                    amount=self.currency_id.format(self.amount_period),
                    period=periods[self.period],
                )
            )
        for records in (self.type_ids, self.category_ids):
            if records:
                facts.append(", ".join(records.mapped("display_name")))
        return "; ".join(facts)
