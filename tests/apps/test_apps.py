# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The addon lives beside the apps it works with, and its tests know they are there."""

from odoo.tests import tagged

from .common import AppsCase


@tagged("post_install", "-at_install")
class TestApps(AppsCase):
    def test_apps_are_there(self):
        """What this folder tests would mean little without them."""
        for model in (
            "account.move",
            "gamification.badge",
            "loyalty.card",
            "project.task",
            "repair.order",
            "sale.order",
            "stock.picking",
            "survey.survey",
        ):
            self.assertIn(model, self.env)

    def test_documents_of_the_customer(self):
        """The factories of the other tests make what they say."""
        partner = self.env["res.partner"].create({"name": "Chen Min"})
        self.assertEqual(self._create_invoice(partner).state, "posted")
        self.assertEqual(self._create_delivery(partner).state, "done")
