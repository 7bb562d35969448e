# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The nightly watch: what it calls for, once, and what it leaves alone (R121)."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..common import without_commits
from .common import WatchCase


@tagged("post_install", "-at_install")
class TestWatch(WatchCase):
    def test_more_than_usual_calls_the_head_of_the_unit(self):
        """Who leads the unit of the category is told, and has a task."""
        self.department.manager_id = self.staff[self.officer]
        self._add_past()
        self._add(0, 6)
        (alert,) = self._watch()
        self.assertEqual(alert.subject, "Wrong bill")
        self.assertEqual((alert.count, alert.state), (6, "new"))
        self.assertTrue(alert.has_year)
        self.assertEqual(alert.told_user_ids, self.officer)
        self.assertEqual(alert.activity_ids.user_id, self.officer)
        self.assertIn("6 this week", alert.sentence)
        self.assertIn("about once in", alert.sentence)

    def test_as_many_as_usual_call_nobody(self):
        self._add_past(every=1)
        self._add(0, 1)
        self.assertFalse(self._watch())

    def test_least(self):
        """Fewer than the rule wants are no alert, however rare they are."""
        for week in range(20, 140, 30):
            self._add(week)
        self._add(0, 3)
        self.rule.least = 4
        self.assertFalse(self._watch())
        self.rule.least = 3
        self.assertTrue(self._watch())

    def test_nobody_to_tell_are_the_officers(self):
        """No alert is raised without anybody hearing of it."""
        self._add_past()
        self._add(0, 6)
        (alert,) = self._watch()
        self.assertIn(self.officer, alert.told_user_ids)

    def test_empty_database(self):
        self.assertFalse(self._watch())
        self.assertEqual(self.rule.series_count, 0)
        self.assertTrue(self.rule.expectation)

    def test_one_week_of_history(self):
        """What has no past is compared with nothing."""
        self._add(0, 12)
        self.assertFalse(self._watch())

    # -- episodes ----------------------------------------------------------------

    def test_one_alert_for_an_episode(self):
        """What goes on for some weeks is told once."""
        self._add_past()
        self._add(0, 6)
        (alert,) = self._watch()
        messages = len(alert.message_ids)
        for week in (1, 2, 3):
            self._add(-week, 7)
            self.assertFalse(self._watch(weeks=week))
        self.assertEqual(alert.date_last, self.now + timedelta(weeks=3))
        self.assertEqual(alert.count, 7 * alert.weeks)
        self.assertEqual(len(alert.message_ids), messages)
        self.assertEqual(len(alert.activity_ids), len(alert.told_user_ids))

    def test_looking_twice_changes_nothing(self):
        """Two workers, or a run that is repeated, raise nothing twice."""
        self._add_past()
        self._add(0, 6)
        (alert,) = self._watch()
        self.assertFalse(self._watch())
        self.assertFalse(self._watch())
        self.assertEqual(self._get_alerts(), alert)

    def test_it_ends_by_itself(self):
        """After four quiet weeks nobody has to close it."""
        self._add_past()
        self._add(0, 6)
        (alert,) = self._watch()
        for week in (1, 2, 3):
            self._watch(weeks=week)
        self.assertEqual(alert.state, "new")
        self._watch(weeks=4)
        self.assertEqual(alert.state, "closed")
        self.assertFalse(alert.is_false)
        self.assertFalse(alert.activity_ids)

    def test_closed_by_a_person_is_not_raised_again_at_once(self):
        """Who called it a false alarm is not asked the next night."""
        self._add_past()
        self._add(0, 6)
        (alert,) = self._watch()
        alert.with_user(self.officer).action_dismiss("A typing error")
        self.assertFalse(self._watch())
        self._add(-1, 6)
        self.assertFalse(self._watch(weeks=1))
        self.assertEqual(alert.state, "closed")

    def test_much_worse_calls_again(self):
        """Explained as little, it became twice as much: somebody looks again."""
        self._add_past()
        self._add(0, 6)
        (alert,) = self._watch()
        alert.with_user(self.officer).action_explain("New prices")
        self._add(-1, 12)
        self.assertFalse(self._watch(weeks=1))
        self.assertEqual(alert.state, "new")
        self.assertTrue(alert.activity_ids)

    def test_a_new_level_is_no_flood(self):
        """What stays is usual after a while: one alert, or two, in half a year."""
        self._add_past()
        for week in range(26):
            self._add(-week, 8)
            self._watch(weeks=week)
        alerts = self._get_alerts()
        self.assertLessEqual(len(alerts), 2)
        self.assertTrue(alerts.filtered("date_level"))
        self.assertNotIn("new", alerts.mapped("state"))

    # -- imports -----------------------------------------------------------------

    def test_an_import_of_ten_years_is_no_alert(self):
        """Dated as they were received, they are the past that they are."""
        for week in range(0, 157, 2):
            self._add(week, 2, created=self.now)
        self.assertFalse(self._watch())

    def test_an_import_dated_today_is_no_alert(self):
        """Ten years typed in one night, all of them dated today."""
        self._add_past()
        self._add(0, 400, created=self.now)
        self.assertFalse(self._watch())

    def test_what_happens_beside_an_import_is_seen(self):
        self._add_past()
        self._add(0, 400, created=self.now)
        self._add(0, 7)
        (alert,) = self._watch()
        self.assertEqual(alert.count, 7)

    def test_who_imports_each_week_is_watched(self):
        """Where cases always come in one go, that is no reason to leave them out."""
        for week in range(1, 60):
            self._add(week, 22, created=self.now - timedelta(weeks=week))
        self._add(0, 80, created=self.now)
        self.assertTrue(self._watch())

    def test_budget(self):
        """No night brings more new alerts than the rule says; the rule tells."""
        self.rule.max_new = 2
        for number in range(4):
            category = self.category.copy({"name": f"Subject {number}"})
            self._add_past(category_id=category.id)
            self._add(0, 6 + number, category_id=category.id)
        alerts = self._watch()
        self.assertEqual(set(alerts.mapped("subject")), {"Subject 2", "Subject 3"})
        self.assertEqual(self.rule.left_count, 2)
        self.assertIn("2 more", self.rule.expectation)
        # Again in the same night: the budget is spent.
        self.assertFalse(self._watch())

    # -- trees -------------------------------------------------------------------

    def _split_category(self):
        values = {"parent_id": self.category.id, "company_id": self.company.id}
        return self.env["complaint.category"].create(
            [{"name": "Meter", **values}, {"name": "Price", **values}]
        )

    def test_where_it_happens_and_not_all_above(self):
        """One branch stands out: its parents do not call as well."""
        meter, price = self._split_category()
        self._add_past(category_id=meter.id)
        self._add_past(category_id=price.id)
        self._add(0, 7, category_id=meter.id)
        self.assertEqual(self._watch().mapped("subject_id"), meter.ids)

    def test_what_only_the_branch_shows(self):
        """Each a little more: together they are much more."""
        meter, price = self._split_category()
        self._add_past(category_id=meter.id, every=1)
        self._add_past(category_id=price.id, every=1)
        self._add(0, 4, category_id=meter.id)
        self._add(0, 4, category_id=price.id)
        self.assertEqual(self._watch().subject_id, self.category.id)

    def test_a_category_that_moves_takes_its_past_along(self):
        """Moved under another one, it does not stand out there as new."""
        meter, _price = self._split_category()
        other = self.env["complaint.category"].create(
            {"name": "Devices", "company_id": self.company.id}
        )
        self._add_past(category_id=meter.id, every=1)
        self._add(0, 1, category_id=meter.id)
        meter.parent_id = other
        self.assertFalse(self._watch())
        self._add(0, 8, category_id=meter.id)
        self.rule.category_ids = other
        self.assertEqual(self._watch().subject_id, meter.id)

    def test_archived_category(self):
        """What was merged into another and archived goes on to be counted."""
        meter, price = self._split_category()
        self._add_past(category_id=meter.id)
        self._add(0, 6, category_id=meter.id)
        meter.active = False
        self.rule.category_ids = meter
        (alert,) = self._watch()
        self.assertEqual(alert.subject_id, meter.id)
        self.assertTrue(alert.subject)

    def test_a_rule_about_an_archived_category(self):
        """It does not turn into a rule about all categories."""
        meter, price = self._split_category()
        self.rule.category_ids = meter
        self._add_past(category_id=price.id)
        self._add(0, 6, category_id=price.id)
        meter.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self._watch())

    def test_merged_cases_count_once(self):
        self._add_past()
        self._add(0, 6, state="cancelled", cancel_reason="merged")
        self.assertFalse(self._watch())

    # -- the scheduled action -----------------------------------------------------

    def _run(self):
        with without_commits(self.env):
            self.env["complaint.alert.rule"]._cron_watch()

    def test_one_failure_does_not_stop_the_others(self):
        """The rule that failed says why; the others looked."""
        other = self._create_rule(name="Fails", sequence=1)
        self._add_past()
        self._add(0, 6)
        watch = type(other)._watch

        def fail(rule, end=None):
            if rule == other:
                raise ValueError("The disk is full")
            return watch(rule, end)

        with (
            patch.object(type(other), "_watch", fail),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self._run()
        self.assertEqual(other.error, "The disk is full")
        self.assertTrue(self._get_alerts())
        self.assertFalse(self.rule.error)

    def test_who_has_looked_does_not_look_again_at_once(self):
        self._run()
        looked = self.rule.date_watched
        self.assertTrue(looked)
        self.rule.date_watched = looked - timedelta(hours=1)
        self._run()
        self.assertEqual(self.rule.date_watched, looked - timedelta(hours=1))

    def test_an_app_that_was_taken_away(self):
        """A rule whose dimension is gone says so, and harms no other."""
        self._add_past()
        with patch.object(type(self.rule), "_get_dimension", lambda rule: None):
            self._watch()
        self.assertIn("not there any more", self.rule.error)

    def test_companies_by_themselves(self):
        """Each company is compared with its own past, and has its own alerts."""
        other = self.env["res.company"].create({"name": "Gas Company"})
        rule = self._create_rule(dimension="all")
        self._add_past(company_id=other.id, category_id=None, user_id=None)
        self._add(0, 6, company_id=other.id, category_id=None, user_id=None)
        self._add_past(every=1)
        (alert,) = self._watch(rule)
        self.assertEqual(alert.company_id, other)
        self.assertFalse(
            self.env["complaint.alert"]
            .with_user(self.officer)
            .search([("id", "=", alert.id)])
        )
