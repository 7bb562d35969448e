# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether the customer gets back what they lost: V2 >= V1 + C (R23, R125, R187)."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .value_common import ValueCase


@tagged("post_install", "-at_install")
class TestValue(ValueCase):
    # ------------------------------------------------------------------
    # V1
    # ------------------------------------------------------------------

    def test_nothing_is_known(self):
        case = self._create_case()
        self.assertRecordValues(
            case,
            [
                {
                    "value_bought": 0,
                    "complaint_cost": 0,
                    "fix_value": 0,
                    "value_given": 0,
                    "value_gap": 0,
                }
            ],
        )
        self.assertIn("Enter what the customer bought", case.value_explanation)
        self.assertFalse(case.is_value_short)

    def test_typed_value_stays(self):
        """Nothing that a person typed is overwritten by something else (R125)."""
        case = self._create_case(value_bought=475)
        case.with_user(self.handler).value_bought = 480
        case.name = "Another name"
        self.assertEqual(case.value_bought, 480)

    @mute_logger("odoo.sql_db")
    def test_never_negative(self):
        case = self._create_case()
        for fname in ("value_bought", "stated_loss", "fix_value"):
            with self.subTest(fname=fname), self.assertRaises(CheckViolation):
                with self.env.cr.savepoint():
                    case[fname] = -1
                    case.flush_recordset()

    # ------------------------------------------------------------------
    # C
    # ------------------------------------------------------------------

    def test_cost_of_complaining(self):
        """Contacts, minutes and loss; who was not reached lost no time (R23)."""
        case = self._create_case(stated_loss=30)
        self._log_contact(case, minutes=30)
        self._log_contact(case, minutes=15, direction="in")
        self._log_contact(case, minutes=60, answered=False)
        self.assertEqual(case.complaint_cost, 30 + 2 * 5 + 0.75 * 20)

    def test_loss_alone(self):
        self.company.write({"complaint_contact_cost": 0, "complaint_hour_cost": 0})
        case = self._create_case(stated_loss=30)
        self._log_contact(case, minutes=30)
        self.assertEqual(case.complaint_cost, 30)
        self.assertIn("are not counted", case.value_explanation)

    def test_other_rates_do_not_judge_the_past(self):
        case = self._create_case()
        self._log_contact(case, minutes=60)
        self.assertEqual(case.complaint_cost, 25)
        self.company.complaint_hour_cost = 200
        self.env.flush_all()
        case.invalidate_recordset()
        self.assertEqual(case.complaint_cost, 25)
        self._log_contact(case)
        self.assertEqual(case.complaint_cost, 210)

    @mute_logger("odoo.sql_db")
    def test_rates_are_not_negative(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.company.complaint_contact_cost = -1
            self.company.flush_recordset()

    # ------------------------------------------------------------------
    # V2
    # ------------------------------------------------------------------

    def test_what_is_prepared_is_not_given(self):
        case = self._create_case(value_bought=475)
        refund = self._add(case, self.refund, 400)
        self.assertEqual(case.value_given, 0)
        self.assertIn("With what is prepared they get", case.value_explanation)
        refund.action_offer()
        self.assertEqual(case.value_given, 400)
        refund.action_decline()
        self.assertEqual(case.value_given, 0)

    def test_put_right_is_as_good_as_bought(self):
        """The electricity case: the meters are corrected, and 400 comes back."""
        case = self._create_case(value_bought=475)
        fix = self._add(case, self.correction)
        self.assertEqual(case.fix_value, 475)
        refund = self._add(case, self.refund, 400)
        (fix | refund).action_offer()
        self.assertEqual(case.value_given, 875)
        case.fix_value = 100
        self.assertEqual(case.value_given, 500)
        self._add(case, self.correction)
        self.assertEqual(case.fix_value, 100, "what somebody knew better stays")

    def test_put_right_counts_once(self):
        case = self._create_case(value_bought=475)
        fixes = self._add(case, self.correction) | self._add(case, self.correction)
        fixes.action_offer()
        self.assertEqual(case.value_given, 475)

    def test_no_fix_any_more(self):
        case = self._create_case(value_bought=475)
        self._add(case, self.correction).unlink()
        self.assertEqual(case.fix_value, 0)

    def test_bought_is_learned_late(self):
        case = self._create_case()
        self._add(case, self.correction)
        case.value_bought = 475
        self.assertEqual(case.fix_value, 475)

    def test_the_least_option_counts(self):
        """Until the customer chose, only the least is sure."""
        case = self._create_case()
        cheap = self._add(case, self.refund, 50, is_option=True)
        dear = self._add(case, self.refund, 80, is_option=True)
        (cheap | dear).action_offer()
        self.assertEqual(case.value_given, 50)
        dear.action_accept()
        self.assertEqual(case.value_given, 80)

    # ------------------------------------------------------------------
    # The gap, in words
    # ------------------------------------------------------------------

    def test_gap(self):
        case = self._create_case(value_bought=100, stated_loss=30)
        self.assertEqual(case.value_gap, 130)
        self._add(case, self.refund, 90).action_offer()
        self.assertEqual(case.value_gap, 40)
        self.assertTrue(case.is_value_short)
        words = case.value_explanation
        self.assertIn("$\xa040.00 less than they lost", words)
        self.assertIn("(V2) < $\xa0100.00 (V1) + $\xa030.00 (C)", words)
        self.assertIn("5 times as much", words)
        self.assertIn("$\xa0450.00", words)

    def test_made_up_for(self):
        case = self._create_case(value_bought=100)
        self._add(case, self.refund, 130).action_offer()
        self.assertEqual(case.value_gap, 0)
        self.assertFalse(case.is_value_short)
        self.assertIn("That makes up for it", case.value_explanation)

    def test_loss_comes_first(self):
        """R187: what they get does not even cover the loss."""
        case = self._create_case(value_bought=10, stated_loss=300)
        self._add(case, self.refund, 50)
        self.assertIn("does not even cover their loss", case.value_explanation)

    def test_new_customers_are_not_mentioned(self):
        self.company.complaint_new_customer_ratio = 0
        case = self._create_case(value_bought=100)
        self._add(case, self.refund, 50)
        self.assertNotIn("another customer", case.value_explanation)

    def test_while_composing(self):
        """The sentence follows what is typed, before anything is saved."""
        case = self._bring_to(self._create_case(), "investigating")
        with Form(case.with_user(self.handler)) as form:
            form.value_bought = 100
            with form.remedy_ids.new() as line:
                line.type_id = self.refund
                line.amount = 60
            self.assertIn("$\xa040.00 less", form.value_explanation)
            self.assertTrue(form.is_value_short)
            with form.remedy_ids.edit(0) as line:
                line.amount = 120
            self.assertFalse(form.is_value_short)
        self.assertEqual(case.value_given, 0)

    # ------------------------------------------------------------------
    # Currencies
    # ------------------------------------------------------------------

    def test_rates_of_the_company_in_another_currency(self):
        self._set_rate(self.foreign, 2)
        case = self._create_case(currency_id=self.foreign.id)
        self._log_contact(case, minutes=60)
        self.assertEqual(case.complaint_cost, 50)

    def test_currency_without_rate(self):
        """It is said, and never taken one for one."""
        case = self._create_case(currency_id=self.foreign.id, stated_loss=7)
        self._log_contact(case, minutes=60)
        self.assertEqual(case.complaint_cost, 7)
        self.assertIn(
            f"no exchange rate to {self.foreign.name}", case.value_explanation
        )

    def test_line_without_rate(self):
        """A rate that is gone when the line is there already."""
        self._set_rate(self.foreign, 2)
        case = self._create_case(value_bought=100)
        line = self._add(case, self.refund, 100, currency_id=self.foreign.id)
        line.action_offer()
        self.assertEqual(case.value_given, 50)
        self.foreign.rate_ids.unlink()
        self.assertIn(f"amounts in {self.foreign.name}", case.value_explanation)

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def test_facts_are_written_by_nobody(self):
        case = self._create_case().with_user(self.manager)
        for fname in (
            "complaint_cost",
            "value_given",
            "value_gap",
            "later_purchase_amount",
        ):
            with self.subTest(fname=fname):
                with self._assert_refused("cannot be written directly", UserError):
                    case.write({fname: 1})
                with self._assert_refused("cannot be written directly", UserError):
                    self._create_case(**{fname: 1})

    def test_employees_see_no_values(self):
        """Who registered a case reads it, without what we reckon."""
        case = self._create_case(user=self.employee)
        for fname in ("value_bought", "complaint_cost", "value_explanation"):
            with self.subTest(fname=fname), self.assertRaises(AccessError):
                case.with_user(self.employee).read([fname])
        case.with_user(self.handler).read(["value_bought", "value_explanation"])

    def test_many_cases(self):
        """The number of queries does not follow the number of cases."""
        few = self._create_batch(5)
        many = self._create_batch(500)
        counts = []
        for cases in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.mapped("value_explanation")
            cases.mapped("value_gap")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLessEqual(counts[1], 20)

    def _create_batch(self, number):
        cases = self.Complaint.create(
            [
                self._prepare_case_vals(
                    value_bought=100,
                    remedy_ids=[
                        Command.create({"type_id": self.refund.id, "amount": 50})
                    ],
                    contact_ids=[Command.create({"minutes": 5, "summary": "Call"})],
                )
                for _number in range(number)
            ]
        )
        self.assertEqual(cases[-1].complaint_cost, round(5 + 20 / 12, 2))
        return cases
