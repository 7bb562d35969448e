# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Like cases, and what they got (R188)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.complaint_management.models.authority import case_fairness

from .common import AuthorityCase


@tagged("post_install", "-at_install")
class TestFairness(AuthorityCase):
    def _settle(self, *amounts, **vals):
        """A case that was settled with remedies of these amounts."""
        case = self._create_case(
            **{"cause_id": self.cause.id, "verdict": "upheld", **vals}
        )
        for amount in amounts:
            line = self._add_remedy(case, user=self.officer, amount=amount)
            line._write_sealed({"state": "accepted"})
        case._write_protected(
            {"state": "resolved", "date_resolved": fields.Datetime.now()}
        )
        return case

    def _get_case(self, **vals):
        return self._create_case(
            **{"cause_id": self.cause.id, "verdict": "upheld", **vals}
        )

    def test_median_and_range(self):
        """What like cases got, nothing included, however much they asked for."""
        like = [self._settle(*amounts) for amounts in ((), (60,), (100, 100))]
        case = self._as_handler(self._get_case())
        self.assertIn("months: 3.", case.like_summary)
        self.assertIn(f"In the middle {self.money.format(60)}", case.like_summary)
        self.assertIn(
            f"from {self.money.format(0)} to {self.money.format(200)}",
            case.like_summary,
        )
        self.assertEqual(case.like_case_ids.ids, [one.id for one in reversed(like)])

    def test_what_is_alike(self):
        """The same category or one below, cause and verdict; the last year; here."""
        child = self.env["complaint.category"].create(
            {
                "name": "Meter",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        beside = self.env["complaint.category"].create({"name": "Beside"})
        other_cause = self.env["complaint.cause"].create({"name": "Other"})
        below = self._settle(10, category_id=child.id)
        self._settle(10, category_id=beside.id)
        self._settle(10, cause_id=other_cause.id)
        self._settle(10, verdict="partly_upheld")
        old = self._settle(10)
        old._write_protected(
            {"date_resolved": fields.Datetime.now() - timedelta(days=400)}
        )
        self._get_case()
        self.assertEqual(self._as_handler(self._get_case()).like_case_ids, below)

    def test_before_the_outcome_is_known(self):
        """Without cause and verdict every settled case of the category is alike."""
        like = self._settle(10) | self._settle(10, verdict="partly_upheld")
        case = self._get_case(cause_id=False, verdict=False)
        self.assertEqual(self._as_handler(case).like_case_ids, like)
        case = self._get_case(category_id=False)
        self.assertFalse(case.like_case_ids)

    def test_open_offers_are_not_what_they_got(self):
        case = self._settle(10)
        offered = self._add_remedy(self._get_case(), amount=40)
        offered._write_sealed({"state": "offered"})
        offered.complaint_id._write_protected(
            {"state": "resolved", "date_resolved": case.date_resolved}
        )
        summary = self._as_handler(self._get_case()).like_summary
        self.assertIn(f"to {self.money.format(10)}", summary)

    def test_other_currencies(self):
        """Converted; and said, when they cannot be."""
        foreign = self.env["res.currency"].create({"name": "XTT", "symbol": "x"})
        rate = self.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": 10,
            }
        )
        case = self._settle(5)
        line = self._add_remedy(self._get_case(), amount=400, currency_id=foreign.id)
        line._write_sealed({"state": "accepted"})
        line.complaint_id._write_protected(
            {"state": "resolved", "date_resolved": case.date_resolved}
        )
        summary = self._as_handler(self._get_case()).like_summary
        self.assertIn(f"to {self.money.format(40)}", summary)
        rate.unlink()
        summary = self._as_handler(self._get_case()).like_summary
        self.assertIn(f"to {self.money.format(5)}", summary)
        self.assertIn("1 more", summary)

    def test_list_shows_what_one_may_read(self):
        """The numbers are of all; whose cases they are is shown to their readers."""
        self._settle(10, identity_mode="confidential", user_id=self.officer.id)
        case = self._get_case()
        self.assertIn("months: 1.", self._as_handler(case).like_summary)
        self.assertFalse(self._as_handler(case).like_case_ids)

    def test_history_of_the_customer(self):
        """Earlier cases of the customer and their company, protected ones never."""
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        buyer = self.env["res.partner"].create({"name": "B", "parent_id": shop.id})
        earlier = self._create_case(partner_id=shop.id)
        secret = self._create_case(partner_id=shop.id, identity_mode="confidential")
        case = self._create_case(partner_id=buyer.id)
        as_officer = case.with_user(self.officer)
        self.assertEqual(as_officer.customer_history_ids, earlier)
        self.assertFalse(secret.with_user(self.officer).customer_history_ids)

    def test_about_the_same_thing(self):
        """Listed before the others, whatever their category; the numbers stay."""
        product = self.env["complaint.product"].create({"name": "Meter X"})
        lot = self.env["complaint.lot"].create(
            {"name": "L-1", "product_id": product.id}
        )
        beside = self.env["complaint.category"].create({"name": "Beside"})
        same = {
            "category_id": beside.id,
            "product_id": product.id,
            "user_id": self.handler.id,
        }
        same_lot = self._settle(20, **same, lot_id=lot.id)
        same_product = self._settle(30, **same)
        like = self._settle(10)
        case = self._get_case(product_id=product.id, lot_id=lot.id)
        as_handler = self._as_handler(case)
        self.assertEqual(
            as_handler.like_case_ids.ids, (same_lot | same_product | like).ids
        )
        self.assertIn("months: 1.", as_handler.like_summary)

    def test_accused_learns_of_no_like_case(self):
        """A protected case about the reader counts in no number (R153)."""
        secret = self._settle(10, user_id=self.officer.id)
        secret.sudo().write(
            {
                "complained_employee_ids": [(4, self.staff[self.handler].id)],
                "identity_mode": "confidential",
            }
        )
        self.env.invalidate_all()
        case = self._get_case()
        summary = self._as_handler(case).like_summary
        self.assertNotIn("months: 1.", summary)
        self.assertIn("months: 1.", case.with_user(self.manager).like_summary)

    def test_only_the_latest_are_compared(self):
        """However many there are: what is shown costs the same."""
        for number, amount in enumerate((10, 20, 30)):
            case = self._settle(amount)
            day = fields.Datetime.now() - timedelta(days=number + 1)
            case._write_protected({"date_resolved": day})
        with patch.object(case_fairness, "COMPARED", 2):
            summary = self._as_handler(self._get_case()).like_summary
        self.assertIn("latest 2", summary)
        self.assertIn(f"to {self.money.format(20)}", summary)

    def test_it_asks_as_often_for_many(self):
        """The number of questions does not grow with the like cases."""

        def count():
            case = self._as_handler(self._get_case())
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            case.read(["like_summary", "like_case_ids"])
            return self.env.cr.sql_log_count - before

        self._settle(10)
        few = count()
        for _n in range(8):
            self._settle(10)
        self.assertLessEqual(count(), few)
