# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was asked to take a case over is reminded once, in working time (R86)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common import ComplaintCase, without_commits

SUBJECT = "Do you take it over?"


@tagged("post_install", "-at_install")
class TestHandoverReminder(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(user_id=cls.handler.id)

    def _hand_over(self, user=None):
        case = self.case.with_user(self.handler)
        case._give_to(user or self.outsider, "Call at ten.")

    def _ask_long_ago(self):
        """As if the question were some days old, whenever the test runs."""
        moment = fields.Datetime.now() - timedelta(days=9)
        self.case._write_protected({"date_handover": moment})

    def _run_cron(self):
        self.env.flush_all()
        with without_commits(self.env):
            self.env["complaint.complaint"]._cron_remind_handover()

    def _get_reminders(self):
        return self.env["mail.message"].search(
            [
                ("model", "=", self.case._name),
                ("res_id", "=", self.case.id),
                ("subject", "=like", f"{SUBJECT}%"),
            ]
        )

    def test_due_in_working_hours(self):
        self._hand_over()
        worked = self.company._get_complaint_working_time().elapsed(
            self.case.date_handover, self.case.date_handover_due
        )
        self.assertAlmostEqual(worked, 4 * 3600, delta=60)
        self.case.with_user(self.outsider).action_accept_handover()
        self.assertFalse(self.case.date_handover_due)

    def test_due_where_nobody_works(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.company.complaint_calendar_id = False
        self._hand_over()
        self.assertTrue(self.case.date_handover_due)

    def test_reminded_once(self):
        self._hand_over()
        self._run_cron()
        self.assertFalse(self._get_reminders())
        # Runs were missed for days: it is not lost.
        self._ask_long_ago()
        self._run_cron()
        self.assertEqual(
            self._get_reminders().notified_partner_ids, self.outsider.partner_id
        )
        self._run_cron()
        self.assertEqual(len(self._get_reminders()), 1)

    def test_who_is_asked_next_is_reminded_too(self):
        self._hand_over()
        self._ask_long_ago()
        self._run_cron()
        self._hand_over(self.colleague)
        self._run_cron()
        self.assertEqual(len(self._get_reminders()), 1)
        self._ask_long_ago()
        self._run_cron()
        self.assertEqual(
            self._get_reminders().notified_partner_ids,
            (self.outsider | self.colleague).partner_id,
        )

    def test_who_answered_is_not_reminded(self):
        self._hand_over()
        self._ask_long_ago()
        self.case.with_user(self.outsider).action_decline_handover("On leave.")
        self._run_cron()
        self.assertFalse(self._get_reminders())

    def test_who_cannot_take_it_over_any_more_is_asked_no_more(self):
        self._hand_over()
        self._ask_long_ago()
        self._lose_competence()
        self._run_cron()
        self.assertFalse(self._get_reminders())
        self.assertFalse(self.case.handover_user_id)
        log = "".join(self.case.message_ids.mapped("body"))
        self.assertIn("no longer asked to take over", log)

    def _lose_competence(self):
        """The category needs now what nobody holds."""
        self.category.competence_ids = self.env["complaint.competence"].create(
            {"name": "High voltage"}
        )
