# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must not be kept, a custodian removes: with a reason, and a mark stays."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .evidence_common import EvidenceCase


@tagged("post_install", "-at_install")
class TestRemoval(EvidenceCase):
    def _remove(self, user=None, messages=None, files=None, reason="GDPR"):
        return self.case.with_user(user or self.custodian)._remove(
            messages or self.env["mail.message"],
            files or self.env["ir.attachment"],
            reason,
        )

    def test_the_dialog(self):
        """Chosen in a list, gone with its file; the mark tells no content."""
        dialog = Form(
            self.env["complaint.remove"]
            .with_user(self.custodian)
            .with_context(default_complaint_id=self.case.id)
        )
        dialog.reason = "A third person is in the picture"
        wizard = dialog.save()
        line = wizard.line_ids.filtered(lambda row: row.message_id == self.word)
        self.assertEqual(line.kind, "email")
        self.assertIn("The meters were swapped", line.preview)
        line.is_chosen = True
        wizard.action_remove()
        self.assertFalse(self.word.exists())
        self.assertFalse(self.file.exists())
        rows = self.case.with_user(self.handler).removal_ids
        self.assertEqual(sorted(rows.mapped("kind")), ["email", "file"])
        self.assertEqual(rows.user_id, self.custodian)
        self.assertEqual(set(rows.mapped("reason")), {dialog.reason})
        told = self._get_messages(self.case).sorted("id")[-1]
        self.assertIn("Removed from the case: Incoming email (1), File (1)", told.body)
        self.assertEqual(told.author_id, self.custodian.partner_id)
        for secret in ("swapped", "meter.txt"):
            self.assertNotIn(secret, told.body)

    def test_the_marks_stay(self):
        self._remove(files=self.file)
        self.assertTrue(self.word.exists())
        row = self.case.removal_ids
        for attempt in (
            lambda: row.write({"reason": "x"}),
            lambda: row.unlink(),
            lambda: row.with_user(self.almighty).write({"reason": "x"}),
            lambda: row.with_user(self.almighty).unlink(),
            lambda: row.with_user(self.almighty).create(
                {"complaint_id": self.case.id, "kind": "file", "reason": "x"}
            ),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_who_may_and_what(self):
        """Custodians, with a reason, what is in the case and may go."""
        elsewhere = self._receive(self.other)
        for words, arguments in (
            ("Only a custodian", {"user": self.manager, "messages": self.word}),
            ("why it has to be removed", {"messages": self.word, "reason": " "}),
            ("Only what is in this case", {"messages": elsewhere}),
            ("Only what is in this case", {"files": elsewhere.attachment_ids}),
        ):
            with self.subTest(words=words), self._assert_refused(words):
                self._remove(**arguments)
        self.case.legal_hold = True
        with self._assert_refused("has to be kept"):
            self._remove(messages=self.word)

    def test_not_by_whom_it_is_about(self):
        self.case.complained_employee_ids = self.env["hr.employee"].create(
            {"name": "Accused", "user_id": self.custodian.id}
        )
        with self._assert_refused("Nobody removes something"):
            self._remove(messages=self.word)
