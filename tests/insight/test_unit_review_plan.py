# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Looking back is planned by itself, where a company wants it (R222, R224)."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import without_commits
from .unit_review_common import UnitReviewCase

LOGGER = "odoo.addons.complaint_management.models.insight.unit_review_plan"


@tagged("post_install", "-at_install")
class TestUnitReviewPlan(UnitReviewCase):
    def _run_cron(self):
        self.env.flush_all()
        with without_commits(self.env):
            self.Review._cron_plan()
        return self.Review.search([("company_id", "=", self.company.id)])

    @freeze_time("2026-11-03 06:00:00")
    def test_planned(self):
        other = self.env["hr.department"].create({"name": "Works"})
        gone = self.env["hr.department"].create({"name": "Gone", "active": False})
        units = self.department | other | gone
        self.company.write(
            {
                "complaint_unit_review_every": "quarter",
                "complaint_unit_review_ids": [fields.Command.set(units.ids)],
                "complaint_management_review_every": "year",
            }
        )
        reviews = self._run_cron()
        self.assertEqual(len(reviews), 3)
        unit = reviews.filtered(lambda one: one.department_id == self.department)
        self.assertEqual(
            (unit.date_from, unit.date_to), (date(2026, 7, 1), date(2026, 9, 30))
        )
        self.assertEqual(unit.user_id, self.head)
        self.assertEqual(unit.activity_ids.user_id, self.head)
        self.assertTrue(unit.point_ids)
        management = reviews.filtered(lambda one: one.kind == "management")
        self.assertEqual(management.date_to, date(2025, 12, 31))
        self.assertTrue(management.user_id)
        self.assertEqual(self._run_cron(), reviews)

    @freeze_time("2026-11-03 06:00:00")
    def test_what_was_deleted_does_not_come_back(self):
        """Nor does one that looks at other days since; the next period comes."""
        other = self.env["hr.department"].create({"name": "Works"})
        units = self.department | other
        self.company.write(
            {
                "complaint_unit_review_every": "month",
                "complaint_unit_review_ids": [fields.Command.set(units.ids)],
                "complaint_management_review_every": "month",
            }
        )
        reviews = self._run_cron()
        self.assertEqual(len(reviews), 3)
        by_unit = reviews.grouped("department_id")
        moved = by_unit[other]
        moved.with_user(self.officer).date_from = date(2026, 9, 1)
        (reviews - moved).with_user(self.officer).unlink()
        self.assertEqual(self._run_cron(), moved)
        with freeze_time("2026-12-01 06:00:00"):
            self.assertEqual(len(self._run_cron() - moved), 3)

    @freeze_time("2026-11-03 06:00:00")
    def test_each_company_looks_back_by_itself(self):
        """At a unit that several companies share."""
        other = self.env["res.company"].create({"name": "Other"})
        self.department.company_id = False
        for company in self.company | other:
            company.write(
                {
                    "complaint_unit_review_every": "month",
                    "complaint_unit_review_ids": [
                        fields.Command.set(self.department.ids)
                    ],
                }
            )
            self.env.flush_all()
            with without_commits(self.env):
                self.Review._cron_plan()
            self.assertEqual(
                self.Review.search([("company_id", "=", company.id)]).department_id,
                self.department,
            )

    @freeze_time("2026-11-03 06:00:00")
    def test_units_of_other_companies_are_left_out(self):
        """One that moved to another company does not fail each night."""
        other = self.env["res.company"].create({"name": "Other"})
        moved = self.env["hr.department"].create(
            {"name": "Moved", "company_id": other.id}
        )
        self.company.write(
            {
                "complaint_unit_review_every": "month",
                "complaint_unit_review_ids": [fields.Command.set(moved.ids)],
            }
        )
        with self.assertNoLogs(LOGGER, "ERROR"):
            self.assertFalse(self._run_cron())

    @freeze_time("2026-11-03 06:00:00")
    def test_somebody_else_writes_it_where_its_writer_left(self):
        """Who leads the unit now, else who looks after complaints; the review, too."""
        self.company.write(
            {
                "complaint_unit_review_every": "month",
                "complaint_unit_review_ids": [fields.Command.set(self.department.ids)],
            }
        )
        review = self._run_cron()
        next_head = self._create_user("unit_next_head", "base.group_user")
        self.department.manager_id = self.env["hr.employee"].create(
            {
                "name": "Next",
                "user_id": next_head.id,
                "company_id": self.company.id,
            }
        )
        self.head.action_archive()
        self.assertEqual(review.user_id, next_head)
        self.assertEqual(review.activity_ids.user_id, next_head)

    def test_nothing_is_planned_unasked(self):
        self.assertFalse(self._run_cron())

    @freeze_time("2026-11-03 06:00:00")
    def test_one_that_fails_keeps_no_other(self):
        self.company.write(
            {
                "complaint_unit_review_every": "month",
                "complaint_unit_review_ids": [fields.Command.set(self.department.ids)],
                "complaint_management_review_every": "month",
            }
        )
        begin = type(self.Review)._begin_planned

        def fail(reviews, vals):
            if vals["kind"] == "unit":
                raise ValueError("Broken")
            return begin(reviews, vals)

        with (
            patch.object(type(self.Review), "_begin_planned", fail),
            mute_logger(LOGGER),
        ):
            self.assertEqual(self._run_cron().mapped("kind"), ["management"])
        self.assertEqual(len(self._run_cron()), 2)
