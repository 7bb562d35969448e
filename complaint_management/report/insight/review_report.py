# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What reviews say over time: by unit, by criterion, by person for those who may."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...models.case.life_cycle import MANAGER
from ...models.insight.measures import LEAST
from ...models.insight.review import ACCOUNTABILITY
from ...models.insight.review_criterion import GROUPS
from ...models.insight.review_table import COUNTED

# What would tell one review, or one score, from the others.
TOO_FINE = frozenset({"id", "review_id", "score"})
# What may be asked of scores: the lowest or a list of them would tell single ones.
OF_SCORES = frozenset({"avg", "count"})


class ComplaintReviewReport(models.Model):
    """One row for each criterion that was scored, in reviews that count.

    Reviews of cases that are open again do not count, until these are closed. A figure
    is empty below ``LEAST`` reviews, whatever one groups or filters by; by score or by
    review one does neither. It names no case. Nobody counts a review of their own work,
    one that they are not to know yet, or one of a case that they may not know of.
    """

    _name = "complaint.review.report"
    _description = "Analysis of Reviews"
    _auto = False
    _order = "date_scored desc, id desc"
    _rec_name = "criterion_id"

    review_id = fields.Many2one(
        comodel_name="complaint.review",
        string="Reviews",
        readonly=True,
        aggregator="count_distinct",
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    date_scored = fields.Datetime(string="Scored On", readonly=True)
    criterion_id = fields.Many2one(
        comodel_name="complaint.review.criterion", readonly=True
    )
    group = fields.Selection(selection=GROUPS, readonly=True)
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Handling Unit", readonly=True
    )
    category_id = fields.Many2one(comodel_name="complaint.category", readonly=True)
    reviewer_id = fields.Many2one(comodel_name="res.users", readonly=True)
    handler_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled By",
        readonly=True,
        groups=ACCOUNTABILITY,
        help="Nobody of whom fewer than 5 reviews count.",
    )
    score = fields.Float(
        readonly=True,
        aggregator="avg",
        digits=(3, 2),
        help="By weight, 1 to 5. Empty where fewer than 5 reviews were scored.",
    )

    @property
    def _table_query(self):
        """Rows without what the reader may not know of."""
        for model in ("complaint.review", "complaint.review.score"):
            self.env[model].flush_model()
        self.env["complaint.complaint"].flush_model(["state"])
        return SQL(
            """
            WITH counted AS (
                SELECT review.*,
                       COUNT(*) OVER (
                           PARTITION BY review.company_id, review.handler_id
                       ) AS of_person
                  FROM complaint_review review
                  JOIN complaint_complaint complaint
                    ON complaint.id = review.complaint_id
                 WHERE review.state IN %(counted)s
                   AND complaint.state = 'closed'
                   AND review.id IN %(readable)s
            )
            SELECT row.id, counted.id AS review_id, counted.company_id,
                   counted.date_scored, row.criterion_id, row.group,
                   counted.department_id, counted.category_id, counted.reviewer_id,
                   CASE WHEN counted.of_person >= %(least)s THEN counted.handler_id
                   END AS handler_id,
                   CASE WHEN row.score != 'na' THEN row.score::int::float END AS score,
                   row.weight
              FROM counted
              JOIN complaint_review_score row ON row.review_id = counted.id
            """,
            counted=COUNTED,
            readable=self._search_reviews().subselect(),
            least=LEAST,
        )

    @api.model
    def _search_reviews(self):
        """The reviews that the reader counts, as a ``Query``.

        Managers count what they may read. Who judges people reads totals only, of all
        reviews but those that say something to them alone: of their own work, or of a
        case that they are still to review.
        """
        reviews = self.env["complaint.review"]
        barred = self.env.user.sudo().barred_complaint_ids.ids
        found = reviews.sudo()._search(
            Domain("handler_id", "!=", self.env.uid)
            & Domain("complaint_id", "not in", barred)
            & ~reviews._get_blind_domain()
        )
        if self.env.user.has_group(MANAGER):
            return reviews._search(Domain("id", "in", found))
        return found

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Nobody looks for single scores by what they filter by."""
        if not bypass_access:
            for condition in Domain(domain).iter_conditions():
                self._check_not_too_fine(condition.field_expr)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Nobody looks for single scores by what they group by."""
        self._check_not_too_fine(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _check_not_too_fine(self, spec):
        """Refuse to filter or group by what tells single scores.

        :param str spec: a field, or a path that begins with one
        :raises AccessError: saying what to do instead
        """
        if spec.split(".")[0].split(":")[0] in TOO_FINE and not self.env.su:
            raise AccessError(
                self.env._(
                    "The results of reviews are not told apart by score or by single "
                    "review: choose a criterion, a unit, a category or a time instead."
                )
            )

    def _read_group_select(self, aggregate_spec, query):
        """The average is weighed, and there is none from few reviews.

        :raises AccessError: the lowest score or the like is asked for
        """
        result = super()._read_group_select(aggregate_spec, query)
        fname, _sep, func = aggregate_spec.partition(":")
        if fname != "score":
            return result
        if func not in OF_SCORES and not self.env.su:
            raise AccessError(self.env._("Of scores there is the average only."))
        table = SQL.identifier(self._table)
        if func == "avg":
            result = SQL(
                "SUM(%(t)s.score * %(t)s.weight) / NULLIF(SUM(%(t)s.weight)"
                " FILTER (WHERE %(t)s.score IS NOT NULL), 0)",
                t=table,
            )
        return SQL(
            "CASE WHEN COUNT(DISTINCT %(t)s.review_id)"
            " FILTER (WHERE %(t)s.score IS NOT NULL) >= %(least)s"
            " THEN %(figure)s END",
            t=table,
            least=LEAST,
            figure=result,
        )

    def _fetch_query(self, query, fields):
        """Figures are for groups: no row is read on its own.

        What one reviewer said of one person stands in the review, for its readers.

        :raises AccessError: somebody reads rows
        """
        if not self.env.su:
            raise AccessError(
                self.env._("The results of reviews are read in groups, not one by one.")
            )
        return super()._fetch_query(query, fields)
