# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person may promise, in a sentence, before they promise it (R123)."""

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ...tools.authority.exchange import NoRateError

_lt = LazyTranslate(__name__)

SPANS = {
    "month": _lt("this month"),
    "quarter": _lt("this quarter"),
    "year": _lt("this year"),
}
STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    authority_explanation = fields.Text(
        string="Your Approval Limit",
        compute="_compute_authority_explanation",
        groups=STAFF,
    )
    has_beyond_authority = fields.Boolean(
        compute="_compute_has_beyond_authority", groups=STAFF
    )

    @api.depends(
        "category_id",
        "company_id",
        "partner_id",
        "remedy_ids.amount",
        "remedy_ids.state",
        "remedy_ids.type_id",
    )
    @api.depends_context("uid", "lang")
    def _compute_authority_explanation(self):
        """What stands promised is counted; what is only prepared is not."""
        self.authority_explanation = False
        for ledger, cases, held in self._origin._get_ledgers(self.env.user):
            told = {case.id: case._say_authority(ledger, held) for case in cases}
            for complaint in self:
                if complaint._origin.id in told:
                    complaint.authority_explanation = told[complaint._origin.id]

    @api.depends(
        "remedy_ids.amount",
        "remedy_ids.currency_id",
        "remedy_ids.state",
        "remedy_ids.type_id",
        "remedy_ids.approval_state",
    )
    @api.depends_context("uid")
    def _compute_has_beyond_authority(self):
        beyond = self._origin._get_lines_to_ask_for().complaint_id
        for complaint in self:
            complaint.has_beyond_authority = complaint._origin in beyond

    def _get_lines_to_ask_for(self):
        """Prepared lines that are beyond the user's authority, and not asked for."""
        prepared = self.remedy_ids.filtered(lambda line: line.state == "draft")
        return prepared._get_uncovered().filtered(
            lambda line: line.approval_state != "pending"
        )

    def _explain_authority(self):
        """What the user may promise on this case, in words.

        :return: str
        """
        self.ensure_one()
        [(ledger, case, held)] = self._get_ledgers(self.env.user)
        return case._say_authority(ledger, held)

    def _say_authority(self, ledger, held):
        """One sentence for what holds for everything, and one for each exception."""
        self.ensure_one()
        about = held.filtered(lambda one: one._is_about(self.category_id))
        general = about.filtered(lambda one: not one.type_ids)
        best = ledger.get_best(self, general)
        if best.is_unlimited:
            return self.env._("You may promise any value.")
        sentences = [
            self._say_limit(ledger, best)
            if best
            else self.env._("What has a value needs approval before it is promised.")
        ]
        special = about - general
        for types, found in special.grouped("type_ids").items():
            only = ledger.get_best(self, found)
            kinds = ", ".join(types.mapped("name"))
            sentences.append(f"{kinds}: {self._say_limit(ledger, only)}")
        return "\n".join(sentences)

    def _say_limit(self, ledger, authority):
        """What one authority allows here, and what of it was given already."""
        if authority.is_unlimited:
            return self.env._("You may promise any value.")
        money = authority.currency_id.format
        standing = ledger.get_standing(self)
        limit = money(authority.amount_case) + self._say_in_own_currency(
            ledger, authority
        )
        words = [self.env._("You may promise up to %s on this case.", limit)]
        try:
            on_case = ledger.get_total(authority, standing)
            given = ledger.get_given(authority, self, standing)
        except NoRateError as error:
            words.append(
                self.env._(
                    "What was given already cannot be compared: there is no exchange "
                    "rate for %s.",
                    error.currency.name,
                )
            )
            return " ".join(words)
        if on_case:
            words.append(self.env._("Promised on it already: %s.", money(on_case)))
        if authority.amount_period or given != on_case:
            words.append(self._say_given_to_customer(authority, money(given)))
        return " ".join(words)

    def _say_in_own_currency(self, ledger, authority):
        """The limit in the currency of the case, where that is another one."""
        if authority.currency_id == self.currency_id:
            return ""
        try:
            limit = ledger.exchange.convert(
                authority.amount_case, authority.currency_id, self.currency_id
            )
        except NoRateError:
            return ""
        return f" ({self.currency_id.format(limit)})"

    def _say_given_to_customer(self, authority, given):
        """What the customer got in the period; only the amount, never who they are."""
        values = {
            "given": given,
            "limit": authority.currency_id.format(authority.amount_period),
            "period": self.env._(SPANS[authority.period]),
        }
        if authority.amount_period:
            return self.env._(
                "%(given)s of %(limit)s given to this customer %(period)s.", **values
            )
        return self.env._(
            "%(given)s already given to this customer %(period)s.", **values
        )


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    authority_explanation = fields.Char(
        string="Your Approval Limit",
        compute="_compute_authority_explanation",
        groups=STAFF,
    )

    @api.depends("type_id", "amount", "state", "complaint_id")
    @api.depends_context("uid", "lang")
    def _compute_authority_explanation(self):
        """What the user may promise of the kind of each line."""
        self.authority_explanation = False
        lines = self._origin
        for case, found, ledger, held in lines._with_authorities(self.env.user):
            for line in self.filtered(lambda one, found=found: one._origin in found):
                line.authority_explanation = line._say_authority(case, ledger, held)

    def _say_authority(self, case, ledger, held):
        self.ensure_one()
        if not self._is_of_value():
            return self.env._("It needs no authority: everybody may promise it.")
        line = self._origin.sudo()
        best = ledger.get_best(case, held.filtered(lambda one: one._may_cover(line)))
        if not best:
            return self.env._("It needs approval before it is promised.")
        return case.with_env(self.env)._say_limit(ledger, best)
