# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was said at the counter is acknowledged, and kept (R53, R86, R87)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestFirstContact(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counter = cls.env.ref("complaint_management.helpdesk_channel_in_person")
        cls.phone = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        cls.letter = cls.env.ref("complaint_management.helpdesk_channel_letter")

    def _get_tasks(self, case):
        kind = self.env.ref("complaint_management.mail_activity_type_acknowledge")
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def test_the_talk_is_logged_with_who_and_when(self):
        received = fields.Datetime.now().replace(microsecond=0) - timedelta(minutes=5)
        for channel, medium in ((self.counter, "in_person"), (self.phone, "phone")):
            case = self._create_case(channel_id=channel.id, date_received=received)
            contact = case.contact_ids
            self.assertEqual(contact.medium, medium)
            self.assertEqual(contact.purpose, "first")
            self.assertEqual(contact.user_id, self.clerk)
            self.assertEqual(contact.date, received)

    def test_the_deadline_ends(self):
        case = self._create_case(channel_id=self.counter.id)
        clock = case.sudo().clock_ids.filtered(lambda c: c.milestone == "acknowledge")
        self.assertEqual(clock.state, "stopped")
        self.assertEqual(clock.outcome, "met")

    def test_nobody_is_asked_to_call_who_was_here(self):
        case = self._create_case(
            channel_id=self.counter.id, email_from=False, phone="555"
        )
        case = self._with_mail(case)
        self.assertEqual(case.with_user(self.handler).next_transition, "assess")
        case.with_user(self.handler).grounds = "sufficient"
        case.with_user(self.handler).action_assess()
        self.assertFalse(self._get_tasks(case))

    def test_a_letter_is_acknowledged_as_before(self):
        case = self._create_case(
            channel_id=self.letter.id, email_from=False, street="Long Street 1"
        )
        self.assertFalse(case.contact_ids)
        self.assertTrue(case._get_open_clocks(["acknowledge"]))

    def test_what_a_machine_registers_was_no_talk(self):
        case = (
            self.Complaint.sudo()
            .with_user(self.env.ref("base.user_root"))
            .create(self._prepare_case_vals(channel_id=self.phone.id))
        )
        self.assertFalse(case.contact_ids)

    def test_the_box_says_who_was_not_told_yet(self):
        """Also who has no email is seen to wait (R53)."""
        for vals, word in (({"phone": "555"}, "Call"), ({"street": "A 1"}, "letter")):
            case = self._with_mail(
                self._create_case(channel_id=self.letter.id, email_from=False, **vals)
            )
            self.assertFalse(case.waiting_mail)
            case.with_user(self.clerk).action_acknowledge()
            case.invalidate_recordset(["waiting_mail"])
            self.assertIn(word, case.waiting_mail)
            self.assertIn(self._get_tasks(case).user_id.name, case.waiting_mail)
            self._get_tasks(case).sudo().action_feedback()
            case.invalidate_recordset()
            self.assertFalse(case.waiting_mail)
