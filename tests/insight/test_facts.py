# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The table of facts stays in step with the cases, whatever is changed."""

from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import without_commits
from .facts_common import FactsCase


@tagged("post_install", "-at_install")
class TestInStep(FactsCase):
    def test_a_new_case_has_its_facts(self):
        case = self._create_case()
        self._assert_in_step()
        self.assertEqual(self._get_row(case).state, "new")

    def test_one_statement_keeps_many(self):
        """However many cases were changed, and nothing where none was."""
        cases = self._create_case() | self._create_case() | self._create_case()
        self.Fact._keep_in_step()
        cases.severity = "3"
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Fact._keep_in_step()
        with self.assertQueryCount(0):
            self.Fact._keep_in_step()

    def test_before_the_transaction_ends(self):
        case = self._create_case()
        self.env.cr.flush()
        self.assertTrue(self.Fact.browse(case.id).exists())

    def test_a_step_back_takes_its_facts_along(self):
        """What was written before the step stays."""
        case = self._create_case()
        case.severity = "2"
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            case.severity = "3"
            self.assertEqual(self._get_row(case).severity, "3")
            raise ZeroDivisionError
        self.assertEqual(self._get_row(case).severity, "2")
        self._assert_in_step()

    def test_a_deleted_case_leaves_nothing(self):
        case = self._create_case()
        self.Fact._keep_in_step()
        self.env.cr.execute("DELETE FROM complaint_complaint WHERE id = %s", [case.id])
        self.env.invalidate_all()
        self.assertFalse(self.Fact.browse(case.id).exists())

    def test_a_category_that_moves_takes_its_cases_along(self):
        child = self.category.copy({"name": "Estimated"})
        case = self._create_case(category_id=child.id)
        self.assertEqual(self._get_row(case).main_category_id, child)
        child.parent_id = self.category
        self._assert_in_step()
        self.assertEqual(self._get_row(case).main_category_id, self.category)

    def test_people_and_things_that_go(self):
        """A customer, a product that is deleted is no axis any more."""
        partner = self.env["res.partner"].create({"name": "Li Wei"})
        product = self.env["complaint.product"].create({"name": "Meter"})
        case = self._create_case(product_id=product.id)
        case.partner_id = partner
        self.Fact._keep_in_step()
        case.product_id = False
        product.unlink()
        case.partner_id = False
        partner.unlink()
        self._assert_in_step()

    def test_contacts(self):
        case = self._create_case()
        contact = self.env["complaint.contact"].create(
            {"complaint_id": case.id, "mood": "1", "summary": "Upset"}
        )
        self.assertEqual(self._get_row(case).mood_first, 1)
        contact.mood = "2"
        self.assertEqual(self._get_row(case).mood_first, 2)
        self._assert_in_step()
        contact.sudo().unlink()
        self._assert_in_step()

    def test_through_its_life(self):
        """Each step of a whole life."""
        case = self._create_case()
        for state in ("assessed", "investigating", "proposed", "resolved", "closed"):
            self._bring_to(case, state)
            self._assert_in_step()
        case.with_user(self.manager)._transition("reopen", reason="They wrote again")
        self._assert_in_step()
        self._bring_to(self._create_case(), "cancelled").active = False
        self._assert_in_step()

    def test_customers_who_become_one(self):
        """Merging contacts writes past the fields."""
        partners = self.env["res.partner"].create(
            [{"name": "Li Wei"}, {"name": "Li, Wei"}]
        )
        case = self._create_case(partner_id=partners[1].id)
        self.Fact._keep_in_step()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            partners.ids, dst_partner=partners[0]
        )
        self._assert_in_step()
        self.assertEqual(self._get_row(case).partner_id, partners[0])


