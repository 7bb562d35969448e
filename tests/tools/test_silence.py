# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When somebody who bought regularly has ceased to (R184)."""

from datetime import date, timedelta
from unittest import TestCase

from odoo.addons.complaint_management.tools.warning import (
    complains_no_more,
    find_silence,
)

TODAY = date(2026, 6, 30)


def _days(*ago):
    return [TODAY - timedelta(days=days) for days in ago]


class TestSilence(TestCase):
    def test_three_times_the_usual_gap(self):
        """Each is compared with their own rhythm."""
        monthly = _days(190, 160, 130, 100)
        found = find_silence(monthly, TODAY)
        self.assertEqual((found.usual, found.quiet, found.orders), (30, 100, 4))
        self.assertEqual(found.last, TODAY - timedelta(days=100))
        self.assertIsNone(find_silence(_days(180, 150, 120, 90), TODAY))
        self.assertIsNone(find_silence(_days(390, 300, 190, 100), TODAY))

    def test_fewer_than_four_orders_have_no_rhythm(self):
        """Several on one day are one."""
        self.assertIsNone(find_silence(_days(160, 130, 100), TODAY))
        self.assertIsNone(find_silence(_days(160, 130, 130, 100), TODAY))
        self.assertIsNone(find_silence([], TODAY))

    def test_who_had_long_gaps_now_and_then(self):
        """The rare gap of the past is no news when it comes again."""
        days = _days(420, 390, 200, 170, 140, 110)
        self.assertIsNone(find_silence(days, TODAY))

    def test_a_holiday_is_no_silence(self):
        daily = _days(18, 17, 16, 15, 14)
        self.assertIsNone(find_silence(daily, TODAY))
        self.assertTrue(find_silence(_days(19, 18, 17, 16, 15), TODAY))

    def test_long_gone_is_not_news(self):
        """A first look at an old database calls nobody about ten years ago."""
        self.assertIsNone(find_silence(_days(990, 960, 930, 900), TODAY))

    def test_orders_to_come_say_nothing(self):
        self.assertTrue(find_silence(_days(190, 160, 130, 100, -30), TODAY))

    def test_complaints(self):
        """Complained before, and not lately."""
        self.assertTrue(complains_no_more(_days(300, 98), 31, TODAY))
        self.assertFalse(complains_no_more(_days(300, 40), 31, TODAY))
        self.assertFalse(complains_no_more([], 31, TODAY))
