# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A manager may pass a gate or skip steps, with a reason that stays (R196)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestOverride(ComplaintCase):
    def _override(self, case, name, user=None, reason="The customer is in danger"):
        return case.with_user(user or self.manager)._transition(
            name, reason=reason, override=True
        )

    def test_passed_gates_are_recorded(self):
        """Who passed what, and why, stays in the log and the chatter (R196)."""
        case = self._bring_to(self._create_case(), "acknowledged")
        self._override(case, "assess")
        self.assertEqual(case.state, "assessed")
        log = case.transition_ids[-1]
        self.assertTrue(log.overridden)
        self.assertEqual(log.user_id, self.manager)
        self.assertEqual(log.reason, "The customer is in danger")
        self.assertIn("whether the grounds", log.missing)
        self.assertIn("Passed although missing", case.message_ids[0].body)
        self.assertIn("The customer is in danger", case.message_ids[0].body)

    def test_ordinary_moves_are_not_recorded_as_passed(self):
        """Only what was passed counts in the reports of passed gates."""
        case = self._bring_to(self._create_case(), "proposed")
        self.assertFalse(any(case.transition_ids.mapped("overridden")))

    def test_steps_are_skipped_forwards(self):
        """From new straight to a proposal, and from there the rules hold on."""
        case = self._create_case()
        self._override(case, "propose")
        self.assertEqual(case.state, "proposed")
        self.assertEqual(case.decision_state, "draft")
        self.assertEqual(len(case.transition_ids), 1)
        self.assertIn("“Finding”", case.transition_ids.missing)

    def test_nobody_skips_backwards_or_around(self):
        """No way back but reopening; none out of closed; none to another kind."""
        investigating = self._bring_to(self._create_case(), "investigating")
        closed = self._bring_to(self._create_case(), "closed")
        cancelled = self._bring_to(self._create_case(), "cancelled")
        for case, name in (
            (investigating, "acknowledge"),
            (investigating, "assess"),
            (investigating, "decide_suggestion"),
            (investigating, "answer_inquiry"),
            (investigating, "approve"),
            (investigating, "answer"),
            (investigating, "reopen"),
            (closed, "resolve"),
            (cancelled, "close"),
            (cancelled, "acknowledge"),
        ):
            with self.subTest(state=case.state, move=name):
                with self._assert_refused("not possible"):
                    self._override(case, name)

    def test_musts_are_never_passed(self):
        """Not even a manager closes without responsible, outcome and reply."""
        case = self._create_case(category_id=False)
        case.user_id = False
        with self.assertRaises(UserError) as refused:
            self._override(case, "close")
        for label in ("Handler", "Verdict", "Answered On"):
            self.assertIn(label, str(refused.exception))
        self.assertEqual(case.state, "new")

    def test_impartiality_is_never_passed(self):
        """Nobody looks into a complaint about themselves, by no reason (R153)."""
        case = self._bring_to(self._create_case(), "assessed")
        case.investigator_id = self.investigator
        case.complained_employee_ids = self.staff[self.officer]
        self.staff[self.investigator].user_id = False
        self.staff[self.officer].user_id = self.investigator
        with self._assert_refused("another investigator"):
            self._override(case, "investigate")

    def test_approval_is_never_passed(self):
        """The customer is told nothing that was not approved (R47, R64)."""
        case = self._bring_to(self._create_case(), "proposed")
        for name in ("answer", "approve", "resolve"):
            with self.subTest(move=name), self.assertRaises(UserError):
                self._override(case, name)
        self.assertFalse(case.date_answered)

    def test_only_managers_override(self):
        """Neither the handler nor an officer passes a gate (R196)."""
        case = self._bring_to(self._create_case(), "acknowledged")
        for user in (self.handler, self.officer, self.clerk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._override(case, "assess", user)
        self.assertEqual(case.state, "acknowledged")

    def test_a_reason_is_needed(self):
        """A gate passed without a reason helps nobody later (R196)."""
        case = self._bring_to(self._create_case(), "acknowledged")
        for reason in (None, "", "   "):
            with self._assert_refused("reason"):
                self._override(case, "assess", reason=reason)

    def test_managers_close_without_follow_up(self):
        """The last gate: passed with a reason, seen in the log (R39, R68)."""
        case = self._bring_to(self._create_case(), "resolved")
        with self._assert_refused("follow-up"):
            case.with_user(self.manager).action_close()
        self._override(case, "close", reason="Moved abroad")
        self.assertEqual(case.state, "closed")
        self.assertIn("follow-up", case.transition_ids[-1].missing)


@tagged("post_install", "-at_install")
class TestDialogs(ComplaintCase):
    """The dialog that asks for a reason, and the one that passes a gate."""

    def _open(self, action, user):
        self.assertEqual(action["res_model"], "complaint.transition.wizard")
        model = self.env[action["res_model"]].with_user(user)
        return Form(model.with_context(**action["context"]))

    def test_buttons_ask_for_the_reason(self):
        """Refusing, reopening and cancelling open the dialog, and do it."""
        case = self._bring_to(self._create_case(), "pending")
        form = self._open(case.with_user(self.manager).action_refuse(), self.manager)
        form.reason = "Explain the amount"
        form.save().action_confirm()
        self.assertEqual(case.decision_state, "draft")
        self.assertEqual(case.transition_ids[-1].reason, "Explain the amount")

        form = self._open(case.with_user(self.handler).action_cancel(), self.handler)
        form.reason = "The customer took it back"
        form.cancel_reason = "withdrawn"
        form.save().action_confirm()
        self.assertEqual(case.state, "cancelled")
        self.assertEqual(case.cancel_reason, "withdrawn")

        closed = self._bring_to(self._create_case(), "closed")
        form = self._open(closed.with_user(self.handler).action_reopen(), self.handler)
        form.reason = "Billed wrongly again"
        form.save().action_confirm()
        self.assertEqual(closed.state, "investigating")

    def test_the_dialog_tells_what_is_passed(self):
        """Nobody passes a gate without having read what is missing (R196)."""
        case = self._bring_to(self._create_case(), "acknowledged")
        form = self._open(case.with_user(self.manager).action_override(), self.manager)
        self.assertIn("assess", form.available_transitions)
        self.assertIn("close", form.available_transitions)
        self.assertNotIn("acknowledge", form.available_transitions)
        self.assertNotIn("cancel", form.available_transitions)
        form.transition = "assess"
        self.assertIn("whether the grounds", form.missing)
        form.reason = "Assessed on the phone"
        form.save().action_confirm()
        self.assertEqual(case.state, "assessed")
        self.assertTrue(case.transition_ids[-1].overridden)

    def test_the_dialog_is_no_way_around(self):
        """A user who opens the manager's dialog passes nothing (R196)."""
        case = self._bring_to(self._create_case(), "acknowledged")
        wizards = self.env["complaint.transition.wizard"].with_user(self.handler)
        wizard = wizards.create(
            {
                "complaint_ids": case.ids,
                "override": True,
                "transition": "assess",
                "reason": "I say so",
            }
        )
        with self.assertRaises(AccessError):
            wizard.action_confirm()
        self.assertEqual(case.state, "acknowledged")

    def test_cases_of_others_stay_theirs(self):
        """The dialog gives nobody rights on a case they cannot edit."""
        case = self._create_case()
        wizards = self.env["complaint.transition.wizard"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            wizards.create(
                {
                    "complaint_ids": case.ids,
                    "transition": "cancel",
                    "cancel_reason": "spam",
                    "reason": "x",
                }
            ).action_confirm()
        self.assertEqual(case.state, "new")
