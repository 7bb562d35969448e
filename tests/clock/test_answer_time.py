# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""In how many working days a case was answered: the law gives three (R42)."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.complaint_management.tools.clock.deadline import count_business_days

from ..common import ComplaintCase

# A Thursday, during working hours.
THURSDAY = datetime(2026, 3, 5, 9)


@tagged("post_install", "-at_install")
class TestAnswerTime(ComplaintCase):
    def _answer_after(self, hours, received=THURSDAY):
        case = self._create_case(date_received=received)
        case._write_protected({"date_answered": received + timedelta(hours=hours)})
        return case

    def _close_on_friday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": THURSDAY.replace(hour=0) + timedelta(days=1),
                "date_to": THURSDAY.replace(hour=23) + timedelta(days=1),
            }
        )

    def test_a_weekend_is_no_working_day(self):
        """From Thursday to Tuesday are five days, and three working days."""
        for hours, days in ((1, 0), (24, 1), (4 * 24, 2), (5 * 24, 3), (6 * 24, 4)):
            with self.subTest(hours=hours):
                case = self._answer_after(hours)
                self.assertEqual(case.working_days_to_answer, days)

    def test_days_off_do_not_count(self):
        self._close_on_friday()
        self.assertEqual(self._answer_after(4 * 24).working_days_to_answer, 1)

    def test_what_was_counted_stays(self):
        """A day off that is told later does not judge the past again."""
        case = self._answer_after(4 * 24)
        self.assertEqual(case.working_days_to_answer, 2)
        self._close_on_friday()
        case.severity = "3"
        self.env.flush_all()
        case.invalidate_recordset()
        self.assertEqual(case.working_days_to_answer, 2)

    def test_not_answered_yet(self):
        case = self._create_case(date_received=THURSDAY)
        self.assertFalse(case.working_days_to_answer)

    def test_no_average_with_what_is_not_answered(self):
        """A pivot of cases does not offer it: those that wait would count as 0 days."""
        known = self.Complaint.fields_get(["working_days_to_answer"], ["aggregator"])
        self.assertFalse(known["working_days_to_answer"].get("aggregator"))

    def test_counted_one_by_one(self):
        """Each hour of three weeks, as a person counts on a calendar."""
        working_time = self.company._get_complaint_working_time()
        for hour in range(0, 21 * 24, 5):
            moment = THURSDAY + timedelta(hours=hour)
            closes = []
            for number in range(25):
                close = working_time.add_business_days(THURSDAY, number)
                self.assertLess(close.weekday(), 5)
                closes.append(close)
            by_hand = sum(close < moment for close in closes)
            self.assertEqual(
                count_business_days(THURSDAY, moment, working_time), by_hand, moment
            )