@tagged("post_install", "-at_install")
class TestCheck(FactsCase):
    def _spoil(self, case):
        self.Fact._keep_in_step()
        self.env.cr.execute(
            "UPDATE complaint_complaint SET severity = '3' WHERE id = %s", [case.id]
        )
        self.env.invalidate_all()

    @mute_logger("odoo.addons.complaint_management.report.insight.fact_check")
    def test_what_fell_out_of_step_is_mended_and_told(self):
        case, gone = self._create_case(severity="1"), self._create_case()
        self._spoil(case)
        self.env.cr.execute("DELETE FROM complaint_fact WHERE id = %s", [gone.id])
        self.assertEqual(
            self.Fact._find_stale(Domain.TRUE), (case | gone).sorted("id").ids
        )
        last = self.env["mail.message"].search([], limit=1, order="id desc")
        with without_commits(self.env):
            self.Fact._cron_check()
        self._assert_in_step()
        said = self.env["mail.message"].search([("id", ">", last.id)])
        self.assertIn("2 cases", said[:1].body)
        self.assertNotIn(case.number, said[:1].body)
        with without_commits(self.env):
            self.Fact._cron_check()
        self.assertEqual(self.env["mail.message"].search([("id", ">", last.id)]), said)


@tagged("post_install", "-at_install")
class TestNewFacts(FactsCase):
    """What the new axes and measures say of a case."""

    def test_sector_stays_what_it_was(self):
        """A customer that changes their trade changes no past."""
        retail, farms = self.env["res.partner.industry"].create(
            [{"name": "Shops"}, {"name": "Farms"}]
        )
        partner = self.env["res.partner"].create(
            {"name": "Shop", "is_company": True, "industry_id": retail.id}
        )
        case = self._create_case(partner_id=partner.id)
        partner.industry_id = farms
        case.severity = "3"
        self.assertEqual(self._get_row(case).sector, retail)
        self._assert_in_step()

    def test_level_and_phase(self):
        case = self._create_case()
        row = self._get_row(case)
        self.assertEqual((row.level, row.phase), ("base", "during"))
        case.external_body = "City hall"
        self._bring_to(case, "resolved")
        row = self._get_row(case)
        self.assertEqual((row.level, row.phase), ("forwarded", "after"))

    def test_within_days_and_waiting(self):
        """Of working days, whatever day of the week it is (R42)."""
        cases = (
            self._place(date_answered=2)
            | self._place(date_answered=6)
            | self._place(date_answered=20)
            | self._place()
        )
        ((three, seven, count),) = self.Report._read_group(
            [("id", "in", cases.ids)],
            aggregates=["within_3_days:avg", "within_7_days:avg", "__count"],
        )
        self.assertAlmostEqual(three, 1 / 3)
        self.assertAlmostEqual(seven, 2 / 3)
        self.assertEqual(count, 4)

    def test_satisfied_and_won_over(self):
        """Upset at first and satisfied at the end (R126)."""
        won, lost, calm = (
            self._place(satisfaction_result=result, satisfaction_handling="4")
            for result in ("5", "2", "5")
        )
        for case, mood in ((won, "1"), (lost, "2"), (calm, "4")):
            case.contact_ids = [Command.create({"mood": mood})]
        (figures,) = self.Report._read_group(
            [("id", "in", (won | lost | calm).ids)],
            aggregates=["satisfied:avg", "converted:avg", "mood_first:avg"],
        )
        self.assertAlmostEqual(figures[0], 2 / 3)
        self.assertAlmostEqual(figures[1], 1 / 2)
        self.assertAlmostEqual(figures[2], 7 / 3)

    def test_resolved_at_first_contact(self):
        """By who met them first, and not where they came again (R89, R195)."""
        case = self._bring_to(self._create_case(), "resolved")
        log = case.transition_ids.filtered(lambda log: log.state_to == "resolved")
        row = self._get_row(case)
        expected = float(log[0].user_id == case.first_contact_user_id)
        self.assertEqual(row.first_contact_resolution, expected)
        self.env.cr.execute(
            "UPDATE complaint_transition SET user_id = %s WHERE complaint_id = %s",
            [case.first_contact_user_id.id, case.id],
        )
        case.severity = "3" if case.severity != "3" else "2"
        self.Fact._mark(case.ids)
        row = self._get_row(case)
        self.assertEqual(row.first_contact_resolution, 1)
        case.with_user(self.manager)._transition("reopen", reason="They came again")
        row = self._get_row(case)
        self.assertEqual(row.first_contact_resolution, 0)
