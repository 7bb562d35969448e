# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A manager sets a target, and an employee reads where we stand (R133, R206)."""

from odoo.tests import HttpCase, tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from .goal_common import GoalCase


@tagged("post_install", "-at_install")
class TestSteeringTours(GoalCase, HttpCase):
    def test_targets(self):
        """By mouse, from the menu."""
        self._place(self.month, LEAST, verdict="upheld")
        self.start_tour(
            "/odoo/complaints", "complaint_goal_manager", login=self.manager.login
        )
        goal = self.Goal.search([("name", "=", "Nobody is told off unfairly")])
        self.assertRecordValues(
            goal, [{"target": 0.6, "better": "more", "date_from": self.month}]
        )
        self.start_tour(
            "/odoo/complaints", "complaint_goal_employee", login=self.employee.login
        )
