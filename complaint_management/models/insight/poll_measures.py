# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What surveys say, among the figures: for targets, reports and benchmarks (R135)."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .measures import GRANULARITIES, Measure

_lt = LazyTranslate(__name__)

ROUND = "complaint.poll.round"
CLOSED = "date_closed"
MEASURES = {
    f"{audience}_satisfied": Measure(
        label,
        "share",
        "more",
        CLOSED,
        "satisfied_count",
        domain=(("audience", "=", audience),),
        model=ROUND,
    )
    for audience, label in (
        ("customers", _lt("Customers Satisfied, by Survey")),
        ("employees", _lt("Employees Satisfied, by Survey")),
    )
}


class ComplaintMeasures(models.AbstractModel):
    """Those of the rounds that were closed in the period, and said enough.

    A round knows of its company only: there is no such figure of a unit or category.
    """

    _inherit = "complaint.measures"

    @api.model
    def _get_measures(self):
        return {**super()._get_measures(), **MEASURES}

    @api.model
    def _count(self, rows, codes, domain, date_from, date_to, groupby):
        if rows.model != ROUND:
            return super()._count(rows, codes, domain, date_from, date_to, groupby)
        asked = {part.field_expr for part in domain.iter_conditions()}
        if asked - {"company_id"} or set(groupby) - {*GRANULARITIES, "company_id"}:
            return []
        groups = self.env[ROUND]._read_group(
            domain & self._get_rounds_domain(rows, date_from, date_to),
            [f"{CLOSED}:{name}" if name in GRANULARITIES else name for name in groupby],
            ["satisfied_count:sum", "answered_count:sum"],
        )
        # Without groups there is always a row, also of nothing.
        return [
            (tuple(key), [(satisfied, answered)] * len(codes))
            for *key, satisfied, answered in groups
            if answered
        ]

    @api.model
    def _get_rounds_domain(self, rows, date_from, date_to):
        """Which rounds a measure counts.

        :param rows: the ``Measure``
        :param date date_from: first day of the period
        :param date date_to: its last day
        """
        return (
            Domain("has_result", "=", True)
            & Domain(CLOSED, ">=", date_from)
            & Domain(CLOSED, "<=", date_to)
            & Domain(list(rows.domain))
        )


class ComplaintGoal(models.Model):
    _inherit = "complaint.goal"

    def _is_of_surveys(self):
        self.ensure_one()
        return self._get_measure().model == ROUND

    @api.constrains(lambda self: ("measure", *self._get_scope_fields()))
    def _check_survey_scope(self):
        """What a survey says, it says of the whole company."""
        for goal in self:
            scope = any(goal[fname] for fname in goal._get_scope_fields())
            if scope and goal._is_of_surveys():
                raise ValidationError(
                    self.env._(
                        "A survey asks for the whole company: set this target without "
                        "a unit, team or category."
                    )
                )

    def action_view_cases(self):
        """Open the rounds instead, where they are what is counted."""
        self.ensure_one()
        if not self._is_of_surveys():
            return super().action_view_cases()
        self.check_access("read")
        self.env[ROUND].check_access("read")
        measures = self.env["complaint.measures"]
        domain = measures._get_rounds_domain(
            self._get_measure(), self.date_from, self.date_to
        ) & Domain("company_id", "=", self.company_id.id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_poll_round_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": list(domain),
            "context": {},
        }
