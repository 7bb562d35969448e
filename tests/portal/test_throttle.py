# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How often is too often, and what is left of who tried."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..common import ComplaintCase

HOUR = 3600


@tagged("post_install", "-at_install")
class TestThrottle(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.throttle = cls.env["complaint.throttle"]

    def _knock(self, times, key="203.0.113.7", limit=3, scope="form"):
        return [
            self.throttle._is_exceeded(scope, key, limit, HOUR)
            for _time in range(times)
        ]

    def test_limit_holds(self):
        """As often as allowed, and not once more."""
        self.assertEqual(self._knock(5), [False, False, False, True, True])

    def test_each_for_themselves(self):
        """Others, and other doors, are not held up."""
        self._knock(4)
        self.assertEqual(self._knock(1, key="203.0.113.8"), [False])
        self.assertEqual(self._knock(1, scope="track"), [False])

    def test_no_limit(self):
        """0 is no limit, and nothing is counted."""
        known = self.throttle.search_count([])
        self.assertEqual(set(self._knock(20, limit=0)), {False})
        self.assertEqual(self.throttle.search_count([]), known)

    def test_window_slides(self):
        """Who waits gets in again, also over midnight; refusals do not count."""
        with freeze_time("2026-03-04 23:40:00") as time:
            self.assertEqual(self._knock(4), [False, False, False, True])
            time.move_to("2026-03-05 00:20:00")
            self.assertEqual(self._knock(1), [True])
            time.move_to("2026-03-05 00:41:00")
            self.assertEqual(self._knock(1), [False])

    def test_leaves_no_trace(self):
        """Neither address nor user is kept; fingerprints change daily (R152)."""
        with freeze_time("2026-03-04 12:00:00"):
            self._knock(1)
            first = self.throttle.search([], order="id desc", limit=1)
        with freeze_time("2026-03-05 12:00:00"):
            self._knock(1)
            second = self.throttle.search([], order="id desc", limit=1)
        self.assertNotEqual(first.key, second.key)
        self.assertNotIn("203.0.113.7", str(first.read()))
        self.assertNotIn("create_uid", self.throttle._fields)

    def test_forgets(self):
        """Two days later nothing is left."""
        self._knock(2)
        hits = self.throttle.search([])
        hits[:1].date = fields.Datetime.now() - timedelta(days=2, minutes=1)
        self.throttle._gc_old_hits()
        self.assertEqual(hits.exists(), hits[1:])

    def test_nobody_reads(self):
        """Not even an administrator has access."""
        admin = self._create_user("case_admin", "base.group_system")
        with self.assertRaises(AccessError):
            self.throttle.with_user(admin).search([])
