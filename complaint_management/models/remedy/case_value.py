# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether the customer gets back what they lost: V2 >= V1 + C (R23, R125, R187).

V1 is what they bought, C what complaining cost them, V2 what they get. All of it is
stored as it was worked out then: other rates of the company, or of currencies, do not
judge the past again.
"""

from functools import cache

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.authority.exchange import Exchange, NoRateError
from ...tools.case.phases import follows, follows_new, refuses, refuses_new

STAFF = "complaint_management.group_complaint_user"
# What a document that a case is about was worth: a path to the amount. The currency
# is that of the record which carries the amount.
WORTH = {
    "sale.order": "amount_total",
    "account.move": "amount_total",
    "pos.order": "amount_total",
    "product.product": "lst_price",
    "stock.lot": "product_id.lst_price",
    "repair.order": "product_id.lst_price",
}
# What follows from other facts, and is written by nobody.
VALUE_FACTS = frozenset(
    {"complaint_cost", "granted_amount", "value_given", "value_gap"}
)
# What the customer was promised; what is prepared counts while it is composed.
PROMISED = ("offered", "accepted", "fulfilled")
PREPARED = ("draft", *PROMISED)
MINUTES = 60


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    value_bought = fields.Monetary(
        compute="_compute_value_bought",
        store=True,
        readonly=False,
        copy=False,
        groups=STAFF,
        help="V1: what the customer paid for what went wrong. Taken from the document "
        "the case is about, where you may read it.",
    )
    stated_loss = fields.Monetary(
        copy=False,
        groups=STAFF,
        help="What it cost the customer besides, as they say: a ruined meal, a day "
        "without work.",
    )
    complaint_cost = fields.Monetary(
        string="Cost of Complaining",
        compute="_compute_complaint_cost",
        store=True,
        groups=STAFF,
        help="C: contacts and time, as the company values them, and the stated loss.",
    )
    fix_value = fields.Monetary(
        string="Value of Putting It Right",
        compute="_compute_fix_value",
        store=True,
        readonly=False,
        copy=False,
        groups=STAFF,
        help="What it is worth to the customer that it is put right, where no amount "
        "says so. Suggested: what they bought, as good as new.",
    )
    value_given = fields.Monetary(
        compute="_compute_value_given",
        store=True,
        groups=STAFF,
        help="V2: the fix, and all that the customer was promised. Of options, the "
        "least one until they choose.",
    )
    value_gap = fields.Monetary(
        string="Recovery Gap",
        compute="_compute_value_gap",
        store=True,
        groups=STAFF,
        help="Service recovery: how much of V1 and C the customer does not get back.",
    )

    _values_positive = models.Constraint(
        "CHECK (value_bought >= 0 AND stated_loss >= 0 AND fix_value >= 0)",
        "What was bought, lost and put right cannot be worth less than nothing.",
    )

    # ------------------------------------------------------------------
    # V1
    # ------------------------------------------------------------------

    @api.depends("origin_ref")
    def _compute_value_bought(self):
        """Take the worth of the document; what was typed stays where there is none."""
        worths = self._get_origin_worths()
        convert = self._get_converter()
        for complaint in self:
            amount, currency = worths.get(complaint, (0, None))
            worth = amount > 0 and convert(amount, currency, complaint)
            complaint.value_bought = worth or complaint.value_bought

    def _get_origin_worths(self):
        """What the documents were worth, of those that who is working may read.

        :return: dict of case to amount and currency
        """
        reader = self.env(su=False)
        worths = {}
        for model, complaints in self.grouped(
            lambda case: case.origin_ref and case.origin_ref._name
        ).items():
            if model not in WORTH:
                continue
            ids = complaints.mapped(lambda case: case.origin_ref.id)
            documents = reader[model].browse(ids).exists()._filtered_access("read")
            for complaint in complaints:
                document = documents.browse(complaint.origin_ref.id) & documents
                if worth := self._get_origin_worth(document):
                    worths[complaint] = worth
        return worths

    @api.model
    def _get_origin_worth(self, document):
        """The amount of a document and its currency; None when it says none.

        :param document: at most one record of a model of ``WORTH``
        """
        if not document:
            return None
        *way, fname = WORTH[document._name].split(".")
        try:
            record = document.mapped(".".join(way)) if way else document
            return (record[fname], record.currency_id) if record else None
        except AccessError:
            return None

    def _get_converter(self):
        """A function that brings amounts into the currency of a case.

        It returns None where a currency has no rate: that is said, and not guessed.
        """
        get_exchange = cache(Exchange)

        def convert(amount, currency, complaint):
            wanted = complaint.currency_id
            if not amount or currency == wanted:
                return amount
            exchange = get_exchange(currency | wanted, complaint.company_id)
            try:
                return exchange.convert(amount, currency, wanted)
            except NoRateError:
                return None

        return convert

    # ------------------------------------------------------------------
    # C
    # ------------------------------------------------------------------

    @api.depends(
        "contact_ids.minutes",
        "contact_ids.direction",
        "contact_ids.answered",
        "stated_loss",
        "currency_id",
    )
    def _compute_complaint_cost(self):
        """Not of the company's rates: others do not judge again what was."""
        convert = self._get_converter()
        for complaint in self:
            trouble = convert(*complaint._get_trouble_cost(), complaint)
            complaint.complaint_cost = complaint.stated_loss + (trouble or 0)

    def _get_trouble_cost(self):
        """What contacts and time cost the customer, in the company's currency.

        :return: amount and currency
        """
        self.ensure_one()
        company = self.company_id.sudo()
        contacts = self._get_troubling_contacts()
        cost = len(contacts) * company.complaint_contact_cost
        hours = sum(contacts.mapped("minutes")) / MINUTES
        return cost + hours * company.complaint_hour_cost, company.currency_id

    def _get_troubling_contacts(self):
        """The contacts that took the customer's time: not those tried in vain."""
        return self.contact_ids.filtered(
            lambda contact: contact.direction == "in" or contact.answered
        )

    # ------------------------------------------------------------------
    # V2
    # ------------------------------------------------------------------

    @api.depends(
        "value_bought",
        "remedy_ids.state",
        "remedy_ids.type_id",
        "remedy_ids.amount",
    )
    def _compute_fix_value(self):
        """What is put right is as good as what was bought, unless somebody knows."""
        for complaint in self:
            if complaint._get_remedies_of(PREPARED).filtered(self._is_priceless_fix):
                complaint.fix_value = complaint.fix_value or complaint.value_bought
            else:
                complaint.fix_value = 0

    @api.model
    def _is_priceless_fix(self, remedy):
        """Whether a line puts it right, and no amount says what that is worth."""
        return remedy.type_id.is_fix and not remedy.amount

    @api.depends(
        "fix_value",
        "currency_id",
        "remedy_ids.state",
        "remedy_ids.type_id",
        "remedy_ids.amount",
        "remedy_ids.currency_id",
        "remedy_ids.is_option",
    )
    def _compute_value_given(self):
        convert = self._get_converter()
        for complaint in self:
            complaint.value_given = complaint._get_value_given(PROMISED, convert)

    def _get_remedies_of(self, states):
        return self.remedy_ids.filtered(lambda remedy: remedy.state in states)

    def _get_value_given(self, states, convert):
        """What the lines in some states are worth to the customer.

        Of options that wait for the customer's choice the least one counts. What has
        no rate does not count.

        :param states: of the lines
        :param convert: as ``_get_converter`` makes it
        """
        self.ensure_one()
        remedies = self._get_remedies_of(states)
        options = remedies.filtered(
            lambda line: line.is_option and line.state in ("draft", "offered")
        )
        settled = remedies - options
        is_fixed = any(map(self._is_priceless_fix, settled))

        def get_worth(line):
            if self._is_priceless_fix(line):
                return 0 if is_fixed else self.fix_value
            return convert(line.amount, line.currency_id, self) or 0

        amounts = settled.filtered(lambda line: not self._is_priceless_fix(line))
        return (
            sum(map(get_worth, amounts))
            + (self.fix_value if is_fixed else 0)
            + min(map(get_worth, options), default=0)
        )

    # ------------------------------------------------------------------
    # The gap
    # ------------------------------------------------------------------

    @api.depends("value_bought", "complaint_cost", "value_given")
    def _compute_value_gap(self):
        for complaint in self:
            lost = complaint.value_bought + complaint.complaint_cost
            complaint.value_gap = max(0, lost - complaint.value_given)

    @refuses_new(*VALUE_FACTS)
    @refuses(*VALUE_FACTS)
    def _check_value_facts(self, vals):
        """What a case cost and was worth is computed, and not said."""
        if not self.env.su:
            self._check_protected(VALUE_FACTS & set(vals))

    @follows_new()
    def _value_new_origin(self):
        """Value what a new case was complained about."""
        self.filtered("origin_ref")._value_origin()

    @follows("origin_ref")
    def _value_origin(self):
        """Now, with the rights of who chose the document, not of who comes next."""
        self._recompute_recordset(["value_bought"])
