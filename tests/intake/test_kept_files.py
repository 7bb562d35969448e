# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What cannot be looked into is kept aside; what cannot be stored comes later."""

import os
import tempfile
import threading
import time
import urllib.request
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_attachment import IrAttachment
from odoo.addons.complaint_management.tools.upload import child as upload_child

from ..portal.public_common import PublicCase

HANGS = "import time; time.sleep(3600)"
TEXT = ("bill.txt", b"The bill is wrong.")
STATIC = "/web/static/img/logo.png"
ROOM = "odoo.addons.complaint_management.models.intake.case_files"


@tagged("post_install", "-at_install")
class TestKeptFiles(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.custodian = cls._create_user(
            "kept_custodian",
            "complaint_management.group_complaint_officer,"
            "complaint_management.group_complaint_custodian",
        )

    def _let_hang(self, seconds=1):
        """From here on, whatever looks into files hangs."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        program = os.path.join(folder, "worker.py")
        with open(program, "w") as target:
            target.write(HANGS)
        self.enterContext(patch.object(upload_child, "WORKER", program))
        self.enterContext(patch.object(upload_child, "WALL", seconds))

    def _fill_disk(self):
        """From here on, half of a file is written, and no more."""

        def write(store, data, checksum):
            path = store._full_path(f"{checksum[:2]}/{checksum}")
            paths.append(path)
            with open(path, "wb") as target:
                target.write(data[: len(data) // 2])
            raise OSError(28, "No space left on device")

        paths = []
        self.enterContext(patch.object(IrAttachment, "_file_write", write))
        self.enterContext(mute_logger(ROOM))
        return paths

    # ------------------------------------------------------------------
    # Kept aside
    # ------------------------------------------------------------------

    def test_kept_aside(self):
        """The case is there, the file waits for an officer, and the sender knows."""
        self._let_hang()
        case, location = self._send_and_find(files=[("bill.pdf", b"%PDF- secret")])
        self.assertIn("kept aside", self.url_open(location).text)
        kept = case.kept_file_ids
        self.assertEqual((kept.name, kept.size), ("bill.pdf", 12))
        self.assertEqual(case.kept_file_count, 1)
        self.assertIn("Files were kept aside", case.activity_ids.mapped("summary"))
        self.assertFalse(case.message_ids.attachment_ids)
        stored = self.env["ir.attachment"].search(
            [
                ("res_model", "=", kept._name),
                ("res_id", "=", kept.id),
                ("res_field", "=", "content"),
            ]
        )
        # Nothing of it is in the store as it was, hence nothing reads or shows it.
        self.assertNotIn(b"PDF", stored.raw)
        self.assertFalse(stored.index_content)
        self.assertNotIn("pdf", stored.mimetype)

    def test_who_opens(self):
        """Officers download it; no reader of the case, and by nobody else's link."""
        self._let_hang()
        case, _location = self._send_and_find(files=[TEXT])
        kept = case.kept_file_ids
        for user in (self.outsider, self.handler):
            with self.assertRaises(AccessError):
                kept.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                kept.with_user(user).action_download()
        with self.assertRaises(AccessError):
            kept.with_user(self.officer).read(["content"])
        with self.assertRaises(AccessError):
            kept.with_user(self.officer).write({"complaint_id": case.id})
        url = kept.with_user(self.officer).action_download()["url"]
        self.assertEqual(kept.opened_by_id, self.officer)
        self.authenticate("kept_custodian", "kept_custodian")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate(self.officer.login, self.officer.login)
        response = self.url_open(url)
        self.assertEqual(response.content, TEXT[1])
        self.assertEqual(response.headers["Content-Type"], "application/octet-stream")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"{url}x").status_code, 404)

    def test_protected(self):
        """It may tell who complained: custodians open it, on the record."""
        self._let_hang()
        case, _location = self._send_and_find(
            files=[("Li Wei.txt", b"I am Li Wei.")], identity="confidential"
        )
        kept = case.sudo().kept_file_ids
        self.assertNotIn("Li Wei", kept.name)
        with self.assertRaises(AccessError):
            kept.with_user(self.officer).action_download()
        openings = self.env["complaint.identity.access"].sudo()
        count = openings.search_count([("complaint_id", "=", case.id)])
        kept.with_user(self.custodian).action_download()
        self.assertEqual(
            openings.search_count([("complaint_id", "=", case.id)]), count + 1
        )

    def test_others_are_answered_meanwhile(self):
        """A file that hangs holds its own request, and nobody else's."""
        self._let_hang(6)
        seen = []

        def look_around():
            time.sleep(2)
            for _time in range(3):
                # Requests of a test share one cursor; this one needs none.
                with urllib.request.urlopen(self.base_url() + STATIC, timeout=3) as got:
                    seen.append((got.status, time.monotonic()))

        other = threading.Thread(target=look_around)
        other.start()
        response = self._send(files=[TEXT])
        answered = time.monotonic()
        other.join()
        self.assertEqual(response.status_code, 303)
        self.assertEqual([status for status, _moment in seen], [200] * 3)
        self.assertLess(seen[0][1], answered, "nothing hung: this proves nothing")

    # ------------------------------------------------------------------
    # No room
    # ------------------------------------------------------------------

    def test_no_room(self):
        """The words are registered; how to send the file later is told."""
        paths = self._fill_disk()
        case, location = self._send_and_find(files=[TEXT])
        self.assertIn("send them later", self.url_open(location).text)
        self.assertEqual(case.lost_file_count, 1)
        self.assertIn("Files could not be stored", case.activity_ids.mapped("summary"))
        self.assertFalse(case.message_ids.attachment_ids)
        # Half a file would be taken for the whole, when it is sent again.
        self.assertTrue(paths)
        self.assertFalse([path for path in paths if os.path.exists(path)])

    def test_no_room_for_what_is_aside(self):
        """The same for what nobody could look into."""
        self._let_hang()
        paths = self._fill_disk()
        case, _location = self._send_and_find(files=[TEXT])
        self.assertEqual(case.lost_file_count, 1)
        self.assertFalse(case.kept_file_ids)
        self.assertFalse([path for path in paths if os.path.exists(path)])
