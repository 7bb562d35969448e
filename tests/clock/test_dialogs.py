# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The dialogs that extend deadlines and plan them anew."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MONDAY, ClockCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestExtendDialog(ClockCase):
    """More time is asked for with the limit and the new due time in sight (R54)."""

    def setUp(self):
        super().setUp()
        self.case = self._receive()
        self.clock = self._get_clock(self.case, "resolve")

    def _open(self, user):
        action = self.clock.with_user(user).action_extend()
        return Form.from_action(self.env(user=user), action)

    def test_handler_asks(self):
        """The handler sees the new due time; a manager gets an activity."""
        with self._at(MONDAY):
            dialog = self._open(self.handler)
            self.assertEqual(dialog.clock_id, self.clock)
            self.assertEqual(dialog.date_due_new, datetime(2026, 6, 5, 9))
            self.assertIn("7 business days", dialog.cap)
            self.assertFalse(dialog.decides_now)
            dialog.amount = 2
            self.assertEqual(dialog.date_due_new, datetime(2026, 6, 8, 9))
            dialog.approver_id = self.manager
            dialog.reason = "The laboratory needs longer"
            dialog.save().action_confirm()
            self.assertEqual(self.case.activity_ids.user_id, self.manager)
            self.assertEqual(self.case.extension_ids.state, "requested")
            self.assertEqual(self.clock.date_due, datetime(2026, 6, 4, 9))
            self.case.extension_ids.with_user(self.manager).action_approve()
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 8, 9))

    def test_beyond_the_cap(self):
        """Past the longest time the dialog says why, and saving is refused."""
        with self._at(MONDAY):
            dialog = self._open(self.handler)
            dialog.approver_id = self.manager
            dialog.reason = "More"
            dialog.amount = 5
            self.assertIn("8 business days are more than the 7", dialog.problem)
            self.assertFalse(dialog.date_due_new)
            wizard = dialog.save()
            with self._assert_refused("more than the 7"):
                wizard.action_confirm()

    def test_manager_extends_at_once(self):
        with self._at(MONDAY):
            dialog = self._open(self.manager)
            self.assertTrue(dialog.decides_now)
            dialog.reason = "The laboratory needs longer"
            dialog.save().action_confirm()
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 5, 9))

    def test_who_may_decide(self):
        """Neither the handler nor who is complained about is offered."""
        self.case.user_id = self.manager
        boss = self._create_user(
            "case_boss", "complaint_management.group_complaint_manager"
        )
        with self._at(MONDAY):
            possible = self._open(self.manager).possible_approver_ids
        self.assertIn(boss, possible[:])
        self.assertNotIn(self.manager, possible[:])

    def test_nothing_leaks(self):
        """Who may not read the case learns nothing of it from the dialog."""
        wizards = self.env["complaint.extend"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            wizards.create(
                {
                    "complaint_id": self.case.id,
                    "clock_id": self.clock.id,
                    "approver_id": self.manager.id,
                    "reason": "Curious",
                }
            )

    def test_what_can_be_extended(self):
        """Offered only where the policy leaves room, and once at a time."""
        acknowledge = self._get_clock(self.case, "acknowledge")
        with self._at(MONDAY):
            clocks = (self.clock | acknowledge).with_user(self.handler)
            self.assertEqual(clocks.mapped("can_extend"), [True, False])
            self.env["complaint.extension"].with_user(self.handler)._request(
                self.clock.with_user(self.handler), 1, "More", self.manager
            )
            clocks.invalidate_recordset()
            self.assertEqual(clocks.mapped("can_extend"), [False, False])
        with self._at(MONDAY + 9 * DAY):
            self.case.invalidate_recordset()
            self.assertFalse(self.case.with_user(self.handler).can_extend)


@tagged("post_install", "-at_install")
class TestReplanDialog(ClockCase):
    """Open deadlines follow a corrected calendar on request, and as shown (rule 1)."""

    def setUp(self):
        super().setUp()
        self.case = self._receive()
        self.other = self._receive(MONDAY + 14 * DAY)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Dragon Boat Festival",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-06-02 16:00:00",
                "date_to": "2026-06-03 15:59:59",
            }
        )

    def _open(self, **context):
        wizard = self.env["complaint.replan"].with_user(self.manager)
        return Form(wizard.with_context(**context))

    def test_preview_is_what_happens(self):
        """Only what moves is listed, and exactly that is applied."""
        dialog = self._open(
            active_model="complaint.complaint", active_ids=self.case.ids
        )
        self.assertEqual(dialog.scope, "cases")
        update, resolve = (
            self._get_clock(self.case, name) for name in ("update", "resolve")
        )
        expected = {
            update.id: datetime(2026, 6, 4, 9),
            resolve.id: datetime(2026, 6, 5, 9),
        }
        self.assertEqual(dialog.move_count, 2)
        self.assertIn("2 of 3", dialog.summary)
        dialog.reason = "The festival was missing"
        wizard = dialog.save()
        self.assertEqual(
            {line.clock_id.id: line.date_due_new for line in wizard.line_ids}, expected
        )
        wizard.action_replan()
        self.assertEqual(
            {clock.id: clock.date_due for clock in update | resolve}, expected
        )
        ledger = resolve.event_ids.filtered(lambda event: event.kind == "replanned")
        self.assertRecordValues(
            ledger,
            [
                {
                    "note": "The festival was missing",
                    "user_id": self.manager.id,
                    "date_due_before": datetime(2026, 6, 4, 9),
                    "date_due_after": datetime(2026, 6, 5, 9),
                }
            ],
        )

    def test_scopes(self):
        """The scope follows where the dialog is opened from."""
        for model, record, scope in (
            ("complaint.sla.policy", self.policy, "policy"),
            ("resource.calendar", self.calendar, "calendar"),
        ):
            with self.subTest(scope=scope):
                dialog = self._open(active_model=model, active_ids=record.ids)
                self.assertEqual(dialog.scope, scope)
                self.assertEqual(dialog.move_count, 2)
        self.assertEqual(self._open().scope, "all")

    def test_nothing_moves(self):
        dialog = self._open(
            active_model="complaint.complaint", active_ids=self.other.ids
        )
        self.assertEqual(dialog.move_count, 0)
        self.assertIn("none would move", dialog.summary)
        dialog.reason = "Nothing"
        with self.assertRaises(UserError):
            dialog.save().action_replan()

    def test_managers_only(self):
        with self.assertRaises(AccessError):
            self.env["complaint.replan"].with_user(self.officer).create({"reason": "x"})
