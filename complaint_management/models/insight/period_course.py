# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How complaints went over time, and what has to do with what (R140)."""

from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ...tools.insight.control import get_limits
from ...tools.insight.period import get_steps
from ...tools.warning import SENSITIVITIES, disproportion, find_episodes, judge
from .measures import LEAST, RECEIVED

REPORT = "complaint.report"
WEEK = timedelta(weeks=1)
# So far back a week is compared with, in weeks.
PAST = 160
# So many steps before the period are drawn: weeks, or months of a year.
DRAWN = {"week": 25, "month": 22, "quarter": 13, "year": 12}
ALPHA = SENSITIVITIES["balanced"].alpha
# So many findings of a kind are told.
TOLD = 5
# What may have to do with the kind of complaint.
PARTNERS = ("product_id", "complained_department_ids")


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    def _count_course(self, now):
        """The counts over time, what is usual, and what stood out in the period.

        :param now: first and last day of the period
        :return: dict of values of the figures
        """
        days = self._count_days(now[1])
        total = defaultdict(int)
        for counts in days.values():
            for day, count in counts.items():
                total[day] += count
        return {
            **self._get_line(total),
            "stood_out": self._find_stood_out(days, now),
        }

    def _count_days(self, last):
        """Complaints received a day, of each category, in one query.

        :param date last: the last day that counts
        :return: dict of category to a dict of day to count
        """
        first = last - PAST * WEEK
        domain = self._get_complaints_domain()
        domain &= self._get_times(RECEIVED, (first, last))
        days = defaultdict(dict)
        for category, moment, count in self.env[REPORT]._read_group(
            domain, ["category_id", f"{RECEIVED}:day"], ["__count"]
        ):
            days[category][moment.date()] = count
        return days

    def _get_line(self, total):
        """What the line over time is drawn of: nothing before the first case.

        :param dict total: day to count
        """
        steps, own = get_steps(self.kind, self.date_from, DRAWN[self.kind])
        counts = [
            sum(count for day, count in total.items() if first <= day <= last)
            for first, last in steps
        ]
        if self._shows_protected(steps, counts):
            return {"line": [], "own": own, "limits": None}
        first_day = min(total, default=None)
        begun = [
            place
            for place, (_first, last) in enumerate(steps)
            if first_day and last >= first_day
        ]
        start = min(begun[0], len(steps) - own) if begun else len(steps) - own
        limits = get_limits(counts[start : len(steps) - own])
        return {
            "line": [
                [str(steps[place][1]), counts[place]]
                for place in range(start, len(steps))
            ],
            "own": own,
            "limits": list(limits) if limits else None,
        }

    def _shows_protected(self, steps, counts):
        """Whether a point of the line is of so few that a protected case would be seen.

        :param steps: first and last days
        :param counts: how many complaints each has
        """
        few = [
            self._get_times(RECEIVED, step)
            for step, count in zip(steps, counts, strict=True)
            if 0 < count < LEAST
        ]
        if not few:
            return False
        domain = self._get_complaints_domain() & Domain.OR(few)
        domain &= Domain("identity_mode", "!=", "named")
        return bool(self.env[REPORT].search(domain, limit=1))

    def _find_stood_out(self, days, now):
        """Weeks in which a kind of complaint came more often than chance explains.

        Each week of the period is judged as early warning judges it, by what lies
        before it.

        :return: list of dicts, the most improbable first
        """
        names = self.env["complaint.measures"]._name_groups(
            [category for category in days if category]
        )
        found = []
        weeks = max(1, ((now[1] - now[0]).days + 1) // 7)
        for category, counts in days.items():
            series = self._get_weeks(counts, now[1])
            judged = [
                judge(series, len(series) - weeks + number, ALPHA, least=LEAST)
                for number in range(weeks)
            ]
            for episode in find_episodes([one.is_signal for one in judged]):
                signals = [
                    (one.p_value, number)
                    for number, one in enumerate(judged)
                    if one.is_signal and episode.first <= number <= episode.last
                ]
                p_value, number = min(signals)
                last = now[1] - (weeks - 1 - number) * WEEK
                one = judged[number]
                found.append(
                    {
                        "name": names.get(category, ""),
                        "count": one.count,
                        "expected": one.expected * one.weeks,
                        "from": str(last - one.weeks * WEEK + timedelta(days=1)),
                        "to": str(last),
                        "every": one.every,
                        "p_value": p_value,
                    }
                )
        found.sort(key=lambda one: (one["p_value"], one["name"]))
        return found[:TOLD]

    def _get_weeks(self, counts, last):
        """Counts of seven days each, the last of which end with the period."""
        series = [0] * PAST
        for day, count in counts.items():
            back = (last - day).days // 7
            if back < PAST:
                series[PAST - 1 - back] += count
        return series

    def _count_together(self, now):
        """What has a kind of complaint more often than the others have it (R140).

        :return: list of dicts, the clearest first
        """
        found = []
        for fname in PARTNERS:
            found += self._find_disproportions(fname, now)
        found.sort(key=lambda one: (-one["chi_square"], one["name"], one["partner"]))
        return found[:TOLD]

    def _find_disproportions(self, fname, now):
        domain = self._get_complaints_domain() & self._get_times(RECEIVED, now)
        domain &= Domain(fname, "!=", False) & Domain("category_id", "!=", False)
        counts = {
            (category, partner): count
            for category, partner, count in self.env[REPORT]._read_group(
                domain, ["category_id", fname], ["__count"]
            )
        }
        of_category, of_partner = defaultdict(int), defaultdict(int)
        for (category, partner), count in counts.items():
            of_category[category] += count
            of_partner[partner] += count
        total = sum(counts.values())
        measures = self.env["complaint.measures"]
        names = measures._name_groups(of_category)
        partners = measures._name_groups(of_partner)
        found = []
        for (category, partner), count in counts.items():
            others = of_category[category] - count
            same = of_partner[partner] - count
            one = disproportion(count, same, others, total - count - others - same)
            if one.is_signal and count >= LEAST:
                found.append(
                    {
                        "name": names[category],
                        "partner": partners[partner],
                        "count": count,
                        "of": of_partner[partner],
                        # JSON knows no infinity: the others never have it.
                        "ratio": one.ratio if others else None,
                        "chi_square": one.chi_square,
                    }
                )
        return found
