# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a report counts, once, when it is made; kept as it was (R138, R140, R147, R169).

All is counted as the system, of one company, so that whoever reads it reads the same.
Of protected cases nobody learns by it: where one of them is among so few, there is no
figure.
"""

from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...tools.insight.period import get_before
from ...tools.learning.effect import EFFECTIVE, compare_counts, compare_shares
from .measures import ANSWERED, LEAST, RECEIVED, STANDING, Measure
from .period_table import PLACES

_lt = LazyTranslate(__name__)

VERSION = 1
REPORT = "complaint.report"


class Count(NamedTuple):
    """Something that is done to prevent complaints, as a plain count (R169).

    :ivar label: what people call it
    :ivar model: of what records
    :ivar by: the field with the day
    :ivar domain: which of them
    :ivar unit: the field with their unit; without one it is not in reports of a unit
    """

    label: object
    model: str
    by: str
    domain: tuple = ()
    unit: str | None = None


COUNTS = {
    "near_misses": Count(
        _lt("Near Misses Told by Staff"),
        "complaint.near.miss",
        "date",
        unit="department_id",
    ),
    "alerts": Count(
        _lt("Early Warnings"),
        "complaint.alert",
        "date_first",
        (("is_personal", "=", False),),
    ),
    "actions_done": Count(
        _lt("Actions Done"), "complaint.action", "date_done", unit="department_id"
    ),
    "preventive_done": Count(
        _lt("Of These to Prevent or Improve"),
        "complaint.action",
        "date_done",
        (("kind", "in", ("preventive", "improvement")),),
        "department_id",
    ),
    "lessons": Count(
        _lt("Lessons Approved"),
        "complaint.lesson",
        "date_approved",
        (("state", "=", "approved"),),
    ),
    "trained": Count(
        _lt("People Trained"),
        "complaint.training.participation",
        "date_done",
        (("state", "in", ("done", "passed")),),
        "department_id",
    ),
}


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    def _as_written(self):
        """The report as the system counts it: in its company, language and zone."""
        self.ensure_one()
        zone = self.company_id._get_complaint_timezone()
        report_sudo = self.sudo().with_company(self.company_id)
        return report_sudo.with_context(lang=self.lang, tz=zone, active_test=False)

    def _prepare_made_vals(self):
        """All that is made of the period.

        :return: dict of values
        """
        report = self._as_written()
        figures = report._count_figures()
        report.proposal_ids.filtered(lambda one: not one.action_id).unlink()
        return {
            "figures": figures,
            "currency_id": report.company_id.currency_id.id,
            "date_made": fields.Datetime.now(),
            "error": False,
            "goes_unread": False,
            "summary": report._write_summary(figures),
            "typical": report._write_typical(),
            "proposal_ids": [
                fields.Command.create(vals) for vals in report._propose(figures)
            ],
        }

    def _count_figures(self):
        """What is kept as JSON; called on ``_as_written``.

        :return: dict
        """
        now = (self.date_from, self.date_to)
        before = get_before(self.kind, self.date_from)
        leasts = {days: self._get_least(days) for days in (now, before)}
        since = self._find_begin(before)
        return {
            "version": VERSION,
            "scope": self._get_scope_names(),
            "company": self.company_id.name,
            "before": [str(day) for day in before],
            "since": since and str(since),
            "rows": self._count_rows(leasts, since),
            "category": self._count_by("category_id", RECEIVED, now, before),
            "unit": self._count_by("complained_department_ids", RECEIVED, now, before),
            "handling": self._count_by("department_id", RECEIVED, now, before),
            "product": self._count_by("product_id", RECEIVED, now, before),
            "cause": self._count_by("cause_id", ANSWERED, now, before),
            "states": self._count_states(leasts),
            "gap": self._count_gap(leasts),
            **self._count_course(now),
            "together": self._count_together(now),
        }

    def _find_begin(self, before):
        """Since when there are cases, where that is too late to compare with before.

        :param before: first and last day of the period before
        :return: a date, or None where the period before is whole, but for a tenth
        """
        [[moment]] = self.env[REPORT]._read_group(
            Domain("company_id", "=", self.company_id.id), [], [f"{RECEIVED}:min"]
        )
        day = moment and self.company_id._get_complaint_day_of(moment)
        late = before[0] + (before[1] - before[0]) / 10
        return day if day and day > late else None

    def _get_scope_names(self):
        scopes = (self.department_id, self.category_id, self.industry_id)
        return ", ".join(scope.name for scope in scopes if scope)

    # ------------------------------------------------------------------
    # Which cases
    # ------------------------------------------------------------------

    def _get_scope_domain(self):
        """The rows of the analysis that the report is of, in any period."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.id)
        if self.category_id:
            domain &= Domain("category_id", "child_of", self.category_id.id)
        if self.industry_id:
            domain &= Domain("sector", "=", self.industry_id.id)
        return domain

    def _get_complaints_domain(self):
        """What customers complained of, of these; what we found ourselves is none."""
        return (
            self._get_scope_domain()
            & Domain("state", "!=", "cancelled")
            & Domain("kind", "=", "complaint")
            & Domain("is_found_by_us", "=", False)
        )

    def _get_times(self, fname, days):
        """A moment that lies in these days, where the company is."""
        begin, end = self.company_id._get_complaint_moments(*days)
        return Domain(fname, ">=", begin) & Domain(fname, "<", end)

    # ------------------------------------------------------------------
    # Figures beside those before, targets and benchmarks
    # ------------------------------------------------------------------

    def _count_rows(self, leasts, since):
        """The figures of all measures.

        :param dict leasts: see ``_get_least``: of the days of the period, and of those
            of the one before
        :param since: see ``_find_begin``
        :return: list of dicts
        """
        measures = self.env["complaint.measures"]
        table = measures._get_measures()
        codes = [code for code, measure in table.items() if not measure.is_now]
        now, before = leasts
        parts, former = (self._count_parts(codes, days) for days in leasts)
        targets = self._find_targets()
        benchmarks = self.env["complaint.benchmark"]._find_values(
            self.company_id, self.date_to
        )
        rows = []
        for code in codes:
            row = {
                "code": code,
                "kind": table[code].kind,
                "better": table[code].better,
                "place": PLACES.get(code, "during"),
                "value": measures._divide(code, parts.get(code)),
                "before": measures._divide(code, former.get(code)),
                "target": targets[code].target if code in targets else None,
                "aim": targets[code].better if code in targets else None,
                "benchmark": benchmarks.get(code, (None, None))[0],
                "source": benchmarks.get(code, (None, None))[1],
                "trend": None
                if since
                else self._get_trend(
                    table[code], parts.get(code), former.get(code), (now, before)
                ),
                "unripe": not measures._is_ripe(code, now[1]),
            }
            rows.append(self._hide_few(row, parts, former, max(leasts.values())))
        rows += self._count_prevention(now, before)
        return [row for row in rows if self._says_something(row)]

    def _count_parts(self, codes, days):
        """What is added up of a period, without what is known only later.

        :return: dict of code to its sum, and to how many cases that is
        """
        measures = self.env["complaint.measures"]
        ripe = [code for code in codes if measures._is_ripe(code, days[1])]
        return measures._get_parts(ripe, self._get_scope_domain(), *days).get((), {})

    def _says_something(self, row):
        """What nothing is known of, in both periods, is no row.

        But for what somebody aims at: that it is too early is said there.
        """
        is_known = row["value"] is not None or row["before"] is not None
        is_aimed_at = row["unripe"] and row["target"] is not None
        return row["few"] or is_known or is_aimed_at

    def _hide_few(self, row, parts, former, least):
        """Where protected cases are among so few, there is no figure (R152)."""
        _total, count = parts.get(row["code"]) or (0, 0)
        _total, earlier = former.get(row["code"]) or (0, 0)
        row["few"] = 0 < count < least
        if row["few"]:
            row.update(value=None, trend=None)
        row["few_before"] = 0 < earlier < least
        if row["few_before"]:
            row.update(before=None, trend=None)
        return row

    def _get_least(self, days):
        """How many cases a figure of a period has to be of, to be told (R152)."""
        return LEAST if self._has_protected(days) else 1

    def _has_protected(self, days):
        """Whether protected cases are among those that a period counts, in any way."""
        measures = self.env["complaint.measures"]
        moments = self.company_id._get_complaint_moments(*days)
        counted = Domain.OR(
            measures._get_rows_domain(Measure(None, "number", None, by), *moments)
            for by in {
                one.by
                for one in measures._get_measures().values()
                if one.model == REPORT
            }
        )
        domain = self._get_scope_domain() & counted
        domain &= Domain("identity_mode", "!=", "named")
        return bool(self.env[REPORT].search(domain, limit=1))

    def _find_targets(self):
        """What was aimed at: in this period, or in a longer one around it.

        A count of a longer period is no target for a shorter one.

        :return: dict of code to the ``complaint.goal``
        """
        if self.industry_id:
            return {}
        scope = {
            "department_id": self.department_id.id,
            "category_id": self.category_id.id,
        }
        goals = self.env["complaint.goal"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_from", "<=", self.date_from),
                ("date_to", ">=", self.date_to),
                *((fname, "=", value) for fname, value in scope.items()),
            ]
        )
        used = {fname for fname, value in scope.items() if value}
        goals = goals.filtered(
            lambda goal: (
                set(filter(None, (goal.scoped_by or "").split(","))) == used
                and (goal._is_average() or self._is_of_these_days(goal))
            )
        )
        goals = goals.sorted(lambda goal: goal.date_from - goal.date_to)
        return {goal.measure: goal for goal in goals}

    def _is_of_these_days(self, goal):
        days = (self.date_from, self.date_to)
        return (goal.date_from, goal.date_to) == days

    def _get_trend(self, measure, part, former, times):
        """Whether it moved by more than chance explains.

        :param measure: a ``Measure``
        :param part: sum and number of cases, or None
        :param former: the same of the period before
        :param times: the days of both periods
        :return: "up", "down", or None where chance explains it
        """
        if measure.by == STANDING or not (part and former):
            return None
        if measure.kind == "number":
            days = [(last - first).days + 1 for first, last in times]
            counts = [int(one[0]) for one in (part, former)]
            args = [(counts[1], days[1]), (counts[0], days[0])]
            compare = compare_counts
        elif measure.kind == "share" and measure.fname:
            args = [(round(one[0]), one[1]) for one in (former, part)]
            compare = compare_shares
        else:
            return None
        if compare(*args[0], *args[1], 0).outcome == EFFECTIVE:
            return "down"
        if compare(*args[1], *args[0], 0).outcome == EFFECTIVE:
            return "up"
        return None

    def _count_prevention(self, now, before):
        """What was done so that nobody has to complain (R169)."""
        rows = []
        for code, count in COUNTS.items():
            values = [self._count_done(count, days) for days in (now, before)]
            if None in values:
                continue
            rows.append(
                {
                    "code": code,
                    "kind": "number",
                    "better": "more" if code != "alerts" else None,
                    "place": "before",
                    "value": values[0],
                    "before": values[1],
                    "target": None,
                    "aim": None,
                    "benchmark": None,
                    "source": None,
                    "trend": None,
                    "few": False,
                    "unripe": False,
                }
            )
        return rows

    def _count_done(self, count, days):
        """:return: int, or None where it is not known of what the report is of"""
        is_narrow = self.category_id or self.industry_id
        if is_narrow or (self.department_id and not count.unit):
            return None
        model = self.env[count.model]
        domain = Domain(list(count.domain))
        companies = [self.company_id.id]
        if not model._fields["company_id"].required:
            companies.append(False)
        domain &= Domain("company_id", "in", companies)
        if self.department_id:
            domain &= Domain(count.unit, "child_of", self.department_id.id)
        if model._fields[count.by].type == "datetime":
            domain &= self._get_times(count.by, days)
        else:
            domain &= Domain(count.by, ">=", days[0])
            domain &= Domain(count.by, "<=", days[1])
        return model.search_count(domain)
