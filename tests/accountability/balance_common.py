# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A ledger with the lines that a test needs, written as if all had been decided."""

from datetime import datetime, time

from odoo import fields

from .common import MONDAY, PenaltyCase

# The Monday of the tests, as a day.
TODAY = MONDAY.date()


class BalanceCase(PenaltyCase):
    """The people of the penalties, and a case that everything is about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = {cls.company: cls._create_case()}
        cls.rules = {True: cls.reward_rule, False: cls.penalty_rule}
        cls.line_count = 0

    @classmethod
    def _enter(cls, user, points, since=TODAY, until=None, **vals):
        """A line of the ledger; points below zero are a penalty.

        :param user: whom it is about; an employee for one without an account
        :param since: day of the confirmation
        :param until: day of the expiry, if it expires
        """
        cls.line_count += 1
        employee = cls.staff.get(user, user)
        is_reward = vals.pop("is_reward", points >= 0)
        rule = cls.rules[is_reward]
        when = datetime.combine(fields.Date.to_date(since), time(8))
        return cls.Penalty.sudo()._create_sealed(
            [
                {
                    "name": f"LINE/{cls.line_count}",
                    "complaint_id": cls.cases[employee.company_id].id,
                    "company_id": employee.company_id.id,
                    "rule_id": rule.id,
                    "rule_code": f"L-{cls.line_count}",
                    "basis": rule.basis,
                    "kind": rule.kind,
                    "liability": rule.liability,
                    "employee_id": employee.id,
                    "employee_user_id": employee.user_id.id,
                    "employee_name": employee.name,
                    "department_id": employee.department_id.id,
                    "points": abs(points),
                    "points_final": abs(points),
                    "state": "confirmed",
                    "is_final": True,
                    "date_proposed": when,
                    "date_notified": when,
                    "date_confirmed": when,
                    "date_final": when,
                    "date_expiry": until,
                    **vals,
                }
            ]
        )

    @classmethod
    def _create_other_company(cls):
        """Another company, with somebody who works there."""
        company = cls.env["res.company"].create({"name": "Other company"})
        employee = cls.env["hr.employee"].create(
            {"name": "Elsewhere", "company_id": company.id}
        )
        cls.cases[company] = cls.env["complaint.complaint"].create(
            {"name": "Another case", "company_id": company.id}
        )
        return company, employee
