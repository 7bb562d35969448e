# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is filled in when a unit looks back, and stays as it was (R222)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .unit_review_common import UnitReviewCase


@tagged("post_install", "-at_install")
class TestUnitReviewFigures(UnitReviewCase):
    def test_filled_in(self):
        self._place(5)
        review = self._create()
        figures = {row.code: row for row in review.figure_ids}
        self.assertEqual(figures["received"].value, 5)
        self.assertEqual(figures["received"].shown, "5")
        self.assertFalse(figures["received"].shown_before)
        self.assertEqual(
            review.point_ids.mapped("topic"),
            ["figures", "causes", "handling", "actions", "reviews", "resources"],
        )
        self.assertEqual(review.unit_name, "Metering")
        self.assertIn("Metering", review.display_name)

    def test_nothing_to_measure_is_empty_and_not_zero(self):
        review = self._create()
        figures = {row.code: row for row in review.figure_ids}
        self.assertNotIn("days_to_answer", figures)
        self.assertFalse({"better", "worse"} & set(review.figure_ids.mapped("trend")))
        self.assertIn(
            "No cause",
            review.point_ids.filtered(lambda point: point.topic == "causes").facts,
        )

    def test_trend_knows_what_is_better(self):
        review = self._create()
        row = (
            self.env["complaint.unit.review.figure"]
            .sudo()
            ._create_sealed(
                [
                    {
                        "review_id": review.id,
                        "code": code,
                        "value": value,
                        "value_before": 2,
                        "is_known": True,
                        "is_before_known": known,
                    }
                    for code, value, known in (
                        ("days_to_answer", 1, True),
                        ("satisfaction_result", 1, True),
                        ("days_to_answer", 2, True),
                        ("days_to_answer", 1, False),
                        ("received", 1, True),
                    )
                ]
            )
        )
        self.assertEqual(row.mapped("trend"), ["better", "worse", "same", False, False])

    def test_figures_are_frozen_once_held(self):
        self._place(5)
        review = self._create()
        self._find(review).action_hold()
        before = review.figure_ids.read(["code", "value"])
        self._place(1, days=2)
        with self._assert_refused("was held"):
            review.with_user(self.officer).action_fill_in()
        self.assertEqual(review.figure_ids.read(["code", "value"]), before)
        with self._assert_refused("was held"):
            review.with_user(self.officer).decisions = "<p>Other</p>"
        with self._assert_refused("was held"):
            review.with_user(self.officer).point_ids[0].finding = "Other"
        with self._assert_refused("was held"):
            review.with_user(self.officer).unlink()
        with self.assertRaises(UserError):
            review.with_user(self.officer).figure_ids[:1].write({"value": 5})

    def test_protected_counts_nowhere(self):
        """Nobody who reads it, now or later, learns of a case about them (R153)."""
        cause = self.env["complaint.cause"].create({"name": "Loose Wire"})
        self._place(5, identity_mode="named", cause_id=cause.id)
        hidden = self._place(1, identity_mode="confidential", cause_id=cause.id)
        review, whole = self._create(), self._create_management()
        for one in (review, whole):
            self.assertEqual(self._get_received(one), 5)
            self.assertIn("Loose Wire: 5", self._get_facts(one, "causes"))
        hidden.sudo().complained_department_ids = self.department
        review.with_user(self.officer).participant_ids = self.employee
        review.with_user(self.officer).action_fill_in()
        self.assertEqual(self._get_received(review), 5)

    def test_few_cases_make_no_figure(self):
        """A unit keeps nothing of four cases, the company how many there were."""
        cause = self.env["complaint.cause"].create({"name": "Loose Wire"})
        cases = self._place(4, cause_id=cause.id)
        cases.sudo()._write_sealed(
            {"state": "closed", "date_closed": cases[0].date_received}
        )
        self.env.flush_all()
        review, whole = self._create(), self._create_management()
        self.assertFalse(review.figure_ids)
        self.assertEqual(self._get_received(whole), 4)
        measures = self.env["complaint.measures"]._get_measures()
        kinds = {measures[code].kind for code in whole.figure_ids.mapped("code")}
        self.assertEqual(kinds, {"number"})
        for one in (review, whole):
            self.assertNotIn("Loose Wire", self._get_facts(one, "causes"))
