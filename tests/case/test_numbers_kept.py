# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Numbers are of the company's year, and are taken by what is kept."""

from odoo.tests import freeze_time, tagged

from ..common import ComplaintCase

FIELDS = ["name", "date_received", "severity"]


@tagged("post_install", "-at_install")
class TestNumbersKept(ComplaintCase):
    def _next(self):
        return int(self._create_case().number.rsplit("/")[-1])

    def _rows(self, count, broken=0):
        rows = [[f"Case {n}", "2026-03-01 10:00:00", "1"] for n in range(count)]
        for row in rows[count - broken :]:
            row[2] = "no severity"
        return rows

    def _load(self, rows, user=None):
        cases = self.Complaint.with_user(user or self.officer)
        return cases.with_context(import_file=True).load(FIELDS, rows)

    def test_a_refused_import_takes_no_number(self):
        """Rows that the database refuses are tried one by one, and all are undone."""
        before = self._next()
        rows = self._rows(60)
        for row in rows[40:]:
            row[1] = "1950-01-01 00:00:00"
        result = self._load(rows)
        self.assertFalse(result["ids"])
        self.assertEqual(self._next(), before + 1)

    def test_a_test_of_an_import_takes_no_number(self):
        before = self._next()
        savepoint = self.env.cr.savepoint()
        self.assertEqual(len(self._load(self._rows(30))["ids"]), 30)
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.assertEqual(self._next(), before + 1)

    def test_what_is_kept_is_numbered_in_order_without_a_gap(self):
        before = self._next()
        result = self._load(self._rows(30))
        numbers = self.Complaint.browse(result["ids"]).mapped("number")
        counts = [int(number.rsplit("/")[-1]) for number in numbers]
        self.assertEqual(counts, list(range(before + 1, before + 31)))
        self.assertEqual(self._next(), before + 31)

    def test_imported_numbers_and_updates_stay(self):
        fields = ["id", "name", "number"]
        cases = self.Complaint.with_user(self.officer)
        first = cases.load(fields, [["__import__.old_1", "Old", "OLD-1"]])
        again = cases.load(["id", "name"], [["__import__.old_1", "Older"]])
        self.assertEqual(first["ids"], again["ids"])
        case = self.Complaint.browse(first["ids"])
        self.assertEqual((case.number, case.name), ("OLD-1", "Older"))

    def test_nobody_forges_a_numberless_case(self):
        case = self.Complaint.with_context(complaint_numbers="later").create(
            self._prepare_case_vals()
        )
        self.assertTrue(case.number)
        with self._assert_refused("cannot be changed"):
            case.with_context(complaint_numbers="later").number = "X"


@tagged("post_install", "-at_install")
class TestYearOfTheCompany(ComplaintCase):
    """odoo/odoo#65312: at new year it depended on who registered the case."""

    MOMENT = "2025-12-31 17:30:00"  # in Shanghai, it is 2026

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.company.complaint_calendar_id = False

    def test_by_every_door_and_every_user(self):
        for tz in ("America/Los_Angeles", "UTC", "Asia/Shanghai", False):
            self.clerk.tz = tz
            for case in (
                self._create_case(date_received=self.MOMENT),
                self.Complaint.with_context(tz=tz).create(
                    self._prepare_case_vals(date_received=self.MOMENT)
                ),
                self.Complaint.with_context(
                    default_date_received=self.MOMENT, tz=tz
                ).create(self._prepare_case_vals()),
                self.Complaint.with_context(tz=tz).browse(
                    self.Complaint.with_context(tz=tz).load(
                        ["name", "date_received"], [["Late", self.MOMENT]]
                    )["ids"]
                ),
            ):
                if case.date_received.year == 2025 and case.date_received.hour == 17:
                    self.assertIn("/2026/", case.number, tz)

    def test_now(self):
        with freeze_time(self.MOMENT):
            self.assertIn("/2026/", self._create_case().number)

    def test_the_year_of_a_prefix_without_ranges(self):
        sequence = self.env["ir.sequence"].search(
            [
                ("code", "=", "complaint.complaint"),
                ("company_id", "=", self.company.id),
            ]
        )
        if not sequence:
            self._create_case()
            sequence = self.env["ir.sequence"].search(
                [("company_id", "=", self.company.id), ("prefix", "like", "CMP")]
            )
        sequence.write({"use_date_range": False, "prefix": "N/%(year)s/"})
        case = self._create_case(date_received=self.MOMENT)
        self.assertTrue(case.number.startswith("N/2026/"), case.number)
