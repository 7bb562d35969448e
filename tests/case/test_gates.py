# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each move asks for is asked for, in the user's words, all of it at once."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.complaint_management.models.case.life_cycle import TRANSITIONS

from ..common import KINDS, CompleteCases

# How each need is left open, and the words that name it then. A new need in the
# table fails here until it says both.
OPEN_NEEDS = {
    "answer": ({"answer": "<p><br></p>"}, "Answer to the Customer"),
    "authority_reply": ({"external_body": "The ministry"}, "The ministry forwarded"),
    "category_fields": ({"external_ref": False}, "asks for: Their Reference"),
    "category_id": ({"category_id": False}, "“Category”"),
    "cause_id": ({"cause_id": False}, "“Root Cause”"),
    "customer_reply": ({"customer_response": "pending"}, "what the customer said"),
    "date_answered": ({"date_answered": False}, "“Answered On”"),
    "decision": ({"decision": False}, "“Decision”"),
    "demand_assessed": (
        {"demand": "A refund", "demand_verdict": False},
        "customer asks for is reasonable",
    ),
    "department_id": ({"department_id": False}, "“Handling Unit”"),
    "fault_level": ({"fault_level": False}, "“Fault Level”"),
    "finding": ({"finding": "<p> </p>"}, "“Finding”"),
    "grounds_assessed": ({"grounds": "presumed"}, "whether the grounds"),
    "grounds_agree": ({"grounds": "insufficient"}, "grounds were found insufficient"),
    "investigator_id": ({"investigator_id": False}, "“Investigator”"),
    "promised_reply": ({"promised_reply_date": False}, "reply is promised"),
    "solution": ({"decision": False}, "the decision with its reasons"),
    "agreed": ({}, "Add what the customer gets"),
    "refusal_reason": (
        {"claimed_amount": 500, "refusal_reason": False},
        "why they do not get all",
    ),
    "representation": (
        {"on_behalf": True, "answers_to": "representative"},
        "lets them speak",
    ),
    "responsible": ({"responsible_process": False}, "enter who is responsible"),
    "suggestion_outcome": ({"suggestion_outcome": False}, "“Suggestion Outcome”"),
    "user_id": ({"user_id": False}, "“Handler”"),
    "verdict": ({"verdict": False}, "“Verdict”"),
    "way_to_reach": (
        {"partner_id": False, "email_from": False, "phone": False, "street": False},
        "a way to reach the complainant",
    ),
}
# Needs that hang on more than fields of the case have tests of their own below,
# or in the file that is named.
ELSEWHERE = {
    "actions_planned",  # learning/test_action.py
    "answer_unsent",  # test_approval.py
    "cancel_reason",
    "ending_words",  # answer/test_ended.py
    "recorded",  # answer/test_gates.py
    "unaccepted",  # answer/test_ended.py
    "cause_told",  # learning/test_case_cause.py
    "elsewhere",  # learning/test_case_cause.py
    "fix",  # test_remedies.py
    "follow_up",
    "head_apology",  # test_head_apology.py
    "impartial_approver",  # test_approval.py
    "impartial_investigator",
    "learning",
    "impartial_settler",  # test_settlement.py
    "outcome",
    "promise",  # test_remedies.py
    "promises_kept",  # test_remedies.py
    "requests_answered",  # clock/test_request.py
    "reason",
    "severity",  # required, and computed: never empty
    "survivor",
}
PLACE = {
    "answer": "approved",
    "resolve": "answered",
    "approve": "pending",
    "refuse": "pending",
}


