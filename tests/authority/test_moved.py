# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""R90: a case is not moved to another customer or category around a promise."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import AuthorityCase

ELSEWHERE = "is not moved to another customer or category by you"


class MovedCase(AuthorityCase):
    """The handler may promise 50, and 500 where the category is ``wide``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Category = cls.env["complaint.category"]
        cls.narrow, cls.usual, cls.wide = Category.create(
            [
                {
                    "name": name,
                    "parent_id": cls.category.id,
                    "company_id": cls.category.company_id.id,
                }
                for name in ("Narrow", "Usual", "Wide")
            ]
        )
        cls.of_users.write({"amount_period": 80, "period": "year"})
        cls.of_wide = cls._grant(
            cls.handler, 500, category_ids=[Command.set(cls.wide.ids)]
        )
        cls.spoilt, cls.fresh = cls.env["res.partner"].create(
            [
                {"name": name, "email": f"{name.lower()}@example.com"}
                for name in ("Spoilt", "Fresh")
            ]
        )

    @classmethod
    def _create_case(cls, user=None, **vals):
        vals = {"category_id": cls.narrow.id, "email_from": False, **vals}
        return super()._create_case(user, **vals)

    def _promise(self, case, amount, user=None):
        line = self._add_remedy(case, amount=amount)
        line.with_user(user or self.handler).action_offer()
        return line

    def _spoil(self, amount=50, **vals):
        """The customer got something on a case of their own already."""
        case = self._create_case(
            partner_id=self.spoilt.id, email_from=self.spoilt.email, **vals
        )
        self._promise(case, amount)
        return case


@tagged("post_install", "-at_install")
class TestCategory(MovedCase):
    def setUp(self):
        super().setUp()
        self.case = self._create_case()
        self.as_handler = self.case.with_user(self.handler)

    def _promise_in_wide(self):
        self.as_handler.category_id = self.wide
        return self._promise(self.case, 500)

    def test_there_and_back(self):
        """Into a category with a high limit, promise, and out again."""
        line = self._promise_in_wide()
        with self._assert_refused(ELSEWHERE):
            self.as_handler.write({"category_id": self.narrow.id})
        with self._assert_refused(ELSEWHERE), Form(self.as_handler) as form:
            form.category_id = self.narrow
        with self._assert_refused(ELSEWHERE):
            self.as_handler.category_id = False
        line.with_user(self.handler).action_accept()
        with self._assert_refused(line.display_name):
            self.as_handler.category_id = self.narrow
        # Done quickly is no way round it.
        line.with_user(self.handler).fulfilment_note = "Paid in cash"
        line.with_user(self.handler).action_fulfil()
        with self._assert_refused(ELSEWHERE):
            self.as_handler.category_id = self.narrow

    def test_who_has_the_authority_moves_it(self):
        line = self._promise_in_wide()
        self.case.with_user(self.manager).category_id = self.narrow
        self.assertEqual(line.promised_category_id, self.wide)
        # Back to what it was promised in anybody moves it.
        self.as_handler.category_id = self.wide

    def test_what_holds_equally_is_no_move(self):
        """What a manager approved hinders nobody who puts a category right."""
        line = self._add_remedy(self.case, amount=1000)
        line.with_user(self.manager).action_offer()
        self.as_handler.category_id = self.usual
        self.assertEqual(self.case.category_id, self.usual)
        with self._assert_refused(ELSEWHERE):
            self.as_handler.category_id = self.wide

    def test_within_both_limits(self):
        self.as_handler.category_id = self.wide
        self._promise(self.case, 50)
        self.as_handler.category_id = self.narrow
        self._assert_beyond(self._add_remedy(self.case, amount=1))

    def test_each_limit_once(self):
        """50 in one and 500 in the other are not 550."""
        self._promise(self.case, 50)
        self.as_handler.category_id = self.wide
        self._assert_beyond(self._add_remedy(self.case, amount=451))

    def test_counts_where_it_was_promised(self):
        """What an authority for a category gave is not given once more."""
        self.of_wide.amount_period = 600
        vals = {"partner_id": self.spoilt.id, "category_id": self.wide.id}
        case = self._create_case(**vals)
        self._promise(case, 500)
        case.with_user(self.manager).category_id = self.narrow
        self._assert_beyond(self._add_remedy(self._create_case(**vals), amount=101))

    def test_approved_is_asked_for_again(self):
        """What was approved for one category is not promised in another."""
        line = self._add_remedy(self.case, amount=1000)
        self.as_handler.action_ask_approval()
        line.approval_id.with_user(self.manager).action_approve()
        self.as_handler.category_id = self.usual
        self.assertEqual(line.approval_state, "approved")
        self.as_handler.category_id = self.wide
        self.assertFalse(line.approval_state)
        self.assertFalse(line.covered_by)
        with self._assert_refused("Beyond what you may promise"):
            line.with_user(self.handler).action_offer()

    def test_several_cases_at_once(self):
        other = self._create_case()
        self._promise_in_wide()
        with self._assert_refused(self.case.number):
            (other | self.case).with_user(self.handler).write(
                {"category_id": self.narrow.id}
            )

    def test_merge(self):
        """A promise does not get into another category by a merge."""
        self._promise_in_wide()
        survivor = self._create_case()
        with self._assert_refused(ELSEWHERE):
            self.as_handler._merge_into(survivor.with_user(self.handler))
        self.case.with_user(self.manager)._merge_into(survivor.with_user(self.manager))
        self.assertEqual(survivor.remedy_ids.promised_category_id, self.wide)

    def test_merge_fills_the_category(self):
        """A survivor without category takes one over, and is judged by it."""
        everywhere = self._grant(self.colleague, 500)
        narrow = self._grant(
            self.colleague, 500, category_ids=[Command.set(self.usual.ids)]
        )
        survivor = self._create_case(category_id=False)
        survivor.user_id = False
        self._promise(survivor, 500, user=self.colleague)
        merged = self._create_case(category_id=self.usual.id)
        (everywhere | narrow).active = False
        narrow.active = True
        with self._assert_refused(ELSEWHERE):
            merged.with_user(self.handler)._merge_into(survivor.with_user(self.handler))

    def test_promises_of_no_value_hinder_nobody(self):
        line = self._add_remedy(self.case, "apology")
        line.with_user(self.handler).action_offer()
        self.as_handler.category_id = self.wide
        self.assertEqual(self.case.category_id, self.wide)


@tagged("post_install", "-at_install")
class TestCustomer(MovedCase):
    def _change(self, case, user=None, **vals):
        case.with_user(user or self.handler).write(vals)

    def test_there_and_back(self):
        """To a customer without earlier gifts, promise, and back."""
        self._spoil()
        case = self._create_case(partner_id=self.spoilt.id)
        self._change(case, partner_id=self.fresh.id)
        self._promise(case, 50)
        with self._assert_refused(ELSEWHERE):
            self._change(case, partner_id=self.spoilt.id)
        with self._assert_refused(ELSEWHERE):
            self._change(case, partner_id=False, email_from="Spoilt@example.com")
        self._change(case, user=self.manager, partner_id=self.spoilt.id)

    def test_without_customer_and_named_later(self):
        """Who it is for is not left open until it is promised."""
        self._spoil()
        case = self._create_case(partner_name="Somebody")
        self._promise(case, 50)
        with self._assert_refused(ELSEWHERE):
            self._change(case, partner_id=self.spoilt.id)
        self._change(case, partner_id=self.fresh.id)

    def test_counts_for_who_it_was_promised_to(self):
        """A case that is given away does not free its first customer's limit."""
        case = self._spoil()
        self._change(case, partner_id=self.fresh.id)
        for partner in (self.spoilt, self.fresh):
            with self.subTest(partner.name):
                line = self._add_remedy(
                    self._create_case(partner_id=partner.id), amount=31
                )
                self._assert_beyond(line)

    def test_counts_by_address_as_well(self):
        case = self._create_case(email_from="who@example.com")
        self._promise(case, 50)
        self._change(case, partner_id=self.fresh.id, email_from=self.fresh.email)
        other = self._create_case(email_from="WHO@example.com")
        self._assert_beyond(self._add_remedy(other, amount=31))

    def test_counts_for_the_company_of_that_time(self):
        """A contact that leaves its company takes no promise along."""
        self.fresh.parent_id = self.spoilt
        self._promise(self._create_case(partner_id=self.fresh.id), 50)
        self.fresh.parent_id = False
        other = self._create_case(partner_id=self.spoilt.id)
        self._assert_beyond(self._add_remedy(other, amount=31))

    def test_the_same_customer_put_right(self):
        """A contact for an address, another person of a company, a typing error."""
        self.of_managers.active = True
        case = self._create_case(email_from=self.fresh.email)
        line = self._add_remedy(case, amount=1000)
        line.with_user(self.manager).action_offer()
        self._change(case, partner_id=self.fresh.id)
        self._change(case, email_from="new@example.com", phone="1")
        person = self.env["res.partner"].create(
            {"name": "Person", "parent_id": self.fresh.id}
        )
        self._change(case, partner_id=person.id)
        with self._assert_refused(ELSEWHERE):
            self._change(case, partner_id=self.spoilt.id)

    def test_named_to_confidential_with_another(self):
        """The vault is no door: who is put into it is judged, too."""
        vals = {"identity_mode": "confidential"}
        self._spoil(**vals)
        case = self._create_case(partner_id=self.fresh.id)
        self._promise(case, 50)
        with self._assert_refused(ELSEWHERE):
            self._change(case, partner_id=self.spoilt.id, **vals)
        with self._assert_refused(ELSEWHERE):
            self._change(case, user=self.officer, partner_id=self.spoilt.id, **vals)
        self.assertEqual(case.identity_mode, "named")
        # To protect somebody is never refused.
        self._change(case, **vals)
        with self._assert_refused(ELSEWHERE):
            self._change(case, partner_id=self.spoilt.id)
        self.assertEqual(case.sudo().identity_ids.partner_id, self.fresh)

    def test_confidential_counts_for_who_it_was_promised_to(self):
        vals = {"identity_mode": "confidential"}
        case = self._spoil(**vals)
        self._change(case, partner_id=self.fresh.id)
        other = self._create_case(partner_id=self.spoilt.id, **vals)
        self._assert_beyond(self._add_remedy(other, amount=31))
        # Named cases tell nothing of it.
        named = self._create_case(partner_id=self.spoilt.id)
        self._assert_covered(self._add_remedy(named, amount=50))

    def test_approved_is_asked_for_again(self):
        case = self._create_case(partner_id=self.fresh.id)
        line = self._add_remedy(case, amount=1000)
        case.with_user(self.handler).action_ask_approval()
        line.approval_id.with_user(self.manager).action_approve()
        self._change(case, partner_id=self.spoilt.id)
        self.assertFalse(line.approval_state)
        with self._assert_refused("Beyond what you may promise"):
            line.with_user(self.handler).action_grant()

    def test_the_customer_may_say_who_they_are(self):
        """Who complains is not refused for what we promised."""
        self._spoil()
        case = self._create_case(partner_name="Somebody")
        self._promise(case, 50)
        portal = new_test_user(self.env, "moved_portal", groups="base.group_portal")
        case.with_user(portal).sudo().write({"email_from": self.spoilt.email})
        self.assertEqual(case.email_from, self.spoilt.email)
        other = self._create_case(email_from=self.spoilt.email)
        self._assert_beyond(self._add_remedy(other, amount=1))

    def test_merge_keeps_whom_it_was_promised_to(self):
        """Merged away, the promise still counts for its own customer."""
        case = self._spoil()
        survivor = self._create_case(partner_id=self.fresh.id)
        case.with_user(self.handler)._merge_into(survivor.with_user(self.handler))
        self.assertEqual(survivor.remedy_ids.state, "offered")
        for partner in (self.spoilt, self.fresh):
            other = self._create_case(partner_id=partner.id)
            self._assert_beyond(self._add_remedy(other, amount=31))


