# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A product has more of one kind of complaint than its share (R121).

That is no matter of this week: where one model breaks and the others do not, it may
have been so from its first day on, and nothing ever rises.
"""

from math import erfc, sqrt
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

from ...tools.warning import disproportion
from .rule_counts import WEEK

PRODUCTS = "complaint.product"


class Share(NamedTuple):
    """How often a product has a kind of complaint, and how often the others have it.

    In so many ``weeks`` ``count`` of ``total`` complaints about the product were of
    this kind, and ``other`` of ``others`` about all other products; ``p_value`` is how
    probable that is by chance.
    """

    weeks: int
    count: int
    total: int
    other: int
    others: int
    p_value: float
    is_signal: bool


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    share_weeks = fields.Integer(
        string="In the Last Weeks",
        required=True,
        default=26,
        help="So far back complaints are counted. Products with few of them need more.",
    )

    _share_weeks_range = models.Constraint(
        "CHECK (share_weeks BETWEEN 4 AND 156)", "Enter from 4 to 156 weeks."
    )

    @api.constrains("trigger", "source")
    def _check_share_source(self):
        """Only cases name the product and the kind of complaint."""
        for rule in self:
            if rule.trigger == "share" and rule.source != "case":
                raise ValidationError(
                    self.env._(
                        "“%s” compares kinds of complaint: it counts cases, and "
                        "nothing else.",
                        rule.name,
                    )
                )

    def _say_expectation(self):
        self.ensure_one()
        if self.trigger != "share" or not self.date_watched:
            return super()._say_expectation()
        return self.env._(
            "It compared %s pairs of a product and a kind of complaint with others.",
            self.series_count,
        )

    def _look_back(self, end, running):
        """Compare each product with all others, in each kind of complaint."""
        if self.trigger != "share":
            return super()._look_back(end, running)
        shares = self._count_shares(end)
        signals = {
            key: share
            for key, share in shares.items()
            if share.is_signal and share.count >= self.least
        }
        return {key: [share.count] for key, share in shares.items()}, signals

    def _count_shares(self, end):
        """Count by product and category what was received, as sudo, in one query.

        What was typed in all at once is left out: nobody knows how it was chosen.

        :param datetime end: until when it is counted
        :return: dict of (company id, product id, category id) to ``Share``
        """
        cases = self.env["complaint.complaint"].sudo().with_context(active_test=False)
        domain = self._get_source_domain() & Domain("product_id", "!=", False)
        domain &= Domain("category_id", "!=", False)
        domain &= Domain("date_received", ">", end - self.share_weeks * WEEK)
        domain &= Domain("date_received", "<=", end)
        if moments := self._get_import_moments(end):
            domain &= Domain("create_date", "not in", moments)
        groups = ["company_id", "product_id", "category_id"]
        counts, of_product, of_kind, of_all = {}, {}, {}, {}
        for company, product, category, count in cases._read_group(
            domain, groups, ["__count"]
        ):
            counts[company.id, product.id, category.id] = count
            for totals, key in (
                (of_product, (company.id, product.id)),
                (of_kind, (company.id, category.id)),
                (of_all, company.id),
            ):
                totals[key] = totals.get(key, 0) + count
        return {
            (company_id, product_id, category_id): _make_share(
                self.share_weeks,
                count,
                of_product[company_id, product_id],
                of_kind[company_id, category_id],
                of_all[company_id],
            )
            for (company_id, product_id, category_id), count in counts.items()
        }

    def _prepare_alert(self, end, key, counts, judgement):
        if self.trigger != "share":
            return super()._prepare_alert(end, key, counts, judgement)
        company_id, product_id, category_id = key
        return {
            "rule_id": self.id,
            "company_id": company_id,
            "source": "case",
            "dimension": "product",
            "subject_model": PRODUCTS,
            "subject_id": product_id,
            "category_id": category_id,
            "date_first": end,
            **self.env["complaint.alert"]._prepare_figures(end, counts, judgement),
        }


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    category_id = fields.Many2one(
        comodel_name="complaint.category",
        string="Kind of Complaint",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    shares = fields.Json(readonly=True)

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"category_id", "shares"}

    def _get_key(self):
        key = super()._get_key()
        return (*key, self.category_id.id) if self.rule_id.trigger == "share" else key

    @api.model
    def _prepare_figures(self, end, counts, judgement):
        if not isinstance(judgement, Share):
            return super()._prepare_figures(end, counts, judgement)
        return {
            "date_last": end,
            "weeks": judgement.weeks,
            "count": judgement.count,
            "told_count": judgement.count,
            "shares": [judgement.total, judgement.other, judgement.others],
        }

    def _take_level(self):
        """A share has no level: it stays open until somebody says what it is."""
        if self.rule_id.trigger == "share":
            return None
        return super()._take_level()

    @api.depends("category_id")
    def _compute_subject(self):
        return super()._compute_subject()

    def _get_subject(self, names):
        subject = super()._get_subject(names)
        if not self.category_id:
            return subject
        return self.env._(
            "%(product)s: %(kind)s", product=subject, kind=self.category_id.name
        )

    def _get_behind_domain(self):
        """The complaints of this kind about the product, as far back as was counted."""
        alert = self.sudo()
        if alert.rule_id.trigger != "share":
            return super()._get_behind_domain()
        return (
            alert.rule_id._get_source_domain()
            & Domain("company_id", "=", alert.company_id.id)
            & Domain("product_id", "=", alert.subject_id)
            & Domain("category_id", "=", alert.category_id.id)
            & Domain("date_received", ">", alert.date_last - alert.weeks * WEEK)
            & Domain("date_received", "<=", alert.date_last)
        )

    @api.depends("shares")
    def _compute_sentence(self):
        return super()._compute_sentence()

    def _say(self):
        if self.rule_id.trigger != "share":
            return super()._say()
        total, other, others = self.shares or (self.count, 0, 0)
        values = {
            "count": self.count,
            "total": total,
            "other": other,
            "others": others,
            "weeks": self.weeks,
        }
        if not other:
            return self.env._(
                "%(count)s of %(total)s complaints about it in %(weeks)s weeks are of "
                "this kind; of the %(others)s about other products none is.",
                **values,
            )
        ratio = self.count * others / (total * other)
        return self.env._(
            "%(count)s of %(total)s complaints about it in %(weeks)s weeks are of this "
            "kind; of the %(others)s about other products %(other)s are. That is "
            "%(times)s times its share.",
            times=formatLang(self.env, ratio, digits=1),
            **values,
        )


def _make_share(weeks, count, of_product, of_kind, of_all):
    """:return: a ``Share``, with the probability that chance explains it"""
    other, others = of_kind - count, of_all - of_product
    found = disproportion(count, of_product - count, other, others - other)
    p_value = erfc(sqrt(found.chi_square / 2))
    return Share(weeks, count, of_product, other, others, p_value, found.is_signal)
