# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Remedies: their terms, their buttons, and what nobody changes behind them."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SMALL, RemedyCase

FORGERIES = {
    "state": "accepted",
    "approval_state": "approved",
    "approver_id": 1,
    "offered_by_id": 1,
    "date_offered": "2024-01-01 00:00:00",
    "date_settled": "2024-01-01 00:00:00",
    "settled_by": "customer",
    "date_fulfilled": "2024-01-01 00:00:00",
    "fulfilled_by_id": 1,
    "result_model": "res.partner",
    "result_id": 1,
    "result_name": "RINV/1",
}


@tagged("post_install", "-at_install")
class TestRemedyTerms(RemedyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._bring_to(cls._create_case(), "assessed")

    def test_a_line_says_what_and_how_much(self):
        """Name and currency come from type and case, and can be changed (R63)."""
        line = self._add_remedy(self.case, amount=12.5)
        self.assertEqual(line.name, "Refund")
        self.assertEqual(line.currency_id, self.case.currency_id)
        self.assertEqual(line.state, "draft")
        self.assertIn("12.50", line.display_name)
        self._as_handler(line).name = "Overcharge of May"
        self.assertEqual(line.name, "Overcharge of May")

    def test_a_type_without_value_has_none(self):
        """No amount hides in an apology (R90)."""
        with self._assert_refused("has no value", ValidationError):
            self._add_remedy(self.case, "apology", amount=500)
        line = self._add_remedy(self.case)
        with self._assert_refused("has no value", ValidationError):
            self._as_handler(line).write(
                {"type_id": self.types["apology"].id, "amount": 500}
            )
        self._as_handler(line).type_id = self.types["apology"]
        self.assertFalse(line.amount)

    def test_values_are_not_negative(self):
        for fname in ("amount", "claimed_amount"):
            with self.subTest(fname=fname), mute_logger("odoo.sql_db"):
                with self.assertRaises(IntegrityError) as refused:
                    with self.env.cr.savepoint():
                        self._add_remedy(self.case, **{fname: -1})
                self.assertIn("amount_positive", str(refused.exception))

    def test_amounts_in_other_currencies(self):
        """What has no rate is not taken one for one: it counts as nothing (R106)."""
        currency = self.env["res.currency"].create({"name": "XTT", "symbol": "X"})
        line = self._add_remedy(self.case, currency_id=currency.id, amount=100)
        self.assertEqual(self.case.granted_amount, 0)
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 10, "name": "2020-01-01"}
        )
        self._as_handler(line).amount = 120
        self.assertAlmostEqual(self.case.granted_amount, 12)

    def test_types_of_another_company_do_not_fit(self):
        other = self.env["res.company"].create({"name": "Gasworks"})
        foreign = self.types["refund"].copy({"company_id": other.id})
        with self._assert_refused("another company", ValidationError):
            self.Remedy.create({"complaint_id": self.case.id, "type_id": foreign.id})

    def test_a_type_in_use_stays(self):
        """A type is archived, not deleted, once something was promised with it."""
        kind = self.types["refund"].copy()
        self.Remedy.create({"complaint_id": self.case.id, "type_id": kind.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                kind.unlink()

    def test_nobody_writes_what_the_buttons_write(self):
        """No door but the buttons: not by writing, not by creating (R90)."""
        line = self._add_remedy(self.case)
        for user in (self.handler, self.manager):
            for fname, value in FORGERIES.items():
                with self.subTest(fname=fname, user=user.login):
                    with self._assert_refused("cannot be written directly"):
                        line.with_user(user).write({fname: value})
                    with self._assert_refused("cannot be written directly"):
                        self._add_remedy(self.case, user=user, **{fname: value})

    def test_defaults_of_a_link_forge_nothing(self):
        remedies = self._as_handler(self.Remedy).with_context(default_state="accepted")
        line = remedies.create(
            {"complaint_id": self.case.id, "type_id": self.types["refund"].id}
        )
        self.assertEqual(line.state, "draft")

    def test_an_offer_stands_as_it_was_made(self):
        """Terms change in a prepared line only; an offer is withdrawn first (R73)."""
        line = self._as_handler(self._add_remedy(self.case))
        line.action_offer()
        terms = {
            "amount": 1,
            "name": "Less",
            "type_id": self.types["voucher"].id,
            "is_option": True,
            "claimed_amount": 3,
            "refusal_reason": "No",
        }
        for fname, value in terms.items():
            with self.subTest(fname=fname):
                with self._assert_refused("withdraw the offer first"):
                    line.write({fname: value})
        with self._assert_refused("withdraw the offer first"):
            line.unlink()
        line.action_withdraw()
        self.assertFalse(line.date_offered or line.offered_by_id)
        line.write({"amount": 30})
        line.action_grant()
        with self._assert_refused("stays as it is"):
            line.write({"amount": 31})
        with self._assert_refused("stays as it is"):
            line.unlink()

    def test_writing_the_same_changes_nothing(self):
        """A form that saves a line as it was is not refused."""
        line = self._as_handler(self._add_remedy(self.case))
        line.action_offer()
        line.write({"amount": SMALL, "name": line.name})
        self.assertEqual(line.state, "offered")

    def test_changed_terms_need_a_new_approval(self):
        """Who approved 40 did not approve 45 (R90)."""
        line = self._add_remedy(self.case)
        line._approve()
        self._as_handler(line).refusal_reason = False
        self.assertEqual(line.approval_state, "approved")
        self._as_handler(line).amount = 45
        self.assertFalse(line.approval_state or line.approver_id)

    def test_a_line_stays_with_its_case(self):
        other = self._create_case()
        line = self._add_remedy(self.case)
        with self._assert_refused("stays with its case"):
            self._as_handler(line).complaint_id = other


@tagged("post_install", "-at_install")
class TestRemedyButtons(RemedyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._bring_to(cls._create_case(), "assessed")

    def test_from_offer_to_fulfilment(self):
        """Each step is dated, signed and told in the chatter (R93, R107)."""
        line = self._as_handler(self._add_remedy(self.case, fulfilment_note="By post"))
        line.action_offer()
        self.assertEqual((line.state, line.offered_by_id), ("offered", self.handler))
        line.action_accept()
        self.assertEqual((line.state, line.settled_by), ("accepted", "staff"))
        line.action_fulfil()
        self.assertEqual(line.state, "fulfilled")
        self.assertEqual(line.fulfilled_by_id, self.handler)
        self.assertTrue(line.date_offered <= line.date_settled <= line.date_fulfilled)
        chatter = " ".join(self.case.message_ids.mapped("body"))
        for word in ("Offered", "Agreed", "Fulfilled"):
            self.assertIn(f"{word}: Refund", chatter)
        with self._assert_refused("stays as it was written"):
            line.fulfilment_note = "By train"

    def test_what_was_asked_for_is_given_in_one_click(self):
        """Within authority the customer's own proposal is agreed at once (R91)."""
        line = self._as_handler(self._add_remedy(self.case))
        line.action_grant()
        self.assertEqual(line.state, "accepted")
        self.assertTrue(line.date_offered and line.date_settled)

    def test_buttons_work_where_they_make_sense(self):
        """A button on a line that stands elsewhere says where it stands."""
        allowed = {
            "draft": {"offer", "grant"},
            "offered": {"grant", "accept", "decline", "withdraw"},
            "accepted": {"fulfil"},
            "declined": set(),
            "refused": set(),
            "cancelled": set(),
            "fulfilled": set(),
        }
        acts = ("offer", "grant", "accept", "decline", "withdraw", "refuse", "fulfil")
        for state, names in allowed.items():
            for act in set(acts) - names:
                with self.subTest(state=state, act=act):
                    line = self._add_remedy(self.case)
                    line._write_sealed({"state": state})
                    with self.assertRaises(UserError):
                        getattr(self._as_handler(line), f"action_{act}")()
                    self.assertEqual(line.state, state)

    def test_a_refusal_has_its_reason(self):
        """Who gets nothing is told why (R106)."""
        line = self._as_handler(self._add_remedy(self.case, claimed_amount=10000))
        with self._assert_refused("Write down why"):
            line.action_refuse()
        line.refusal_reason = "No loss was shown."
        line.action_refuse()
        self.assertEqual(line.state, "refused")
        self.assertIn("No loss was shown.", self.case._get_refusal_lines()[0])

    def test_a_value_is_said_before_it_is_promised(self):
        line = self._as_handler(self._add_remedy(self.case, amount=0))
        for act in (line.action_offer, line.action_grant):
            with self._assert_refused("Say what it is worth"):
                act()

    def test_what_the_customer_said_is_kept(self):
        line = self._as_handler(self._add_remedy(self.case))
        with self._assert_refused("while it is offered"):
            line.customer_note = "Never"
        line.action_offer()
        line.action_decline(note="I want my money")
        self.assertEqual(line.state, "declined")
        self.assertEqual(line.customer_note, "I want my money")

    def test_the_customer_chooses_one_option(self):
        """Several are offered, one is taken, the others are off (R93)."""
        refund, voucher, gift = (
            self._as_handler(self._add_remedy(self.case, kind, is_option=True))
            for kind in ("refund", "voucher", "gift")
        )
        (refund | voucher).action_offer()
        with self._assert_refused("One of the options"):
            (refund | voucher).action_accept()
        voucher._choose()
        states = (refund.state, voucher.state, gift.state)
        self.assertEqual(states, ("declined", "accepted", "cancelled"))
        self.assertEqual(voucher.settled_by, "customer")
        with self._assert_refused("does not stand any more"):
            refund._choose()

    def test_a_second_choice_needs_the_first_to_be_off(self):
        """An option that is added later is not agreed next to the chosen one."""
        first, second = (
            self._as_handler(self._add_remedy(self.case, is_option=True))
            for _count in range(2)
        )
        first.action_grant()
        self.assertEqual(second.state, "cancelled")
        late = self._as_handler(self._add_remedy(self.case, is_option=True))
        with self._assert_refused("One of the options"):
            late.action_grant()

    def test_dialogs_open_on_the_line(self):
        line = self._add_remedy(self.case)
        for name in ("refusal", "decline", "fulfilment"):
            action = getattr(line, f"action_ask_{name}")()
            self.assertEqual(
                (action["res_model"], action["res_id"]), (line._name, line.id)
            )


@tagged("post_install", "-at_install")
class TestRemedyAccess(RemedyCase):
    def test_who_may_not_write_the_case_promises_nothing(self):
        """Remedies are as guarded as their case (R59)."""
        case = self._bring_to(self._create_case(), "assessed")
        line = self._add_remedy(case)
        for user in (self.employee, self.outsider):
            for act in ("offer", "grant"):
                with self.subTest(user=user.login, act=act):
                    with self.assertRaises(AccessError):
                        getattr(line.with_user(user), f"action_{act}")()
            with self.assertRaises(AccessError):
                self._add_remedy(case, user=user)

    def test_types_are_kept_by_managers(self):
        with self.assertRaises(AccessError):
            self.types["refund"].with_user(self.officer).name = "Cash"
        self.types["refund"].with_user(self.manager).name = "Cash back"

    def test_sentences_of_the_types(self):
        """The customer reads whole sentences, with amount and description (R74)."""
        case = self._bring_to(self._create_case(), "assessed")
        line = self._add_remedy(case, name="the overcharge of May")
        amount = case.currency_id.format(SMALL)
        self.assertEqual(line._say(), f"We refund {amount}: the overcharge of May.")
        unnamed = self._add_remedy(case, name=self.types["refund"].name)
        self.assertEqual(unnamed._say(), f"We refund {amount}.")
        self.assertEqual(self._add_remedy(case, "apology")._say(), "We apologise.")
        self.types["refund"].customer_text = "{amount.__class__} {0} {what}"
        self.assertIn("{amount.__class__} {0} the over", line._say())
        self.types["refund"].customer_text = False
        self.assertEqual(line._say(), f"the overcharge of May, {amount}")
        self.assertEqual(unnamed._say(), f"Refund, {amount}")
