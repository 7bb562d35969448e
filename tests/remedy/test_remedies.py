# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the customer gets, on the whole case: claimed and granted, and the gates."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SMALL, RemedyCase


@tagged("post_install", "-at_install")
class TestClaimedAndGranted(RemedyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._bring_to(cls._create_case(), "investigating")

    def test_granted_is_what_the_lines_give(self):
        """Prepared, offered, agreed and fulfilled lines count; others do not (R106)."""
        counted = {"draft", "offered", "accepted", "fulfilled"}
        for state in dict(self.Remedy._fields["state"].selection):
            with self.subTest(state=state):
                case = self._create_case()
                line = self._add_remedy(case)
                line._write_sealed({"state": state})
                self.assertEqual(case.granted_amount, SMALL * (state in counted))

    def test_of_options_one_counts(self):
        """The dearest, until the customer chose (R93)."""
        lines = [
            self._add_remedy(self.case, amount=amount, is_option=True)
            for amount in (10, 30, 20)
        ]
        self.assertEqual(self.case.granted_amount, 30)
        self._as_handler(lines[0]).action_grant()
        self.assertEqual(self.case.granted_amount, 10)

    def test_less_than_claimed_needs_a_reason(self):
        """400 of 10,400: why not the rest is written down, and told (R106)."""
        as_investigator = self.case.with_user(self.investigator)
        as_investigator.write({**self._prepare_solution_vals(), "decision": False})
        self.case.claimed_amount = 10040
        self._add_remedy(self.case)
        with self._assert_refused("why they do not get all"):
            as_investigator.action_propose()
        as_investigator.refusal_reason = "No loss was shown beyond the overcharge."
        as_investigator.action_propose()
        self.assertEqual(self.case.state, "proposed")
        self.assertIn(
            "No loss was shown beyond the overcharge.", self.case._get_refusal_lines()
        )

    def test_nobody_writes_what_is_granted(self):
        with self._assert_refused("Granted"):
            self._as_handler(self.case).granted_amount = 10000

    def test_all_that_was_claimed_needs_none(self):
        as_investigator = self.case.with_user(self.investigator)
        as_investigator.write({**self._prepare_solution_vals(), "decision": False})
        self.case.claimed_amount = SMALL
        self._add_remedy(self.case)
        as_investigator.action_propose()
        self.assertEqual(self.case.state, "proposed", "the remedy is the solution")

    def test_a_refused_line_is_no_solution(self):
        """Somebody who gets nothing is told why in a decision (R63)."""
        as_investigator = self.case.with_user(self.investigator)
        as_investigator.write({**self._prepare_solution_vals(), "decision": False})
        line = self._add_remedy(self.case, refusal_reason="No loss was shown.")
        self._as_handler(line).action_refuse()
        with self._assert_refused("the decision with its reasons"):
            as_investigator.action_propose()


@tagged("post_install", "-at_install")
class TestAnswering(RemedyCase):
    def test_the_answer_offers_what_was_prepared(self):
        """Approved first, told then, in the same letter (R47, R74)."""
        case = self._bring_to(self._create_case(), "investigating")
        line = self._add_remedy(case, name="the overcharge")
        self._bring_to(case, "approved")
        self.assertEqual(line.state, "draft", "nobody was told before the answer")
        self.assertEqual(line.approval_state, "approved")
        self.assertEqual(line.approver_id, self.manager)
        self.assertFalse(case._get_remedy_lines())
        self._bring_to(case, "answered")
        self.assertEqual(line.state, "offered")
        self.assertEqual(line.offered_by_id, self.handler)
        self.assertIn("the overcharge", case._get_remedy_lines()[0])

    def test_the_customer_reads_what_they_get_and_what_not(self):
        """By mail and in the letter: the promises, and the reasons (R74, R106)."""
        case = self._create_case(claimed_amount=10000, lang="en_US")
        self._bring_to(case, "investigating")
        self._add_remedy(case, name="the overcharge")
        harm = self._add_remedy(
            case,
            "compensation",
            amount=0,
            name="Harm",
            refusal_reason="None was shown.",
        )
        self._as_handler(harm).action_refuse()
        case.with_user(self.handler).refusal_reason = "That is all the law gives."
        self._bring_to(case, "approved")
        self._with_mail(case).with_user(self.handler).action_answer()
        mail = self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)], limit=1
        )
        letter, _format = self.env["ir.actions.report"]._render_qweb_html(
            "complaint_management.action_report_answer_letter", case.ids
        )
        for text in (mail.body_html, letter.decode()):
            for words in (
                "the overcharge",
                "What we cannot do for you",
                "Harm: None was shown.",
                "That is all the law gives.",
            ):
                self.assertIn(words, text)

    def test_many_cases_cost_few_queries(self):
        """What ten cases grant is told with as many queries as one (R106)."""
        cases = self.Complaint.browse()
        for _count in range(10):
            case = self._create_case()
            self._add_remedy(case)
            self._add_remedy(case, "voucher", is_option=True)
            cases |= case
        counts = []
        for some in (cases[:1], cases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._compute_granted_amount()
            [case._get_remedy_lines() for case in some]
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_who_accepts_the_answer_accepts_what_it_offers(self):
        """Except among options, where they choose (R74, R93)."""
        case = self._bring_to(self._create_case(), "investigating")
        plain = self._add_remedy(case, "correction")
        options = self._add_remedy(case, is_option=True)
        options |= self._add_remedy(case, "voucher", is_option=True)
        self._bring_to(case, "resolved")
        self.assertEqual(plain.state, "accepted")
        self.assertEqual(set(options.mapped("state")), {"offered"})
        self.assertIn("As you choose", case._get_remedy_lines()[-1])
        self._as_handler(options[0]).action_accept()
        self.assertEqual(len(case._get_remedy_lines()), 2)

    def test_a_changed_solution_is_approved_again(self):
        """After approval nobody adds, changes or takes away unseen (R47)."""
        changes = {
            "add": lambda case, line: self._add_remedy(case, "gift"),
            "change": lambda case, line: self._as_handler(line).write({"amount": 1}),
            "delete": lambda case, line: self._as_handler(line).unlink(),
        }
        for name, change in changes.items():
            with self.subTest(change=name):
                case = self._bring_to(self._create_case(), "investigating")
                line = self._add_remedy(case)
                self._bring_to(case, "approved")
                change(case, line)
                self.assertEqual(case.decision_state, "draft")
                with self.assertRaises(UserError):
                    case.with_user(self.handler).action_answer()

    def test_an_offer_taken_back_is_answered_anew(self):
        case = self._bring_to(self._create_case(), "investigating")
        line = self._add_remedy(case)
        self._bring_to(case, "answered")
        self._as_handler(line).action_withdraw()
        self.assertEqual((case.decision_state, case.date_answered), ("draft", False))
        self._bring_to(case, "answered")
        self.assertEqual(line.state, "offered")

    def test_an_unfinished_line_stops_the_answer(self):
        """What has no value yet is neither approved nor offered (R90)."""
        case = self._bring_to(self._create_case(), "investigating")
        self._add_remedy(case, amount=0)
        self._bring_to(case, "pending")
        with self._assert_refused("Say what it is worth"):
            case.with_user(self.manager).action_approve()

    def test_thanks_for_a_suggestion(self):
        """Who was wrong, or only suggests, can get a present, too (R185)."""
        case = self._create_case(kind="suggestion")
        gift = self._add_remedy(case, "gift", user=self.clerk)
        self._bring_to(case, "resolved")
        self.assertEqual(gift.state, "offered")
        inquiry = self._create_case(kind="inquiry")
        gift = self._add_remedy(inquiry, "gift", user=self.clerk)
        self._bring_to(inquiry, "resolved")
        self.assertEqual(gift.state, "offered")

    def test_a_present_for_who_was_wrong(self):
        """A complaint that is not justified is closed with a gift alone (R185)."""
        case = self._bring_to(self._create_case(), "investigating")
        gift = self._add_remedy(case, "gift")
        self._bring_to(case, "proposed", verdict="not_upheld")
        case.with_user(self.investigator).write(
            {"verdict": "not_upheld", "fault_level": "none"}
        )
        self._bring_to_close(case)
        self._as_handler(gift).fulfilment_note = "Handed over"
        self._as_handler(gift).action_fulfil()
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")


@tagged("post_install", "-at_install")
class TestClosingGates(RemedyCase):
    def _resolve_with(self, *kinds, **vals):
        case = self._bring_to(self._create_case(), "investigating")
        for kind in kinds:
            self._add_remedy(case, kind, fulfilment_note="Done")
        return self._bring_to_close(case, **vals)

    def _fulfil(self, case):
        case.remedy_ids.with_user(self.handler).action_fulfil()

    def test_a_gift_is_no_fix(self):
        """A voucher does not put right what went wrong (R84)."""
        for kind in ("gift", "voucher"):
            with self.subTest(kind=kind):
                case = self._resolve_with(kind)
                self._fulfil(case)
                with self._assert_refused("A gift alone"):
                    case.with_user(self.handler).action_close()

    def test_a_fix_or_a_change_closes(self):
        """With a gift comes what puts it right, or what we change (R84)."""
        case = self._resolve_with("gift", "correction")
        self._fulfil(case)
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")
        case = self._bring_to(self._create_case(), "investigating")
        self._add_remedy(case, "gift", fulfilment_note="Done")
        case.with_user(self.handler).customer_change = "Meters are checked twice."
        self._bring_to_close(case)
        self._fulfil(case)
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_a_manager_waives_it_with_a_reason(self):
        """The waiver is written, and stays in the log (R84, R196)."""
        case = self._resolve_with("gift")
        self._fulfil(case)
        case.with_user(self.manager)._transition(
            "close", reason="The customer wanted nothing else", override=True
        )
        self.assertIn("A gift alone", case.transition_ids[-1].missing)

    def test_a_case_without_gifts_is_not_asked(self):
        case = self._resolve_with("apology")
        self._fulfil(case)
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_promises_are_kept_first(self):
        """What was agreed is done, and every offer answered, before closing (R39)."""
        case = self._resolve_with("refund")
        with self._assert_refused("Do what was agreed"):
            case.with_user(self.handler).action_close()
        self._fulfil(case)
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_open_offers_are_answered_first(self):
        case = self._bring_to(self._create_case(), "investigating")
        options = self._add_remedy(case, is_option=True)
        options |= self._add_remedy(case, "voucher", is_option=True)
        self._bring_to_close(case)
        with self._assert_refused("whether the customer wants"):
            case.with_user(self.handler).action_close()
        self._as_handler(options).action_decline()
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")


@tagged("post_install", "-at_install")
class TestEndsOfCases(RemedyCase):
    def test_a_cancelled_case_promises_nothing_more(self):
        """Offers are off; what was agreed is still done; nothing new is added."""
        case = self._bring_to(self._create_case(), "assessed")
        draft, offered, agreed = (self._add_remedy(case) for _count in range(3))
        self._as_handler(offered).action_offer()
        self._as_handler(agreed).action_grant()
        self._bring_to(case, "cancelled")
        states = [line.state for line in (draft, offered, agreed)]
        self.assertEqual(states, ["cancelled", "cancelled", "accepted"])
        with self._assert_refused("was cancelled"):
            self._add_remedy(case)
        agreed.with_user(self.handler).fulfilment_note = "Sent"
        agreed.with_user(self.handler).action_fulfil()
        self.assertEqual(agreed.state, "fulfilled")

    def test_the_survivor_keeps_the_promises(self):
        """A merge loses no promise, and moves no old refusal (R178)."""
        survivor, merged = (
            self._bring_to(self._create_case(), "assessed") for _count in range(2)
        )
        draft, offered, declined = (self._add_remedy(merged) for _count in range(3))
        self._as_handler(offered | declined).action_offer()
        self._as_handler(declined).action_decline()
        merged.with_user(self.officer)._merge_into(survivor)
        self.assertEqual(survivor.remedy_ids, draft | offered)
        self.assertEqual((draft | offered).mapped("state"), ["draft", "offered"])
        self.assertEqual(declined.complaint_id, merged)
        self.assertEqual(survivor.granted_amount, 2 * SMALL)

    def test_options_of_merged_cases_do_not_clash(self):
        """What was chosen in one case does not forbid a choice in the other."""
        survivor, merged = (
            self._bring_to(self._create_case(), "assessed") for _count in range(2)
        )
        chosen = self._add_remedy(merged, is_option=True)
        self._as_handler(chosen).action_grant()
        options = self._add_remedy(survivor, is_option=True)
        options |= self._add_remedy(survivor, "voucher", is_option=True)
        merged.with_user(self.officer)._merge_into(survivor)
        self._as_handler(options[0]).action_grant()
        self.assertEqual(options.mapped("state"), ["accepted", "cancelled"])
        self.assertEqual(chosen.state, "accepted")

    def test_an_approved_survivor_is_approved_again(self):
        survivor = self._bring_to(self._create_case(), "approved")
        merged = self._bring_to(self._create_case(), "assessed")
        self._add_remedy(merged)
        merged.with_user(self.officer)._merge_into(survivor)
        self.assertEqual(survivor.decision_state, "draft")

    def test_a_resolved_survivor_takes_no_drafts(self):
        """What it was answered with stays; only promises come along."""
        survivor = self._bring_to(self._create_case(), "resolved")
        merged = self._bring_to(self._create_case(), "assessed")
        draft, agreed = (self._add_remedy(merged) for _count in range(2))
        self._as_handler(agreed).action_grant()
        merged.with_user(self.officer)._merge_into(survivor)
        self.assertEqual(survivor.remedy_ids, agreed)
        self.assertEqual(draft.state, "cancelled")

    def test_reopening_keeps_promises_and_rethinks_offers(self):
        """Agreed and fulfilled lines stay; unanswered offers are prepared again."""
        case = self._bring_to(self._create_case(), "investigating")
        kept = self._add_remedy(case, "correction", fulfilment_note="Done")
        option = self._add_remedy(case, is_option=True)
        self._bring_to(case, "resolved")
        self._as_handler(kept).action_fulfil()
        with self._assert_refused("Reopen the case"):
            self._add_remedy(case)
        case.with_user(self.handler).action_reopen(reason="Billed wrongly again")
        self.assertEqual((kept.state, option.state), ("fulfilled", "draft"))
        self._as_handler(option).amount = 45
        self._bring_to(case, "answered")
        self.assertEqual(option.state, "offered")

    def test_a_refused_apology_goes_to_a_manager(self):
        """Who does not accept it, in a case with a remedy, is called (R108)."""
        case = self._bring_to(self._create_case(), "investigating")
        self._add_remedy(case, "apology")
        self._bring_to(case, "answered")
        apology = (
            self.env["complaint.apology"]
            .with_user(self.handler)
            .create({"complaint_id": case.id, "medium": "in_person"})
        )
        self.assertFalse(case._get_apology_tasks())
        apology.response = "not_accepted"
        self.assertEqual(case.apology_state, "not_accepted")
        task = case._get_apology_tasks()
        self.assertEqual(len(task), 1)
        self.assertTrue(
            task.user_id.has_group("complaint_management.group_complaint_manager")
        )
        self.assertNotEqual(task.user_id, case.user_id)

    def test_options_after_reopening_are_chosen_anew(self):
        """What was chosen in the first round does not stand in the way (R93)."""
        case = self._bring_to(self._create_case(), "investigating")
        first = self._add_remedy(case, is_option=True)
        self._as_handler(first).action_grant()
        self._bring_to(case, "resolved")
        case.with_user(self.handler).action_reopen(reason="It broke again")
        options = self._add_remedy(case, is_option=True)
        options |= self._add_remedy(case, "voucher", is_option=True, amount=20)
        self.assertEqual(case.granted_amount, SMALL + 20)
        self._as_handler(options[1]).action_grant()
        self.assertEqual(options.mapped("state"), ["cancelled", "accepted"])
        self.assertEqual(first.state, "accepted")
