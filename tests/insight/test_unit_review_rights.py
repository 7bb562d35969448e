# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who looks back at a unit, and who reads it (R222, R224)."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MANAGER
from .unit_review_common import UnitReviewCase


@tagged("post_install", "-at_install")
class TestUnitReviewRights(UnitReviewCase):
    def test_who_reads_and_writes(self):
        review = self._create()
        reads = {
            self.officer: True,
            self.head: True,
            self.employee: False,
            self.handler: False,
            self.outsider: False,
        }
        for user, expected in reads.items():
            with self.subTest(user=user.login):
                found = self.Review.with_user(user).search([("id", "=", review.id)])
                self.assertEqual(bool(found), expected)
                if not expected:
                    with self.assertRaises(AccessError):
                        review.with_user(user).read(["decisions"])
                    with self.assertRaises(AccessError):
                        review.point_ids.with_user(user).read(["finding"])
        review.with_user(self.head).point_ids[0].finding = "We do well"
        review.with_user(self.officer).participant_ids = self.employee
        self.assertTrue(review.with_user(self.employee).read(["decisions"]))
        with self.assertRaises(AccessError):
            review.with_user(self.employee).decisions = "<p>More holidays</p>"
        # Whether it was held makes no difference to who may not write.
        review._write_sealed({"state": "held"})
        with self.assertRaises(AccessError):
            review.with_user(self.employee).decisions = "<p>More holidays</p>"
        with self.assertRaises(AccessError):
            review.point_ids[0].with_user(self.employee).finding = "More holidays"

    def test_who_begins_one(self):
        self.assertTrue(self._create(user=self.head))
        with self.assertRaises(AccessError):
            self._create(user=self.employee, date_to=self.today)
        with self.assertRaises(AccessError):
            self._create(
                user=self.head,
                kind="management",
                department_id=False,
                date_to=self.today,
            )

    def test_head_looks_at_no_other_unit(self):
        """Also when they write the review; units below theirs are theirs."""
        departments = self.env["hr.department"]
        below = departments.create({"name": "Lab", "parent_id": self.department.id})
        other = departments.create({"name": "Works"})
        review = self._create(user=self.head)
        mine = review.with_user(self.head)
        for vals in (
            {"kind": "management", "department_id": False},
            {"kind": "management"},
            {"company_id": self.company.id},
            {"department_id": other.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    mine.write(vals)
        self.env.invalidate_all()
        self.assertEqual((review.kind, review.department_id), ("unit", self.department))
        mine.write({"department_id": below.id, "date_to": self.today})
        self.assertEqual(review.unit_name, "Lab")
        with self.assertRaises(AccessError):
            self._create(user=self.head, department_id=other.id)
        review.with_user(self.officer).department_id = other
        self.assertEqual(review.unit_name, "Works")
        with self.assertRaises(AccessError):
            mine.department_id = self.department

    def test_who_only_writes_it_looks_at_nothing_else(self):
        review = self._create(user_id=self.employee.id)
        mine = review.with_user(self.employee)
        for vals in (
            {"kind": "management", "department_id": False},
            {"department_id": self.department.id},
            {"company_id": self.company.id},
            {"date_from": self.today - timedelta(days=90)},
            {"date_to": self.today},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                mine.write(vals)
        mine.decisions = "<p>More people</p>"

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user(
            "unit_stranger",
            MANAGER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        review = self._create()
        with self.assertRaises(AccessError):
            review.with_user(stranger).read(["decisions"])

    def test_action_names_no_review_of_others(self):
        review = self._create()
        with self.assertRaises(AccessError):
            self.env["complaint.action"].with_user(self.handler).create(
                {"name": "Guess", "unit_review_id": review.id}
            )

    def test_who_reads_it_reads_what_was_decided(self):
        review = self._create()
        action = (
            self.env["complaint.action"]
            .with_user(self.officer)
            .create({"name": "Two more people", "unit_review_id": review.id})
        )
        review.participant_ids = self.employee
        self.assertTrue(action.with_user(self.employee).read(["name"]))
        with self.assertRaises(AccessError):
            action.with_user(self.colleague).read(["name"])
