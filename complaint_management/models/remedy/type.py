# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models

KINDS = [
    ("apology", "Apology"),
    ("explanation", "Explanation"),
    ("correction", "Correction"),
    ("refund", "Refund"),
    ("replacement", "Replacement"),
    ("repair", "Repair"),
    ("voucher", "Voucher"),
    ("gift", "Gift"),
    ("visit", "Visit"),
    ("service", "Free service"),
    ("compensation", "Compensation"),
    ("other", "Other"),
]
# A kind present that leaves what went wrong as it was.
GOODWILL_KINDS = ("voucher", "gift", "service", "compensation")
# Where a sentence goes on with the description.
BEFORE_WHAT = re.compile(r"\s*[:：]\s*\{what\}")


class ComplaintRemedyType(models.Model):
    """A way to make something good: what it is, and what the customer reads of it."""

    _name = "complaint.remedy.type"
    _description = "Complaint Remedy Type"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(comodel_name="res.company", index="btree_not_null")
    code = fields.Char(help="Short code for lists and exports.")
    kind = fields.Selection(selection=KINDS, required=True, default="other")
    needs_value = fields.Boolean(
        string="Has a Value",
        default=True,
        help="Each remedy of this type says what it is worth. Who may promise how "
        "much is said by the authorities.",
    )
    is_fix = fields.Boolean(
        string="Puts It Right",
        help="It puts right what went wrong. A complaint that is upheld is not closed "
        "with a gift alone.",
    )
    is_goodwill = fields.Boolean(
        string="Goodwill Only",
        compute="_compute_is_goodwill",
        store=True,
        help="A kind present that leaves what went wrong as it was.",
    )
    customer_text = fields.Char(
        string="What the Customer Reads",
        translate=True,
        help="A sentence for answers, letters and the portal. {amount} stands for "
        "the value and {what} for the description. Empty: type, description and value.",
    )
    fulfilment = fields.Selection(
        selection=[
            ("hand", "By hand"),
            ("credit_note", "Credit note"),
            ("coupon", "Coupon"),
            ("gift_card", "Gift card"),
            ("repair", "Repair order"),
            ("return", "Return"),
            ("opportunity", "Opportunity"),
            ("task", "Task"),
        ],
        string="Fulfilled By",
        required=True,
        default="hand",
        help="What is created when the remedy is fulfilled. Without the app it is "
        "fulfilled by hand, with a note of what was done.",
    )
    validity_days = fields.Integer(
        string="Valid for (Days)",
        help="How long a coupon or gift card can be used. 0: without end.",
    )

    _validity_days_positive = models.Constraint(
        "CHECK (validity_days >= 0)",
        "The days of validity cannot be negative.",
    )

    @api.depends("is_fix", "kind")
    def _compute_is_goodwill(self):
        for type_ in self:
            type_.is_goodwill = not type_.is_fix and type_.kind in GOODWILL_KINDS

    def _say(self, what, amount):
        """What the customer reads of such a remedy, in the language of the context.

        A description that only repeats the name of the type, in whatever language it
        was entered, is left out: “We refund 20 €.”

        :param str what: the description
        :param str amount: the value as it is written; empty for none
        :return: str
        """
        self.ensure_one()
        text = self.customer_text or ""
        if what in self._get_names():
            what = self.name
            text = BEFORE_WHAT.sub("", text)
        if not text:
            return ", ".join(filter(None, (what, amount)))
        # Not str.format: the sentence is written by people.
        return text.replace("{amount}", amount).replace("{what}", what)

    def _get_names(self):
        """What the type is called in the languages that are in use."""
        self.ensure_one()
        return {
            self.with_context(lang=code).name
            for code, _name in self.env["res.lang"].get_installed()
        }
