# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Products and lots where the apps know them: offered, filled in, and kept (R11)."""

from odoo.tests import tagged

from .common import AppsCase

OFFER = {"complaint_offer_app": True}


@tagged("post_install", "-at_install")
class TestProductOfApp(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Product = cls.env["complaint.product"]
        cls.Lot = cls.env["complaint.lot"]
        cls.product.write({"name": "Meter of the tests", "default_code": "MT-1"})
        cls.product.tracking = "lot"
        cls.lot = cls.env["stock.lot"].create(
            {"name": "B-12", "product_id": cls.product.id}
        )
        cls.customer = cls.env["res.partner"].create({"name": "Chen Min"})

    def _about(self, document, **vals):
        return self._create_case(
            user=self.officer, origin_ref=f"{document._name},{document.id}", **vals
        )

    # -- choosing ----------------------------------------------------------------

    def test_products_of_the_app_are_offered(self):
        """One record of ours for each, however often it is looked for."""
        products = self.Product.with_user(self.handler).with_context(**OFFER)
        ((first, name),) = products.name_search("Meter of the tests")
        self.assertEqual(name, "[MT-1] Meter of the tests")
        self.assertEqual(products.name_search("MT-1"), [(first, name)])
        self.assertEqual(self.Product.browse(first)._get_app_record(), self.product)

    def test_a_search_that_does_not_choose_makes_nothing(self):
        found = self.Product.with_user(self.handler).name_search("Meter of the tests")
        self.assertFalse(found)

    def test_what_was_entered_before_the_app_is_linked(self):
        """The same reference is the same product; no second one appears."""
        own = self.Product.create({"name": "Our meter", "code": "mt-1"})
        self.assertEqual(self.Product._get_for(self.product), own)
        self.assertEqual(own._get_app_record(), self.product)

    def test_products_of_other_companies_are_not_offered(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["product.product"].create(
            {"name": "Theirs of the tests", "company_id": other.id}
        )
        products = self.Product.with_user(self.officer).with_context(**OFFER)
        self.assertFalse(products.name_search("Theirs of the tests"))

    def test_a_typed_lot_is_that_of_the_app(self):
        """Also for who may not look into the warehouse."""
        meter = self.Product._get_for(self.product)
        lots = self.Lot.with_user(self.handler).with_context(
            default_product_id=meter.id, default_company_id=self.company.id
        )
        lot = self.Lot.browse(lots.name_create("b-12")[0])
        self.assertEqual((lot.name, lot._get_app_record()), ("B-12", self.lot))

    # -- filled in ---------------------------------------------------------------

    def test_filled_from_a_product(self):
        case = self._about(self.product)
        self.assertEqual(case.product_id._get_app_record(), self.product)

    def test_filled_from_a_lot(self):
        self.product.tracking = "serial"
        case = self.Complaint.create(
            self._prepare_case_vals(origin_ref=f"stock.lot,{self.lot.id}")
        )
        self.assertEqual(case.lot_id._get_app_record(), self.lot)
        self.assertTrue(case.lot_id.is_serial)
        self.assertEqual(case.product_id._get_app_record(), self.product)

    def test_filled_from_an_order_of_one_product(self):
        """Of an order of several nobody knows which is meant."""
        order = self._create_order(self.customer, confirm=False)
        case = self.Complaint.create(
            self._prepare_case_vals(origin_ref=f"sale.order,{order.id}")
        )
        self.assertEqual(case.product_id._get_app_record(), self.product)
        other = self.env["product.product"].create({"name": "Bulb"})
        order = self._create_order(
            self.customer, confirm=False, products=self.product | other
        )
        case.origin_ref = f"sale.order,{order.id}"
        self.assertFalse(case.product_id)

    def test_what_nobody_may_read_fills_nothing(self):
        """A clerk who names an order by its number learns nothing of it."""
        order = self._create_order(self.customer, confirm=False)
        case = self._create_case(origin_ref=f"sale.order,{order.id}")
        self.assertFalse(case.product_id)

    def test_what_was_entered_stays(self):
        own = self.Product.create({"name": "Bulb"})
        case = self._about(self.product, product_id=own.id)
        self.assertEqual(case.product_id, own)
        case.with_user(self.officer).origin_ref = False
        self.assertEqual(case.product_id, own)

    def test_another_document_says_another_product(self):
        case = self._about(self.product)
        other = self.env["product.product"].create({"name": "Bulb"})
        case.with_user(self.officer).origin_ref = f"product.product,{other.id}"
        self.assertEqual(case.product_id._get_app_record(), other)

    # -- going and coming back ---------------------------------------------------

    def test_they_outlive_the_app(self):
        """The names stay, the links go; the app that comes back is linked again."""
        case = self._about(self.product)
        ours = case.product_id
        model = self.env["ir.model"]
        for name in ("complaint.product", "complaint.lot"):
            model._forget_links(self.env[name], ("product.product", "stock.lot"))
        self.env.invalidate_all()
        self.assertIsNone(ours._get_app_record())
        self.assertEqual((case.product_id, ours.code), (ours, "MT-1"))
        self.assertEqual(self.Product._get_for(self.product), ours)
