# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a report counts by category, unit, product and cause; where time went; and what
was expected (R138, R140, R179).
"""

from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ..case.life_cycle import OPEN_STATES
from .measures import ANSWERED, LEAST

REPORT = "complaint.report"


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    # ------------------------------------------------------------------
    # By category, unit, product and cause
    # ------------------------------------------------------------------

    def _count_by(self, fname, by, now, before):
        """Complaints of each group, now and before, the most first.

        :param str fname: a field of the analysis
        :param str by: the date by which a period counts a case
        :return: list of [name, now, before]; None where a group is so small that a
            protected case in it would be seen; last "" for what is hidden so, added up
        """
        counts, protected = defaultdict(lambda: [0, 0]), set()
        for place, days in enumerate((now, before)):
            domain = self._get_complaints_domain() & self._get_times(by, days)
            for group, mode, count in self.env[REPORT]._read_group(
                domain & Domain(fname, "!=", False),
                [fname, "identity_mode"],
                ["__count"],
            ):
                counts[group][place] += count
                if mode != "named":
                    protected.add((group, place))
        others = [0, 0]
        for group, place in protected:
            if counts[group][place] < LEAST:
                others[place] += counts[group][place]
                counts[group][place] = None
        counts = {group: values for group, values in counts.items() if any(values)}
        names = self.env["complaint.measures"]._name_groups(counts)
        rows = [[names[group], *values] for group, values in counts.items()]
        rows.sort(key=lambda row: (-(row[1] or 0), -(row[2] or 0), row[0]))
        kept = [None if 0 < value < LEAST else value for value in others]
        return rows + ([["", *kept]] if any(kept) else [])

    # ------------------------------------------------------------------
    # Where time goes (R179), and what was expected (R138)
    # ------------------------------------------------------------------

    def _count_states(self, leasts):
        """How long cases stood in each state, of those that were answered.

        :param dict leasts: as ``_count_rows`` has them
        :return: list of [state, days now, days before]
        """
        fnames = [f"days_{state}" for state in OPEN_STATES]
        fnames.append("days_waiting_approval")
        names = [*OPEN_STATES, "waiting_approval"]
        means = []
        for days, least in leasts.items():
            domain = self._get_complaints_domain() & self._get_times(ANSWERED, days)
            aggregates = [
                f"{fname}:{how}" for fname in fnames for how in ("avg", "count")
            ]
            [values] = self.env[REPORT]._read_group(domain, [], aggregates)
            means.append(
                [
                    mean if count >= least else None
                    for mean, count in zip(values[::2], values[1::2], strict=True)
                ]
            )
        return [
            list(row)
            for row in zip(names, *means, strict=True)
            if row[1] is not None or row[2] is not None
        ]

    def _count_gap(self, leasts):
        """What was asked for, and what was granted, of the complaints answered (R138).

        :param dict leasts: as ``_count_rows`` has them
        :return: list of the same dict for now and before
        """
        return [self._count_gap_of(days, least) for days, least in leasts.items()]

    def _count_gap_of(self, days, least):
        """What is of too few is None: it is not told, and is no 0 (R152)."""
        domain = self._get_complaints_domain() & self._get_times(ANSWERED, days)
        rows = self.env[REPORT]
        gap = {}
        for key, fname in (("demand", "demand_verdict"), ("verdict", "verdict")):
            groups = rows._read_group(domain, [fname], ["__count"])
            gap[key] = {
                value: count if count >= least else None
                for value, count in groups
                if value
            }
        total = rows.search_count(domain)
        return {
            **gap,
            "total": None if 0 < total < least else total,
            "claimed": self._sum_money("claimed_amount", domain, least),
            "granted": self._sum_money("granted_amount", domain, least),
        }

    def _sum_money(self, fname, domain, least):
        """An amount of cases; None where so few have one that it tells of one."""
        [[count, money]] = self.env[REPORT]._read_group(
            domain & Domain(fname, ">", 0), [], ["__count", f"{fname}:sum_currency"]
        )
        return None if 0 < count < least else money or 0.0
