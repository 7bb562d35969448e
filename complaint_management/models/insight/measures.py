# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What can be measured: the one list that targets, reports and reviews share (R133)."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..remedy.case_later_purchase import LATER

_lt = LazyTranslate(__name__)

REPORT = "complaint.report"
# Below so many cases there is no figure by person or customer, or of a small group.
LEAST = 5
# What a period counts a case by.
RECEIVED, ANSWERED, CLOSED = "date_received", "date_answered", "date_closed"
ACKNOWLEDGED = "date_acknowledged"
# How things stand when the period ends.
STANDING = "standing"
# By the first day of these, in the zone of the company.
GRANULARITIES = ("day", "week", "month", "quarter", "year")
# Within this time nearly all answer a survey who do.
TO_ANSWER = timedelta(days=14)


class Measure(NamedTuple):
    """How one figure is read from ``complaint.report``, or from another analysis.

    :ivar label: what people call it
    :ivar kind: "share" (0 to 1), "number", "days", "rating" (1 to 5) or "money"
    :ivar better: "more", "less", or None where neither is better
    :ivar by: the date by which a period counts a case, or ``STANDING``
    :ivar fname: the field of the analysis; None where cases are counted. It is added
        up where the kind is "money", and otherwise its average over the cases that
        have it
    :ivar tuple domain: which rows of the analysis count, besides the asker's
    :ivar tuple case_domain: the same, on the cases themselves
    :ivar is_now: known of the present only, and of no day that is over
    :ivar model: the analysis; only of cases it is known for which unit or category
        they are
    :ivar timedelta ripens: for so long after a period its figure grows by itself, and
        is neither judged nor compared

    What is known of a case only when it is over counts by the date of that: of those
    that still run, the bad ones would be known first.
    """

    label: object
    kind: str
    better: str | None
    by: str
    fname: str | None = None
    domain: tuple = ()
    case_domain: tuple = ()
    is_now: bool = False
    model: str = REPORT
    ripens: timedelta = timedelta()


# The order is the one in which they are offered.
MEASURES = {
    "received": Measure(_lt("Cases Received"), "number", None, RECEIVED),
    "complaints": Measure(
        _lt("Complaints Received"),
        "number",
        "less",
        RECEIVED,
        domain=(("kind", "=", "complaint"), ("is_found_by_us", "=", False)),
    ),
    "suggestions": Measure(
        _lt("Suggestions Received"),
        "number",
        "more",
        RECEIVED,
        domain=(("kind", "=", "suggestion"),),
    ),
    "found_by_us": Measure(
        _lt("Found by Us First"),
        "number",
        "more",
        RECEIVED,
        domain=(("is_found_by_us", "=", True),),
    ),
    "closed": Measure(_lt("Cases Closed"), "number", "more", CLOSED),
    "open": Measure(_lt("Cases Open"), "number", "less", STANDING),
    "late": Measure(
        _lt("Cases Late"),
        "number",
        "less",
        STANDING,
        case_domain=(("is_overdue", "=", True),),
        is_now=True,
    ),
    "in_time": Measure(_lt("Share in Time"), "share", "more", CLOSED, "in_time"),
    "within_3_days": Measure(
        _lt("Share Answered within 3 Working Days"),
        "share",
        "more",
        ANSWERED,
        "within_3_days",
    ),
    "within_7_days": Measure(
        _lt("Share Answered within 7 Working Days"),
        "share",
        "more",
        ANSWERED,
        "within_7_days",
    ),
    "promise_kept": Measure(
        _lt("Share of Promised Calls Kept"), "share", "more", CLOSED, "promise_kept"
    ),
    "first_contact_resolution": Measure(
        _lt("Share Resolved at First Contact"),
        "share",
        "more",
        CLOSED,
        "first_contact_resolution",
    ),
    "days_to_acknowledge": Measure(
        _lt("Days to Acknowledge"), "days", "less", ACKNOWLEDGED, "days_to_acknowledge"
    ),
    "days_to_answer": Measure(
        _lt("Days to Answer"), "days", "less", ANSWERED, "days_to_answer"
    ),
    "days_to_close": Measure(
        _lt("Days to Close"), "days", "less", CLOSED, "days_to_close"
    ),
    "days_waiting_approval": Measure(
        _lt("Days Waiting for Approval"),
        "days",
        "less",
        ANSWERED,
        "days_waiting_approval",
    ),
    "satisfied": Measure(
        _lt("Share Satisfied"), "share", "more", ANSWERED, "satisfied"
    ),
    "satisfaction_result": Measure(
        _lt("Satisfaction with the Result"),
        "rating",
        "more",
        ANSWERED,
        "satisfaction_with_result",
    ),
    "satisfaction_handling": Measure(
        _lt("Satisfaction with the Handling"),
        "rating",
        "more",
        ANSWERED,
        "satisfaction_with_handling",
    ),
    "dissatisfied": Measure(
        _lt("Share Dissatisfied"), "share", "less", ANSWERED, "dissatisfied"
    ),
    "converted": Measure(_lt("Share Won Over"), "share", "more", ANSWERED, "converted"),
    "survey_answered": Measure(
        _lt("Share Answering the Survey"),
        "share",
        "more",
        ANSWERED,
        "survey_answered",
        ripens=TO_ANSWER,
    ),
    "upheld": Measure(_lt("Share Upheld"), "share", None, ANSWERED, "upheld"),
    "reopened": Measure(_lt("Share Reopened"), "share", "less", CLOSED, "reopened"),
    "recurrence": Measure(
        _lt("Share Coming Back after Action"), "share", "less", RECEIVED, "recurrence"
    ),
    "repeated": Measure(
        _lt("Share Repeated by the Same Customer"),
        "share",
        "less",
        RECEIVED,
        "repeated",
    ),
    "came_back": Measure(
        _lt("Share Coming Back to Buy"),
        "share",
        "more",
        CLOSED,
        "came_back",
        ripens=LATER,
    ),
    "share_recovered": Measure(
        _lt("Share of the Loss Recovered"), "share", "more", ANSWERED, "share_recovered"
    ),
    "value_gap": Measure(
        _lt("Lost and Not Given Back"), "money", "less", ANSWERED, "value_gap"
    ),
    "value_given": Measure(
        _lt("Given to Customers"), "money", None, ANSWERED, "value_given"
    ),
}


