# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What one customer got in a period, in all currencies, and from the vault."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from odoo.addons.complaint_management.tools.authority.exchange import (
    Exchange,
    NoRateError,
)

from .common import AuthorityCase


@tagged("post_install", "-at_install")
class TestPerCustomer(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_users.write({"amount_period": 80, "period": "year"})
        cls.shop = cls.env["res.partner"].create({"name": "Shop", "is_company": True})
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Buyer", "parent_id": cls.shop.id, "email": "buyer@example.com"}
        )

    def _give(self, amount=40, when=None, **vals):
        """A case on which something was promised."""
        vals.setdefault("email_from", False)
        case = self._create_case(**vals)
        line = self._add_remedy(case, amount=amount)
        self._as_handler(line).action_offer()
        if when:
            line._write_sealed({"date_offered": when})
        return case

    def _get_line(self, amount=41, **vals):
        vals.setdefault("email_from", False)
        return self._add_remedy(self._create_case(**vals), amount=amount)

    def test_counts_over_cases(self):
        """R90: what the customer got on other cases leaves less for this one."""
        self._give(partner_id=self.shop.id)
        self._assert_beyond(self._get_line(partner_id=self.shop.id))
        self._assert_covered(self._get_line(40, partner_id=self.shop.id))

    def test_company_and_its_people_are_one_customer(self):
        self._give(partner_id=self.shop.id)
        self._assert_beyond(
            self._get_line(partner_id=self.buyer.id, email_from="buyer@example.com")
        )

    def test_others_do_not_count(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self._give(partner_id=self.shop.id)
        self._assert_covered(self._get_line(partner_id=stranger.id))
        self._assert_covered(self._get_line(partner_name="Nobody"))

    def test_the_same_address_without_contact(self):
        """R90: to leave out the contact is no way round the limit."""
        self._give(partner_id=self.buyer.id, email_from="buyer@example.com")
        self._assert_beyond(self._get_line(email_from="Buyer@Example.com"))

    def test_what_is_approved_elsewhere_counts(self):
        """R90: several requests, approved before anything is promised, add up."""
        self._grant(self.colleague, 200, amount_period=300)
        lines = [
            self._get_line(200, partner_id=self.shop.id, email_from=address)
            for address in (False, "other@example.com")
        ]
        for line in lines:
            self._as_handler(line.complaint_id).action_ask_approval()
        first, second = (line.approval_id.with_user(self.colleague) for line in lines)
        first.action_approve()
        with self._assert_refused("Above your approval limit, too"):
            second.action_approve()
        self.assertEqual(lines[1].approval_state, "pending")

    def test_several_cases_at_once(self):
        """R90: to press a button for two cases together is no way round the limit."""
        vals = {"partner_id": self.shop.id}
        promised = self._get_line(**vals) | self._get_line(**vals)
        with self._assert_refused("Beyond what you may promise"):
            self._as_handler(promised).action_grant()
        self.assertEqual(set(promised.mapped("state")), {"draft"})
        self._grant(self.colleague, 200, amount_period=300)
        asked = self._get_line(200, **vals) | self._get_line(200, **vals)
        self._as_handler(asked.complaint_id).action_ask_approval()
        with self._assert_refused("Above your approval limit, too"):
            asked.approval_id.with_user(self.colleague).action_approve()

    def test_periods(self):
        """The calendar month, quarter or year that today is in."""
        today = fields.Datetime.now()
        for period, start in (
            ("month", today + relativedelta(day=1)),
            (
                "quarter",
                today + relativedelta(day=1, month=(today.month - 1) // 3 * 3 + 1),
            ),
            ("year", today + relativedelta(day=1, month=1)),
        ):
            with self.subTest(period):
                self.of_users.period = period
                start = start.replace(hour=12)
                for day, is_covered in (
                    (start, False),
                    (start - relativedelta(days=2), True),
                ):
                    case = self._give(when=day, partner_id=self.shop.id)
                    line = self._get_line(partner_id=self.shop.id)
                    self.assertEqual(not self._get_uncovered(line), is_covered)
                    case.remedy_ids._write_sealed({"state": "cancelled"})

    def test_period_starts(self):
        with freeze_time("2026-08-17 10:00:00"):
            for period, start in (
                ("month", date(2026, 8, 1)),
                ("quarter", date(2026, 7, 1)),
                ("year", date(2026, 1, 1)),
            ):
                self.of_users.period = period
                self.assertEqual(self.of_users._get_period_start(), start)

    def test_another_company_does_not_count(self):
        """What another company of ours gave is not told here."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        case = self._give(partner_id=self.shop.id)
        self.env.cr.execute(
            "UPDATE complaint_complaint SET company_id = %s WHERE id = %s",
            [other.id, case.id],
        )
        case.invalidate_recordset()
        self._assert_covered(self._get_line(partner_id=self.shop.id))

    # ------------------------------------------------------------------
    # Protected complainants
    # ------------------------------------------------------------------

    def test_confidential_cases_count_through_the_vault(self):
        """R152: the same customer in confidence; staff see the amount, not who."""
        vals = {"identity_mode": "confidential", "partner_id": self.buyer.id}
        self._give(**vals)
        line = self._get_line(**vals)
        self._assert_beyond(line)
        text = self._as_handler(line.complaint_id).authority_explanation
        self.assertIn(self.money.format(40), text)
        self.assertNotIn("Buyer", text)
        self.assertFalse(self._as_handler(line.complaint_id).customer_history_ids)

    def test_confidential_by_address_only(self):
        vals = {"identity_mode": "confidential", "email_from": "who@example.com"}
        case = self._create_case(**vals)
        self._as_handler(self._add_remedy(case, amount=40)).action_offer()
        other = self._get_line(**vals)
        self._assert_beyond(other)

    def test_named_cases_do_not_try_out_who_complained(self):
        """R152: a gift on a named case moves no number on a confidential one."""
        protected = self._create_case(
            identity_mode="confidential", partner_id=self.buyer.id
        )
        before = self._as_handler(protected).authority_explanation
        named = self._give(partner_id=self.buyer.id)
        protected.invalidate_recordset()
        self.assertEqual(self._as_handler(protected).authority_explanation, before)
        self._as_handler(self._add_remedy(protected, amount=40)).action_offer()
        text = self._as_handler(named).authority_explanation
        self.assertIn(f"{self.money.format(40)} of {self.money.format(80)}", text)
        self._assert_covered(self._add_remedy(named, amount=10))

    def test_anonymous_counts_by_case_only(self):
        vals = {
            "identity_mode": "anonymous",
            "partner_name": False,
            "email_from": False,
        }
        case = self._create_case(**vals)
        self._as_handler(self._add_remedy(case, amount=50)).action_offer()
        self._assert_covered(self._add_remedy(self._create_case(**vals), amount=50))


@tagged("post_install", "-at_install")
class TestCurrency(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env["res.currency"].create(
            {"name": "XTT", "symbol": "x", "rounding": 0.01}
        )
        cls.case = cls._create_case()

    def _set_rate(self, rate):
        """So many of the foreign currency for one of ours."""
        return self.env["res.currency.rate"].create(
            {
                "currency_id": self.foreign.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": rate,
            }
        )

    def _add_without_rate(self, amount):
        """A line whose currency lost its rate after it was prepared."""
        rate = self._set_rate(25)
        line = self._add_remedy(self.case, amount=amount, currency_id=self.foreign.id)
        rate.unlink()
        return line

    def test_converted(self):
        """R90: 1,000 of a small currency are 40 of ours."""
        self._set_rate(25)
        line = self._add_remedy(self.case, amount=1000, currency_id=self.foreign.id)
        self._assert_covered(line)
        self._assert_covered(self._add_remedy(self.case, amount=10))
        self._assert_beyond(
            self._add_remedy(self.case, amount=1300, currency_id=self.foreign.id)
        )

    def test_authority_in_another_currency(self):
        self._set_rate(25)
        self.of_users.write({"currency_id": self.foreign.id, "amount_case": 1000})
        self._assert_covered(self._add_remedy(self.case, amount=40))
        self._assert_beyond(self._add_remedy(self.case, amount=41))

    def test_without_rate_refused(self):
        """R90: never one for one; the message says what is missing."""
        line = self._add_without_rate(1)
        self._assert_beyond(line)
        for door in ("action_offer", "action_grant"):
            with self.subTest(door), self._assert_refused("exchange rate for XTT"):
                getattr(self._as_handler(line), door)()
        self.assertEqual(line.state, "draft")

    def test_without_rate_and_without_limit(self):
        """Who has no limit needs no rate to compare with."""
        line = self._add_without_rate(1)
        self._assert_covered(line, user=self.manager)

    def test_rate_lost_after_the_promise(self):
        """What cannot be counted any more lets nothing be added; the form says so."""
        rate = self._set_rate(25)
        line = self._add_remedy(self.case, amount=25, currency_id=self.foreign.id)
        self._as_handler(line).action_offer()
        rate.unlink()
        self._assert_beyond(self._add_remedy(self.case, amount=1))
        self.assertIn("XTT", self._as_handler(self.case).authority_explanation)

    def test_same_currency_needs_no_rate(self):
        self.of_users.write({"currency_id": self.foreign.id, "amount_case": 10})
        self._assert_covered(self._add_without_rate(10))

    def test_exchange(self):
        self._set_rate(25)
        bare = self.env["res.currency"].create({"name": "XTU", "symbol": "u"})
        exchange = Exchange(self.foreign | self.money | bare, self.company)
        self.assertEqual(exchange.convert(50, self.foreign, self.money), 2)
        self.assertEqual(exchange.convert(2, self.money, self.foreign), 50)
        with self.assertRaises(NoRateError) as refused:
            exchange.convert(1, bare, self.money)
        self.assertEqual(refused.exception.currency, bare)
        self.assertEqual(exchange.convert(0, bare, self.money), 0)

    def test_exchange_reads_rates_once(self):
        self._set_rate(25)
        self.env.flush_all()
        self.assertTrue(self.money.rounding)
        with self.assertQueryCount(3):
            bound = Exchange(self.foreign, self.company)
        with self.assertQueryCount(0):
            for amount in range(1, 50):
                bound.convert(amount, self.foreign, self.money)
