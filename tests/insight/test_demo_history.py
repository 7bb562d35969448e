# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The past of the demonstration: believable, complete, and written once."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

from ..demo_common import MODULE, DemoCase
from .dashboard_figures import DashboardFigures


@tagged("post_install", "-at_install")
class TestDemoHistory(DashboardFigures, DemoCase):
    """Issue 13: charts and alerts of the demonstration have something to say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Complaint = cls.env["complaint.complaint"]
        tag = cls.env.ref(f"{MODULE}.partner_category_demo_history")
        cls.past = cls.Complaint.search([("partner_id.category_id", "=", tag.id)])
        cls.alerts = cls.env["complaint.alert"].search([])

    def _loading(self, model):
        """A model as the demo files load it."""
        context = {"complaint_demo": True, "complaint_no_mail": NO_MAIL}
        return self.env[model].with_context(**context)

    def test_two_years_of_ended_cases(self):
        now = fields.Datetime.now()
        self.assertGreater(len(self.past), 2500)
        self.assertLess(len(self.past), 4000)
        self.assertEqual(set(self.past.mapped("state")), {"closed", "cancelled"})
        received = self.past.mapped("date_received")
        self.assertGreater(now - min(received), timedelta(weeks=102))
        self.assertLess(now - max(received), timedelta(days=4))
        for case in self.past:
            self.assertLessEqual(case.date_received, case.transition_ids[:1].date)
            self.assertLessEqual(case.transition_ids[-1:].date, now)

    def test_its_facts_are_counted(self):
        """Rows that nobody registered have their figures, too."""
        facts = self.env["complaint.fact"]
        self.assertEqual(facts._find_stale(Domain.TRUE), [])
        past = [("id", "in", self.past.ids)]
        self.assertEqual(facts.search_count(past), len(self.past))

    def test_steps_are_those_of_the_life_cycle(self):
        """Each step begins where the one before ended, and takes no time back."""
        for case in self.past:
            state, before = "new", case.date_received
            for log in case.transition_ids.sorted("id"):
                self.assertEqual(log.state_from, state)
                self.assertGreaterEqual(log.date, before)
                self.assertGreaterEqual(log.seconds, 0)
                state, before = log.state_to, log.date
            self.assertEqual(case.state, state)

    def test_no_task_and_no_message(self):
        """Nobody has to do anything about what is long over."""
        domain = [("res_model", "=", self.past._name), ("res_id", "in", self.past.ids)]
        self.assertFalse(self.env["mail.activity"].search_count(domain))
        self.assertFalse(self.past.message_ids)
        self.assertFalse(self.past.filtered("watch_pending"))
        self.assertFalse(self.past.clock_ids.filtered("next_event_at"))

    def test_figures_are_plausible(self):
        """No negative length, and neither all nor nothing is late."""
        report = self.env["complaint.report"]
        domain = [("id", "in", self.past.ids)]
        days, upheld, again, content = report._read_group(
            domain,
            aggregates=[
                "days_to_close:min",
                "upheld:avg",
                "reopened:avg",
                "satisfaction_with_result:avg",
            ],
        )[0]
        self.assertGreater(days, 0)
        self.assertTrue(0.5 < upheld < 0.8, upheld)
        self.assertTrue(0.01 < again < 0.1, again)
        self.assertTrue(3 < content < 4.5, content)
        clocks = self.env["complaint.clock.report"]._read_group(
            [("complaint_id", "in", self.past.ids)],
            ["milestone"],
            ["share_met:avg", "used_hours:min", "late_hours:min"],
        )
        for milestone, met, used, late in clocks:
            self.assertTrue(0.75 < met < 1, f"{milestone}: {met}")
            self.assertGreaterEqual(used, 0)
            self.assertGreaterEqual(late, 0)

    def test_satisfied_or_called_back(self):
        """No dissatisfied customer of long ago waits for a call."""
        self.assertFalse(self.past.filtered("is_dissatisfied"))
        low = self.past.filtered(lambda case: case.satisfaction_result in ("1", "2"))
        self.assertTrue(low)
        self.assertEqual(set(low.mapped("dissatisfaction_outcome")), {"explained"})
        self.assertFalse(self.past.filtered("can_rate").filtered("date_rated"))

    def test_what_was_granted_was_given(self):
        granted = self.past.filtered("granted_amount")
        self.assertTrue(granted)
        self.assertEqual(granted, self.past.filtered("remedy_ids"))
        for case in granted[:50]:
            self.assertEqual(case.granted_amount, sum(case.remedy_ids.mapped("amount")))
            self.assertLessEqual(case.granted_amount, case.claimed_amount)

    # ------------------------------------------------------------------
    # What the watch saw
    # ------------------------------------------------------------------

    def _find_alert(self, category):
        category = self.env.ref(f"{MODULE}.complaint_category_{category}")
        return self.alerts.filtered(
            lambda alert: (
                alert.rule_id.source == "case"
                and (alert.subject_model, alert.subject_id)
                == (category._name, category.id)
            )
        )

    def test_swapped_meters_wait_for_somebody(self):
        """Three customers of one batch within a week are seen (R121)."""
        alert = self._find_alert("utility_meter").sorted("id")[-1:]
        self.assertEqual(alert.state, "new")
        self.assertEqual(alert.count, 3)
        self.assertTrue(alert.told_user_ids)
        self.assertEqual(alert.activity_ids.user_id, alert.told_user_ids)

    def _find_action(self, words):
        return self.env["complaint.action"].search([("name", "ilike", words)])

    def test_outbreak_of_last_year_was_dealt_with(self):
        """Its alerts led to an incident and an action, which was done and checked."""
        action = self._find_action("padding")
        self.assertIn(self._find_alert("delivery_damage"), action.alert_ids)
        self.assertEqual(set(action.alert_ids.mapped("state")), {"followed"})
        self.assertNotEqual(action.done_by_id, action.checked_by_id)
        incident = action.incident_ids
        self.assertEqual(incident.state, "closed")
        self.assertEqual(incident, self.past.incident_id)
        self.assertGreater(len(incident.complaint_ids), 15)
        self.assertFalse(incident.activity_ids | action.activity_ids)

    def test_actions_were_measured_and_signed(self):
        """Two worked; the third did not, and is to be done anew (R139)."""
        for words in ("padding", "hotline"):
            action = self._find_action(words)
            self.assertEqual(action.state, "checked")
            self.assertEqual(action.effect, "effective")
            self.assertEqual(action.effect_proposal, "effective")
            self.assertLess(action.date_effect_signed, fields.Date.today())
            self.assertNotEqual(action.effect_signed_by_id, action.user_id)
        failed = self._find_action("refund")
        self.assertEqual(failed.state, "open")
        self.assertEqual(failed.effect, "ineffective")
        self.assertEqual(failed.ineffective_count, 1)
        self.assertGreater(failed.date_due, fields.Date.today())

    def test_past_alerts_are_dated_then(self):
        now = fields.Datetime.now()
        old = self.alerts.filtered(
            lambda alert: alert.date_first < now - timedelta(weeks=2)
        )
        self.assertGreater(len(old), 5)
        self.assertFalse(old.filtered(lambda alert: alert.state == "new"))
        for alert in old:
            self.assertEqual(alert.create_date, alert.date_first)
            self.assertLess(max(alert.message_ids.mapped("date")), now)
            if alert.date_closed:
                self.assertLess(alert.date_closed, now)

    # ------------------------------------------------------------------
    # Only once, and only for a demonstration
    # ------------------------------------------------------------------

    def test_second_loading_does_nothing(self):
        history = self._loading("complaint.demo.history")
        self.assertFalse(history._load())
        self.assertEqual(history._watch_past(), history.env["complaint.alert"])
        self.assertFalse(history._report_near_misses())

    def test_nobody_loads_it_from_outside(self):
        """A context that only says so makes no past."""
        history = self.env["complaint.demo.history"].with_context(complaint_demo=True)
        self.env.ref(f"{MODULE}.partner_category_demo_history").partner_ids = False
        count = self.Complaint.search_count([])
        self.assertFalse(history._load())
        self.assertEqual(self.Complaint.search_count([]), count)
