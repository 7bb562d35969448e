# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a report tells beside its figures: typical cases, what to put right (R138)."""

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import fields, models
from odoo.fields import Domain

from .measures import ANSWERED, LEAST

REPORT = "complaint.report"
# So many proposals are made, and typical cases told.
PROPOSED = 3
TYPICAL = 3
# A proposal is to be done by then.
TIME_TO_ACT = relativedelta(months=1)


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    # ------------------------------------------------------------------
    # Typical cases
    # ------------------------------------------------------------------

    def _write_typical(self):
        """What is like many others, told by its facts alone: it names nobody.

        Of each of the most frequent kinds, with enough named cases that were answered,
        the one whose way took as long as that of most. Protected cases are never told.

        :return: Markup
        """
        domain = self._get_complaints_domain() & self._get_times(
            ANSWERED, (self.date_from, self.date_to)
        )
        domain &= Domain("identity_mode", "=", "named")
        domain &= Domain("category_id", "!=", False)
        rows = self.env[REPORT]
        groups = rows._read_group(
            domain,
            ["category_id"],
            ["__count", "days_to_answer_median:avg"],
            having=[("__count", ">=", LEAST)],
            order="__count DESC, category_id",
            limit=TYPICAL,
        )
        names = self.env["complaint.measures"]._name_groups(
            [category for category, *_values in groups]
        )
        return Markup().join(
            self._tell_typical(
                names[category],
                count,
                self._find_typical(
                    domain & Domain("category_id", "=", category.id), middle
                ),
            )
            for category, count, middle in groups
        )

    def _find_typical(self, domain, middle):
        """The case whose way took as long as that of the one in the middle.

        :param domain: rows of the analysis
        :param float middle: the median of their days
        """
        rows, fname = self.env[REPORT], "days_to_answer"
        near = rows.search(
            domain & Domain(fname, "<=", middle), order=f"{fname} DESC, id", limit=1
        ) | rows.search(
            domain & Domain(fname, ">=", middle), order=f"{fname}, id", limit=1
        )
        return min(near, key=lambda row: (abs(row[fname] - middle), row.id))

    def _tell_typical(self, name, count, case):
        facts = [
            self.env._("one of %s", self._say_count(count)),
            case.cause_id.name and self.env._("cause: %s", case.cause_id.name),
            self._get_choice(case, "verdict"),
            self.env._(
                "answered after %s", self._say_number("days", case.days_to_answer)
            ),
        ]
        if case.satisfaction_result:
            rated = self._get_choice(case, "satisfaction_result")
            facts.append(self.env._("result rated: %s", rated))
        told = self.env._("; ").join(fact for fact in facts if fact)
        return Markup("<p><b>%s</b>: %s.</p>") % (name, told)

    def _get_choice(self, row, fname):
        choices = dict(row._fields[fname]._description_selection(self.env))
        return choices.get(row[fname])

    # ------------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------------

    def _propose(self, figures):
        """What to put right, from the causes that led to the most complaints.

        Causes that an open action is to remove are being put right already.

        :return: list of values
        """
        now = (self.date_from, self.date_to)
        domain = self._get_complaints_domain() & self._get_times(ANSWERED, now)
        groups = self.env[REPORT]._read_group(
            domain & Domain("cause_id", "!=", False),
            ["cause_id"],
            ["__count"],
            having=[("__count", ">=", LEAST)],
            order="__count DESC, cause_id",
        )
        at_work = self.env["complaint.action"].search(
            [
                ("state", "=", "open"),
                ("company_id", "=", self.company_id.id),
                ("cause_ids", "in", [cause.id for cause, _count in groups]),
            ]
        )
        due = fields.Date.context_today(self) + TIME_TO_ACT
        names = self.env["complaint.measures"]._name_groups(
            [cause for cause, _count in groups]
        )
        places = self._find_places(domain)
        proposed = [
            {
                "name": self.env._("Remove the cause: %s", names[cause]),
                "reason": self.env._(
                    "It led to %s complaints in this period, and no action is at work "
                    "on it.",
                    self._say_count(count),
                ),
                "cause_id": cause.id,
                "date_due": due,
                **self._prepare_owner_vals(places.get(cause, self.department_id)),
            }
            for cause, count in groups
            if cause not in at_work.cause_ids
        ]
        return proposed[:PROPOSED]

    def _find_places(self, domain):
        """Which unit was responsible most often where a cause was found.

        :param domain: rows of the analysis
        :return: dict of cause to unit; none where few cases would be told of
        """
        places = {}
        for cause, unit, _count in self.env[REPORT]._read_group(
            domain & Domain("responsible_department_ids", "!=", False),
            ["cause_id", "responsible_department_ids"],
            ["__count"],
            having=[("__count", ">=", LEAST)],
            order="__count DESC, cause_id, responsible_department_ids",
        ):
            if not unit.company_id or unit.company_id == self.company_id:
                places.setdefault(cause, unit)
        return places

    def _prepare_owner_vals(self, unit):
        """Where it is put right, and who leads there: an analyst may name others."""
        head = unit.manager_id.user_id.filtered(
            lambda user: user._works_in(self.company_id)
        )
        return {"department_id": unit.id, "user_id": head.id}
