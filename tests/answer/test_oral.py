# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is answered by word of mouth is done with one click (R6, R7)."""

from odoo.tests import tagged

from ..common import ComplaintCase

ANSWER = "<p>Read the upper row of figures.</p>"


@tagged("post_install", "-at_install")
class TestOralAnswer(ComplaintCase):
    def _ask(self, **vals):
        vals = {"kind": "inquiry", "user_id": self.clerk.id, **vals}
        return self._with_mail(self._create_case(**vals)).with_user(self.clerk)

    def _get_tasks(self, case):
        kinds = self.env.ref(
            "complaint_management.mail_activity_type_answer"
        ) | self.env.ref("complaint_management.mail_activity_type_acknowledge")
        return case.activity_ids.filtered(lambda task: task.activity_type_id in kinds)

    def test_one_click_closes_it(self):
        channel = self.env.ref("complaint_management.helpdesk_channel_in_person")
        case = self._ask(email_from=False, phone="555", channel_id=channel.id)
        case.answer = ANSWER
        case.action_answer_orally()
        self.assertEqual(case.state, "closed")
        self.assertFalse(self._get_tasks(case))
        told = case.contact_ids.filtered(lambda one: one.purpose == "answer")
        self.assertEqual(told.medium, "in_person")
        self.assertEqual(told.user_id, self.clerk)
        self.assertIn("upper row", told.summary)

    def test_no_mail_follows(self):
        case = self._ask()
        case.answer = ANSWER
        case.action_answer_orally()
        self.assertFalse(
            self.env["mail.mail"].search(
                [("res_id", "=", case.id), ("complaint_milestone", "=", "answer")]
            )
        )

    def test_the_answer_is_kept(self):
        """What was said is written down, also when it was only said (R7)."""
        case = self._ask()
        with self._assert_refused(case._fields["answer"].string):
            case.action_answer_orally()
        self.assertFalse(case.contact_ids.filtered(lambda c: c.purpose == "answer"))

    def test_only_for_inquiries(self):
        case = self._ask(kind="complaint")
        case.answer = ANSWER
        with self._assert_refused("is not possible"):
            case.action_answer_orally()

    def test_a_call_that_was_made_is_not_planned(self):
        """Whoever told the answer, and logged it, is not asked to tell it."""
        case = self._ask(email_from=False, phone="555")
        case.answer = ANSWER
        self._log_contact(case.with_env(self.env), user=self.clerk, purpose="answer")
        case.action_answer_inquiry()
        self.assertFalse(self._get_tasks(case))
        self.assertFalse(case._get_open_clocks(["answer"]))
