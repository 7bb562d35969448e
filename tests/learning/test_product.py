# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Products and lots of cases, and who makes them hears of it (R11); without apps."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import LearningCase

OFFER = {"complaint_offer_app": True}


class ProductCase(LearningCase):
    """A meter that the works make, whose ``head`` leads them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.works = cls.env["hr.department"].create({"name": "Works"})
        cls.works.manager_id = cls.department.manager_id
        cls.department.manager_id = False
        cls.Product = cls.env["complaint.product"]
        cls.Lot = cls.env["complaint.lot"]
        cls.meter = cls.Product.create(
            {"name": "Meter", "code": "M-1", "department_id": cls.works.id}
        )

    @classmethod
    def _create_lot(cls, name="B-12", **vals):
        return cls.Lot.create({"name": name, "product_id": cls.meter.id, **vals})

    def _get_tasks(self, record, user=None):
        return record.activity_ids.filtered(
            lambda task: task.user_id == (user or self.head)
        )


@tagged("post_install", "-at_install")
class TestProduct(ProductCase):
    def test_found_by_name_and_reference(self):
        found = self.Product.with_user(self.employee).name_search("m-1")
        self.assertEqual(found, [(self.meter.id, "[M-1] Meter")])

    def test_without_an_app_nothing_is_offered_or_made(self):
        if self.Product._has_app():
            return
        before = self.Product.search_count([])
        found = self.Product.with_context(**OFFER).name_search("Met")
        self.assertEqual([one[0] for one in found], self.meter.ids)
        self.assertEqual(self.Product.search_count([]), before)

    def test_who_may_change_products(self):
        """Handlers choose; officers enter; managers delete what nobody used."""
        with self.assertRaises(AccessError):
            self.Product.with_user(self.handler).create({"name": "Bulb"})
        bulb = self.Product.with_user(self.officer).create({"name": "Bulb"})
        with self.assertRaises(AccessError):
            bulb.unlink()
        with self.assertRaises(AccessError):
            bulb.with_user(self.employee).name = "Lamp"
        bulb.with_user(self.manager).unlink()

    def test_nobody_links_a_product_to_a_document_by_hand(self):
        with self.assertRaises(UserError):
            self.meter.with_user(self.manager).write(
                {"app_ref": f"res.partner,{self.partner.id}"}
            )

    def test_products_of_other_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.Product.create({"name": "Theirs", "company_id": other.id})
        self.assertFalse(
            self.Product.with_user(self.officer).search([("id", "=", theirs.id)])
        )
        with self.assertRaises(UserError):
            self._create_case(user=self.officer, product_id=theirs.id)

    def test_the_count_is_of_readable_cases(self):
        case = self._create_case(product_id=self.meter.id)
        self.assertEqual(self.meter.with_user(self.officer).complaint_count, 1)
        self.assertEqual(self.meter.with_user(self.outsider).complaint_count, 0)
        action = self.meter.with_user(self.officer).action_view_complaints()
        self.assertEqual(self.Complaint.search(action["domain"]), case)

    def test_what_was_offered_and_not_chosen_is_forgotten(self):
        """What somebody changed, or a case, an incident or a lot names, is kept."""
        chosen, changed, offered, of_lot, own = self.Product.create(
            [{"name": name} for name in ("Used", "Changed", "Offered", "Lot", "Own")]
        )
        self._create_case(product_id=chosen.id)
        self._create_lot(product_id=of_lot.id)
        linked = chosen | changed | offered | of_lot
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE complaint_product SET app_ref = 'product.product,' || id,"
            " create_date = %(then)s, write_date = %(then)s WHERE id IN %(ids)s",
            {"then": fields.Datetime.now() - timedelta(days=2), "ids": linked._ids},
        )
        self.env.invalidate_all()
        changed.code = "C"
        self.env.flush_all()
        self.Product._gc_unused()
        left = (linked | own | self.meter).exists()
        self.assertEqual(left, (linked | own | self.meter) - offered)


@tagged("post_install", "-at_install")
class TestLot(ProductCase):
    def test_typed_by_who_registers(self):
        """The same number, with other blanks or letters, is the same lot."""
        lots = self.Lot.with_user(self.handler).with_context(
            default_product_id=self.meter.id, default_company_id=self.company.id
        )
        first, name = lots.name_create("  B-12  a ")
        self.assertEqual(name, "B-12 a")
        self.assertEqual(lots.name_create("b-12 A")[0], first)
        self.assertEqual(lots.browse(first).product_id, self.meter)

    def test_a_percent_sign_is_no_wildcard(self):
        self._create_lot("B-12")
        lots = self.Lot.with_user(self.handler).with_context(
            default_product_id=self.meter.id
        )
        self.assertEqual(lots.name_create("B%")[1], "B%")
        self.assertEqual(lots.name_create("B_12")[1], "B_12")

    def test_a_lot_says_the_product(self):
        """Who enters the lot need not choose its product."""
        case = self._create_case(lot_id=self._create_lot().id)
        self.assertEqual(case.product_id, self.meter)

    def test_a_lot_of_another_product(self):
        bulb = self.Product.create({"name": "Bulb"})
        with self._assert_refused("is a lot of", ValidationError):
            self._create_case(product_id=bulb.id, lot_id=self._create_lot().id)

    def test_merged_cases_keep_product_and_lot(self):
        """What the survivor lacks it takes over, and never a lot of another product."""
        lot = self._create_lot()
        other = self._create_case(name="Twice", lot_id=lot.id)
        other.with_user(self.officer)._merge_into(self.case.with_user(self.officer))
        self.assertEqual((self.case.product_id, self.case.lot_id), (self.meter, lot))
        bulb = self.Product.create({"name": "Bulb"})
        survivor = self._create_case(product_id=bulb.id)
        again = self._create_case(name="Again", lot_id=lot.id)
        again.with_user(self.officer)._merge_into(survivor.with_user(self.officer))
        self.assertEqual(survivor.product_id, bulb)
        self.assertFalse(survivor.lot_id)

    def test_employees_know_no_lots(self):
        """A serial number can tell whose it is (R153)."""
        self._create_lot()
        with self.assertRaises(AccessError):
            self.Lot.with_user(self.employee).search([])

    def test_a_lot_of_protected_cases_is_hidden_from_whom_they_are_about(self):
        """Neither found, nor read, nor named (R153)."""
        lot = self._create_lot(name="SN-1", is_serial=True)
        self._create_case(
            lot_id=lot.id,
            identity_mode="anonymous",
            partner_name=False,
            email_from=False,
            complained_employee_ids=[Command.link(self.staff[self.officer].id)],
        )
        theirs = self.Lot.with_user(self.officer)
        self.assertFalse(theirs.search([("name", "=", "SN-1")]))
        self.assertFalse(theirs.name_search("SN-1"))
        with self.assertRaises(AccessError):
            theirs.browse(lot.id).read(["name"])
        self.assertEqual(
            self.Lot.with_user(self.manager).search([("id", "=", lot.id)]), lot
        )
        # Another case makes it one like others.
        self._create_case(lot_id=lot.id)
        self.assertEqual(theirs.search([("name", "=", "SN-1")]), lot)


@tagged("post_install", "-at_install")
class TestProductUnit(ProductCase):
    def test_who_makes_it_is_told_once(self):
        """Who may not read the case hears what they need, and no name (R11)."""
        lot = self._create_lot(name="SN-77", is_serial=True)
        case = self._create_case(product_id=self.meter.id, lot_id=lot.id)
        task = self._get_tasks(self.meter)
        self.assertEqual(len(task), 1)
        self.assertIn("Meter", task.note)
        self.assertIn("case_handler", task.note)
        for secret in ("Li Wei", case.number, case.name, lot.name):
            self.assertNotIn(secret, task.note)
        self.assertEqual(case.told_unit_ids, self.works)
        task.unlink()
        case.product_id = False
        case.product_id = self.meter
        self.assertFalse(self._get_tasks(self.meter))

    def test_who_may_read_the_case_has_the_task_there(self):
        self.works.manager_id = self.staff[self.officer]
        case = self._create_case(product_id=self.meter.id)
        self.assertEqual(len(self._get_tasks(case, self.officer)), 1)
        self.assertFalse(self.meter.activity_ids)

    def test_named_later(self):
        self.case.with_user(self.handler).product_id = self.meter
        self.assertTrue(self._get_tasks(self.meter))

    def test_another_unit_after_a_correction(self):
        self.case.product_id = self.meter
        self.works.manager_id = self.staff[self.officer]
        other = self.env["hr.department"].create(
            {"name": "Lamps", "manager_id": self.staff[self.officer].id}
        )
        bulb = self.Product.create({"name": "Bulb", "department_id": other.id})
        self.case.product_id = bulb
        self.assertEqual(self.case.told_unit_ids, self.works | other)

    def test_who_handles_it_is_not_told(self):
        self.meter.department_id = self.department
        self.department.manager_id = self.works.manager_id
        self._create_case(product_id=self.meter.id)
        self.assertFalse(self._get_tasks(self.meter))

    def test_whom_it_is_about_is_not_told(self):
        self._create_case(
            product_id=self.meter.id,
            complained_employee_ids=[Command.link(self.works.manager_id.id)],
        )
        self.assertFalse(self._get_tasks(self.meter))

    def test_protected_cases_are_told_to_their_readers_only(self):
        """Neither by a task nor by a count (R153)."""
        vals = {
            "product_id": self.meter.id,
            "identity_mode": "anonymous",
            "partner_name": False,
            "email_from": False,
        }
        case = self._create_case(**vals)
        self.assertFalse(self._get_tasks(self.meter))
        self.assertFalse(case.told_unit_ids)
        self.works.manager_id = self.staff[self.officer]
        case = self._create_case(**vals)
        self.assertTrue(self._get_tasks(case, self.officer))

    def test_a_unit_without_head_is_led_from_above(self):
        top = self.env["hr.department"].create(
            {"name": "Top", "manager_id": self.works.manager_id.id}
        )
        self.works.write({"manager_id": False, "parent_id": top.id})
        self._create_case(product_id=self.meter.id)
        self.assertTrue(self._get_tasks(self.meter))

    def test_nobody_leads_it(self):
        self.works.manager_id = False
        case = self._create_case(product_id=self.meter.id)
        self.assertFalse(case.told_unit_ids)

    def test_an_import_tells_nobody(self):
        vals = self._prepare_case_vals(product_id=self.meter.id)
        self.Complaint.with_user(self.officer).create([dict(vals) for _ in range(25)])
        self.assertFalse(self._get_tasks(self.meter))

    def test_an_inquiry_tells_nobody(self):
        self._create_case(product_id=self.meter.id, kind="inquiry")
        self.assertFalse(self._get_tasks(self.meter))

    def test_what_was_told_is_not_written_by_hand(self):
        with self.assertRaises(UserError):
            self.case.with_user(self.officer).told_unit_ids = self.works


@tagged("post_install", "-at_install")
class TestIncidentProduct(ProductCase):
    def test_it_begins_with_product_and_lot(self):
        lot = self._create_lot()
        cases = self._create_case(lot_id=lot.id) | self._create_case(lot_id=lot.id)
        incident = self.env["complaint.incident"]._open_for(cases)
        self.assertEqual((incident.product_id, incident.lot_id), (self.meter, lot))

    def test_like_cases_are_of_the_lot(self):
        """Those of another lot of the product are none, unless the lot is unknown."""
        lot, other = self._create_lot(), self._create_lot("C-1")
        elsewhere = self.category.copy({"name": "Noise"})
        same = self._create_case(lot_id=lot.id, category_id=elsewhere.id)
        near = self._create_case(lot_id=other.id, category_id=elsewhere.id)
        incident = self.env["complaint.incident"].create(
            {"name": "Hot meters", "product_id": self.meter.id, "lot_id": lot.id}
        )
        self.assertEqual(self.Complaint.search(incident._get_like_domain()), same)
        self.assertEqual(incident.like_count, 1)
        incident.lot_id = False
        self.assertEqual(incident.like_count, 2)
        self.assertEqual(
            self.Complaint.search(incident._get_like_domain()), same | near
        )
