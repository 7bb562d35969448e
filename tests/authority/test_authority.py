# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may promise what, by person, kind, category and what was promised before."""

import psycopg2

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import AuthorityCase


@tagged("post_install", "-at_install")
class TestAuthority(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()

    # ------------------------------------------------------------------
    # Per case
    # ------------------------------------------------------------------

    def test_within_and_beyond(self):
        """R90: up to the limit it is one's own to promise, a cent more is not."""
        self._assert_covered(self._add_remedy(self.case, amount=50))
        self._assert_beyond(self._add_remedy(self._create_case(), amount=50.01))

    def test_words_need_no_authority(self):
        """An apology is free: whoever has no authority at all may give it."""
        self.of_users.active = False
        self._assert_covered(self._add_remedy(self.case, "apology"))
        self._assert_beyond(self._add_remedy(self.case, amount=1))

    def test_what_stands_promised_counts(self):
        """R90: many small promises are not a way round the limit."""
        self._as_handler(self._add_remedy(self.case, amount=40)).action_offer()
        self._assert_covered(self._add_remedy(self.case, amount=10))
        self._assert_beyond(self._add_remedy(self.case, amount=11))

    def test_lines_count_one_after_the_other(self):
        """Two lines that fit alone do not fit together: the second one is told."""
        first = self._add_remedy(self.case, amount=30)
        second = self._add_remedy(self.case, amount=30)
        third = self._add_remedy(self.case, amount=20)
        self.assertEqual(self._get_uncovered(first, second, third), second)

    def test_declined_counts_no_more(self):
        line = self._add_remedy(self.case, amount=40)
        self._as_handler(line).action_offer()
        self._as_handler(line).action_decline()
        self._assert_covered(self._add_remedy(self.case, amount=50))

    def test_of_options_the_dearest_counts(self):
        """R93: the customer gets one of them, so they count once."""
        options = [
            self._add_remedy(self.case, amount=amount, is_option=True)
            for amount in (50, 45)
        ]
        self._assert_covered(*options)
        self.assertEqual(
            self._get_uncovered(*options, self._add_remedy(self.case, amount=1)).amount,
            1,
        )

    def test_approved_lines_are_covered_and_count(self):
        """What somebody else approved leaves no room to add to it."""
        line = self._add_remedy(self.case, amount=500)
        line._write_sealed({"approval_state": "approved"})
        self._assert_covered(line)
        self._assert_beyond(self._add_remedy(self.case, amount=1))

    # ------------------------------------------------------------------
    # Whose, of what
    # ------------------------------------------------------------------

    def test_the_highest_applies(self):
        """Of several authorities of a person the one that allows most decides."""
        line = self._add_remedy(self.case, amount=300)
        self._assert_beyond(line)
        own = self._grant(self.handler, 300)
        self._assert_covered(line)
        self._assert_beyond(line, user=self.colleague)
        own.active = False
        self._assert_beyond(line)

    def test_by_job(self):
        """A job counts for whoever has it, in its company, while they work there."""
        job = self.env["hr.job"].create({"name": "Shift leader"})
        self._grant(job, 300)
        line = self._add_remedy(self.case, amount=300)
        self._assert_beyond(line)
        employee = self.staff[self.handler]
        employee.job_id = job
        self._assert_covered(line)
        employee.active = False
        self._assert_beyond(line)

    def test_moved_to_another_company(self):
        """Who left the company has no authority in it, nor has its job (R90)."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        line = self._add_remedy(self.case)
        self._assert_covered(line, user=self.colleague)
        self.colleague.write(
            {"company_ids": [(6, 0, other.ids)], "company_id": other.id}
        )
        beyond = line._get_uncovered(self.colleague)
        self.assertEqual(beyond, line)

    def test_archived_and_portal_users_have_none(self):
        line = self._add_remedy(self.case)
        self.colleague.active = False
        self.assertEqual(line._get_uncovered(self.colleague), line)
        self.assertEqual(line._get_uncovered(self.env.ref("base.public_user")), line)

    def test_of_some_kinds_only(self):
        """R90: vouchers up to 100 are no leave to refund 100."""
        self._grant(self.handler, 100, **self._only("voucher"))
        voucher = self._add_remedy(self.case, "voucher", amount=100)
        refund = self._add_remedy(self.case, amount=100)
        self.assertEqual(self._get_uncovered(voucher, refund), refund)

    def test_of_some_categories_only(self):
        """R90: with what is below the category, and nothing beside it."""
        child = self.env["complaint.category"].create(
            {
                "name": "Meter",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        beside = self.env["complaint.category"].create({"name": "Other"})
        self._grant(self.handler, 300, category_ids=[(6, 0, self.category.ids)])
        for category, is_covered in ((self.category, 1), (child, 1), (beside, 0)):
            with self.subTest(category.name):
                case = self._create_case(
                    category_id=category.id, user_id=self.handler.id
                )
                line = self._add_remedy(case, amount=300)
                self.assertEqual(bool(self._get_uncovered(line)), not is_covered)

    def test_narrow_ones_never_widen(self):
        """R90: archiving its limits allows no more, and nobody deletes them."""
        of_kind = self._grant(self.handler, 500)
        of_kind.type_ids = self.types["voucher"].copy()
        of_category = self._grant(self.handler, 500)
        of_category.category_ids = self.category.copy({"name": "Elsewhere"})
        line = self._add_remedy(self._create_case(), "compensation", amount=400)
        for scope in (of_kind.type_ids, of_category.category_ids):
            with self.subTest(scope=scope._name):
                self._assert_beyond(line)
                scope.active = False
                self.env.invalidate_all()
                self._assert_beyond(line)
                with (
                    self.assertRaises(psycopg2.IntegrityError),
                    mute_logger("odoo.sql_db"),
                ):
                    scope.unlink()
        self.assertTrue(of_kind.type_ids and of_category.category_ids)

    def test_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._grant(
            "complaint_management.group_complaint_user", 900, company_id=other.id
        )
        self._assert_beyond(self._add_remedy(self.case, amount=300))

    def test_nobody_has_any(self):
        """Without any authority nothing of value is promised, by nobody."""
        (self.of_users | self.of_managers).active = False
        line = self._add_remedy(self.case, amount=1)
        self._assert_beyond(line, user=self.manager)

    # ------------------------------------------------------------------
    # Told on the form
    # ------------------------------------------------------------------

    def test_explained_on_the_form(self):
        """R123: who decides sees the limit, and what was given already."""
        self.of_users.write({"amount_period": 90, "period": "year"})
        self._as_handler(self._add_remedy(self.case, amount=40)).action_offer()
        text = self._as_handler(self.case).authority_explanation
        self.assertIn(self.money.format(50), text)
        self.assertIn(f"already: {self.money.format(40)}", text)
        self.assertIn(
            f"{self.money.format(40)} of {self.money.format(90)} given to this "
            "customer this year",
            text,
        )
        self.assertEqual(self._as_handler(self.case)._explain_authority(), text)
        self.assertIn(
            "any value", self.case.with_user(self.manager).authority_explanation
        )

    def test_explained_by_kind(self):
        self._grant(self.handler, 100, **self._only("voucher"))
        text = self._as_handler(self.case).authority_explanation
        self.assertIn(f"Voucher: You may promise up to {self.money.format(100)}", text)
        line = self._as_handler(self._add_remedy(self.case, "voucher", amount=80))
        self.assertIn(self.money.format(100), line.authority_explanation)
        self.assertFalse(line.is_beyond_authority)

    def test_marked_on_the_form(self):
        """The line beyond is marked, and the case offers to ask for approval."""
        small = self._as_handler(self._add_remedy(self.case, amount=20))
        large = self._as_handler(self._add_remedy(self.case, amount=400))
        self.assertFalse(small.is_beyond_authority)
        self.assertTrue(large.is_beyond_authority)
        self.assertTrue(self._as_handler(self.case).has_beyond_authority)
        self.assertFalse(large.with_user(self.manager).is_beyond_authority)

    def test_new_line_on_an_open_form(self):
        """The sentence stands on a form that is being filled in."""
        with Form(self._as_handler(self.case)) as form:
            self.assertIn(self.money.format(50), form.authority_explanation)

    # ------------------------------------------------------------------
    # Keeping them
    # ------------------------------------------------------------------

    def test_exactly_one_holder(self):
        for vals in (
            {"grant": "user"},
            {"grant": "group", "user_id": self.handler.id},
            {
                "grant": "user",
                "user_id": self.handler.id,
                "group_id": self.of_users.group_id.id,
            },
        ):
            with self.subTest(vals), self._assert_refused("exactly", ValidationError):
                self.Authority.create({"amount_case": 1, **vals})

    def test_form_forgets_the_former_holder(self):
        with Form(self.of_users) as form:
            form.grant = "user"
            form.user_id = self.handler
        self.assertFalse(self.of_users.group_id)

    def test_no_negative_limit(self):
        with (
            self.assertRaises(psycopg2.errors.CheckViolation),
            mute_logger("odoo.sql_db"),
        ):
            self._grant(self.handler, -1)

    def test_only_managers_change_them(self):
        """R90: nobody gives themselves authority, not even an officer."""
        with self.assertRaises(AccessError):
            self.of_users.with_user(self.officer).amount_case = 9999
        with self.assertRaises(AccessError):
            self.Authority.with_user(self.handler).create(
                {"grant": "user", "user_id": self.handler.id, "is_unlimited": True}
            )

    def test_names(self):
        self.assertIn("without limit", self.of_managers.name)
        self.assertIn(self.money.format(50), self.of_users.name)


@tagged("post_install", "-at_install")
class TestDefaults(AuthorityCase):
    def test_shipped(self):
        """R95: front-line staff settle small things from the first day on."""
        shipped = {
            name: self.env.ref(f"complaint_management.complaint_authority_{name}")
            for name in ("user", "officer", "manager")
        }
        self.assertEqual(shipped["user"].amount_case, 50)
        self.assertEqual(shipped["officer"].amount_case, 200)
        self.assertTrue(shipped["manager"].is_unlimited)
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "complaint.authority"),
                ("module", "=", "complaint_management"),
            ]
        )
        self.assertTrue(all(data.mapped("noupdate")))