class ComplaintMeasures(models.AbstractModel):
    """Figures of a period, for targets, reports, reviews and competitions.

    They are those of the cases that the user may read; whoever shows figures to
    everybody asks as the system, for one company, and shows no small group. What there
    is nothing to measure of is None, and never zero. Cancelled cases do not count,
    archived ones do.
    """

    _name = "complaint.measures"
    _description = "Figures of a Period"

    @api.model
    def _get_measures(self):
        """The measures by code; rooms above may add some."""
        return MEASURES

    @api.model
    def _select_measures(self):
        """The measures as choices of a field."""
        return [
            (code, self.env._(measure.label))
            for code, measure in self._get_measures().items()
        ]

    @api.model
    def _is_ripe(self, code, date_to):
        """Whether the figure of a period is known, or grows by itself until later.

        :param str code: which measure
        :param date date_to: last day of the period, where the company is
        """
        today = self.env.company._get_complaint_day_of(fields.Datetime.now())
        ripens = self._get_measures()[code].ripens
        return not ripens or date_to + ripens < today

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.model
    def _get_figures(self, measures, domain, date_from, date_to):
        """What was reached in a period.

        :param measures: codes of measures
        :param domain: which rows of the analysis count
        :param date date_from: first day of the period, where the company is
        :param date date_to: its last day
        :return: dict of code to a number, or None where there is nothing to measure
        """
        parts = self._get_parts(measures, domain, date_from, date_to)
        return {
            code: self._divide(code, parts.get((), {}).get(code)) for code in measures
        }

    @api.model
    def _get_figures_by(self, measures, domain, date_from, date_to, groupby, least=0):
        """What each group reached in a period.

        :param str groupby: a field of the analysis, or one of ``GRANULARITIES``, by
            the date that each measure counts a case by
        :param int least: groups in which fewer cases were measured have no figure
        :return: dict of group (a record, a value or the first day) to a dict of code to
            a number or None; groups of which nothing is known are missing
        """
        parts = self._get_parts(measures, domain, date_from, date_to, [groupby])
        return {
            key[0]: {
                code: self._divide(code, of_group.get(code), least) for code in measures
            }
            for key, of_group in parts.items()
        }

    @api.model
    def _get_rows_key(self, measure):
        """Which rows a measure counts: the same for all that share a query."""
        return measure._replace(
            label=None, kind="", better=None, fname=None, ripens=timedelta()
        )

    @api.model
    def _get_parts(self, measures, domain, date_from, date_to, groupby=()):
        """The same, before it is divided: parts of groups can be added up.

        :param groupby: list of what ``_get_figures_by`` groups by
        :return: dict of group (a tuple) to a dict of code to its sum, and to how many
            cases that is
        """
        parts = defaultdict(dict)
        table = self._get_measures()
        together = defaultdict(list)
        for code in measures:
            together[self._get_rows_key(table[code])] += [code]
        for rows, codes in together.items():
            for key, values in self._count(
                rows, codes, Domain(domain), date_from, date_to, groupby
            ):
                parts[key].update(zip(codes, values, strict=True))
        return dict(parts)

    @api.model
    def _count(self, rows, codes, domain, date_from, date_to, groupby):
        """One query for all measures that count the same rows.

        :param rows: a measure that says which rows
        :return: list of (group, list of (sum, how many) for each code)
        """
        company = self.env.company
        begin, end = company._get_complaint_moments(date_from, date_to)
        now = fields.Datetime.now()
        if begin > now or (rows.is_now and end <= now):
            return []
        if rows.by == STANDING and set(groupby) & set(GRANULARITIES):
            return []
        table = self._get_measures()
        measures = [table[code] for code in codes]
        aggregates = ["__count"]
        for measure in measures:
            aggregates += self._get_aggregates(measure)
        groups = (
            self.env[rows.model]
            .with_context(active_test=False, tz=company._get_complaint_timezone())
            ._read_group(
                domain & self._get_rows_domain(rows, begin, end),
                [
                    f"{rows.by}:{name}" if name in GRANULARITIES else name
                    for name in groupby
                ],
                aggregates,
            )
        )
        return [
            (self._read_key(group[: len(groupby)]), self._pair(measures, group))
            for group in groups
        ]

    @api.model
    def _get_rows_domain(self, rows, begin, end):
        """Which rows of the analysis a measure counts in a period.

        :param datetime begin: when the period begins
        :param datetime end: when it is over
        """
        domain = Domain("state", "!=", "cancelled") & Domain(list(rows.domain))
        if rows.case_domain:
            cases = self.env["complaint.complaint"].with_context(active_test=False)
            domain &= Domain("id", "in", cases._search(list(rows.case_domain)))
        if rows.by == STANDING:
            return (
                domain
                & Domain(RECEIVED, "<", end)
                & (Domain(CLOSED, "=", False) | Domain(CLOSED, ">=", end))
            )
        return domain & Domain(rows.by, ">=", begin) & Domain(rows.by, "<", end)

    @api.model
    def _get_aggregates(self, measure):
        if not measure.fname:
            return []
        total = "sum_currency" if measure.kind == "money" else "sum"
        return [f"{measure.fname}:{total}", f"{measure.fname}:count"]

    @api.model
    def _read_key(self, values):
        """Of which group a row is: days, where Odoo gives moments."""
        return tuple(
            value.date() if isinstance(value, datetime) else value for value in values
        )

    @api.model
    def _pair(self, measures, group):
        """Sum and number of cases for each measure, from a row of a query."""
        places = 2 * sum(bool(measure.fname) for measure in measures)
        count, *values = group[len(group) - places - 1 :]
        values = iter(values)
        return [
            (next(values) or 0.0, next(values)) if measure.fname else (count, count)
            for measure in measures
        ]

    @api.model
    def _divide(self, code, part, least=0):
        """The figure of what was added up.

        :param tuple part: sum, and how many cases; None where nothing was counted
        :param int least: with fewer cases it is not shown
        :return: a number, or None
        """
        if part is None:
            return None
        return self._divide_part(self._get_measures()[code], part, least)

    @api.model
    def _divide_part(self, measure, part, least=0):
        total, count = part
        if count < least or (measure.fname and not count):
            return None
        return total if measure.kind in ("number", "money") else total / count
