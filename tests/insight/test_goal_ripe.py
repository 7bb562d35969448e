# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Targets for what is known only long after their period (R133)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from .goal_common import GoalCase

BACK = "came_back"


@tagged("post_install", "-at_install")
class TestRipeTarget(GoalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Tea House"})

    def _close(self, day, bought=0):
        case = self._create_case(partner_id=self.customer.id)
        moment = f"{day} 12:00:00"
        case._write_protected(
            {
                "date_first_resolved": moment,
                "date_closed": moment,
                "later_purchase_amount": bought,
            }
        )
        return case

    def _create_target(self, **vals):
        return self._create_goal(measure=BACK, target=0.5, better="more", **vals)

    def test_a_running_one_warns_nobody(self):
        """Who complained yesterday has had no time to buy again."""
        goal = self._create_target(user_id=self.officer.id)
        for _number in range(LEAST):
            self._close(self.month)
        self.assertEqual(goal.standing, "unripe")
        self._run_night()
        self.assertFalse(goal.activity_ids)

    def test_kept_when_it_is_ripe(self):
        """A month's target waits for the year in which customers may come back."""
        goal = self._create_target(date_from=self.last_month, user_id=self.officer.id)
        cases = [self._close(self.last_month) for _number in range(LEAST)]
        self._run_night()
        self.assertFalse(goal.date_frozen or goal.activity_ids)
        self.assertEqual((goal.standing, goal.value_words), ("unripe", "0.0 %"))
        for case in cases[:3]:
            case._write_protected({"later_purchase_amount": 70})
        goal.invalidate_recordset()
        self.assertEqual((goal.standing, goal.value_words), ("unripe", "60.0 %"))
        with freeze_time(goal.date_to + timedelta(days=364)):
            self._run_night()
        self.assertFalse(goal.date_frozen)
        with freeze_time(goal.date_to + timedelta(days=367)):
            self._run_night()
            self.assertTrue(goal.date_frozen)
            self.assertEqual((goal.standing, goal.value_kept), ("reached", 0.6))

    def test_few_stay_few(self):
        """That it is early tells nothing of single customers either (R206)."""
        goal = self._create_target(date_from=self.last_month)
        self._close(self.last_month, bought=70)
        self.assertEqual((goal.standing, goal.has_value), ("few", False))

    def test_nobody_makes_it_easier_meanwhile(self):
        """Its period is over: who waits for the result does not change the target."""
        over = self._create_target(date_from=self.last_month).with_user(self.manager)
        with self._assert_refused("is over"):
            over.target = 0.1
        with self._assert_refused("is over"):
            over.unlink()
        over.note = "<p>We wait.</p>"
        running = self._create_target().with_user(self.manager)
        running.target = 0.4

    def test_no_competition_is_about_what_is_known_later(self):
        """A board is closed with its last day, and could not know it (R211)."""
        offered = dict(self.env["complaint.contest"]._select_measures())
        self.assertNotIn(BACK, offered)
        self.assertIn("days_to_answer", offered)
