# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where we stand with a target (R206)."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .measures import LEAST, STANDING

STANDINGS = [
    ("not_begun", "Not Begun"),
    ("nothing", "Nothing to Measure"),
    ("few", "Too Few Cases to Show"),
    ("unripe", "Too Early to Tell"),
    ("on_track", "On Track"),
    ("at_risk", "At Risk"),
    ("off_track", "Off Track"),
    ("reached", "Reached"),
    ("missed", "Missed"),
]


class ComplaintGoal(models.Model):
    """All employees read the figures, also those who read no case.

    So they are counted as the system over all cases of the company. Of fewer than
    ``LEAST`` cases nobody sees a figure, but for how many cases the whole company had:
    it would tell of a single complainant, or of a single colleague.
    """

    _inherit = "complaint.goal"

    standing = fields.Selection(
        selection=STANDINGS, string="Where We Stand", compute="_compute_standing"
    )
    has_value = fields.Boolean(
        compute="_compute_standing", export_string_translation=False
    )
    value = fields.Float(
        string="So Far",
        compute="_compute_standing",
        help="What was reached until now; after the period, its result.",
    )
    value_words = fields.Char(string="Figure", compute="_compute_standing")
    target_words = fields.Char(string="Aim", compute="_compute_target_words")
    progress = fields.Float(
        compute="_compute_standing",
        aggregator=None,
        help="How near the figure is to the target, at most 100.",
    )

    @api.depends("measure", "better", "target", "company_id")
    @api.depends_context("lang")
    def _compute_target_words(self):
        for goal in self:
            goal.target_words = goal.measure and goal._say_target()

    def _say_target(self):
        """What is to be reached: "at least 90.0 %"."""
        self.ensure_one()
        figure = self._say_figure(self.target)
        if self.better == "less":
            return self.env._("at most %s", figure)
        return self.env._("at least %s", figure)

    def _say_figure(self, value):
        measures = self.env["complaint.measures"].with_company(self.company_id)
        return measures._say_figure(self.measure, value)

    @api.depends(
        "measure",
        "better",
        "target",
        "nearly",
        "date_from",
        "date_to",
        "scoped_by",
        "date_frozen",
        "is_few",
    )
    @api.depends_context("lang")
    def _compute_standing(self):
        """What was counted, and what that means, for all targets at once."""
        counted = self._count_parts()
        for goal in self:
            part = counted.get(goal)
            goal.standing = goal._judge(part)
            value = goal._get_figure(part) if goal.standing != "few" else None
            goal.has_value = value is not None
            goal.value = value or 0.0
            goal.value_words = goal.measure and goal._say_figure(value)
            goal.progress = goal._get_progress(value)

    # ------------------------------------------------------------------
    # What was counted
    # ------------------------------------------------------------------

    def _count_parts(self):
        """What was added up for each target, as ``complaint.measures`` divides it.

        :return: dict of target to a pair of sum and number of cases, or None
        """
        counted = {}
        frozen = self.filtered("date_frozen")
        for goal in frozen:
            count = goal.count_kept
            total = goal.value_kept * (count if goal._is_average() else 1)
            counted[goal] = (total, count) if goal.is_measured else None
        together = defaultdict(self.browse)
        for goal in self - frozen:
            if goal._is_measurable():
                key = (goal.company_id, goal.date_from, goal.date_to, goal.scoped_by)
                together[key] += goal
        for goals in together.values():
            counted.update(goals._count_together())
        return counted

    def _is_measurable(self):
        """Whether there is a period to count in, and whom it is for is still there."""
        self.ensure_one()
        return bool(
            self.measure
            and self.date_from
            and self.date_to
            and not self._get_lost_fields()
        )

    def _count_together(self):
        """The same for targets of one company and period, told apart by one scope.

        :return: dict of target to a pair, or None
        """
        first = self[0]
        scope = [fname for fname in self._get_scope_fields() if first[fname]]
        measures = self.env["complaint.measures"].sudo().with_company(first.company_id)
        parts = measures._get_parts(
            set(self.mapped("measure")),
            Domain("company_id", "=", first.company_id.id),
            first.date_from,
            first.date_to,
            scope,
        )
        return {
            goal: goal._add_up(
                [
                    of_group.get(goal.measure)
                    for key, of_group in parts.items()
                    if goal._covers(dict(zip(scope, key, strict=True)))
                ]
            )
            for goal in self
        }

    def _covers(self, key):
        """Whether cases of a group belong to the target.

        :param dict key: name of a field to the unit, team or category of the cases
        """
        self.ensure_one()
        return all(self._is_in(self[fname], record) for fname, record in key.items())

    @api.model
    def _is_in(self, whole, record):
        """Whether a unit or category is another one or is below it."""
        if "parent_path" not in whole._fields:
            return record == whole._origin
        whole, record = whole.sudo()._origin, record.sudo()
        return (record.parent_path or "").startswith(whole.parent_path or "-")

    def _add_up(self, parts):
        """One pair of the pairs of several groups."""
        self.ensure_one()
        parts = [part for part in parts if part]
        if not parts:
            # No case at all: that is a count, and no average.
            has_begun = self.date_from <= self._get_today()
            return (0, 0) if has_begun and not self._is_average() else None
        totals, counts = zip(*parts, strict=True)
        return sum(totals), sum(counts)

    def _get_today(self):
        """Which day it is where the company is."""
        self.ensure_one()
        return self.company_id._get_complaint_day_of(fields.Datetime.now())

    # ------------------------------------------------------------------
    # What it means
    # ------------------------------------------------------------------

    def _get_measure(self):
        return self.env["complaint.measures"]._get_measures()[self.measure]

    def _is_average(self):
        """Whether the figure is one of each case, and does not grow with them."""
        return self._get_measure().kind not in ("number", "money")

    def _is_growing(self):
        """Whether the figure grows through the period, as a count does."""
        return not self._is_average() and self._get_measure().by != STANDING

    def _get_figure(self, part):
        """The figure, or None where there is nothing to measure."""
        self.ensure_one()
        return self.env["complaint.measures"]._divide(self.measure, part)

    def _judge(self, part):
        """Where we stand.

        :param tuple part: sum, and number of cases; None where nothing was counted
        :return: a value of ``STANDINGS``
        """
        self.ensure_one()
        if not self._is_measurable() and not self.date_frozen:
            return "nothing" if self.measure else False
        if self.date_from > self._get_today():
            return "not_begun"
        if self.is_few or (part and self._is_small(part)):
            return "few"
        value = self._get_figure(part)
        if value is None:
            return "nothing"
        return self._judge_value(value) if self._is_ripe() else "unripe"

    def _is_ripe(self):
        """Whether the result is known when the period is over, or was kept."""
        self.ensure_one()
        measures = self.env["complaint.measures"].with_company(self.company_id)
        return self.date_frozen or measures._is_ripe(self.measure, self.date_to)

    def _is_settled(self):
        """Whether the result is kept, or is waited for after the period."""
        self.ensure_one()
        is_over = self.date_to and self.date_to < self._get_today()
        return bool(self.date_frozen or (is_over and not self._is_ripe()))

    def _is_small(self, part):
        """Whether the figure would tell of single cases."""
        self.ensure_one()
        is_whole = not self.scoped_by and self._get_measure().kind == "number"
        is_empty = self._is_average() and not part[1]
        return part[1] < LEAST and not is_whole and not is_empty

    def _judge_value(self, value):
        """Where we stand with a figure: at the end, or on the way there."""
        self.ensure_one()
        is_over = self.date_to < self._get_today()
        if is_over:
            return "reached" if self._is_enough(value, self.target) else "missed"
        if self._is_growing():
            return self._judge_growing(value)
        return self._compare(value, self.target, self.nearly)

    def _judge_growing(self, value):
        """A count is compared with its share of the target until today."""
        self.ensure_one()
        if self.better == "more" and value >= self.target:
            return "reached"
        if self.better == "less" and value > self.target:
            return "missed"
        days = (self.date_to - self.date_from).days + 1
        passed = ((self._get_today() - self.date_from).days + 1) / days
        if self._is_enough(value, self.target * passed):
            return "on_track"
        return (
            "at_risk" if self._is_enough(value, self.nearly * passed) else "off_track"
        )

    def _compare(self, value, wanted, nearly):
        """How good a figure is on the way."""
        if self._is_enough(value, wanted):
            return "on_track"
        return "at_risk" if self._is_enough(value, nearly) else "off_track"

    def _is_enough(self, value, wanted):
        """Whether a figure is as good as another; a millionth does not matter."""
        sign = 1 if self.better == "more" else -1
        return sign * (value - wanted) >= -1e-6

    def _get_progress(self, value):
        """How near a figure is to the target, from 0 to 100."""
        self.ensure_one()
        if value is None:
            return 0.0
        part, whole = value, self.target
        if self.better == "less":
            part, whole = whole, part
        return max(0.0, min(100.0, 100.0 * part / whole)) if whole > 0 else 100.0

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_view_cases(self):
        """Open the analysis of the cases that are counted, as far as one reads them.

        :raises AccessError: the user analyses no cases
        """
        self.ensure_one()
        self.check_access("read")
        self.env["complaint.report"].check_access("read")
        measure = self._get_measure()
        measures = self.env["complaint.measures"].with_company(self.company_id)
        begin, end = self.company_id._get_complaint_moments(
            self.date_from, self.date_to
        )
        domain = measures._get_rows_domain(measure, begin, end)
        for fname in self._get_scope_fields():
            if self[fname]:
                domain &= Domain(fname, "child_of", self[fname].ids)
        domain &= Domain("company_id", "=", self.company_id.id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_report_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": list(domain),
            "context": {"active_test": False},
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
        }

    def action_view_earlier(self):
        """Open the targets for the same in other periods: how it went over time."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_goal_action"
        )
        scope = [(fname, "=", self[fname].id) for fname in self._get_scope_fields()]
        return {
            **action,
            "name": self.env._("Over Time"),
            "domain": [
                ("measure", "=", self.measure),
                ("company_id", "=", self.company_id.id),
                *scope,
            ],
            "context": {},
        }
