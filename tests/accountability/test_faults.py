# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries in bad weather: people who left, odd calendars, and what is not proposed."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import OFFICER
from .common import ACCOUNTABILITY, MONDAY, PenaltyCase


@tagged("post_install", "-at_install")
class TestPenaltyProposing(PenaltyCase):
    """Nothing against anybody before the verdict, nor without a fault (R10)."""

    def test_before_the_verdict(self):
        for state in ("new", "assessed", "investigating", "proposed", "pending"):
            case = self._bring_to(self._create_case(), state)
            for rule in (self.penalty_rule, self.head_rule, self.late_rule):
                with (
                    self.subTest(state=state, rule=rule.code),
                    self._assert_refused("no approved decision"),
                ):
                    self._propose(case=case, rule=rule)
            self.assertTrue(self._propose(case=case, rule=self.reward_rule))

    def test_no_fault_of_ours(self):
        """Neither a misunderstanding nor bad luck is anybody's fault."""
        for level in ("customer", "none"):
            case = self._decide_case(fault_level=level)
            for rule in (self.head_rule, self.late_rule):
                with (
                    self.subTest(level=level, rule=rule.code),
                    self._assert_refused("no fault of ours"),
                ):
                    self._propose(case=case, rule=rule)
            self.assertTrue(self._propose(case=case, rule=self.reward_rule))

    def test_after_reopening(self):
        """What was decided does not stand any more: entries stay, none is added."""
        case = self._decide_case("resolved")
        penalty = self._bring_entry_to("upheld", case=case)
        case.with_user(self.officer).action_reopen(reason="The meter was ours.")
        self.assertEqual((penalty.state, penalty.balance), ("upheld", -10))
        with self._assert_refused("no approved decision"):
            self._propose(case=case, rule=self.late_rule)

    def test_cancelled(self):
        case = self._decide_case()
        case.with_user(self.handler).action_cancel(
            reason="Taken back", cancel_reason="withdrawn"
        )
        with self._assert_refused("no approved decision"):
            self._propose(case=case)

    def test_another_level_of_fault(self):
        """A violation is not punished as a mistake, nor the other way (R8, R9)."""
        case = self._decide_case(fault_level="violation")
        with self._assert_refused("another level"):
            self._propose(case=case)
        self.assertEqual(
            self._propose(case=case, rule=self.head_rule).fault_level, "violation"
        )

    def test_each_thing_once(self):
        """The same rule for the same person in the same case: once, until reversed."""
        case = self._decide_case()
        penalty = self._propose(case=case)
        self.assertFalse(self._propose(case=case))
        self.assertTrue(self._propose(case=case, user=self.head))
        self._bring_entry_to("upheld", penalty=penalty)
        self.assertFalse(self._propose(case=case))
        penalty.with_user(self.third).action_reverse(reason="Wrong clause.")
        self.assertTrue(self._propose(case=case))
        self.assertFalse(self._propose(case=case))

    def test_twice_in_one_call(self):
        case = self._decide_case()
        vals = {
            "complaint_id": case.id,
            "employee_id": self.staff[self.reader].id,
            "rule_id": self.penalty_rule.id,
        }
        self.assertEqual(len(self.Penalty._propose([vals, dict(vals)])), 1)
        self.assertFalse(self.Penalty._propose([]))
        with self._assert_refused("was applied"):
            self.Penalty.with_user(self.judge).create(vals)

    def test_a_new_version_is_the_same_rule(self):
        """Nobody answers twice for one thing as the rule was rewritten meanwhile."""
        case = self._decide_case()
        self._propose(case=case)
        action = self.penalty_rule.action_new_version()
        version = self.env["complaint.penalty.rule"].browse(action["res_id"])
        with self._at(MONDAY.replace(year=2040)):
            self.assertFalse(self._propose(case=case, rule=version))

    def test_by_hand_needs_all(self):
        penalties = self.Penalty.with_user(self.judge)
        vals = {
            "complaint_id": self._decide_case().id,
            "employee_id": self.staff[self.reader].id,
            "rule_id": self.penalty_rule.id,
        }
        for fname in vals:
            for value in ({}, {fname: False}):
                given = {key: vals[key] for key in vals if key != fname} | value
                with self.subTest(given=given), self._assert_refused("Choose the case"):
                    penalties.create(given)
        self.assertEqual(penalties.create(vals).origin, "manual")

    def test_numbers(self):
        """Each company counts its own entries, and none is counted twice."""
        other = self.env["res.company"].create({"name": "Sister"})
        first = other._next_penalty_numbers(3)
        self.assertEqual(len(set(first)), 3)
        self.assertEqual(first, sorted(first))
        self.assertEqual(first[0][-5:], "00001")
        penalties = self._propose() | self._propose()
        self.assertEqual(len(set(penalties.mapped("name"))), 2)

    def test_a_thousand_at_once(self):
        """The queries do not grow with the entries."""
        case = self._decide_case()
        employees = self.env["hr.employee"].create(
            [{"name": f"Employee {number}"} for number in range(60)]
        )
        counts = []
        for batch in (employees[:5], employees[5:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Penalty.sudo()._propose(
                [
                    {
                        "complaint_id": case.id,
                        "employee_id": employee.id,
                        "rule_id": self.penalty_rule.id,
                        "origin": "verdict",
                    }
                    for employee in batch
                ]
            )
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)


@tagged("post_install", "-at_install")
class TestPenaltyPeople(PenaltyCase):
    """People without what others have, and people who are gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._decide_case()

    def _propose_for(self, employee):
        return self.Penalty.sudo()._propose(
            [
                {
                    "complaint_id": self.case.id,
                    "employee_id": employee.id,
                    "rule_id": self.penalty_rule.id,
                    "origin": "verdict",
                }
            ]
        )

    def test_without_user(self):
        """An officer writes down what somebody says who has no login."""
        nobody = self._create_employee("Wang", parent_id=False, department_id=False)
        penalty = self._propose_for(nobody)
        self._make_notify(penalty)
        as_judge = penalty.with_user(self.judge)
        as_judge._give_statement("On the telephone: it was dark.")
        as_judge.action_confirm(reason="Proven.")
        penalty.with_user(self.second)._appeal("In a letter: it was dark.")
        penalty.with_user(self.second).action_waive(reason="It was dark.")
        self.assertEqual((penalty.state, penalty.balance), ("waived", 0))

    def test_without_user_unheard(self):
        nobody = self._create_employee("Wang")
        penalty = self._propose_for(nobody)
        with self._at(MONDAY):
            self._make_notify(penalty)
            with self._assert_refused("waits for the statement"):
                penalty.with_user(self.judge).action_confirm(reason="Proven.")
        with self._at(MONDAY + timedelta(days=10)):
            penalty.with_user(self.judge).action_confirm(reason="Proven.")
        self.assertEqual(penalty.balance, -10)

    def test_deleted(self):
        """The entry stays and can be read and decided, without the employee."""
        penalty = self._bring_entry_to("notified", case=self.case)
        self.staff[self.reader].unlink()
        self.assertFalse(penalty.employee_id)
        self.assertEqual(penalty.employee_name, "penalty_reader")
        self.assertFalse(self.Penalty.with_user(self.reader).search([]))
        with self._at(penalty.date_statement_due):
            penalty.with_user(self.judge).action_confirm(reason="Proven.")
        with self._at(penalty.date_final_due):
            self._run_deadlines()
            reversal = penalty.with_user(self.third).action_reverse(reason="Wrong")
        self.assertEqual(penalty.balance + reversal.balance, 0)
        self.assertTrue(penalty.with_user(self.judge).read(["facts", "employee_id"]))

    def test_deleted_and_still_an_officer(self):
        """Deleting the employee does not let their user decide about them."""
        self.reader.group_ids |= self.env.ref(ACCOUNTABILITY)
        penalty = self._bring_entry_to("notified", case=self.case)
        self.staff[self.reader].unlink()
        with self._assert_refused("Accountability Entry", AccessError):
            penalty.with_user(self.reader).action_dismiss(reason="No such person.")

    def test_department_deleted(self):
        """The entry stays when its department is gone."""
        works = self.env["hr.department"].create({"name": "Works"})
        self.staff[self.reader].department_id = works
        penalty = self._bring_entry_to("confirmed", case=self.case)
        self.assertEqual(penalty.department_id, works)
        self.staff[self.reader].department_id = self.department
        works.unlink()
        self.assertFalse(penalty.department_id)
        self.assertEqual(penalty.balance, -10)

    def test_moved_and_reversed(self):
        """What was entered in one company is put right there, wherever they are."""
        penalty = self._bring_entry_to("upheld", case=self.case)
        other = self.env["res.company"].create({"name": "Sister"})
        self.reader.company_ids = [Command.link(other.id)]
        self.staff[self.reader].write({"company_id": other.id, "department_id": False})
        reversal = penalty.with_user(self.third).action_reverse(reason="Wrong")
        self.assertEqual(reversal.company_id, self.company)
        self.assertEqual(penalty.balance + reversal.balance, 0)

    def test_archived(self):
        """Who left can still be called to account, and praised."""
        self.staff[self.reader].active = False
        self.reader.active = False
        penalty = self._propose(case=self.case)
        with self._at(MONDAY):
            self._make_notify(penalty)
        with self._at(penalty.date_statement_due):
            penalty.with_user(self.judge).action_confirm(reason="Proven.")
        self.assertEqual(penalty.state, "confirmed")

    def test_renamed_and_promoted(self):
        """The entry says who it was then."""
        penalty = self._propose(case=self.case)
        self.staff[self.reader].write(
            {
                "name": "Another Name",
                "department_id": self.env["hr.department"].create({"name": "HQ"}).id,
            }
        )
        self.assertEqual(penalty.employee_name, "penalty_reader")
        self.assertEqual(penalty.department_id, self.department)

    def test_new_login(self):
        """Who gets another login reads their entries with it; the old one does not."""
        penalty = self._bring_entry_to("notified", case=self.case)
        again = self._create_user("penalty_again", "base.group_user")
        self.staff[self.reader].user_id = again
        self.assertTrue(penalty.with_user(again).read(["facts"]))
        self.assertFalse(self.Penalty.with_user(self.reader).search([]))
        penalty.with_user(again)._give_statement("It was dark.")

    # ------------------------------------------------------------------
    # Calendars
    # ------------------------------------------------------------------

    def test_empty_calendar(self):
        """Where nobody ever works by the calendar, there is a deadline all the same."""
        self.company.complaint_calendar_id = False
        self.company.resource_calendar_id.attendance_ids.unlink()
        penalty = self._propose(case=self.case)
        with self._at(MONDAY):
            self._make_notify(penalty)
        self.assertEqual((penalty.date_statement_due - MONDAY).days, 5)

    def test_no_calendar(self):
        self.company.write(
            {"complaint_calendar_id": False, "resource_calendar_id": False}
        )
        penalty = self._propose(case=self.case)
        with self._at(MONDAY):
            self._make_notify(penalty)
        self.assertEqual((penalty.date_statement_due - MONDAY).days, 5)

    def test_longer_deadlines(self):
        """The company's own days count."""
        self.company.write({"complaint_statement_days": 1, "complaint_appeal_days": 2})
        penalty = self._propose(case=self.case)
        with self._at(MONDAY):
            self._make_notify(penalty)
            self._make_confirm(penalty)
        self.assertEqual(penalty.date_statement_due.day, 3)
        self.assertEqual(penalty.date_appeal_due.day, 4)

    def test_many_at_once(self):
        """A batch of entries is decided together, or not at all."""
        entries = self._propose(case=self.case) | self._propose(
            case=self.case, user=self.head, rule=self.head_rule
        )
        entries.with_user(self.judge).action_notify()
        entries[0].with_user(self.reader)._give_statement("It was dark.")
        with self._assert_refused("waits for the statement"):
            entries.with_user(self.judge).action_confirm(reason="Proven.")
        self.assertEqual(entries.mapped("state"), ["notified", "notified"])
        entries[1].with_user(self.head)._give_statement("I was on leave.")
        entries.with_user(self.judge).action_confirm(reason="Proven.")
        self.assertEqual(entries.mapped("balance"), [-10, -4])

    def test_officers_of_complaints_are_not_officers_of_people(self):
        user = self._create_user("penalty_officer", OFFICER)
        with self.assertRaises(UserError):
            self._propose(case=self.case).with_user(user).action_notify()
