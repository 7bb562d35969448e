# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Groups of a report are told apart, also where they have the same name (R140)."""

from odoo import fields
from odoo.tests import tagged

from odoo.addons.complaint_management.tools.insight.charts import Row

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodGroups(PeriodCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.districts = cls.env["hr.department"].create(
            [{"name": name} for name in ("North", "South")]
        )
        cls.services = cls.env["hr.department"].create(
            [
                {"name": "Service", "parent_id": district.id}
                for district in cls.districts
            ]
        )

    def _place_in(self, unit, count, **vals):
        self._place_many(count, department_id=unit.id, **vals)

    def test_units_of_the_same_name(self):
        """Each is shown with the unit above it; others keep their short name."""
        for unit, count in zip(self.services, (3, 2), strict=True):
            self._place_in(unit, count)
        self._place_in(self.department, 1)
        report = self._make()
        self.assertEqual(
            report.figures["handling"],
            [["North / Service", 3, 0], ["South / Service", 2, 0], ["Metering", 1, 0]],
        )
        self.assertIn("North / Service", report.page)

    def test_units_of_the_same_name_high_up(self):
        """So many units above it as it takes, and no more than there are."""
        above = self.env["hr.department"].create([{"name": "A"}, {"name": "B"}])
        for district, whole in zip(self.districts, above, strict=True):
            district.write({"name": "East", "parent_id": whole.id})
        alone = self.env["hr.department"].create({"name": "Service"})
        for unit in self.services | alone:
            self._place_in(unit, 1)
        report = self._make()
        names = [name for name, _now, _before in report.figures["handling"]]
        self.assertEqual(names, ["A / East / Service", "B / East / Service", "Service"])

    def test_products_of_the_same_name(self):
        """A product has none above it, and is known by its reference."""
        products = self.env["complaint.product"].create(
            [{"name": "Meter", "code": code} for code in ("M1", "M2")]
        )
        for product in products:
            self._place(product_id=product.id)
        report = self._make()
        names = {name for name, _now, _before in report.figures["product"]}
        self.assertEqual(names, {"[M1] Meter", "[M2] Meter"})

    def test_what_has_to_do_with_what(self):
        """A sentence names the unit that it is about, and not its namesake (R140)."""
        rude = self.category.create({"name": "Rude staff"})
        for unit, category, count in (
            (self.services[0], rude, 8),
            (self.services[0], self.category, 2),
            (self.services[1], self.category, 10),
            (self.services[1], rude, 1),
        ):
            self._place_many(
                count,
                category_id=category.id,
                complained_department_ids=[fields.Command.set(unit.ids)],
            )
        report = self._make()
        self.assertIn("North / Service: 8 of 10 complaints", report.summary)

    def test_others_are_what_is_not_drawn(self):
        """All cases are in the chart, also where groups are alike."""
        units = self.env["hr.department"].create([{"name": "Same"} for _ in range(10)])
        for unit in units:
            self._place_in(unit, 1)
        report = self._make()
        named, others = report._shorten(report.figures["handling"])
        self.assertEqual(len(named), 8)
        self.assertEqual(others.value, 2)

    def test_few_protected_of_one_period_are_no_zero(self):
        """What is hidden in a chart is said to be hidden, in either period (R152)."""
        few = {"identity_mode": "confidential"}
        for unit, now, before in ((self.services[0], 2, 6), (self.services[1], 7, 3)):
            self._place_in(unit, now, **(few if now < 5 else {}))
            self._place_in(unit, before, day=self.before, **(few if before < 5 else {}))
        report = self._make()
        self.assertEqual(
            report.figures["handling"],
            [["South / Service", 7, None], ["North / Service", None, 6]],
        )
        here = report._as_shown()
        told = [text.words for text in here._draw_groups("handling").texts]
        self.assertEqual(
            told, ["South / Service", "7", "North / Service", "too few"], told
        )
        notes = {title: words for title, words, _chart in here._draw_all()}
        self.assertIn("no bar is drawn", notes["By handling unit"])
        self.assertNotIn("no bar is drawn", notes["By category"])

    def test_few_protected_among_others_are_no_zero(self):
        """Nor are they where small groups are added up: there are some (R152)."""
        few = {"identity_mode": "confidential"}
        for unit in self.services:
            self._place_in(unit, 1, **few)
            self._place_in(unit, 4, day=self.before, **few)
        self._place_in(self.department, 7)
        report = self._make()
        self.assertEqual(
            report.figures["handling"], [["Metering", 7, 0], ["", None, 8]]
        )
        _named, others = report._shorten(report.figures["handling"])
        self.assertEqual(others, Row("Others", None, 8))

    def test_who_is_protected_is_asked_once(self):
        """However many parts a report has, each period is looked at once (R152)."""
        self._place_many(6, answered=1, identity_mode="confidential")
        asked = []
        find = self.env.registry["complaint.period.report"]._has_protected

        def count(report, days):
            asked.append(days)
            return find(report, days)

        self.patch(
            self.env.registry["complaint.period.report"], "_has_protected", count
        )
        self._make()
        self.assertEqual(len(asked), len(set(asked)))
        self.assertEqual(len(asked), 2)
