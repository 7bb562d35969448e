# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases with figures, and whether the facts of all cases are as they should be."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Domain

from ..protection.accused_common import AccusedCase


class FactsCase(AccusedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["complaint.report"]
        cls.Fact = cls.env["complaint.fact"]

    @classmethod
    def _place(cls, days_ago=30, **vals):
        """A case received some days ago whose protected facts are ``vals``."""
        received = fields.Datetime.now() - timedelta(days=days_ago)
        case = cls._create_case(date_received=received)
        for fname, value in vals.items():
            if fname.startswith("date_") and not isinstance(value, str):
                vals[fname] = received + timedelta(days=value)
        case._write_protected(vals)
        return case

    def _get_row(self, case):
        row = self.Report.with_context(active_test=False).browse(case.id)
        row.invalidate_recordset()
        return row

    def _assert_in_step(self):
        self.assertEqual(self.Fact._find_stale(Domain.TRUE), [])
        cases = self.Complaint.with_context(active_test=False)
        self.assertEqual(
            self.Fact.with_context(active_test=False).search([]).ids,
            sorted(cases.search([]).ids),
        )
