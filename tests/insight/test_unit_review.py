# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A unit looks back at its period (R222), the management at the mechanism (R224)."""

from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .unit_review_common import UnitReviewCase


@tagged("post_install", "-at_install")
class TestUnitReview(UnitReviewCase):
    # ------------------------------------------------------------------
    # The way of a review
    # ------------------------------------------------------------------

    def test_what_is_missing_is_named(self):
        review = self._create().with_user(self.officer)
        with self._assert_refused("What went wrong, and why"):
            review.action_hold()
        with self._assert_refused("what was decided"):
            review.action_hold()
        self.assertIn("What went wrong, and why", review.point_ids.mapped("label"))
        management = self._create_management()
        self.assertIn("Causes that come back", management.point_ids.mapped("label"))
        future = self._create(date_from=self.today, date_to=self.today)
        with self._assert_refused("not over yet"):
            self._find(future).action_hold()

    def test_decisions_are_followed(self):
        review = self._create()
        mine = self._find(review)
        mine.decisions = False
        action = (
            self.env["complaint.action"]
            .with_user(self.officer)
            .with_context(**mine.action_new_action()["context"])
            .create({"name": "Two more people at the counter"})
        )
        self.assertEqual(action.department_id, self.department)
        mine.action_hold()
        self.env.invalidate_all()
        self.assertEqual((mine.action_count, mine.open_action_count), (1, 1))
        with self._assert_refused("some of its actions"):
            mine.action_close()
        later = self._create(
            date_from=self.today, date_to=self.today + timedelta(days=1)
        ).with_user(self.officer)
        self.assertEqual(later.last_review_id, review)
        self.assertEqual(later.last_action_ids, action)
        action.with_user(self.manager).action_cancel(reason="Not needed any more")
        mine.action_close()
        self.assertEqual(review.state, "closed")

    def test_written_again(self):
        review = self._create()
        self._find(review).action_hold()
        with self.assertRaises(AccessError):
            review.with_user(self.head).action_reopen(reason="A mistake")
        review.with_user(self.officer).action_reopen(reason="A mistake")
        review.with_user(self.head).point_ids[0].finding = "Put right"

    def test_management_looks_at_last_time(self):
        first = self._create_management(
            date_from=date(2025, 1, 1), date_to=date(2025, 3, 31)
        )
        facts = {point.topic: point.facts for point in first.point_ids}
        self.assertIn("none before", facts["last"])
        self.env["complaint.action"].with_user(self.officer).create(
            {
                "name": "Train the counter",
                "unit_review_id": first.id,
                "user_id": self.employee.id,
            }
        )
        self._find(first).action_hold()
        second = self._create_management(
            date_from=date(2025, 4, 1), date_to=date(2025, 6, 30)
        )
        facts = {point.topic: point.facts for point in second.point_ids}
        self.assertIn("1 actions", facts["last"])
        self.assertIn("effective", facts)
        with self._assert_refused("Is the mechanism effective?"):
            second.with_user(self.officer).action_hold()

    # ------------------------------------------------------------------
    # Bad input and faults
    # ------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_bad_input(self):
        self._create()
        for vals in (
            {},
            {"date_from": self.today, "date_to": self.yesterday},
            {"department_id": False, "date_to": self.today},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._create(**vals)
        with self.assertRaises(ValidationError):
            self._create(kind="management", date_to=self.today)

    def test_dissolved_unit(self):
        """It keeps its name, and what it found."""
        review = self._create()
        self._find(review).action_hold()
        self.department.name = "Old Metering"
        self.department.active = False
        self.env.invalidate_all()
        self.assertEqual(review.unit_name, "Metering")
        self.assertIn("Metering", review.display_name)

    def test_writer_has_left(self):
        review = self._create(user_id=self.head.id)
        self.head.active = False
        self.env.invalidate_all()
        review.with_user(self.officer).user_id = self.officer
        self.assertEqual(review.activity_ids.user_id, self.officer)

    def test_list_costs_the_same_for_many(self):
        for days in range(3):
            self._create(date_to=self.today + timedelta(days=days))
        fnames = ["kind", "unit_name", "user_id", "action_count", "open_action_count"]
        reviews = self.Review.with_user(self.officer)
        counts = []
        for limit in (1, 1, 3):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reviews.search_read([], fnames, limit=limit)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        with self.assertRaises(UserError):
            reviews.search([], limit=1).write({"state": "closed"})
