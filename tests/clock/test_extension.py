# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""More time for a deadline: a reason, an approver, and never past the cap (R54)."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, ClockCase

# 17:00 in Shanghai.
CLOSE = 9


@tagged("post_install", "-at_install")
class TestExtension(ClockCase):
    def setUp(self):
        super().setUp()
        self.case = self._receive()
        self.clock = self._get_clock(self.case, "resolve")

    def _request(self, amount, user=None, approver=None, when=MONDAY):
        with self._at(when):
            return (
                self.env["complaint.extension"]
                .with_user(user or self.handler)
                ._request(
                    self.clock.with_user(user or self.handler),
                    amount,
                    "The laboratory needs longer",
                    self.manager if approver is None else approver,
                )
            )

    def _decide(self, extension, user=None, approve=True, when=MONDAY):
        decision = "action_approve" if approve else "action_refuse"
        with self._at(when):
            getattr(extension.with_user(user or self.manager), decision)()

    def test_two_extensions_to_the_cap(self):
        """Three business days, seven at most, in two steps, and no day more."""
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 4, CLOSE))
        self.assertEqual(self.clock.cap_date, datetime(2026, 6, 10, CLOSE))
        self._decide(self._request(1))
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 5, CLOSE))
        self._decide(self._request(3))
        self.assertEqual(self.clock.date_due, self.clock.cap_date)
        self.assertEqual(self.clock.date_due_first, datetime(2026, 6, 4, CLOSE))
        self.assertEqual(self._get_ledger(self.clock), ["extended", "extended"])
        with self._assert_refused("8 business days are more than the 7"):
            self._request(1)

    def test_nothing_before_the_decision(self):
        """The handler asks; the deadline moves when a manager approves."""
        extension = self._request(2)
        self.assertEqual(extension.state, "requested")
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 4, CLOSE))
        self.assertEqual(self.case.activity_ids.user_id, self.manager)
        self._decide(extension)
        self.assertRecordValues(
            extension,
            [
                {
                    "state": "approved",
                    "approver_id": self.manager.id,
                    "requested_by_id": self.handler.id,
                    "date_due_before": datetime(2026, 6, 4, CLOSE),
                    "date_due_after": datetime(2026, 6, 8, CLOSE),
                }
            ],
        )
        self.assertFalse(self.case.activity_ids)
        with self._assert_refused("decided already"):
            self._decide(extension)

    def test_refused(self):
        extension = self._request(2)
        self._decide(extension, approve=False)
        self.assertEqual(extension.state, "refused")
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 4, CLOSE))
        self.assertFalse(self.case.activity_ids)

    def test_manager_gives_at_once(self):
        extension = self._request(2, user=self.manager)
        self.assertEqual(extension.state, "approved")

    def test_nobody_extends_their_own(self):
        """Not the handler, also a manager, nor who is complained about."""
        self.case.user_id = self.manager
        with self._assert_refused("neither the handler"):
            self._request(2, user=self.manager)
        boss = self._create_user(
            "case_boss", "complaint_management.group_complaint_manager"
        )
        extension = self._request(2, approver=boss)
        with self._assert_refused("A manager decides"):
            self._decide(extension, user=self.handler)
        with self._assert_refused("another manager decides"):
            self._decide(extension, user=self.manager)
        self.case.complained_employee_ids = self.env["hr.employee"].create(
            {"name": "Boss", "user_id": boss.id, "company_id": self.company.id}
        )
        with self._assert_refused("about themselves"):
            self._decide(extension, user=boss)

    def test_nobody_else_is_asked(self):
        """Who may not decide does not learn of the case by being asked (R153)."""
        for approver in (self.colleague, self.manager.browse()):
            with self.subTest(approver), self._assert_refused("may decide"):
                self._request(1, approver=approver)

    def test_not_rewritten(self):
        """Not by managers either: the decision stands as it was made."""
        extension = self._request(1, user=self.manager)
        with self.assertRaises(AccessError):
            extension.with_user(self.manager).write({"amount": 50})

    def test_one_request_at_a_time(self):
        self._request(1)
        with self._assert_refused("waits for a decision"):
            self._request(1)

    def test_asked_in_time(self):
        """After the deadline it is missed, and no extension undoes that."""
        with self._assert_refused("The deadline passed"):
            self._request(1, when=datetime(2026, 6, 4, CLOSE, 1))

    def test_amounts(self):
        for amount in (0, -1, 0.5):
            with self.subTest(amount=amount), self._assert_refused("whole number"):
                self._request(amount)

    def test_no_cap_no_extension(self):
        self.clock = self._get_clock(self.case, "acknowledge")
        with self._assert_refused("cannot be extended"):
            self._request(1)

    def test_with_a_pause(self):
        """Time on hold comes on top of the extension; both stay in the ledger."""
        with self._at(MONDAY):
            self.case._hold("Photo", "Photo of the meter", "customer", 7)
        with self._at(MONDAY + timedelta(days=1)):
            self.case._resume()
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 5, CLOSE))
        self._decide(self._request(1, when=MONDAY + timedelta(days=1)))
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 8, CLOSE))
        self.assertEqual(
            self._get_ledger(self.clock), ["paused", "resumed", "extended"]
        )

    def test_other_cases_are_out_of_reach(self):
        """Who may not work on a case asks nothing for it."""
        with self.assertRaises(AccessError):
            self._request(1, user=self.outsider)
