# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case waits for somebody else: why, for whom, and how long at the longest."""

from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestHold(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._bring_to(cls._create_case(), "acknowledged")

    def _hold(self, case, user=None, **vals):
        case.with_user(user or self.handler)._hold(
            **{
                "reason": "The old bills are missing",
                "asked_what": "The bills of May and June",
                "asked_whom": "customer",
                "days": 5,
                **vals,
            }
        )
        return case.pause_ids[:1]

    def test_the_dialog_holds(self):
        """The button asks for all that a pause needs, and the form shows it."""
        action = self.case.with_user(self.handler).action_hold()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.handler)
            .with_context(**action["context"])
        )
        form.reason = "The old bills are missing"
        form.asked_what = "The bills of May"
        form.asked_whom = "supplier"
        form.days = 3
        form.save().action_confirm()
        limit = fields.Date.context_today(self.case) + timedelta(days=3)
        self.assertTrue(self.case.on_hold)
        self.assertEqual(self.case.state, "acknowledged", "on hold is not a state")
        self.assertEqual(self.case.hold_until, limit)
        self.assertIn("The bills of May", self.case.hold_reason)
        self.assertRecordValues(
            self.case.pause_ids,
            [{"asked_whom": "supplier", "user_id": self.handler.id, "date_end": False}],
        )
        self.assertIn("The old bills are missing", self.case.message_ids[0].body)

    def test_resumed(self):
        """Going on ends the pause, keeps it, and says so."""
        pause = self._hold(self.case)
        self.case.with_user(self.handler).action_resume()
        self.assertFalse(self.case.on_hold)
        self.assertFalse(self.case.hold_since)
        self.assertTrue(pause.date_end)
        self.assertIn("No longer on hold", self.case.message_ids[0].body)
        self._hold(self.case)
        self.assertEqual(len(self.case.pause_ids), 2)

    def test_resuming_what_is_not_held(self):
        """Pressing the button twice does nothing twice."""
        count = len(self.case.message_ids)
        self.case.with_user(self.handler).action_resume()
        self.assertEqual(len(self.case.message_ids), count)

    def test_one_pause_at_a_time(self):
        """A case waits once; the database itself sees to it."""
        pause = self._hold(self.case)
        with self._assert_refused("on hold"):
            self._hold(self.case)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
        ):
            pause.sudo().copy()
            self.env.flush_all()

    def test_length(self):
        """A pause has a longest length of at least a day."""
        for days in (0, -1):
            with self.assertRaises(UserError):
                self._hold(self.case, days=days)

    def test_ended_cases_do_not_wait(self):
        """Closed and cancelled cases cannot be put on hold."""
        for state in ("closed", "cancelled"):
            case = self._bring_to(self._create_case(), state)
            with self.subTest(state=state), self.assertRaises(UserError):
                self._hold(case)

    def test_a_move_ends_the_pause(self):
        """When work goes on, the case no longer waits."""
        pause = self._hold(self.case)
        self._bring_to(self.case, "assessed")
        self.assertFalse(self.case.on_hold)
        self.assertTrue(pause.date_end)

    def test_the_pause_ends_by_itself(self):
        """After its longest length a pause ends, and says so; not before."""
        late, due = self.case, self._create_case()
        waiting = self._create_case()
        today = fields.Date.context_today(self.case)
        self._hold(late).sudo().date_limit = today - timedelta(days=1)
        self._hold(due).sudo().date_limit = today
        self._hold(waiting)
        with self.enter_registry_test_mode():
            self.env.ref(
                "complaint_management.ir_cron_end_pauses"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(late.on_hold)
        self.assertTrue(due.on_hold)
        self.assertTrue(waiting.on_hold)
        self.assertIn("longest length", late.message_ids[0].body)

    def test_who_may_hold(self):
        """Only who works on a case lets it wait, or go on."""
        self.case._message_subscribe(self.employee.partner_id.ids)
        for user in (self.employee, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._hold(self.case, user)
        self._hold(self.case)
        with self.assertRaises(AccessError):
            self.case.with_user(self.employee).action_resume()
        self.assertTrue(self.case.on_hold)

    def test_pauses_are_not_edited(self):
        """Why and how long a case waited is not rewritten afterwards."""
        pause = self._hold(self.case)
        for user in (self.handler, self.manager):
            as_user = pause.with_user(user)
            for attempt in (
                lambda p=as_user: p.write({"date_limit": "2099-01-01"}),
                lambda p=as_user: p.unlink(),
                lambda p=as_user: p.copy(),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_a_batch_waits_together(self):
        """Ten cases that wait for the same supplier are held at once."""
        cases = self.case | self._create_case() | self._create_case()
        self._hold(cases)
        self.assertEqual(cases.mapped("on_hold"), [True] * 3)
