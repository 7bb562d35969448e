# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether an action worked: planned before, counted by the product, signed (R139)."""

from datetime import datetime, time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import LearningCase


class EffectCase(LearningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.swapped = cls.category.create({"name": "Swapped Meters"})
        cls.below = cls.category.create(
            {"name": "Swapped in Shops", "parent_id": cls.swapped.id}
        )

    @classmethod
    def _receive(cls, days, count=1, **vals):
        """Complaints that came in on a day, so many days from today."""
        when = datetime.combine(cls._day(days), time(12))
        return cls.env["complaint.complaint"].create(
            [
                {
                    "name": f"Meter {days}/{index}",
                    "partner_name": "Li Wei",
                    "category_id": cls.swapped.id,
                    "date_received": when,
                    **vals,
                }
                for index in range(count)
            ]
        )

    @classmethod
    def _plan(cls, **vals):
        return cls._create_action(
            **{
                "measure": "count",
                "scope_category_id": cls.swapped.id,
                "base_from": cls._day(-200),
                "base_to": cls._day(-101),
                "target_percent": 50,
                "date_effect": cls._day(30),
                **vals,
            }
        )

    def _finish(self, action, done=-100, seen=0):
        """Done and checked so many days ago, to be seen on another day."""
        self._do(action)
        action.with_user(self.colleague).action_check()
        action._write_sealed(
            {"date_done": self._day(done), "date_effect": self._day(seen)}
        )
        return action


@tagged("post_install", "-at_install")
class TestPlan(EffectCase):
    def test_the_value_before_is_counted_by_the_product(self):
        """With what is below; without others, inquiries, spam and what we found."""
        self._receive(-150, 4)
        self._receive(-101, 3, category_id=self.below.id)
        self._receive(-200, 2, identity_mode="confidential")
        self._receive(-201)
        self._receive(-100)
        self._receive(-150, category_id=self.category.id)
        self._receive(-150, kind="inquiry")
        spam = self._receive(-150)
        spam._write_sealed({"state": "cancelled", "cancel_reason": "spam"})
        # What we found before the customer complained is no complaint.
        self._receive(-150)._write_sealed({"is_found_by_us": True})
        action = self._plan()
        figures = action.base_figures
        self.assertEqual((figures["cases"], figures["days"]), (9, 100))
        self.assertIn("9 in 100 days", action.with_user(self.employee).base_words)
        for vals in ({"base_figures": {"cases": 99}}, {"effect": "effective"}):
            with self.assertRaises(UserError):
                action.with_user(self.officer).write(vals)
        with self.assertRaises(AccessError):
            action.with_user(self.manager).read(["base_figures"])

    def test_cause_and_department_narrow_it_down(self):
        part = self.cause.create({"name": "Labels", "parent_id": self.cause.id})
        for case in self._receive(-150, 6):
            case.cause_id = part
        other = self._receive(-150)
        other.cause_id = self.cause
        other.department_id = False
        action = self._plan(scope_category_id=False, scope_cause_id=self.cause.id)
        self.assertEqual(action.base_figures["cases"], 7)
        units = self._receive(-150).department_id
        action.scope_department_id = units or self.department
        wanted = 6 if units else 0
        self.assertEqual(action.base_figures["cases"], wanted)

    def test_few_are_not_told_apart(self):
        """A number below five would tell of single, maybe protected, cases."""
        self._receive(-150, 4)
        self.assertIn("fewer than 5", self._plan().base_words)

    def test_what_is_not_said_is_proposed(self):
        action = self._create_action(
            measure="count", scope_category_id=self.swapped.id, date_due=self._day(10)
        )
        self.assertEqual(action.base_to, self._day(-1))
        self.assertEqual(action.base_from, self._day(-90))
        self.assertEqual(action.date_effect, self._day(100))

    def test_a_plan_that_tells_nothing_is_refused(self):
        for vals, words in (
            ({"scope_category_id": False}, "Say of which"),
            ({"target_percent": 0}, "between 0 and 100"),
            ({"target_percent": 120}, "between 0 and 100"),
            ({"base_from": self._day(-110)}, "four weeks"),
            ({"base_from": self._day(-40), "base_to": self._day(0)}, "four weeks"),
        ):
            with self._assert_refused(words, ValidationError):
                self._plan(**vals)

    def test_the_plan_stays_once_it_is_done(self):
        action = self._do(self._plan())
        for vals in (
            {"target_percent": 1},
            {"measure": "late"},
            {"date_effect": self._day(1)},
            {"base_from": self._day(-300)},
            {"scope_cause_id": self.cause.id},
        ):
            with self._assert_refused("Reopen"):
                action.with_user(self.officer).write(vals)

    def test_many_plans_ask_no_more(self):
        """The values of many actions are one query, whatever their scopes."""
        self._receive(-150, 2)
        self._plan()._look_at_effects()
        counted = []
        for number in (2, 10):
            actions = self.Action.union(*(self._plan() for _plan in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            actions.mapped("base_figures")
            start = self.env.cr.sql_log_count
            windows = [w for one in actions for w in one._get_after_windows()]
            self.assertEqual(len(self.Action._count_windows(windows)), 2 * number)
            counted.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counted)


@tagged("post_install", "-at_install")
class TestEffect(EffectCase):
    def test_effective(self):
        """12 before, 1 since: the figures say so, and a checker signs."""
        self._receive(-150, 12)
        action = self._plan()
        self._finish(action)
        self._receive(-50)
        self._run_cron()
        self.assertEqual(action.effect_proposal, "effective")
        self.assertIn("92 % less", action.effect_sentence)
        self.assertIn("By chance alone", action.effect_sentence)
        self.assertFalse(action.effect)
        (task,) = action.activity_ids
        self.assertEqual(task.user_id, self.colleague)
        action.with_user(self.colleague).action_sign("effective")
        self.assertEqual(action.effect, "effective")
        self.assertEqual(action.effect_signed_by_id, self.colleague)
        self.assertEqual(action.state, "checked")
        self.assertFalse(action.activity_ids)
        said = "".join(action.message_ids.mapped("body"))
        self.assertIn("Effect signed", said)
        self.assertIn("92 % less", said)
        with self._assert_refused("signed already"):
            action.with_user(self.officer).action_sign("effective")

    def test_nobody_signs_their_own(self):
        self._receive(-150, 12)
        action = self._plan(user_id=self.manager.id)
        self._finish(action)
        self._run_cron()
        for user in (self.manager, self.employee, self.handler):
            with self.assertRaises(AccessError):
                action.with_user(user).action_sign("effective")

    def test_ineffective_is_open_again(self):
        """It is done anew, by a day that the checker says, and seen anew after it."""
        self._receive(-150, 12)
        action = self._plan()
        self._finish(action)
        self._receive(-50, 14)
        self._run_cron()
        self.assertEqual(action.effect_proposal, "ineffective")
        checker = action.with_user(self.colleague)
        with self._assert_refused("by when"):
            checker.action_sign("ineffective")
        calls = []
        self.patch(
            type(action), "_after_ineffective", lambda self: calls.append(self.ids)
        )
        checker.action_sign("ineffective", again=self._day(20))
        self.assertEqual(calls, [action.ids])
        self.assertEqual(action.state, "open")
        self.assertEqual(action.effect, "ineffective")
        self.assertEqual(action.ineffective_count, 1)
        self.assertEqual(action.date_due, self._day(20))
        self.assertEqual(action.date_due_first, self._day(14))
        self.assertGreater(action.date_effect, self._day(20))
        self.assertEqual(action.activity_ids.user_id, self.employee)
        self.assertFalse(action.date_done)
        self._do(action)
        self.assertFalse(action.effect)

    def test_who_decides_otherwise_says_why(self):
        self._receive(-150, 12)
        action = self._finish(self._plan())
        self._run_cron()
        checker = action.with_user(self.colleague)
        with self._assert_refused("why you decide otherwise"):
            checker.action_sign("inconclusive")
        with self._assert_refused("whether it worked"):
            checker.action_sign("brilliant", words="Trust me")
        checker.action_sign("inconclusive", words="The shops were closed all summer")
        self.assertEqual(action.effect, "inconclusive")
        self.assertIn("all summer", action.message_ids[0].body)

    def test_not_before_its_day_and_not_without_a_plan(self):
        action = self._finish(self._plan(), seen=1)
        self._run_cron()
        self.assertFalse(action.effect_proposal)
        with self._assert_refused("is seen on"):
            action.with_user(self.colleague).action_sign("effective")
        plain = self._finish(self._create_action())
        self._run_cron()
        with self._assert_refused("nobody planned"):
            plain.with_user(self.colleague).action_sign("effective")

    def test_a_missed_night_loses_nothing_and_a_second_changes_nothing(self):
        self._receive(-150, 12)
        action = self._finish(self._plan(), seen=-20)
        self._run_cron()
        figures = action.after_figures
        self.assertEqual(figures["to"], str(self._day(-21)))
        self._receive(-60, 9)
        self._run_cron()
        self.assertEqual(action.after_figures, figures)
        self.assertEqual(len(action.activity_ids), 1)

    def test_look_again_later(self):
        self._receive(-150, 6)
        action = self._finish(self._plan(), done=-20)
        self._run_cron()
        self.assertEqual(action.effect_proposal, "inconclusive")
        checker = action.with_user(self.colleague)
        with self._assert_refused("a day to come"):
            checker.action_look_later(later=self._day(0), reason="Too early")
        with self._assert_refused("the reason"):
            checker.action_look_later(later=self._day(60))
        with self.assertRaises(AccessError):
            action.with_user(self.employee).action_look_later(self._day(60), "Later")
        checker.action_look_later(later=self._day(60), reason="Three weeks only")
        self.assertEqual(action.date_effect, self._day(60))
        self.assertFalse(action.effect_proposal or action.activity_ids)

    # -- what can go wrong -------------------------------------------------------

    def _propose(self, action, **kwargs):
        self._finish(action, **kwargs)
        self._run_cron()
        self.assertEqual(action.effect_proposal, "inconclusive")
        return action.with_user(self.colleague).effect_sentence

    def test_few_before(self):
        self._receive(-150, 4)
        sentence = self._propose(self._plan())
        self.assertIn("too few", sentence)
        self.assertIn("fewer than 5", sentence)

    def test_a_day_that_was_over_before_it_was_done(self):
        self._receive(-150, 12)
        self.assertIn("Look again", self._propose(self._plan(), done=-10, seen=-20))

    def test_category_archived(self):
        """That nothing comes in there proves nothing."""
        self._receive(-150, 12)
        action = self._plan()
        self.swapped.active = False
        self.assertIn("archived", self._propose(action))

    def test_category_deleted(self):
        empty = self.category.create({"name": "Not used"})
        action = self._plan(scope_category_id=empty.id)
        empty.unlink()
        self.env.invalidate_all()
        self.assertIn("not there any more", self._propose(action))

    def test_a_scope_of_two_loses_one(self):
        """What is left counts something else: it is not compared."""
        self._receive(-150, 12)
        empty = self.cause.create({"name": "Not used"})
        action = self._plan(scope_cause_id=empty.id)
        empty.unlink()
        self.env.invalidate_all()
        self.assertIn("not there any more", self._propose(action))

    def test_cases_sorted_anew(self):
        """Who moves the cases elsewhere is seen."""
        cases = self._receive(-150, 12)
        action = self._finish(self._plan())
        cases[:6].category_id = self.category
        self._run_cron()
        self.assertIn("sorted differently", action.effect_sentence)

    def test_causes_not_known_yet(self):
        cases = self._receive(-150, 12)
        cases.write({"cause_id": self.cause.id})
        action = self._plan(scope_cause_id=self.cause.id)
        self._finish(action)
        self._receive(-50, 8)
        self._run_cron()
        self.assertIn("Of 8 cases", action.effect_sentence)

    def test_one_that_fails_stops_no_other(self):
        self._receive(-150, 12)
        bad, good = self._finish(self._plan()), self._finish(self._plan())
        find = type(bad)._find_effect

        def fail(action, after):
            if action == bad:
                raise ValueError("broken")
            return find(action, after)

        self.patch(type(bad), "_find_effect", fail)
        with self.assertLogs("odoo.addons.complaint_management", "ERROR"):
            self._run_cron()
        self.assertFalse(bad.effect_proposal)
        self.assertTrue(good.effect_proposal)

    # -- shares and marks --------------------------------------------------------

    def _rate(self, cases, mark):
        cases.sudo().write({"satisfaction_result": mark})

    def test_satisfaction(self):
        self._rate(self._receive(-150, 12), "2")
        self._rate(self._receive(-140, 2), "3")
        action = self._plan(measure="satisfaction", target_percent=60)
        self.assertIn("2.1 of 5", action.base_words)
        self._finish(action)
        self._rate(self._receive(-50, 10), "4")
        self._rate(self._receive(-40, 5), "5")
        self._run_cron()
        self.assertEqual(action.effect_proposal, "effective")
        self.assertIn("higher", action.effect_sentence)

    def test_reopened(self):
        cases = self._receive(-150, 20)
        resolved = {"date_first_resolved": cases[0].date_received}
        cases._write_sealed(resolved)
        cases[:10]._write_sealed({"reopen_count": 1})
        action = self._plan(measure="reopened")
        self.assertIn("50 % reopened (10 of 20", action.base_words)
        self._finish(action)
        self._receive(-50, 25)._write_sealed(resolved)
        self._run_cron()
        self.assertEqual(action.effect_proposal, "effective")

    def test_late(self):
        cases = self._receive(-150, 12)
        for case in cases:
            case.clock_ids[:1].sudo().write({"is_late": True})
        action = self._plan(measure="late")
        late = len(cases.clock_ids.filtered("is_late").complaint_id)
        self.assertEqual(action.base_figures["hits"], late)
        self.assertTrue(late)

    def test_other_company(self):
        """What another company counts is its own."""
        other = self.env["res.company"].create({"name": "Other"})
        self._receive(-150, 12)
        self._receive(-150, 3, company_id=other.id)
        self.assertEqual(self._plan().base_figures["cases"], 12)
