# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What reviews say over time: by unit, by criterion, by person for those who may."""

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...models.insight.measures import LEAST
from ...models.insight.review import ACCOUNTABILITY
from ...models.insight.review_criterion import GROUPS
from ...models.insight.review_table import COUNTED


class ComplaintReviewReport(models.Model):
    """One row for each criterion that was scored, in reviews that count.

    Reviews of cases that are open again do not count, until these are closed. A figure
    that stands for one person is empty below ``LEAST`` reviews, whatever one groups or
    filters by. It names no case; who may not know of a case does not count it either.
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
        help="By weight, 1 to 5. Empty where it would stand for one person, from fewer "
        "than 5 reviews.",
    )

    @property
    def _table_query(self):
        """Rows without what the reader may not know of."""
        barred = self.env.user.sudo().barred_complaint_ids.ids
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
                   AND NOT complaint.id = ANY(%(barred)s)
            )
            SELECT row.id, counted.id AS review_id, counted.company_id,
                   counted.date_scored, row.criterion_id, row.group,
                   counted.department_id, counted.category_id, counted.reviewer_id,
                   CASE WHEN counted.of_person >= %(least)s THEN counted.handler_id
                   END AS handler_id,
                   counted.handler_id AS person,
                   CASE WHEN row.score != 'na' THEN row.score::int::float END AS score,
                   row.weight
              FROM counted
              JOIN complaint_review_score row ON row.review_id = counted.id
            """,
            counted=COUNTED,
            barred=barred,
            least=LEAST,
        )

    def _read_group_select(self, aggregate_spec, query):
        """The average is weighed, and none stands for one person from few reviews."""
        result = super()._read_group_select(aggregate_spec, query)
        fname, _sep, func = aggregate_spec.partition(":")
        if fname != "score" or func == "count":
            return result
        table = SQL.identifier(self._table)
        if func == "avg":
            result = SQL(
                "SUM(%(t)s.score * %(t)s.weight) / NULLIF(SUM(%(t)s.weight)"
                " FILTER (WHERE %(t)s.score IS NOT NULL), 0)",
                t=table,
            )
        return SQL(
            "CASE WHEN COUNT(DISTINCT %(t)s.person) > 1"
            " OR COUNT(DISTINCT %(t)s.review_id) >= %(least)s THEN %(figure)s END",
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
