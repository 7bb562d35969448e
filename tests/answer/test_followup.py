# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The contact after the resolution: planned, made, called off (R68)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import ComplaintCase

FOLLOW_UP = "complaint_management.mail_activity_type_follow_up"


@tagged("post_install", "-at_install")
class TestFollowUp(ComplaintCase):
    def _get_tasks(self, case, active=True):
        tasks = self.env["mail.activity"].with_context(active_test=active)
        return tasks.search(
            [
                ("res_model", "=", "complaint.complaint"),
                ("res_id", "=", case.id),
                ("activity_type_id", "=", self.env.ref(FOLLOW_UP).id),
            ]
        )

    def _resolve(self, **vals):
        return self._bring_to(self._create_case(**vals), "resolved")

    def test_planned_for_the_handler_at_the_deadline(self):
        """A resolved case has one task, for its handler, due when the clock is."""
        case = self._resolve()
        task = self._get_tasks(case)
        self.assertEqual(task.user_id, self.handler)
        clock = case._get_open_clocks(["followup"])
        there = case.with_context(tz=self.handler.tz)
        due = fields.Datetime.context_timestamp(there, clock.date_due).date()
        self.assertEqual(task.date_deadline, due)
        self.assertTrue(case.awaits_follow_up)

    def test_without_a_deadline_it_is_due_in_a_week(self):
        self.env["complaint.sla.policy"].search([]).active = False
        case = self._resolve()
        self.assertFalse(case._get_open_clocks(["followup"]))
        wanted = fields.Date.context_today(case) + timedelta(days=7)
        self.assertEqual(self._get_tasks(case).date_deadline, wanted)

    def test_confidential_gets_a_written_one(self):
        """The handler of a confidential case has nobody to call (R152)."""
        case = self._resolve(identity_mode="confidential")
        task = self._get_tasks(case)
        self.assertIn("Write", task.summary)
        action = case.with_user(self.handler).action_log_follow_up()
        self.assertEqual(action["context"]["default_medium"], "email")

    def test_nobody_follows_an_anonymous_one_up(self):
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._bring_to(case, "resolved")
        self.assertFalse(self._get_tasks(case))
        self.assertFalse(case.awaits_follow_up)

    def test_becoming_anonymous_calls_it_off(self):
        case = self._resolve()
        case.sudo().write(
            {"identity_mode": "anonymous", "partner_name": False, "email_from": False}
        )
        self.assertFalse(self._get_tasks(case))

    def test_inquiries_and_suggestions_have_none(self):
        for kind in ("inquiry", "suggestion"):
            with self.subTest(kind=kind):
                case = self._bring_to(self._create_case(kind=kind), "resolved")
                self.assertFalse(self._get_tasks(case))

    def test_logging_it_marks_it_done(self):
        """Also one tried in vain: the closing gate counts it, too."""
        for answered in (True, False):
            with self.subTest(answered=answered):
                case = self._resolve()
                self._log_contact(case, purpose="follow_up", answered=answered)
                self.assertFalse(self._get_tasks(case))
                self.assertTrue(self._get_tasks(case, active=False).date_done)
                self.assertFalse(case.awaits_follow_up)

    def test_another_contact_leaves_it_open(self):
        case = self._resolve()
        contact = self._log_contact(case, purpose="progress")
        self.assertTrue(self._get_tasks(case))
        contact.purpose = "follow_up"
        self.assertFalse(self._get_tasks(case))

    def test_made_before_the_resolution(self):
        """Who was asked after the answer is not asked again."""
        case = self._bring_to(self._create_case(), "answered")
        self._log_contact(case, purpose="follow_up")
        self._bring_to(case, "resolved")
        self.assertFalse(self._get_tasks(case, active=False))

    def test_done_offers_to_log_the_contact(self):
        """What was written when the task was done is not typed twice."""
        case = self._resolve()
        self._get_tasks(case).with_user(self.handler).action_feedback("All well")
        self.assertTrue(case.awaits_follow_up)
        action = case.with_user(self.handler).action_log_follow_up()
        dialog = Form(
            self.env["complaint.contact"]
            .with_user(self.handler)
            .with_context(**action["context"])
        )
        contact = dialog.save()
        self.assertRecordValues(
            contact, [{"purpose": "follow_up", "summary": "All well"}]
        )
        self.assertTrue(case.followup_done)

    def test_reopening_and_closing_call_it_off(self):
        case = self._resolve()
        case.with_user(self.handler).action_reopen(reason="It is back")
        self.assertFalse(self._get_tasks(case, active=False))
        case = self._resolve()
        case.with_user(self.manager)._transition(
            "close", reason="They moved abroad", override=True
        )
        self.assertFalse(self._get_tasks(case, active=False))

    def test_cancelling_calls_it_off(self):
        case = self._resolve()
        case.customer_response = "pending"  # what was accepted is not cancelled
        case.with_user(self.handler).action_cancel(
            reason="Taken back", cancel_reason="withdrawn"
        )
        self.assertFalse(self._get_tasks(case, active=False))

    def test_it_moves_with_the_case(self):
        """Who takes the case over makes the follow-up."""
        case = self._resolve()
        case.user_id = self.colleague
        self.assertEqual(self._get_tasks(case).user_id, self.colleague)

    def test_outsiders_cannot_open_the_dialog_on_what_they_cannot_read(self):
        case = self._resolve()
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).action_log_follow_up()

    def test_many_at_once(self):
        """Resolving many cases costs little more queries than resolving few."""
        counts = []
        for number in (5, 5, 25):  # the first warms the caches up
            cases = self.Complaint.browse()
            for _index in range(number):
                cases |= self._bring_to(self._create_case(), "answered")
            cases.customer_response = "accepted"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.with_user(self.handler).with_context(
                mail_activity_quick_update=True
            )._schedule_follow_up()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2] - counts[1], 60, counts)
