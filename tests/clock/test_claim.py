# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is noted after a deadline as done before it counts as late until accepted."""

from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import MANAGER
from .common import MONDAY, ClockCase

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Received on Monday at 10:00: to be acknowledged on Monday at 15:00.
IN_TIME = MONDAY + HOUR
LATE = MONDAY + DAY


@tagged("post_install", "-at_install")
class TestClaim(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_manager = cls._create_user("case_other_manager", MANAGER)

    def setUp(self):
        super().setUp()
        self.case = self._receive()
        self.clock = self._get_clock(self.case, "acknowledge")

    def _note_call(self, moment=LATE, user=None, **vals):
        with self._at(moment):
            return self._log_contact(
                self.case, user, **{"date": IN_TIME, "medium": "phone", **vals}
            )

    def _assert_counts_as_late(self, clock=None):
        self.assertRecordValues(
            clock or self.clock,
            [
                {
                    "state": "stopped",
                    "outcome": "missed",
                    "is_late": True,
                    "claim": "waiting",
                    "date_stop": LATE,
                    "date_claimed": IN_TIME,
                }
            ],
        )

    def _accept(self, user=None, reason="The list of calls shows it"):
        with self._at(LATE + HOUR):
            return self.clock.with_user(user or self.manager).action_accept_claim(
                reason=reason
            )

    # ------------------------------------------------------------------
    # It counts as late
    # ------------------------------------------------------------------

    def test_backdated_in_a_colleagues_name(self):
        """A call that a colleague is said to have made in time meets nothing."""
        contact = self._note_call(user_id=self.colleague.id)
        self._assert_counts_as_late()
        self.assertGreater(self.clock.late_seconds, 0)
        self.assertEqual(self.clock.claimed_by_id, self.handler)
        self.assertEqual(self._get_ledger(self.clock), ["claimed", "stopped"])
        self.assertEqual(contact.user_id, self.colleague, "the front desk logs for all")
        self.assertEqual(contact.logged_by_id, self.handler)
        self.assertEqual(contact.date_logged, LATE)
        self.assertIn("not accepted", self.clock.sentence)

    def test_logged_before_the_deadline(self):
        """A call that is logged in the same hour counts when it was made."""
        self._note_call(moment=IN_TIME + HOUR)
        self.assertRecordValues(
            self.clock, [{"outcome": "met", "date_stop": IN_TIME, "claim": False}]
        )

    def test_made_after_the_deadline(self):
        """What was late anyway is measured to the call; nobody has to accept it."""
        called = MONDAY + 8 * HOUR
        self._note_call(date=called)
        self.assertRecordValues(
            self.clock, [{"outcome": "missed", "date_stop": called, "claim": False}]
        )

    def test_date_corrected_later(self):
        """A contact that is corrected to an earlier time is noted late, too."""
        contact = self._note_call(moment=MONDAY + HOUR, answered=False)
        self.assertEqual(self.clock.state, "running")
        with self._at(LATE):
            contact.with_user(self.handler).answered = True
        self._assert_counts_as_late()

    def test_imported(self):
        """An import is somebody who notes something, too."""
        columns = ["complaint_id/.id", "date", "medium", "summary"]
        row = [str(self.case.id), "2026-06-01 03:00:00", "Phone", "Called"]
        with self._at(LATE):
            contacts = self.env["complaint.contact"].with_user(self.handler)
            result = contacts.load(columns, [row])
        self.assertFalse(result["messages"])
        self._assert_counts_as_late()

    def test_move_recorded_late(self):
        """A step that is recorded after its deadline, too."""
        policy = [{"milestone": "assess", "unit": "working_hours", "amount": 4}]
        self.policy.active = False
        self._create_policy("Assessed", targets=policy, kind="complaint")
        self.case = self._receive()
        self.case.grounds = "sufficient"
        with self._at(LATE):
            self.case.with_user(self.handler)._transition("assess", when=IN_TIME)
        self._assert_counts_as_late(self._get_clock(self.case, "assess"))

    def test_reply_to_the_authority(self):
        """The letter to the authority that is said to have left in time, too."""
        self.case = self._receive(
            external_body="Consumer office", external_due_date="2026-06-01"
        )
        with self._at(LATE):
            self.env["complaint.authority.reply"].with_user(self.handler).create(
                {
                    "complaint_id": self.case.id,
                    "way": "other",
                    "date_sent": IN_TIME,
                    "subject": "Reply",
                    "body": "<p>We changed the meters.</p>",
                }
            ).action_send()
        self._assert_counts_as_late(self._get_clock(self.case, "authority"))

    def test_promise_agreed_anew_afterwards(self):
        """That another time was agreed before the promised one was over, too."""
        self._note_call(moment=IN_TIME, callback_date=IN_TIME + HOUR, answered=False)
        self._note_call(
            date=IN_TIME + HOUR / 2, direction="in", callback_date=LATE + DAY
        )
        promise = self.case.clock_ids.filtered(
            lambda clock: clock.milestone == "promise" and clock.state == "stopped"
        )
        self.assertEqual((promise.outcome, promise.claim), ("missed", "waiting"))
        with self._at(LATE + HOUR):
            promise.with_user(self.manager).action_accept_claim(reason="They say so")
        self.assertEqual(promise.outcome, "repromised")

    def test_the_product_saw_it(self):
        """What the product itself sent, it knows; a word of it needs no manager."""
        with self._at(LATE):
            self.case._went_out("acknowledge", IN_TIME)
        self.assertRecordValues(self.clock, [{"outcome": "met", "claim": False}])

    def test_when_logged_is_nobodys_to_write(self):
        """Neither a value, nor a default, nor a later write changes when and who."""
        vals = {"date_logged": IN_TIME, "logged_by_id": self.colleague.id}
        defaults = {f"default_{fname}": value for fname, value in vals.items()}
        with self._at(LATE):
            contact = (
                self.env["complaint.contact"]
                .with_user(self.manager)
                .with_context(**defaults)
                .create({"complaint_id": self.case.id, **vals})
            )
            for extra in (vals, {"create_date": IN_TIME, "create_uid": 1}):
                contact.write(extra)
        contact.invalidate_recordset()
        self.assertEqual(contact.date_logged, LATE)
        self.assertEqual(contact.logged_by_id, self.manager)

    # ------------------------------------------------------------------
    # Until a manager accepts it
    # ------------------------------------------------------------------

    def test_accepted(self):
        """Accepted with a reason, it counts from when it was done; all is kept."""
        self._note_call(user_id=self.colleague.id)
        self._accept()
        self.assertRecordValues(
            self.clock,
            [
                {
                    "outcome": "met",
                    "is_late": False,
                    "late_seconds": 0,
                    "date_stop": IN_TIME,
                    "claim": "accepted",
                }
            ],
        )
        accepted = self.clock.event_ids.sorted("id")[-1]
        self.assertRecordValues(
            accepted,
            [
                {
                    "kind": "accepted",
                    "user_id": self.manager.id,
                    "note": "The list of calls shows it",
                }
            ],
        )
        with self._assert_refused("no entry that waits"):
            self._accept()

    def test_on_hold_afterwards(self):
        """Accepted, it is measured as of then: a later time on hold excuses nothing."""
        as_handler = self.case.with_user(self.handler)
        with self._at(MONDAY + 3 * HOUR):
            as_handler._hold("Bill missing", "The bill", "customer", 2)
        with self._at(MONDAY + 4 * HOUR):
            as_handler.action_resume()
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 1, 8))
        self._note_call()
        self._accept()
        self.assertRecordValues(
            self.clock,
            [{"date_due": datetime(2026, 6, 1, 7), "paused_seconds": 0}],
        )

    def test_the_dialog_asks_why(self):
        """One button where the deadline is shown, and a reason."""
        self._note_call()
        manager = self.clock.with_user(self.manager)
        self.assertTrue(manager.can_accept_claim)
        with self._at(LATE + HOUR):
            action = manager.action_accept_claim()
            dialog = Form.from_action(self.env(user=self.manager), action)
            dialog.reason = "I stood beside it"
            dialog.save().action_accept()
        self.assertEqual(self.clock.outcome, "met")

    def test_who_may_not(self):
        """Not the handler, not who noted it, not who is complained about."""
        self._note_call(user=self.manager)
        with self._assert_refused("A manager accepts"):
            self._accept(self.officer)
        with self._assert_refused("noted it yourself"):
            self._accept(self.manager)
        employee = self.env["hr.employee"].create(
            {"name": "Other", "user_id": self.other_manager.id}
        )
        self.case.complained_employee_ids = employee
        with self.assertRaises(UserError):
            self._accept(self.other_manager)
        self.assertEqual(self.clock.outcome, "missed")

    def test_stays_as_measured(self):
        """No other door rewrites what was measured, for nobody."""
        self._note_call()
        for vals in ({"outcome": "met"}, {"claim": "accepted"}, {"date_claimed": LATE}):
            with self._assert_refused("stays as it is"):
                self.clock.write(vals)
            forged = self.clock.with_context(complaint_accepted=True)
            with self._assert_refused("stays as it is"):
                forged.write(vals)

    # ------------------------------------------------------------------
    # The receipt
    # ------------------------------------------------------------------

    def test_receipt_moved_later(self):
        """A receipt that is moved later gives no clock more time, whenever it starts
        again."""
        self.case.date_received = MONDAY + HOUR
        self.assertEqual(self.clock.date_start, MONDAY)
        self.clock._cancel("Another policy")
        self.case._start_missing()
        again = self._get_clock(self.case, "acknowledge")
        self.assertNotEqual(again, self.clock)
        self.assertEqual(again.date_start, MONDAY)
        self.assertEqual(again.date_due, datetime(2026, 6, 1, 7))
