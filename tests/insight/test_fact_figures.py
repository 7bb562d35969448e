# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each figure is the one that a person would count by hand, for whoever counts."""

import random
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.complaint_management.report.insight.complaint_report import (
    ACCOUNTABILITY,
)

from ..common import MANAGER, OFFICER
from .facts_common import FactsCase

SIZE = 200
DAY = 86400
DECISIONS = ("upheld", "partly_upheld", "not_upheld", False)


def _days(start, end):
    return (end - start).total_seconds() / DAY if end else None


def _first(moods):
    return moods[0] if moods else None


def _moods(case):
    contacts = case.contact_ids.filtered("mood").sorted(lambda c: (c.date, c.id))
    return [int(contact.mood) for contact in contacts]


def _within(case, days):
    if not case.date_answered:
        return None
    return float(case.working_days_to_answer <= days)


def _is_satisfied(case):
    high = int(case.satisfaction_result) >= 4 and int(case.satisfaction_handling) > 2
    return float(high)


def _converted(case):
    moods = _moods(case)
    if not moods or moods[0] > 2:
        return None
    if case.satisfaction_result:
        return _is_satisfied(case)
    return float(moods[-1] >= 4)


def _reopened(case):
    return float(case.reopen_count > 0) if case.date_first_resolved else None


# What a person counts of one case, None where there is nothing to count.
BY_HAND = {
    "days_to_acknowledge": lambda c: _days(c.date_received, c.date_acknowledged),
    "days_to_answer": lambda c: _days(c.date_received, c.date_answered),
    "days_to_close": lambda c: _days(c.date_received, c.date_closed),
    "within_3_days": lambda c: _within(c, 3),
    "within_7_days": lambda c: _within(c, 7),
    "upheld": lambda c: float("not" not in c.verdict) if c.verdict else None,
    "reopened": _reopened,
    "satisfaction_with_result": lambda c: (
        float(c.satisfaction_result) if c.satisfaction_result else None
    ),
    "dissatisfied": lambda c: (
        float(min(int(c.satisfaction_result), int(c.satisfaction_handling)) <= 2)
        if c.satisfaction_result
        else None
    ),
    "satisfied": lambda c: _is_satisfied(c) if c.satisfaction_result else None,
    "converted": _converted,
    "mood_first": lambda c: _first(_moods(c)),
    "mood_last": lambda c: _first(_moods(c)[::-1]),
    "recurrence": lambda c: (
        float(bool(c.recurrence_action_ids)) if c.cause_id else None
    ),
    "repeated": lambda c: float(c.is_repeat) if c.cause_id else None,
}
SUMS = ("claimed_amount", "value_given")
AXES = ("severity", "verdict", "state", "identity_mode", "mindset", "grounds")


