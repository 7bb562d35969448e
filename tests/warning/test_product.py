# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Products and lots are watched (R11, R121); a second case of a lot calls (R155)."""

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
        # Who asked something about the same lot did not call.
        self._create_case(
            lot_id=self.lot.id, kind="inquiry", date_received=first.date_received
        )
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


@tagged("post_install", "-at_install")
class TestShare(ProductWatchCase):
    """One product of several has a kind of complaint more often than the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share = cls._create_rule(name="Share", trigger="share", share_weeks=26)
        cls.bulb = cls.meter.copy({"name": "Bulb", "department_id": False})
        cls.noise = cls.category.copy({"name": "Noise"})

    def _spread(self, count=6, weeks=range(1, 13, 2)):
        """Wrong bills of both products alike; of the meter also ``count`` of noise."""
        for week in weeks:
            self._add(week, 2, product_id=self.meter.id)
            self._add(week, 10, product_id=self.bulb.id)
        noisy = self.Complaint
        for week in range(1, count + 1):
            noisy |= self._add(
                week, product_id=self.meter.id, category_id=self.noise.id
            )
        self._add(3, product_id=self.bulb.id, category_id=self.noise.id)
        return noisy

    def test_more_of_one_kind_than_its_share(self):
        """Nothing rises, and all the same it stands out (R121)."""
        noisy = self._spread()
        (alert,) = self._watch(self.share)
        self.assertEqual(alert.subject, "Meter: Noise")
        self.assertEqual(alert.told_user_ids, self.officer)
        self.assertIn("6 of 18 complaints about it", alert.sentence)
        self.assertIn("of the 61 about other products 1 are", alert.sentence)
        self.assertIn("20.3 times its share", alert.sentence)
        self.assertEqual(
            self.Complaint.search(alert._get_behind_domain()).sorted(), noisy.sorted()
        )
        self.assertEqual(alert.with_user(self.officer).shown_count, 6)

    def test_a_rule_about_something_else_before_counts_cases_now(self):
        """The form does not show what is counted any more."""
        rule = self._create_rule(source="near_miss", dimension="category")
        rule.trigger = "share"
        self.assertEqual(rule.source, "case")
        with self._assert_refused("counts cases"), self.env.cr.savepoint():
            rule.source = "near_miss"
        self._spread()
        self.assertTrue(self._watch(rule))

    def test_its_share_and_no_more(self):
        """Who sells more has more complaints: that is no news."""
        for week in range(1, 13):
            self._add(week, 5, product_id=self.meter.id, category_id=self.noise.id)
            self._add(week, 1, product_id=self.bulb.id, category_id=self.noise.id)
            self._add(week, 5, product_id=self.meter.id)
            self._add(week, 1, product_id=self.bulb.id)
        self.assertFalse(self._watch(self.share))
        self.assertEqual(self.share.series_count, 4)

    def test_fewer_than_the_rule_wants(self):
        self._spread()
        self.share.least = 7
        self.assertFalse(self._watch(self.share))

    def test_nothing_to_compare_with(self):
        """No case at all, or one product only."""
        self.assertFalse(self._watch(self.share))
        self._add(1, 9, product_id=self.meter.id, category_id=self.noise.id)
        self.assertFalse(self._watch(self.share))

    def test_told_once_and_over_when_it_is_over(self):
        """The next nights nobody hears of it again; explained, it stays so."""
        self._spread()
        (alert,) = self._watch(self.share)
        messages = len(alert.message_ids)
        self.assertFalse(self._watch(self.share))
        alert.with_user(self.officer).action_explain("A noisy series; recalled.")
        for weeks in (1, 5, 9, 13):
            self.assertFalse(self._watch(self.share, weeks=weeks))
        self.assertEqual(alert.state, "explained")
        self.assertGreaterEqual(len(alert.message_ids), messages)
        self.assertEqual(self._get_alerts(self.share), alert)

    def test_an_open_one_closes_when_it_is_quiet(self):
        self._spread()
        (alert,) = self._watch(self.share)
        self._watch(self.share, weeks=30)
        self.assertEqual(alert.state, "closed")

    def test_twice_as_many_call_again(self):
        self._spread()
        (alert,) = self._watch(self.share)
        alert.with_user(self.officer).action_explain("A noisy series; recalled.")
        self._add(-1, 6, product_id=self.meter.id, category_id=self.noise.id)
        self.assertFalse(self._watch(self.share, weeks=1))
        self.assertEqual(alert.state, "new")

    def test_an_import_is_left_out(self):
        """What was typed in all at once says nothing about today."""
        self._spread(count=0)
        self._add(
            1,
            30,
            created=self.now,
            product_id=self.meter.id,
            category_id=self.noise.id,
        )
        self.assertFalse(self._watch(self.share))

    def test_another_company_is_not_compared(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._spread()
        self._add(
            1,
            90,
            product_id=self.bulb.id,
            company_id=other.id,
            category_id=self.noise.id,
        )
        (alert,) = self._watch(self.share)
        self.assertEqual(alert.company_id, self.company)

    def test_it_looks_at_night_and_not_at_once(self):
        """New cases call no rule that compares weeks."""
        self.assertTrue(self.share.filtered_domain(self.share._get_due_domain()))
        self._create_case(product_id=self.meter.id)
        self._look()
        self.assertFalse(self.share.date_watched)
        self.assertFalse(self.share.error)
        self.share.with_user(self.manager).action_watch_now()
        self.assertTrue(self.share.date_watched)
        self.assertIn("1 pairs of a product", self.share.expectation)

    def test_counted_in_one_query(self):
        """However many products and kinds there are."""
        self._spread()
        self.share._count_shares(self.now)
        with self.assertQueryCount(2):
            self.share._count_shares(self.now)

    def test_shipped(self):
        rule = self.env.ref("complaint_management.complaint_alert_rule_share")
        self.assertEqual((rule.trigger, rule.is_personal), ("share", False))
