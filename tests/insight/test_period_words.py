# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What reports of a period say and propose (R138, R140, R179)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodWords(PeriodCase):
    def test_what_stands_out(self):
        """An outbreak is told with what was to be expected (R140)."""
        for weeks in range(1, 30):
            self._place(self.start - timedelta(weeks=weeks))
        self._place_many(12, self.start + timedelta(days=15))
        report = self._make()
        [found] = report.figures["stood_out"]
        self.assertEqual(found["name"], "Wrong bill")
        self.assertEqual(found["count"], 12)
        self.assertIn("Wrong bill: 12 from", report.summary)
        self.assertIn("What stood out", report.summary)
        self.assertTrue(report.figures["limits"])
        self.assertEqual(self._row(report, "complaints")["trend"], "up")
        self.assertIn("more than chance explains", report.summary)

    def test_what_has_to_do_with_what(self):
        """A unit that has one kind of complaint more often than others (R140)."""
        other = self.category.create({"name": "Rude staff"})
        unit, elsewhere = self.env["hr.department"].create(
            [{"name": "Counter East"}, {"name": "Counter West"}]
        )
        for category, where, count in (
            (other, unit, 8),
            (self.category, unit, 2),
            (self.category, elsewhere, 10),
            (other, elsewhere, 1),
        ):
            self._place_many(
                count,
                category_id=category.id,
                complained_department_ids=[fields.Command.set(where.ids)],
            )
        report = self._make()
        [found] = [
            one for one in report.figures["together"] if one["name"] == "Rude staff"
        ]
        self.assertEqual((found["partner"], found["count"]), ("Counter East", 8))
        self.assertIn("Counter East: 8 of 10 complaints", report.summary)

    def test_asked_for_and_granted(self):
        """What customers expected stands against what they got (R138)."""
        for number in range(6):
            self._place(
                answered=2,
                claimed_amount=100,
                granted_amount=40,
                verdict="partly_upheld",
                demand_verdict="reasonable" if number < 4 else "unreasonable",
            )
        report = self._make()
        gap, _before = report.figures["gap"]
        self.assertEqual(gap["demand"], {"reasonable": 4, "unreasonable": 2})
        self.assertEqual((gap["claimed"], gap["granted"]), (600, 240))
        self.assertIn(
            "Of 6 demands that were judged, 4 were reasonable", report.summary
        )
        self.assertIn("Asked For and Granted", report.page)

    def test_where_time_went(self):
        """The state in which cases stood longest is named (R179)."""
        start = fields.Datetime.to_datetime(self.start)
        case = self._create_case(date_received=start)
        case._transition("acknowledge", when=start + timedelta(days=5))
        case._write_protected({"date_answered": start + timedelta(days=9)})
        report = self._make()
        states = {state: now for state, now, _before in report.figures["states"]}
        self.assertAlmostEqual(states["new"], 5)
        self.assertIn("longest in “New”: 5.0 days", report.summary)

    def test_typical_cases_name_nobody(self):
        """What is like many is told by its facts alone, and never a protected one."""
        for number in range(5):
            self._place(
                answered=number, name="Li Wei was charged twice", verdict="upheld"
            )
        self._place_many(6, answered=30, identity_mode="confidential")
        report = self._make()
        self.assertIn("Wrong bill", report.typical)
        self.assertIn("one of 5", report.typical)
        self.assertIn("answered after 2.0 days", report.typical)
        for word in ("Li Wei", "charged twice", "30.0"):
            self.assertNotIn(word, report.typical)
            self.assertNotIn(word, report.page)

    def test_by_whom(self):
        """Who leads the unit that was responsible most often is proposed (R138)."""
        other = self.env["hr.department"].create({"name": "Grid"})
        self.department.manager_id = self.staff[self.handler]
        for unit, count in ((self.department, 6), (other, 5)):
            self._place_many(
                count,
                answered=1,
                cause_id=self.cause.id,
                responsible_department_ids=[fields.Command.set(unit.ids)],
            )
        report = self._make()
        proposal = report.proposal_ids
        self.assertEqual(proposal.department_id, self.department)
        self.assertEqual(proposal.user_id, self.handler)
        self.assertIn(self.handler.name, report.page)
        self.handler.active = False
        self._make_again(report)
        self.assertFalse(report.proposal_ids.user_id)
        self.assertEqual(report.proposal_ids.department_id, self.department)

    def test_the_typical_case_of_many(self):
        """The one in the middle of all of them, and not of the oldest (R140)."""
        for days in (1, 2, 3, 8, 9, 20):
            self._place(answered=days, verdict="upheld")
        reports = self.env.registry["complaint.report"]
        search, limits = reports.search, []

        def count(rows, domain, *args, **kwargs):
            found = search(rows, domain, *args, **kwargs)
            limits.append(len(found))
            return found

        self.patch(reports, "search", count)
        report = self._make()
        # Between 3 and 8 lies 5.5, as near to the one as to the other.
        self.assertIn("answered after 3.0 days", report.typical)
        self.assertLessEqual(max(limits), 1)

    def test_proposals(self):
        """The cause that led to most, unless an action is at work on it (R138)."""
        self._place_many(6, answered=1, cause_id=self.cause.id)
        report = self._make()
        self.assertEqual(report.proposal_ids.cause_id, self.cause)
        self.assertIn("6 complaints", report.proposal_ids.reason)
        proposal = report.proposal_ids.with_user(self.officer)
        proposal.user_id = False
        with self._assert_refused("by whom and by when"):
            proposal.action_make_action()
        proposal.user_id = self.handler
        proposal.action_make_action()
        action = proposal.action_id
        self.assertEqual((action.user_id, action.state), (self.handler, "open"))
        self.assertEqual(action.cause_ids, self.cause)
        proposal.action_make_action()
        self.assertEqual(proposal.action_id, action)
        self.assertFalse(self._make(date_from=self.before).proposal_ids)
        self._make_again(report)
        self.assertEqual(report.proposal_ids.action_id, action)
