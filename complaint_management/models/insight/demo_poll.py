# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rounds of surveys in the past of the demonstration."""

from datetime import timedelta
from itertools import cycle

from odoo import models


class ComplaintPoll(models.Model):
    _inherit = "complaint.poll"

    def _create_demo_round(self, days_ago, asked, answers, units=()):
        """A round that was closed; nobody was written to.

        :param int days_ago: when it was closed
        :param int asked: how many people were
        :param answers: list of (score, comment)
        :param units: ids of the units of employees, in turn
        """
        self.ensure_one()
        closed = self._get_today() - timedelta(days=days_ago)
        begun = self.env["complaint.poll.round"].create(
            {
                "poll_id": self.id,
                "company_id": self.company_id.id,
                "audience": self.audience,
                "date_begin": closed - timedelta(days=self.answer_days + 1),
                "date_end": closed - timedelta(days=1),
                "people_count": 2 * asked,
                "asked_count": asked,
                "seed": days_ago,
            }
        )
        people = cycle(units or self._find_reach().by_mail)
        ratings = self.env["rating.rating"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(begun._name),
                    "res_id": begun.id,
                    "rating": score,
                    "feedback": comment,
                    "consumed": True,
                    "access_token": False,
                    self._get_demo_author_field(): next(people),
                }
                for score, comment in answers
            ]
        )
        ratings.rated_on = closed - timedelta(days=3)
        begun._keep_result(closed)

    def _get_demo_author_field(self):
        """Of customers the contact is kept, of employees the unit only."""
        is_named = self.audience == "customers"
        return "partner_id" if is_named else "complaint_department_id"
