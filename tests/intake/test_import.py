# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The standard import: what it takes and what it refuses."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import file_open

from .common import IntakeCase

FIELDS = ["name", "kind", "description", "date_received", "category_id", "phone"]
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}


@tagged("post_install", "-at_install")
class TestImport(IntakeCase):
    def _load(self, rows, columns=None):
        Complaint = self.Complaint.with_user(self.officer).with_context(
            import_file=True
        )
        return Complaint.load(columns or FIELDS, rows)

    def _row(self, name, **vals):
        row = {
            "name": name,
            "kind": "Complaint",
            "date_received": "2026-03-01 08:00:00",
        }
        row.update(vals)
        return [row.get(fname, "") for fname in FIELDS]

    def test_good_rows(self):
        """Rows get numbers, keep their receipt and who brought them (R34)."""
        category = self.env["complaint.category"].create({"name": "Import Category"})
        result = self._load(
            [
                self._row("One", category_id="Import Category"),
                self._row("", description="Told at the window", kind="Suggestion"),
            ]
        )
        self.assertFalse(result["messages"])
        one, two = self.Complaint.browse(result["ids"])
        self.assertTrue(one.number and two.number)
        self.assertNotEqual(one.number, two.number)
        self.assertEqual(one.category_id, category)
        self.assertEqual(
            one.date_received, fields.Datetime.to_datetime("2026-03-01 08:00:00")
        )
        self.assertEqual((one | two).first_contact_user_id, self.officer)
        self.assertEqual(two.name, "Told at the window")
        self.assertEqual(two.kind, "suggestion")

    def test_wrong_rows_are_named_and_nothing_is_imported(self):
        tomorrow = fields.Datetime.to_string(fields.Datetime.now() + timedelta(days=1))
        before = self.Complaint.search_count([])
        for row, reason in (
            (self._row("Bad", date_received=tomorrow), "future"),
            (self._row("Bad", category_id="No such category"), "No such category"),
            (self._row("Bad", kind="Nonsense"), "Nonsense"),
            (self._row("Bad", date_received="when I was young"), "when I was young"),
        ):
            with self.subTest(reason=reason):
                result = self._load([self._row("Good"), row, self._row("Good too")])
                self.assertFalse(result["ids"])
                errors = [m for m in result["messages"] if reason in m["message"]]
                self.assertTrue(errors, result["messages"])
                self.assertIn(
                    1, [error.get("rows", {}).get("from") for error in errors]
                )
                self.assertEqual(self.Complaint.search_count([]), before)

    def test_state_cannot_be_imported(self):
        """No case is closed by a file."""
        for columns, values in (
            (["name", "state"], ["Sneaky", "Closed"]),
            (["name", "date_closed"], ["Sneaky", "2026-01-01 08:00:00"]),
            (["name", "merged_into_id/.id"], ["Sneaky", str(self._register().id)]),
        ):
            with self.subTest(columns=columns):
                result = self._load([values], columns)
                self.assertFalse(result["ids"])
                self.assertIn("cannot be written", str(result["messages"]))
        result = self._load([["Fair", "New"]], ["name", "state"])
        self.assertEqual(self.Complaint.browse(result["ids"]).state, "new")

    def test_template_in_the_dialog_can_be_imported(self):
        """The template offered in the dialog fits the fields and is accepted."""
        (template,) = self.Complaint.get_import_templates()
        path = template["template"].lstrip("/")
        with file_open(path, "rb") as file:
            content = file.read()
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "complaint.complaint",
                "file": content,
                "file_name": "complaint_import_template.xlsx",
                "file_type": "application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
            }
        )
        options = {**OPTIONS, "sheet": "Complaints", "sheets": ["Complaints"]}
        preview = wizard.parse_preview(options)
        self.assertNotIn("error", preview)
        headers = preview["headers"]
        matches = preview["matches"]
        unmatched = [
            header for index, header in enumerate(headers) if index not in matches
        ]
        self.assertFalse(unmatched)
        columns = ["/".join(matches[index]) for index in range(len(headers))]
        result = wizard.execute_import(
            columns, headers, {**preview["options"], "has_headers": True}
        )
        self.assertFalse(result["messages"])
        cases = self.Complaint.browse(result["ids"])
        self.assertEqual(cases.mapped("kind"), ["complaint", "suggestion"])
        self.assertEqual(cases[1].identity_mode, "anonymous")
        self.assertTrue(cases[0].category_id and cases[0].channel_id)
