# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Products and lots are watched (R11, R121); a second case of a lot calls (R155)."""

from unittest.mock import patch

from odoo.tests import tagged

from .common import WatchCase


class ProductWatchCase(WatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.works = cls.env["hr.department"].create(
            {"name": "Works", "manager_id": cls.staff[cls.officer].id}
        )
        cls.meter = cls.env["complaint.product"].create(
            {"name": "Meter", "department_id": cls.works.id}
        )
        cls.lot = cls.env["complaint.lot"].create(
            {"name": "B-12", "product_id": cls.meter.id}
        )


@tagged("post_install", "-at_install")
class TestProductWatch(ProductWatchCase):
    def test_more_about_a_product_calls_who_makes_it(self):
        rule = self._create_rule(dimension="product")
        self._add_past(product_id=self.meter.id)
        new = self._add(0, 6, product_id=self.meter.id)
        self._add(0, 9)
        (alert,) = self._watch(rule)
        self.assertEqual((alert.subject, alert.count), ("Meter", 6))
        self.assertEqual(alert.told_user_ids, self.officer)
        self.assertEqual(
            self.Complaint.search(alert._get_behind_domain()).sorted(), new.sorted()
        )

    def test_more_about_a_lot(self):
        rule = self._create_rule(dimension="lot")
        self._add_past(lot_id=self.lot.id, product_id=self.meter.id)
        self._add(0, 6, lot_id=self.lot.id, product_id=self.meter.id)
        (alert,) = self._watch(rule)
        self.assertEqual((alert.subject, alert.told_user_ids), ("B-12", self.officer))

    def test_shipped_rule(self):
        """Products are watched from the first day on, lots at once."""
        rule = self.env.ref("complaint_management.complaint_alert_rule_product")
        self.assertEqual((rule.dimension, rule.trigger), ("product", "more"))
        self.assertFalse(rule.is_personal)


@tagged("post_install", "-at_install")
class TestLotAtOnce(ProductWatchCase):
    def setUp(self):
        super().setUp()
        self.again = self._create_rule(name="Again", trigger="again")

    def _look(self):
        self.env.flush_all()
        with patch.object(
            type(self.env["ir.cron"]),
            "_commit_progress",
            lambda self, *args, **kwargs: 100,
        ):
            self.Complaint._cron_watch_new()

    def test_a_second_case_of_the_lot(self):
        """Who makes the product hears of it within minutes; a third is no news."""
        first = self._create_case(lot_id=self.lot.id)
        self._look()
        self.assertFalse(self._get_alerts(self.again))
        second = self._create_case(lot_id=self.lot.id)
        self._look()
        (alert,) = self._get_alerts(self.again)
        self.assertEqual((alert.count, alert.subject), (2, "B-12"))
        self.assertEqual(alert.told_user_ids, self.officer)
        self.assertEqual(
            self.Complaint.search(alert._get_behind_domain()).sorted(),
            (first | second).sorted(),
        )
        self._create_case(lot_id=self.lot.id)
        self._look()
        self.assertEqual(self._get_alerts(self.again), alert)

    def test_another_lot_is_another_thing(self):
        other = self.lot.copy({"name": "C-1"})
        self._create_case(lot_id=self.lot.id)
        self._create_case(lot_id=other.id)
        self._look()
        self.assertFalse(self._get_alerts(self.again))

    def test_a_serial_number_of_a_protected_case_is_not_told(self):
        """It could tell who complained (R152); a lot of many pieces does not."""
        protected = {
            "identity_mode": "anonymous",
            "partner_name": False,
            "email_from": False,
            "lot_id": self.lot.id,
        }
        self.lot.is_serial = True
        self._create_case(**protected)
        self._create_case(**protected)
        self._look()
        self.assertFalse(self._get_alerts(self.again))
        self.lot.is_serial = False
        self._create_case(**protected)
        self._look()
        self.assertEqual(self._get_alerts(self.again).subject, "B-12")