@tagged("post_install", "-at_install")
class TestFacts(MovedCase):
    """What held when something was promised stays with it."""

    def test_authority_is_kept_in_words(self):
        case = self._create_case(category_id=self.wide.id, partner_id=self.fresh.id)
        line = self._promise(case, 400)
        words = line.covered_by
        self.assertIn(self.money.format(500), words)
        self.assertIn("Wide", words)
        self.of_wide.amount_case = 1
        self.of_wide.unlink()
        self.assertEqual(line.covered_by, words)
        small = self._promise(self._create_case(partner_id=self.spoilt.id), 10)
        self.assertIn(self.money.format(80), small.covered_by)

    def test_approval_keeps_whose_authority_it_was(self):
        case = self._create_case()
        line = self._add_remedy(case, amount=1000)
        case.with_user(self.handler).action_ask_approval()
        line.approval_id.with_user(self.manager).action_approve()
        words = line.covered_by
        self.assertIn("without limit", words)
        line.with_user(self.handler).action_offer()
        self.assertEqual(line.covered_by, words)
        self.assertEqual(line.promised_category_id, self.narrow)

    def test_decision_keeps_it_too(self):
        case = self._create_case(partner_id=self.fresh.id)
        self._bring_to(case, "proposed")
        line = self._add_remedy(case, amount=9)
        case.with_user(self.handler).action_request_approval()
        case.with_user(self.manager).action_approve()
        self.assertIn(self.money.format(50), line.covered_by)

    def test_prepared_again_is_judged_anew(self):
        case = self._create_case(partner_id=self.fresh.id)
        line = self._promise(case, 50)
        line.with_user(self.handler).action_withdraw()
        self.assertFalse(line.covered_by or line.promised_category_id)
        case.with_user(self.handler).partner_id = self.spoilt
        other = self._create_case(partner_id=self.fresh.id)
        self._assert_covered(self._add_remedy(other, amount=50))

    def test_only_the_product_writes_it(self):
        line = self._promise(self._create_case(), 10)
        for fname in (
            "covered_by",
            "promised_category_id",
            "promised_partner_key",
            "promised_email_key",
        ):
            for user in (self.handler, self.manager):
                with (
                    self.subTest(fname, user=user.login),
                    self.assertRaises(UserError),
                ):
                    line.with_user(user).write({fname: False})

    def test_nobody_reads_whom_it_is_for(self):
        """In confidence: neither a name nor what could be compared (R152)."""
        case = self._create_case(
            identity_mode="confidential",
            partner_id=self.fresh.id,
            email_from="fresh@example.com",
        )
        line = self._promise(case, 10).with_user(self.manager)
        for fname in ("promised_partner_key", "promised_email_key"):
            with self.subTest(fname):
                self.assertNotIn(fname, line.fields_get())
                self.assertNotIn("fresh", line.sudo()[fname])
                with self.assertRaises(AccessError):
                    line.read([fname])
                with self.assertRaises(AccessError):
                    line.search([(fname, "!=", False)])

    def test_forgotten_with_the_complainant(self):
        case = self._create_case(partner_id=self.fresh.id)
        line = self._promise(case, 10)
        self.assertTrue(line.promised_partner_key)
        nobody = dict.fromkeys(("partner_id", "partner_name", "phone"), False)
        case.sudo().write({"identity_mode": "anonymous", **nobody})
        self.assertFalse(line.promised_partner_key or line.promised_email_key)

    def test_change_costs_little(self):
        """A case without promises is not looked at twice."""
        case = self._create_case().with_user(self.handler)
        self.env.flush_all()
        self.env.invalidate_all()
        case.category_id = self.usual
        with self.assertQueryCount(1):
            self.assertFalse(case._get_judged_promises())
