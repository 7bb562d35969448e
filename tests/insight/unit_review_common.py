# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of looking back share."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from ..common import ComplaintCase


class UnitReviewCase(ComplaintCase):
    """A unit with a head, who looks back at its last month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Review = cls.env["complaint.unit.review"]
        cls.today = fields.Date.context_today(cls.Review)
        cls.yesterday = cls.today - timedelta(days=1)
        cls.head = cls._create_user("unit_head", "base.group_user")
        boss = cls.env["hr.employee"].create(
            {"name": "Head", "user_id": cls.head.id, "company_id": cls.company.id}
        )
        cls.department.manager_id = boss

    @classmethod
    def _create(cls, user=None, **vals):
        return (
            cls.Review.with_user(user or cls.officer)
            .create(
                {
                    "department_id": cls.department.id,
                    "date_from": cls.today - timedelta(days=30),
                    "date_to": cls.yesterday,
                    **vals,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def _create_management(cls, **vals):
        return cls._create(kind="management", department_id=False, **vals)

    @classmethod
    def _place(cls, count, days=3, **vals):
        """So many cases that were received some days ago."""
        with freeze_time(fields.Datetime.now() - timedelta(days=days)):
            cases = [cls._create_case(**vals) for _number in range(count)]
        cls.env.flush_all()
        return cls.Complaint.browse([case.id for case in cases])

    @classmethod
    def _find(cls, review, user=None):
        """Something is found to each topic, and decided."""
        mine = review.with_user(user or cls.officer)
        mine.point_ids.write({"finding": "As it should be."})
        mine.decisions = "<p>Nothing has to be changed.</p>"
        return mine

    def _get_received(self, review):
        return {row.code: row.value for row in review.figure_ids}["received"]

    def _get_facts(self, review, topic):
        return {point.topic: point.facts for point in review.point_ids}[topic]
