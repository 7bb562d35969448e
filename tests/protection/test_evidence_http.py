# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The chatter's own doors, at which Odoo acts as the system for who knocks."""

from odoo.tests import HttpCase, JsonRpcException, tagged

from .evidence_common import EvidenceCase

CASE = "complaint.complaint"


@tagged("post_install", "-at_install")
class TestChatterDoors(EvidenceCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.almighty.password = cls.almighty.login
        cls.own_note = cls._write_note(cls.case, cls.almighty)

    def setUp(self):
        super().setUp()
        self.authenticate(self.almighty.login, self.almighty.login)

    def _update(self, message, **data):
        return self.make_jsonrpc_request(
            "/mail/message/update_content",
            {"message_id": message.id, "update_data": data},
        )

    def _post(self, **data):
        result = self.make_jsonrpc_request(
            "/mail/message/post",
            {"thread_model": CASE, "thread_id": self.case.id, "post_data": data},
        )
        return self.env["mail.message"].browse(result["message_id"])

    def test_update_content(self):
        """A note of one's own is put right; what is older, or of others, is not."""
        self._update(self.own_note, body="Not swapped")
        self.assertIn("Not swapped", self.own_note.body)
        self._let_time_pass()
        before = self._take()
        for message in self.own_note | self.word | self.note | self.step:
            for data in ({"body": "Forged"}, {"body": "", "attachment_ids": []}):
                with self.assertRaises(JsonRpcException):
                    self._update(message, **data)
        self.assertEqual(self._take(), before)

    def test_delete_and_preview_files(self):
        """Also with the token that Odoo gave to who uploaded it."""
        token = self.file._get_ownership_token()
        for arguments in ({}, {"access_token": token}):
            with self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    "/mail/attachment/delete",
                    {"attachment_id": self.file.id, **arguments},
                )
        self.assertTrue(self.file.exists())

    def test_post(self):
        """Words and files of one's own; no mail of the customer."""
        message = self._post(
            body="I saw it", message_type="email", subtype_xmlid="mail.mt_note"
        )
        self.assertEqual(message.message_type, "comment")
        self.assertEqual(message.author_id, self.almighty.partner_id)

    def test_remote_calls(self):
        """What a script with a login can do to a customer's words: nothing."""
        before = self._take()
        calls = (
            ("mail.message", "write", [self.word.ids, {"body": "Forged"}]),
            ("mail.message", "unlink", [self.word.ids]),
            ("ir.attachment", "unlink", [self.file.ids]),
            ("mail.activity", "unlink", [self.task.ids]),
            ("mail.activity", "action_feedback", [self.task.ids]),
            ("complaint.contact", "unlink", [self.contact.ids]),
        )
        for model, method, args in calls:
            with self.subTest(model=model, method=method):
                with self.assertRaises(JsonRpcException):
                    self.make_jsonrpc_request(
                        "/web/dataset/call_kw",
                        {"model": model, "method": method, "args": args, "kwargs": {}},
                    )
        self.assertEqual(self._take(), before)
