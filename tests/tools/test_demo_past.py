# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The made-up past: always the same for a seed, and never in the future."""

from collections import Counter
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.complaint_management.tools.clock.working_time import WorkingTime
from odoo.addons.complaint_management.tools.demo import (
    CUSTOMERS,
    OUTBREAKS,
    TOPICS,
    make_customer,
    make_history,
)
from odoo.addons.complaint_management.tools.warning import SENSITIVITIES, judge

# A Sunday: nobody works in the last hours.
END = datetime(2026, 11, 29, 11, 0)
WEEKDAYS = [
    (weekday, begin, end, None)
    for weekday in range(5)
    for begin, end in ((8, 12), (13, 17))
]


@tagged("post_install", "-at_install")
class TestDemoPast(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.working_time = WorkingTime("UTC", WEEKDAYS)
        cls.past = make_history("seed", END, 104, cls.working_time)

    def test_same_seed_same_past(self):
        again = make_history("seed", END, 104, self.working_time)
        self.assertEqual(again, self.past)
        other = make_history("other", END, 104, self.working_time)
        self.assertNotEqual(other, self.past)

    def test_one_day_one_past(self):
        """In the evening it is the past of the morning, and what came since."""
        evening = END.replace(hour=21)
        later = make_history("seed", evening, 104, self.working_time)
        known = {(case.received, case.name) for case in self.past}
        self.assertLessEqual(known, {(case.received, case.name) for case in later})
        self.assertLess(len(later) - len(known), 20)

    def test_nothing_lies_in_the_future(self):
        for case in self.past:
            moments = [case.received, *(step.when for step in case.steps)]
            self.assertEqual(moments, sorted(moments))
            self.assertLess(moments[-1], END)
            if case.rating:
                self.assertLessEqual(moments[-1], case.rating[-1])
                self.assertLess(case.rating[-1], END)

    def test_other_days_make_a_past_as_well(self):
        """Whenever the demonstration is loaded: holidays, leap days, mornings."""
        for end in (
            datetime(2027, 1, 1, 0, 5),
            datetime(2028, 2, 29, 23, 59),
            datetime(2027, 7, 5, 6, 0),
        ):
            past = make_history("seed", end, 104, self.working_time)
            self.assertTrue(2500 < len(past) < 4000, len(past))
            self.assertLess(max(case.steps[-1].when for case in past), end)

    def test_each_topic_has_its_rate(self):
        count = Counter(case.category for case in self.past)
        self.assertEqual(set(count), {topic.category for topic in TOPICS})
        self.assertGreater(count["utility_billing"], 3 * count["price_double"] / 2)

    def test_level_shift_lasts(self):
        """Half a year ago charges began to be asked about thrice as often."""
        before, after = (
            sum(
                case.category == "finance_charges" and begin <= case.received < end
                for case in self.past
            )
            for begin, end in (
                (END - timedelta(weeks=76), END - timedelta(weeks=42)),
                (END - timedelta(weeks=40), END - timedelta(weeks=6)),
            )
        )
        self.assertGreater(after, 2 * before)

    def test_outbreak_is_there(self):
        outbreak = OUTBREAKS[0]
        begin = END - timedelta(weeks=outbreak.weeks_ago)
        batch = [case for case in self.past if case.name in outbreak.subjects]
        self.assertLessEqual(len(batch), sum(outbreak.counts))
        for case in batch:
            self.assertLess(begin, case.received + timedelta(seconds=1))
            self.assertEqual(case.category, outbreak.category)

    def test_swapped_meters_are_news_on_any_day(self):
        """Three in a week stand out, whenever the demonstration is loaded (R121)."""
        alpha = SENSITIVITIES["balanced"].alpha
        for days in range(0, 1000, 97):
            end = END + timedelta(days=days)
            weeks = [0] * 110
            for case in make_history("complaints", end, 104, self.working_time):
                if case.category == "utility_meter":
                    weeks[-1 - (end - case.received) // timedelta(weeks=1)] += 1
            weeks[-4] += 1  # the electricity case
            weeks[-1] += 3
            first = next(place for place, count in enumerate(weeks) if count)
            with self.subTest(end):
                self.assertTrue(
                    judge(weeks, alpha=alpha, least=3, since=first).is_signal
                )

    def test_customers_are_nobody(self):
        people = [make_customer(number) for number in range(CUSTOMERS)]
        self.assertEqual(len({email for _name, email in people}), CUSTOMERS)
        for _name, email in people:
            self.assertTrue(email.endswith("@example.com"))