@tagged("post_install", "-at_install")
class TestFigures(FactsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(14)
        cls.cases = cls.Complaint.create([cls._prepare(n) for n in range(SIZE)])
        for case in cls.cases:
            case._write_protected(cls._draw(case))
            if case.date_closed:
                case._write_protected({"state": "closed"})
        # About somebody who may not know of them.
        cls.cases[::20].complained_employee_ids = cls.accused_employee
        cls.hidden = cls.cases[::20].filtered(lambda c: c.identity_mode != "named")

    @classmethod
    def _prepare(cls, number):
        pick = cls.random.choice
        mode = "confidential" if number % 4 == 0 else "named"
        return cls._prepare_case_vals(
            name=f"Case {number}",
            partner_name=False,
            email_from=False,
            date_received=fields.Datetime.now()
            - timedelta(hours=cls.random.randint(800, 9000)),
            severity=pick(("0", "1", "2", "3")),
            mindset=pick(("unknown", "venting", "authority")),
            identity_mode=mode,
            claimed_amount=cls.random.randint(0, 500),
            grounds=pick(("presumed", "sufficient", "insufficient")),
            contact_ids=[
                Command.create(
                    {
                        "mood": pick(("1", "2", "3", "4", "5", False)),
                        "date": fields.Datetime.now()
                        - timedelta(hours=cls.random.randint(1, 700)),
                    }
                )
                for _contact in range(cls.random.randint(0, 3))
            ],
        )

    @classmethod
    def _draw(cls, case):
        """How far it came, when, and what came out of it."""
        hours = sorted(cls.random.randint(1, 300) for _date in range(4))
        dates = [case.date_received + timedelta(hours=hour) for hour in hours]
        place = cls.random.randint(0, 3)
        vals = {"date_acknowledged": dates[0]}
        if place > 0:
            vals["date_answered"] = dates[1]
            vals["verdict"] = cls.random.choice(DECISIONS)
            vals["cause_id"] = cls.random.choice((cls.cause.id, False))
        if place > 1:
            vals["date_first_resolved"] = dates[2]
            vals["reopen_count"] = cls.random.choice((0, 0, 1))
        if place > 2:
            vals["date_closed"] = dates[3]
            vals["satisfaction_result"] = str(cls.random.randint(1, 5))
            vals["satisfaction_handling"] = str(cls.random.randint(1, 5))
        return vals

    def _count_by_hand(self, cases):
        figures = {}
        for name, count in BY_HAND.items():
            values = [value for value in map(count, cases) if value is not None]
            figures[name] = sum(values) / len(values) if values else 0
        return figures

    def _assert_same(self, cases, domain, user=None):
        names = [f"{name}:avg" for name in BY_HAND]
        report = self.Report.with_user(user or self.env.user)
        (row,) = report._read_group(domain, aggregates=["__count", *names])
        self.assertEqual(row[0], len(cases))
        for name, found in zip(BY_HAND, row[1:], strict=True):
            expected = self._count_by_hand(cases)[name]
            self.assertAlmostEqual(found or 0, expected, 6, name)

    def test_figures_are_those_that_one_counts_by_hand(self):
        """Of some hundred cases, protected ones among them."""
        self.assertTrue(self.hidden)
        self._assert_same(self.cases, [("id", "in", self.cases.ids)])
        self._assert_in_step()

    def test_in_each_group(self):
        for axis in AXES:
            for value, cases in self.cases.grouped(axis).items():
                with self.subTest(axis=axis, value=value):
                    ours = [("id", "in", self.cases.ids), (axis, "=", value)]
                    self._assert_same(cases, ours)

    def test_sums(self):
        names = [f"{name}:sum" for name in SUMS]
        domain = [("id", "in", self.cases.ids)]
        (row,) = self.Report._read_group(domain, aggregates=names)
        for name, found in zip(SUMS, row, strict=True):
            self.assertAlmostEqual(found, sum(self.cases.mapped(name)), 2, name)

    def test_who_is_barred_counts_without_what_is_hidden(self):
        """Not by number, nor by any other figure (R153)."""
        domain = [("id", "in", self.cases.ids)]
        for user in (self.accused, self.boss):
            left = self.cases - self.hidden
            readable = self.Complaint.with_user(user).search(domain)
            if user == self.accused:
                self.assertEqual(readable.sorted("id"), left.sorted("id"))
            self._assert_same(self.cases & readable.with_env(self.env), domain, user)

    def test_everybody_counts_what_they_read(self):
        """By any part of the rules: own cases, teams, followers."""
        self.cases[5].user_id = self.outsider
        domain = [("id", "in", self.cases.ids)]
        for user in (self.clerk, self.handler, self.colleague, self.outsider):
            with self.subTest(user.login):
                readable = self.Complaint.with_user(user).search(domain)
                self._assert_same(readable.with_env(self.env), domain, user)

    def test_managers_are_answered_from_the_facts_alone(self):
        """The cases themselves are not looked at."""
        for user in (self.manager, self.officer):
            domain = self.Report.with_user(user)._get_readable_domain()
            paths = {condition.field_expr for condition in domain.iter_conditions()}
            self.assertLessEqual(paths, {"id", "company_id"})

    def test_another_company_counts_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "facts_other",
            groups=f"{OFFICER},{MANAGER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self._assert_same(
            self.cases.browse(), [("id", "in", self.cases.ids)], user=user
        )

    def test_employees_count_nothing(self):
        with self.assertRaises(AccessError):
            self.Report.with_user(self.employee).search([])

    def test_nobody_reads_the_table_itself(self):
        for user in (self.employee, self.manager, self.officer):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(self.Fact.with_user(user).has_access(operation))

    def test_people_are_for_accountability(self):
        """Who was responsible is no axis for everybody, and finds nothing."""
        person = self.accused_employee
        self.cases[1].sudo().responsible_employee_ids = person
        report = self.Report.with_user(self.manager)
        for count in (
            lambda: report._read_group([], ["responsible_employee_ids"], ["__count"]),
            lambda: report.formatted_read_group([], ["responsible_employee_ids"], []),
            lambda: report.search([("responsible_employee_ids", "in", person.ids)]),
            lambda: report.search(
                [("responsible_employee_ids.name", "=", person.name)]
            ),
            lambda: report.browse(self.cases[1].id).read(["responsible_employee_ids"]),
        ):
            with self.assertRaises(AccessError):
                count()
        self.manager.group_ids += self.env.ref(ACCOUNTABILITY)
        found = dict(
            report._read_group(
                [("id", "in", self.cases.ids)],
                ["responsible_employee_ids"],
                ["__count"],
            )
        )
        self.assertEqual(found[person.with_env(report.env)], 1)
