# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case is handed over when the next handler accepts it (R86)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ComplaintCase

HAND_OVER = "complaint_management.mail_activity_type_hand_over"


@tagged("post_install", "-at_install")
class TestHandover(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(user_id=cls.handler.id)

    def _hand_over(self, case=None, user=None, giver=None):
        case = (case or self.case).with_user(giver or self.handler)
        action = case.action_hand_over()
        dialog = (
            self.env[action["res_model"]]
            .with_user(giver or self.handler)
            .with_context(**action["context"])
            .create({"user_id": (user or self.outsider).id, "note": "Call at ten."})
        )
        dialog.action_confirm()

    def _get_tasks(self):
        kind = self.env.ref(HAND_OVER)
        return self.case.activity_ids.filtered(
            lambda task: task.activity_type_id == kind
        )

    def test_stays_until_accepted(self):
        """R86: the handler keeps the case until somebody of another team accepts."""
        self._hand_over()
        self.assertEqual(self.case.user_id, self.handler)
        self.assertEqual(self.case.handover_user_id, self.outsider)
        self.assertEqual(self._get_tasks().user_id, self.outsider)
        theirs = self.case.with_user(self.outsider)
        self.assertEqual(theirs.handover_note, "Call at ten.")
        self.assertTrue(theirs.is_handed_to_me)
        theirs.action_accept_handover()
        self.assertEqual(self.case.user_id, self.outsider)
        self.assertFalse(self.case.handover_user_id)
        self.assertFalse(self._get_tasks())
        log = "".join(self.case.message_ids.mapped("body"))
        self.assertIn("asked to take over", log)

    def test_what_the_giver_wrote_is_kept(self):
        """However it ends: with who took it over, declined, or was asked no more."""
        how = {
            "took it over from": lambda case: case.action_accept_handover(),
            "did not take over": lambda case: case.action_decline_handover("Ill."),
            "no longer asked": lambda case: case.with_user(
                self.handler
            ).action_withdraw_handover(),
            "is no longer asked": lambda case: self.outsider.action_archive(),
        }
        for words, end in how.items():
            case = self._create_case(user_id=self.handler.id)
            self._hand_over(case)
            end(case.with_user(self.outsider))
            with self.subTest(words):
                last = case.message_ids.filtered(lambda m, w=words: w in m.body)
                self.assertIn("Call at ten.", last.body)
                self.assertFalse(case.handover_note)

    def test_who_cannot_take_it_over_any_more_does_not_accept(self):
        """They were able to when they were asked; R193: what the case needs is asked
        for again."""
        self._hand_over()
        self.category.competence_ids = self.env["complaint.competence"].create(
            {"name": "High voltage"}
        )
        with self.assertRaises(UserError):
            self.case.with_user(self.outsider).action_accept_handover()
        self.assertEqual(self.case.user_id, self.handler)

    def test_who_handles_no_complaints_any_more(self):
        """Asked and then taken out of the group: nobody waits for them."""
        self._hand_over()
        self.outsider.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self.case.handover_user_id)

    def test_decline(self):
        self._hand_over()
        theirs = self.case.with_user(self.outsider)
        self.assertEqual(
            theirs.action_decline_handover()["res_model"], "complaint.handover.decline"
        )
        self.assertTrue(self.case.handover_user_id)
        dialog = self.env["complaint.handover.decline"].with_user(self.outsider)
        dialog.create(
            {"complaint_id": self.case.id, "reason": "On leave from Monday."}
        ).action_confirm()
        self.assertEqual(self.case.user_id, self.handler)
        self.assertFalse(self.case.handover_user_id)
        self.assertFalse(self._get_tasks())
        log = "".join(self.case.message_ids.mapped("body"))
        self.assertIn("On leave from Monday.", log)

    def test_who_declines_reads_it_no_more(self):
        """Asking lets nobody in for good; who followed before goes on (R152)."""
        self.case.message_subscribe(partner_ids=self.colleague.partner_id.ids)
        for user in self.outsider | self.colleague:
            self._hand_over(user=user)
            self.assertIn(user.partner_id, self.case.message_partner_ids)
            self.case.with_user(self.handler).action_withdraw_handover()
        self.assertNotIn(self.outsider.partner_id, self.case.message_partner_ids)
        self.assertIn(self.colleague.partner_id, self.case.message_partner_ids)

    def test_who_accepts_stays(self):
        self._hand_over()
        self.case.with_user(self.outsider).action_accept_handover()
        self.assertIn(self.outsider.partner_id, self.case.message_partner_ids)

    def test_only_who_was_asked_answers(self):
        self._hand_over()
        for user in self.handler | self.colleague | self.officer:
            case = self.case.with_user(user)
            with self.assertRaises(AccessError):
                case.action_accept_handover()
            with self.assertRaises(AccessError):
                case.action_decline_handover("Because")
        self.case.with_user(self.handler).action_withdraw_handover()
        with self.assertRaises(AccessError):
            self.case.with_user(self.outsider).action_accept_handover()

    def test_no_other_door(self):
        """Neither a plain write nor the list gives an own case away at once."""
        case = self.case.with_user(self.handler)
        self.assertTrue(case.must_hand_over)
        with self.assertRaises(UserError):
            case.write({"user_id": self.colleague.id})
        with self.assertRaises(UserError):
            case.write({"handover_user_id": self.colleague.id})
        self.env["complaint.assign"].with_user(self.handler).create(
            {"complaint_ids": [(6, 0, case.ids)], "user_id": self.colleague.id}
        ).action_confirm()
        self.assertEqual(self.case.user_id, self.handler)
        self.assertEqual(self.case.handover_user_id, self.colleague)

    def test_many_are_handed_over_at_once(self):
        """From the list, before leave: what each costs beside the tasks is little."""
        vals = self._prepare_case_vals(user_id=self.handler.id)
        cases = self.Complaint.create([vals] * 20).with_user(self.handler)
        cases = cases.with_context(mail_activity_quick_update=True)

        def count(given):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            given._give_to(self.outsider, "Call at ten.")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        one = count(cases[:1])
        self.assertLess(count(cases[1:]), 2 * one)
        self.assertEqual(cases.sudo().handover_user_id, self.outsider)
        self.assertTrue(all(cases.sudo().mapped("is_handover_let_in")))

    def test_direct(self):
        """Officers assign directly, and so do all where the company does without."""
        self._hand_over(giver=self.officer)
        self.assertEqual(self.case.user_id, self.outsider)
        self.case.user_id = self.handler
        self.company.complaint_handover_accept = False
        self._hand_over(user=self.colleague)
        self.assertEqual(self.case.user_id, self.colleague)

    def test_somebody_else_was_asked_first(self):
        self._hand_over()
        self._hand_over(user=self.colleague)
        self.assertEqual(self._get_tasks().user_id, self.colleague)
        self.case.with_user(self.officer).user_id = self.investigator
        self.assertFalse(self.case.handover_user_id)
        self.assertFalse(self._get_tasks())

    def test_left(self):
        """Who leaves takes over nothing, and the task is nobody else's."""
        self._hand_over()
        self.outsider.action_archive()
        self.assertFalse(self.case.handover_user_id)
        self.assertFalse(self._get_tasks())
        self.assertEqual(self.case.user_id, self.handler)

    def test_declined_when_who_gave_it_is_gone(self):
        """Their account was deleted: nobody is told, and it is declined."""
        self._hand_over()
        self.case.sudo()._write_protected({"handover_from_id": False})
        self.case.with_user(self.outsider).action_decline_handover(reason="Ill.")
        self.assertFalse(self.case.handover_user_id)

    def test_ended(self):
        self._hand_over()
        self.case.with_user(self.handler).action_cancel(
            reason="They withdrew it", cancel_reason="withdrawn"
        )
        self.assertFalse(self.case.handover_user_id)

    def test_accused_are_not_asked(self):
        """R153: nobody takes over what is about them."""
        case = self._create_case(
            user_id=self.handler.id,
            complained_employee_ids=[(6, 0, self.staff[self.investigator].ids)],
        )
        with self.assertRaises(UserError):
            self._hand_over(case, user=self.investigator)
        with self.assertRaises(UserError):
            self._hand_over(user=self.employee)
