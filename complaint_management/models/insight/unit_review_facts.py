# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is filled in of a period: figures, and what is known of each topic.

Protected cases count in none of it: who reads it may change, and nothing may tell them
of a case about themselves (R153). Nor does it show what few cases make up.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ...tools.insight.review_period import find_period_before
from .measures import LEAST
from .review_table import COUNTED
from .unit_review_table import FIGURES, TOPICS

# So many causes are named.
MOST_CAUSES = 3


class ComplaintUnitReview(models.Model):
    _inherit = "complaint.unit.review"

    def action_fill_in(self):
        """Fill in figures and facts as they are now; findings stay.

        :raises UserError: it was held
        """
        self.check_access("write")
        self._check_draft()
        self._fill_in()
        return True

    def _fill_in(self):
        for review in self.filtered(lambda one: one.state == "draft"):
            review.sudo()._fill_figures()
            review.sudo()._fill_points()
            vals = {"date_figures": fields.Datetime.now()}
            if review.kind == "unit":
                vals["unit_name"] = review.sudo().department_id.name
            review.sudo()._write_sealed(vals)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _fill_figures(self):
        """Measure the period, and the one before; called as sudo."""
        self.ensure_one()
        measures = self.env["complaint.measures"].with_company(self.company_id)
        codes = [code for code in FIGURES if code in measures._get_measures()]
        now, before = (
            self._measure(measures, codes, period)
            for period in (
                (self.date_from, self.date_to),
                find_period_before(self.date_from, self.date_to),
            )
        )
        self.figure_ids.unlink()
        self.figure_ids._create_sealed(
            [
                {
                    "review_id": self.id,
                    "code": code,
                    "sequence": place,
                    "value": now[code] or 0,
                    "is_known": now[code] is not None,
                    "value_before": before[code] or 0,
                    "is_before_known": before[code] is not None,
                }
                for place, code in enumerate(codes)
                if now[code] is not None or before[code] is not None
            ]
        )

    def _measure(self, measures, codes, period):
        """The figures of a period, none of them from few cases; called as sudo.

        What is known later only is not compared before that.

        :return: dict of code to a number, or None
        """
        parts = measures._get_parts(codes, self._get_rows_domain(), *period)
        of_all = parts.get((), {})
        return {
            code: measures._divide(
                code,
                of_all.get(code) if measures._is_ripe(code, period[1]) else None,
                self._get_least(measures, code),
            )
            for code in codes
        }

    def _get_least(self, measures, code):
        """From how many cases on a figure is kept: counts of the company always."""
        is_count = measures._get_measures()[code].kind == "number"
        return 0 if is_count and not self.department_id else LEAST

    def _get_rows_domain(self):
        """Which rows of the analysis, or which cases, it looks at; as sudo."""
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        named = cases._search(Domain("identity_mode", "=", "named"))
        return self._get_scope_domain() & Domain("id", "in", named)

    def _get_scope_domain(self):
        """What is of the company, or of the unit and those below it."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.id)
        return domain

    def _get_days_domain(self, fname):
        """What has its day in the period.

        :param str fname: name of a field with a date
        """
        return Domain(fname, ">=", self.date_from) & Domain(fname, "<=", self.date_to)

    def _get_moments_domain(self, fname):
        """What has its moment in the period, where the company is.

        :param str fname: name of a field with a moment
        """
        begin, end = self.company_id._get_complaint_moments(
            self.date_from, self.date_to
        )
        return Domain(fname, ">=", begin) & Domain(fname, "<", end)

    # ------------------------------------------------------------------
    # What is known of each topic
    # ------------------------------------------------------------------

    def _fill_points(self):
        """List the topics, each with what is known; called as sudo."""
        self.ensure_one()
        there = self.with_context(**self.company_id._get_complaint_voice())
        topics = TOPICS[self.kind]
        known = {point.topic: point for point in self.point_ids}
        (self.point_ids.filtered(lambda point: point.topic not in topics)).unlink()
        for place, topic in enumerate(topics):
            say = getattr(there, f"_say_{topic}", None)
            vals = {"facts": say() if say else False, "sequence": place}
            if topic in known:
                known[topic]._write_sealed(vals)
            else:
                self.point_ids._create_sealed(
                    [{"review_id": self.id, "topic": topic, **vals}]
                )

    def _say_figures(self):
        """How many figures got better or worse."""
        trends = self.figure_ids.mapped("trend")
        if not any(trends):
            return self.env._("There is nothing to compare with the period before.")
        return self.env._(
            "Against the period before: %(better)s better, %(worse)s worse, %(same)s "
            "the same.",
            better=trends.count("better"),
            worse=trends.count("worse"),
            same=trends.count("same"),
        )

    def _say_targets(self):
        """How many targets of the period were reached, as all employees read them."""
        domain = self._get_scope_domain() & self._get_days_domain("date_to")
        goals = self.env["complaint.goal"].sudo().search(domain)
        if not goals:
            return self.env._("No target ended in this period.")
        missed = goals.filtered(lambda goal: goal.standing == "missed")
        words = self.env._(
            "%(all)s targets ended: %(reached)s reached, %(missed)s missed.",
            all=len(goals),
            reached=len(goals.filtered(lambda goal: goal.standing == "reached")),
            missed=len(missed),
        )
        return "\n".join([words, *missed.mapped("display_name")])

    def _say_causes(self):
        """The causes that came up most, none that few cases had."""
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        groups = cases._read_group(
            self._get_rows_domain()
            & self._get_moments_domain("date_received")
            & Domain("cause_id", "!=", False),
            ["cause_id"],
            ["__count"],
            having=[("__count", ">=", LEAST)],
            order="__count desc, cause_id",
            limit=MOST_CAUSES,
        )
        if not groups:
            return self.env._("No cause came up in %s cases or more.", LEAST)
        return "\n".join(
            self.env._("%(cause)s: %(count)s", cause=cause.display_name, count=count)
            for cause, count in groups
        )

    def _say_actions(self):
        """What became of the actions that were due in the period."""
        return self._say_actions_of(
            self._get_scope_domain() & self._get_days_domain("date_due")
        )

    def _say_last(self):
        """What became of what was decided last time."""
        last = self._find_last()
        if not last:
            return self.env._("There was none before.")
        return self._say_actions_of(Domain("unit_review_id", "=", last.id))

    @api.model
    def _say_actions_of(self, domain):
        """How many actions there are, were done, are late or did not work.

        None that hangs on a protected case: whoever it is about reads this, too.
        """
        actions = self.env["complaint.action"].sudo().search(domain)
        actions -= actions._filter_on_protected()
        if not actions:
            return self.env._("There are none.")
        return self.env._(
            "%(all)s actions: %(checked)s found done, %(late)s late, %(given_up)s not "
            "done or given up, %(ineffective)s did not work.",
            all=len(actions),
            checked=len(actions.filtered(lambda one: one.state == "checked")),
            late=len(actions.filtered("is_overdue")),
            given_up=len(
                actions.filtered(lambda one: one.state in ("waived", "cancelled"))
            ),
            ineffective=len(actions.filtered("ineffective_count")),
        )

    def _say_reviews(self):
        """How the handling of cases was scored."""
        domain = (
            self._get_scope_domain()
            & self._get_moments_domain("date_scored")
            & Domain("state", "in", COUNTED)
            & Domain("is_on_hold", "=", False)
            & Domain("complaint_id.identity_mode", "=", "named")
        )
        reviews = self.env["complaint.review"].sudo()
        [(count, score)] = reviews._read_group(domain, [], ["__count", "score:avg"])
        if not count:
            return self.env._("No case was reviewed.")
        if count < LEAST:
            return self.env._("%s cases were reviewed: too few for an average.", count)
        return self.env._(
            "%(count)s cases were reviewed, scored %(score)s of 5 on average.",
            count=count,
            score=formatLang(self.env, score, digits=1),
        )
