# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a report counts by category, unit, product and cause; where time went; and what
was expected (R138, R140, R179).
"""

from collections import Counter, defaultdict

from odoo import api, models
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
        :return: list of [name, now, before]; last "" for all groups that are so small
            that a protected case in them would be seen
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
                counts[group][place] = 0
        counts = {group: values for group, values in counts.items() if any(values)}
        names = self._name_groups(counts)
        rows = [[names[group], *values] for group, values in counts.items()]
        rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
        kept = [value if value >= LEAST else 0 for value in others]
        return rows + ([["", *kept]] if any(kept) else [])

    @api.model
    def _name_groups(self, groups):
        """What units, categories and so on are called where they stand together.

        Those of the same name are told apart by as many of those above them as that
        takes, and products, which have none, by their reference.

        :param groups: records of one model
        :return: dict of record to name
        """
        tops = {group: group.sudo() for group in groups}
        names = {group: top.name or "" for group, top in tops.items()}
        if not all("parent_id" in group._fields for group in groups):
            alike = self._find_alike(names)
            return names | {group: tops[group].display_name for group in alike}
        while alike := [
            group for group in self._find_alike(names) if tops[group].parent_id
        ]:
            for group in alike:
                tops[group] = tops[group].parent_id
                names[group] = f"{tops[group].name} / {names[group]}"
        return names

    @api.model
    def _find_alike(self, names):
        """Groups that share their name with another one.

        :param dict names: name of each
        """
        count = Counter(names.values())
        return [group for group, name in names.items() if count[name] > 1]

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
        domain = self._get_complaints_domain() & self._get_times(ANSWERED, days)
        rows = self.env[REPORT]
        gap = {}
        for key, fname in (("demand", "demand_verdict"), ("verdict", "verdict")):
            groups = rows._read_group(domain, [fname], ["__count"])
            gap[key] = {
                value: count for value, count in groups if value and count >= least
            }
        [[total, claimed, granted]] = rows._read_group(
            domain,
            [],
            ["__count", "claimed_amount:sum_currency", "granted_amount:sum_currency"],
        )
        if total < least:
            total, claimed, granted = 0, 0.0, 0.0
        gap.update(total=total, claimed=claimed or 0.0, granted=granted or 0.0)
        return gap
