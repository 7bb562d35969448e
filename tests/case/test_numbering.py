# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Numbers: one per case, for good, counted by company and year of receipt."""

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestNumbering(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A company of its own: its numbers begin now, whatever the database has.
        cls.company_n = cls.env["res.company"].create({"name": "New Company"})
        cls.env.user.company_ids |= cls.company_n
        cls.cases = cls.Complaint.with_company(cls.company_n)

    def _create(self, **vals):
        return self.cases.create({"name": "A", "partner_name": "Li", **vals})

    def test_a_new_company_has_its_own_numbers(self):
        """From the first case on, without any set-up (R33)."""
        case = self._create()
        year = fields.Date.context_today(case).year
        self.assertEqual(case.number, f"CMP/{year}/00001")
        self.assertEqual(self._create().number, f"CMP/{year}/00002")

    def test_the_year_is_that_of_the_receipt(self):
        """A letter of December typed in in January counts for December (R33)."""
        old = self._create(date_received="2021-12-30 09:00:00")
        new = self._create(date_received="2022-01-02 09:00:00")
        again = self._create(date_received="2021-12-31 09:00:00")
        self.assertEqual(old.number, "CMP/2021/00001")
        self.assertEqual(new.number, "CMP/2022/00001")
        self.assertEqual(again.number, "CMP/2021/00002")

    def test_the_year_begins_where_the_company_is(self):
        """New Year's morning in China is still the old year in London (R33)."""
        self.company_n.resource_calendar_id.tz = "Asia/Shanghai"
        cases = self.cases.with_context(tz="Europe/London")
        vals = {"name": "A", "partner_name": "Li"}
        given = cases.create({**vals, "date_received": "2023-12-31 23:00:00"})
        self.assertEqual(given.number, "CMP/2024/00001")
        with freeze_time("2023-12-31 23:30:00"):
            now = cases.create(vals)
        self.assertEqual(now.number, "CMP/2024/00002")

    def test_many_at_once(self):
        """500 cases in one call: 500 numbers, in order, without a gap (R178)."""
        cases = self.cases.create(
            [{"name": f"Case {index}", "partner_name": "Li"} for index in range(500)]
        )
        year = fields.Date.context_today(cases).year
        self.assertEqual(
            cases.mapped("number"),
            [f"CMP/{year}/{index:05d}" for index in range(1, 501)],
        )

    def test_mixed_years_and_companies(self):
        """One import for two companies and years: each its own count."""
        vals = {"name": "A", "partner_name": "Li"}
        other = self.env["res.company"].create({"name": "Third"})
        rows = [
            (self.company_n, "2021-05-01 08:00:00"),
            (other, "2021-05-01 08:00:00"),
            (self.company_n, "2022-05-01 08:00:00"),
            (self.company_n, "2021-06-01 08:00:00"),
        ]
        cases = self.Complaint.create(
            [
                {**vals, "company_id": company.id, "date_received": received}
                for company, received in rows
            ]
        )
        self.assertEqual(
            cases.mapped("number"),
            ["CMP/2021/00001", "CMP/2021/00001", "CMP/2022/00001", "CMP/2021/00002"],
        )

    def test_a_number_is_for_good(self):
        """What the complainant was told is not changed, nor by moving the date."""
        case = self._create()
        number = case.number
        for value in ("CMP/2000/00001", "", False):
            with self.assertRaises(UserError):
                case.number = value
        case.date_received = "2020-06-01 08:00:00"
        self.assertEqual(case.number, number)

    def test_a_number_is_unique(self):
        """Two cases never share a number; the database itself sees to it."""
        number = self._create().number
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
        ):
            self._create(number=number)

    def test_numbers_are_found(self):
        """Whoever calls gives the number, or a part of it."""
        case = self._create()
        found = self.cases.name_search(case.number)
        self.assertIn(case.id, [record_id for record_id, _name in found])
        self.assertTrue(case.display_name.startswith(case.number))

    def test_numbers_without_gaps(self):
        """A company that chooses gapless numbers gets them in batches, too."""
        sequence = self.env["ir.sequence"].search(
            [
                ("code", "=", "complaint.complaint"),
                ("company_id", "=", self.company_n.id),
            ]
        )
        sequence.implementation = "no_gap"
        vals = {"name": "A", "partner_name": "Li", "date_received": "2019-05-05"}
        cases = self.cases.create([dict(vals) for _index in range(3)])
        self.assertEqual(
            cases.mapped("number"),
            ["CMP/2019/00001", "CMP/2019/00002", "CMP/2019/00003"],
        )
