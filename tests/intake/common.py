# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers with a salesperson, for the tests of how cases come in."""

from datetime import timedelta

from odoo import fields

from ..common import ComplaintCase


class IntakeCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = cls._create_user(
            "case_sales", "base.group_user,sales_team.group_sale_salesman"
        )
        cls.customer_company = cls.env["res.partner"].create(
            {
                "name": "Corner Shop Ltd",
                "is_company": True,
                "user_id": cls.salesperson.id,
            }
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Ana Customer",
                "parent_id": cls.customer_company.id,
                "email": "ana@shop.example.com",
                "phone": "+86 571 8888 1234",
            }
        )
        cls.stranger = cls.env["res.partner"].create({"name": "Ben Stranger"})

    @classmethod
    def _register(cls, name="Meter swapped", user=None, **vals):
        """Register a case with nothing but what is given.

        :param user: who registers it
        :param days: how many days ago it was received
        """
        days = vals.pop("days", 0)
        received = fields.Datetime.now() - timedelta(days=days)
        cases = cls.Complaint.with_user(user) if user else cls.Complaint
        return cases.create({"name": name, "date_received": received, **vals}).with_env(
            cls.env
        )

    @classmethod
    def _force(cls, complaints, **vals):
        """Bring cases to where the workflow would take many steps."""
        complaints._write_protected(vals)
        complaints.flush_recordset()