class GateCase(CompleteCases):
    def _get_case(self, name, kind=None):
        """A complete case that stands before the move ``name``."""
        step = TRANSITIONS[name]
        place = PLACE.get(name, step.sources[-1])
        return self.cases[kind or step.kinds[0], place]

    def _leave_open(self, case, name, needs):
        vals = {}
        for need in needs:
            vals.update(OPEN_NEEDS[need][0])
        if "category_fields" in needs:
            field = self.env["ir.model.fields"]._get(case._name, "external_ref")
            self.category.required_field_ids = field
        if {"solution", "agreed"} & set(needs):
            case.remedy_ids._write_sealed({"state": "cancelled"})
        case._write_protected(vals)
        step = TRANSITIONS[name]
        if step.decision:  # changing what was approved has withdrawn it
            case._write_protected({"decision_state": step.decision})

    def _get_refusal(self, case, name, user=None, **given):
        with self.assertRaises(UserError) as refused:
            case.with_user(user or self.manager)._transition(name, **given)
        return str(refused.exception)


@tagged("post_install", "-at_install")
class TestGates(GateCase):
    def test_no_need_is_untested(self):
        """Every need of the table is left open by a test (R57)."""
        needs = {
            need for step in TRANSITIONS.values() for need in step.needs + step.musts
        }
        self.assertEqual(needs - set(OPEN_NEEDS) - ELSEWHERE, set())

    def test_each_need_is_named_alone(self):
        """One thing missing: one line that names it, and nothing moves (R57)."""
        for name, step in TRANSITIONS.items():
            for need in (set(step.needs) | set(step.musts)) - ELSEWHERE:
                kind = "suggestion" if need == "promised_reply" else None
                with self.subTest(move=name, need=need):
                    self._assert_need_is_named(name, need, self._get_case(name, kind))

    def _assert_need_is_named(self, name, need, case):
        state = case.state
        with self.env.cr.savepoint() as savepoint:
            self._leave_open(case, name, [need])
            message = self._get_refusal(case, name)
            self.assertIn(OPEN_NEEDS[need][1], message)
            # Without an answer there was no follow-up after it, either.
            expected = 2 if (name, need) == ("close", "date_answered") else 1
            self.assertEqual(message.count("\n- "), expected, message)
            self.assertIn(case.display_name, message)
            self.assertEqual(case.state, state)
            savepoint.rollback()

    def test_all_that_is_missing_is_told_at_once(self):
        """Nobody corrects one thing to be told of the next (R57)."""
        for name, step in TRANSITIONS.items():
            needs = [n for n in step.needs + step.musts if n in OPEN_NEEDS]
            case = self._get_case(name)
            if case.kind != "suggestion" and "promised_reply" in needs:
                needs.remove("promised_reply")
            if "category_id" in needs and "category_fields" in needs:
                needs.remove("category_fields")  # nobody asks for any then
            if "verdict" in needs:  # without one, nothing is upheld
                needs = [n for n in needs if n not in ("grounds_agree", "responsible")]
            with self.subTest(move=name), self.env.cr.savepoint() as savepoint:
                self._leave_open(case, name, needs)
                message = needs and self._get_refusal(case, name)
                for need in needs:
                    self.assertIn(OPEN_NEEDS[need][1], message)
                savepoint.rollback()

    def test_the_form_previews_what_is_missing(self):
        """The banner says beforehand what the button will ask for (R57)."""
        case = self._create_case(category_id=False)
        as_handler = case.with_user(self.officer)
        case.with_user(self.officer).action_acknowledge()
        self.assertEqual(as_handler.next_transition, "assess")
        banner = as_handler.next_missing
        refusal = self._get_refusal(case, "assess", self.officer)
        for line in banner.split("\n"):
            self.assertIn(f"- {line}", refusal)
        self.assertEqual(len(banner.split("\n")), refusal.count("\n- "))
        as_handler.write(
            {
                "category_id": self.category.id,
                "grounds": "insufficient",
                "department_id": self.department.id,
            }
        )
        self.assertFalse(as_handler.next_missing)
        as_handler.action_assess()

    def test_a_batch_names_each_case(self):
        """Moving several cases, one message says what is missing where."""
        first = self._create_case(name="First")
        second = self._create_case(name="Second", category_id=False)
        message = self._get_refusal(first | second, "assess")
        self.assertIn(first.display_name, message)
        self.assertIn(second.display_name, message)
        self.assertEqual(message.count("whether the grounds"), 2)
        self.assertEqual(message.count("“Category”"), 1)

    def test_reasons_are_not_blank(self):
        """Refusing, reopening and cancelling say why; blanks do not count."""
        for name in ("refuse", "reopen", "cancel"):
            for reason in (None, "", "  \n "):
                with self.subTest(move=name, reason=reason):
                    case = self._get_case(name)
                    message = self._get_refusal(case, name, reason=reason)
                    self.assertIn("Write down the reason", message)

    def test_cancelling_says_which_way(self):
        """A case is not cancelled for a reason nobody can count."""
        case = self._get_case("cancel")
        for wrong in (None, "lost"):
            message = self._get_refusal(
                case, "cancel", reason="x", vals={"cancel_reason": wrong}
            )
            self.assertIn("why the case is cancelled", message)

    def test_a_merged_case_points_at_its_survivor(self):
        """Merging needs a survivor, other than the case; other ways have none."""
        case, survivor = self._create_case(), self._create_case()
        cancelled = self._bring_to(self._create_case(), "cancelled")
        company_b = self.env["res.company"].create({"name": "Gas Company"})
        elsewhere = self.Complaint.create({"name": "B", "company_id": company_b.id})
        self.manager.company_ids |= company_b
        for cancel_reason, merged_into in (
            ("merged", False),
            ("merged", case.id),
            ("merged", cancelled.id),
            ("merged", elsewhere.id),
            ("spam", survivor.id),
        ):
            with self.subTest(cancel_reason=cancel_reason):
                vals = {"cancel_reason": cancel_reason, "merged_into_id": merged_into}
                self._get_refusal(case, "cancel", reason="Twice", vals=vals)
        case.with_user(self.handler).action_cancel(
            reason="Twice", cancel_reason="merged", merged_into_id=survivor.id
        )
        self.assertEqual(case.merged_into_id, survivor)
        self.assertEqual(survivor.merged_ids, case)

    def test_a_survivor_can_be_read(self):
        """Nobody merges into a case that they may not see."""
        case = self._create_case()
        hidden = self._create_case(
            user=self.officer, category_id=False, identity_mode="confidential"
        )
        with self.assertRaises(AccessError):
            case.with_user(self.handler).action_cancel(
                reason="Twice", cancel_reason="merged", merged_into_id=hidden.id
            )

    def _accuse_late(self, case, user):
        """It turns out later that the account is that of the accused."""
        employee = self.staff[self.officer]
        case.complained_employee_ids = employee
        self.staff[user].user_id = False
        employee.user_id = user

    def test_nobody_investigates_themselves(self):
        """The investigator is not a person complained about (R3, R153)."""
        case = self._get_case("investigate")
        self._accuse_late(case, self.investigator)
        message = self._get_refusal(case, "investigate")
        self.assertIn(self.investigator.name, message)
        case.investigator_id = self.colleague
        case.with_user(self.manager).action_investigate()
        self.assertEqual(case.state, "investigating")

    def test_the_investigator_stays_impartial(self):
        """Nor does one who is complained about later propose the solution."""
        case = self._get_case("propose")
        self._accuse_late(case, self.investigator)
        message = self._get_refusal(case, "propose")
        self.assertIn(self.investigator.name, message)

    def test_required_fields_of_parent_categories(self):
        """What a parent category asks for holds for its children (R57)."""
        child = self.category.create(
            {
                "name": "Meters",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        case = self._get_case("propose")
        case.category_id = child
        self._leave_open(case, "propose", ["category_fields"])
        self.assertIn("Their Reference", self._get_refusal(case, "propose"))
        case.external_ref = "12398"
        case.with_user(self.investigator).action_propose()


@tagged("post_install", "-at_install")
class TestCustomerReply(GateCase):
    """Resolving: the customer accepted, knows where to turn, or was tried."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.cases["complaint", "answered"]

    def test_rejected_needs_recourse(self):
        """Who does not accept is told where else to turn (R136)."""
        self.case.write({"customer_response": "rejected", "recourse_explained": False})
        message = self._get_refusal(self.case, "resolve", self.handler)
        self.assertIn("where else they can turn", message)
        self.case.recourse_explained = True
        self.case.with_user(self.handler).action_resolve()

    def test_unreachable_needs_attempts(self):
        """Only logged attempts that failed make a customer unreachable (R85)."""
        self.case.customer_response = "unreachable"
        self.company.complaint_contact_attempts = 2
        self._log_contact(self.case, direction="out", answered=True)
        self._log_contact(self.case, direction="in", answered=False)
        before = self.case.date_answered - timedelta(days=1)
        self._log_contact(self.case, direction="out", answered=False, date=before)
        self._log_contact(self.case, direction="out", answered=False)
        message = self._get_refusal(self.case, "resolve", self.handler)
        self.assertIn("Log 2 attempts", message)
        self.assertIn("there are 1", message)
        self._log_contact(self.case, direction="out", answered=False)
        self.case.with_user(self.handler).action_resolve()

    def test_nobody_can_ask_an_anonymous_complainant(self):
        """An anonymous case is resolved and closed without their reply (R149)."""
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._bring_to(case, "answered")
        case.with_user(self.handler).action_resolve()
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")


@tagged("post_install", "-at_install")
class TestClosing(GateCase):
    """Nothing is closed without a person responsible, an outcome and a reply."""

    outcomes = {"suggestion": "suggestion_outcome", "inquiry": "answer"}

    def test_follow_up_after_the_answer(self):
        """The follow-up is made after the answer, not before (R68)."""
        case = self._bring_to(self._create_case(), "resolved")
        case._write_protected({"date_answered": case.date_received})
        case.date_received = "2020-01-01 08:00:00"
        self._log_contact(case, purpose="follow_up", date="2020-01-02 08:00:00")
        message = self._get_refusal(case, "close", self.handler)
        self.assertIn("follow-up contact", message)
        self._log_contact(case, purpose="follow_up", answered=False)
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_verdict_and_cause(self):
        """A complaint is closed with verdict and cause (R61, R139)."""
        for fname in ("verdict", "cause_id"):
            with self.subTest(missing=fname), self.env.cr.savepoint() as savepoint:
                case = self.cases["complaint", "resolved"]
                self._lose(case, fname)
                message = self._get_refusal(case, "close")
                self.assertIn("the verdict and the root cause", message)
                savepoint.rollback()

    def _lose(self, case, fname):
        """Empty a field as no door of the product does: the gate stands anyway."""
        case.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_complaint SET %s = NULL WHERE id = %s",
                SQL.identifier(fname),
                case.id,
            )
        )
        case.invalidate_recordset()

    def test_what_was_told_stays(self):
        """Findings, decision and answer of a resolved case are not rewritten (R39)."""
        for state in ("resolved", "closed"):
            case = self.cases["complaint", state].with_user(self.handler)
            for vals in (
                {"verdict": "not_upheld"},
                {"answer": "<p>We never said that</p>"},
                {"finding": "<p>Something else</p>"},
            ):
                with self.subTest(state=state, vals=vals):
                    with self._assert_refused("Reopen the case", UserError):
                        case.write(vals)

    def test_outcome_of_each_kind(self):
        """A suggestion has a decision, an inquiry an answer (R39)."""
        for kind, fname in (
            ("suggestion", "suggestion_outcome"),
            ("inquiry", "answer"),
        ):
            with self.subTest(kind=kind):
                case = self.cases[kind, "resolved"]
                self._lose(case, fname)
                label = case._fields[fname].string
                self.assertIn(f"“{label}”", self._get_refusal(case, "close"))

    def test_a_closed_case_keeps_what_it_was_closed_with(self):
        """Nobody empties responsible, outcome or reply afterwards (R39)."""
        for kind in KINDS:
            case = self.cases[kind, "closed"]
            outcome = self.outcomes.get(kind, "verdict")
            for fname in ("user_id", outcome):
                with self.subTest(kind=kind, field=fname):
                    with self._assert_refused("is closed", ValidationError):
                        case.with_user(self.manager).write({fname: False})
            case.with_user(self.manager).user_id = self.colleague
