# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Settling at once what was agreed within one's own authority (R91, R95)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SMALL, RemedyCase


@tagged("post_install", "-at_install")
class TestSettlement(RemedyCase):
    def _prepare(self, place="acknowledged", **vals):
        """A case with all that is known of it, where ``place`` says."""
        case = self._bring_to(self._create_case(), place)
        solution = {**self._prepare_solution_vals(), "decision": False, "answer": False}
        case.with_user(self.handler).write({**solution, **vals})
        return case

    def test_one_click_settles_the_case(self):
        """Promised, approved by who may, confirmed and resolved (R91, R95)."""
        case = self._prepare()
        line = self._add_remedy(case)
        as_handler = case.with_user(self.handler)
        self.assertIn("settle", as_handler.allowed_transitions)
        as_handler.action_settle()
        self.assertEqual((case.state, case.decision_state), ("resolved", "approved"))
        self.assertEqual(case.approver_id, self.handler)
        self.assertEqual(case.customer_response, "accepted")
        self.assertEqual((line.state, line.settled_by), ("accepted", "staff"))
        self.assertTrue(case.date_acknowledged <= case.date_assessed)
        self.assertTrue(case.date_answered and case.date_resolved)
        self.assertIn("agreed with you", case.answer)
        self.assertEqual(case.transition_ids[-1].name, "settle")

    def test_the_agreement_is_confirmed_by_mail(self):
        """The customer reads what was agreed, line by line (R74)."""
        case = self._prepare()
        self._add_remedy(case, name="the overcharge of May")
        self._with_mail(case).with_user(self.handler).action_settle()
        mail = self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)], limit=1
        )
        self.assertIn("the overcharge of May", mail.body_html)
        self.assertIn("agreed with you", mail.body_html)

    def test_from_every_open_state(self):
        for place in ("acknowledged", "assessed", "investigating", "proposed"):
            with self.subTest(place=place):
                case = self._prepare(place, answer="<p>As we said.</p>")
                self._add_remedy(case)
                case.with_user(self.handler).action_settle()
                self.assertEqual(case.state, "resolved")
                self.assertIn("As we said.", case.answer, "own words stay")

    def test_there_is_something_to_settle(self):
        """Without a remedy nothing is settled, whoever presses (R91)."""
        case = self._prepare(answer="<p>Bye.</p>")
        self.assertNotIn("settle", case.with_user(self.handler).allowed_transitions)
        for user in (self.handler, self.manager):
            with self._assert_refused("Add what the customer gets"):
                case.with_user(user).action_settle()
        line = self._add_remedy(case)
        line._write_sealed({"state": "declined"})
        with self._assert_refused("Add what the customer gets"):
            case.with_user(self.handler).action_settle()

    def test_beyond_authority_nothing_is_settled(self):
        """Neither handler nor officer settles what only others may promise (R90)."""
        case = self._prepare()
        line = self._add_remedy(case, amount=5000)
        for user in (self.handler, self.officer):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                case.with_user(user).action_settle()
            self.assertEqual((case.state, line.state), ("acknowledged", "draft"))
        with self.assertRaises(UserError):
            case.with_user(self.officer)._transition(
                "settle", reason="Now", override=True
            )

    def test_nobody_settles_what_is_about_them(self):
        case = self._prepare()
        self._add_remedy(case)
        case.complained_employee_ids = self.staff[self.officer]
        with self._assert_refused("about themselves"):
            case.with_user(self.officer).action_settle()
        with self._assert_refused("about themselves"):
            case.with_user(self.officer)._transition("settle")

    def test_nobody_promises_in_what_is_about_them(self):
        """Nor offers or grants a single line, however little (R90)."""
        case = self._prepare()
        case.user_id = self.officer
        line = self._add_remedy(case, user=self.officer)
        case.complained_employee_ids = self.staff[self.handler]
        for button in ("action_grant", "action_offer"):
            with self.subTest(button=button), self._assert_refused("themselves"):
                getattr(line.with_user(self.handler), button)()
        self.assertEqual(line.state, "draft")

    def test_what_is_not_upheld_needs_somebody_else(self):
        """The customer is refused by nobody alone (R47, R191)."""
        case = self._prepare(verdict="not_upheld", fault_level="none")
        self._add_remedy(case, "apology")
        with self._assert_refused("somebody else approves"):
            case.with_user(self.handler).action_settle()

    def test_the_company_is_that_of_the_case(self):
        line = self._add_remedy(self._prepare())
        other = self.env["res.company"].create({"name": "Next Door"})
        with self._assert_refused("company of its case"):
            line.with_user(self.handler).company_id = other

    def test_the_chosen_option_is_marked_first(self):
        """It is clear which option was agreed (R93)."""
        case = self._prepare()
        options = self._add_remedy(case, is_option=True)
        options |= self._add_remedy(case, "voucher", is_option=True)
        with self._assert_refused("option that the customer chose"):
            case.with_user(self.handler).action_settle()
        self._as_handler(options[1]).action_grant()
        case.with_user(self.handler).action_settle()
        self.assertEqual(options.mapped("state"), ["cancelled", "accepted"])

    def test_less_than_asked_is_explained(self):
        """Meeting halfway says why not all of it (R106)."""
        case = self._prepare(claimed_amount=SMALL + 60)
        self._add_remedy(case)
        with self._assert_refused("why they do not get all"):
            case.with_user(self.handler).action_settle()
        case.with_user(self.handler).refusal_reason = "Agreed on the phone."
        case.with_user(self.handler).action_settle()
        self.assertEqual(case.state, "resolved")

    def test_what_is_missing_is_told(self):
        """Settling asks for what a proposal asks for, all at once (R57)."""
        case = self._bring_to(self._create_case(), "acknowledged")
        self._add_remedy(case, amount=0)
        case.finding = False
        with self.assertRaises(UserError) as refused:
            case.with_user(self.handler).action_settle()
        message = str(refused.exception)
        for words in ("Finding", "Root Cause", "Verdict", "Fault Level", "worth"):
            self.assertIn(words, message)
        self.assertFalse(case.answer, "nothing is written when it is refused")

    def test_only_who_works_on_the_case(self):
        case = self._prepare()
        self._add_remedy(case)
        for user in (self.employee, self.outsider):
            with self.assertRaises(AccessError):
                case.with_user(user).action_settle()

    def test_a_settled_case_is_closed_like_others(self):
        """What was agreed is done, then the case is closed (R39)."""
        case = self._prepare()
        line = self._add_remedy(case, fulfilment_note="Paid out at the counter")
        case.with_user(self.handler).action_settle()
        self._log_contact(case, purpose="follow_up")
        with self._assert_refused("Do what was agreed"):
            case.with_user(self.handler).action_close()
        self._as_handler(line).action_fulfil()
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_many_at_once(self):
        """A batch is settled together, or not at all."""
        cases = self._prepare() | self._prepare()
        self._add_remedy(cases[0])
        with self._assert_refused("Add what the customer gets"):
            cases.with_user(self.handler).action_settle()
        self.assertEqual(set(cases.mapped("state")), {"acknowledged"})
        self._add_remedy(cases[1])
        cases.with_user(self.handler).action_settle()
        self.assertEqual(set(cases.mapped("state")), {"resolved"})
