# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The number of a case: drawn once, the company's next one of the year.

People write it as they like, with other signs between its parts, among other words.
"""

from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.case.number import find_number_keys, get_number_key
from ...tools.case.phases import refuses, refuses_new
from ..common.proof import Proof
from .complaint import BULK_REGISTRATION
from .life_cycle import OFFICER

# So much of a number is worth looking for, when its signs are left out.
LEAST_KEY = 3
# What decides of which company and year a number is.
NUMBERED_BY = ("company_id", "date_received")
# Says that an import numbers what it keeps at its end.
LATER = Proof("complaint_numbers")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"
    _rec_names_search = ["number_search", "name", "partner_id", "partner_name"]

    number_key = fields.Char(
        compute="_compute_number_key",
        store=True,
        precompute=True,
        index="trigram",
        export_string_translation=False,
    )
    number_search = fields.Char(
        string="Number (Any Format)", store=False, search="_search_number"
    )

    # Each mail asks for whole ones: not every database finds them by trigrams.
    _number_key_idx = models.Index("(number_key)")

    @api.depends("number")
    def _compute_number_key(self):
        for complaint in self:
            complaint.number_key = get_number_key(complaint.number)

    @api.model
    def _search_number(self, operator, value):
        """Cases whose number is somewhere in a text, in whatever writing, or like it.

        :param str operator: as in a domain
        :param value: what was typed, or several of it
        """
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in":
            return Domain.OR(self._search_number("=", text) for text in value)
        domain = Domain("number", operator, value)
        if not isinstance(value, str):
            return domain
        domain |= Domain("number_key", "in", find_number_keys(value))
        key = get_number_key(value)
        is_part = len(key) >= LEAST_KEY and any(char.isdigit() for char in key)
        if operator.endswith("like") and is_part:
            domain |= Domain("number_key", "like", key)
        return domain

    @api.model
    def load(self, fields, data):
        """Number what an import keeps, and nothing else.

        A test of the import, rows that are refused, and rows that are tried one by one
        take no numbers: they are drawn at the end, and given back when all is undone.
        """
        importing = LATER.give(self)
        result = super(ComplaintComplaint, importing).load(fields, data)
        kept = self.browse(filter(None, result.get("ids") or []))
        kept.filtered(lambda case: not case.number)._number_kept()
        return result

    @api.model
    def _is_numbered_later(self):
        """Whether cases are only tried: who has to know is told once they are kept."""
        return bool(LATER.get(self.env))

    def _number_kept(self):
        """Give each of these new cases its number, and tell who has to know of them."""
        slots = defaultdict(self.browse)
        for case in self:
            slots[case.company_id, case._get_receipt_year()] += case
        for (company, year), cases in slots.items():
            numbers = company._next_complaint_numbers(
                date(year, 1, 1), len(cases), can_undo=True
            )
            numbering = LATER.give(cases)
            for case, number in zip(numbering, numbers, strict=True):
                case.number = number
        self._tell_handlers(quiet=len(self) > BULK_REGISTRATION)

    @refuses("number", "company_id")
    def _check_number_unchanged(self, vals):
        """Keep the number that the complainant was told, and who gave it (R33)."""
        if self._is_numbered_later() and not any(self.mapped("number")):
            return
        for complaint in self:
            company_id = complaint.company_id.id
            if (
                vals.get("number", complaint.number) != complaint.number
                or vals.get("company_id", company_id) != company_id
            ):
                raise UserError(
                    self.env._(
                        "The number of a case and the company that gave it cannot "
                        "be changed. Register the case anew in the other company "
                        "and cancel this one."
                    )
                )

    @refuses_new("number")
    def _check_may_number(self, vals):
        """Only officers bring numbers along, with cases of an older register."""
        if self.env.su or self.env.user.has_group(OFFICER):
            return
        if vals.get("number"):
            raise AccessError(
                self.env._(
                    "Leave the number empty: each case gets the next one. Only a "
                    "complaint officer can bring numbers along."
                )
            )

    @api.model
    def _assign_numbers(self, vals_list):
        """Give each new case its number: the company's next one of the year.

        Numbers are drawn in one query per company and year, in the order of
        ``vals_list``. The year is that of the receipt, by the company's calendar.
        """
        slots = defaultdict(list)
        is_said = all(vals.get(fname) for vals in vals_list for fname in NUMBERED_BY)
        defaults = {} if is_said else self.default_get(list(NUMBERED_BY))
        for vals in vals_list:
            if vals.get("number"):
                continue
            said = {fname: vals[fname] for fname in NUMBERED_BY if vals.get(fname)}
            known = {**defaults, **said}
            company = self.env["res.company"].browse(known["company_id"])
            received = fields.Datetime.to_datetime(known["date_received"])
            slots[company, self._get_year_of(received, company)].append(vals)
        for (company, year), group in slots.items():
            numbers = company._next_complaint_numbers(date(year, 1, 1), len(group))
            for vals, number in zip(group, numbers, strict=True):
                vals["number"] = number

    def _get_receipt_year(self):
        self.ensure_one()
        return self._get_year_of(self.date_received, self.company_id)

    @api.model
    def _get_year_of(self, moment, company):
        """The year of a moment where the company is, whoever registers the case.

        :param datetime moment: in UTC
        """
        return company._get_complaint_day_of(moment).year
