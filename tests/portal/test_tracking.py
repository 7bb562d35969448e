# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tracking codes: made, found, replaced, and kept nowhere (R150)."""

import io
import string
from types import SimpleNamespace

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.portal.case_tracking import ALPHABET
from odoo.addons.complaint_management.tools.upload.upload import REASONS

from ..intake import upload_files
from ..protection.vault_common import VaultCase

SENT = {"name": "Bribes", "identity_mode": "anonymous"}


@tagged("post_install", "-at_install")
class TestTrackingCode(VaultCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._send("one")
        cls.code = cls.Complaint._get_tracking_code("one")

    @classmethod
    def _send(cls, submission, **vals):
        case = cls.Complaint._register_from_outside({**SENT, **vals}, (), submission)
        return case.with_env(cls.env)

    def _get_fingerprint(self):
        return self.case.sudo().tracking_code_ids.fingerprint

    def _find_case(self, code):
        return self.Complaint._find_by_tracking_code(code)

    def test_code_has_80_bits_without_look_alikes(self):
        self.assertRegex(self.code, r"^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$")
        self.assertEqual(len(set(ALPHABET)), 32)
        self.assertFalse(set("OILU") & set(ALPHABET))
        codes = {self.Complaint._get_tracking_code(str(each)) for each in range(200)}
        self.assertEqual(len(codes), 200)
        self.assertEqual(set("".join(codes)), {*ALPHABET, "-"})

    def test_same_submission_shows_the_same_code(self):
        """A double click, a retry: one case, one code."""
        self.assertEqual(self._send("one"), self.case)
        self.assertEqual(self.Complaint._get_tracking_code("one"), self.code)
        self.assertEqual(self._find_case(self.code), self.case)

    def test_another_database_makes_other_codes(self):
        self.env["ir.config_parameter"].sudo().set_param("database.secret", "other")
        self.assertNotEqual(self.Complaint._get_tracking_code("one"), self.code)

    def test_code_is_kept_nowhere(self):
        self._assert_nowhere(self.code, self.code.replace("-", ""))

    def test_typed_as_people_type(self):
        plain = self.code.replace("-", "")
        wide = "".join(chr(ord(char) + 0xFEE0) for char in plain)
        typed = [
            self.code.lower(),
            plain,
            f"  {self.code.replace('-', ' ')} ",
            self.code.replace("-", "–"),
            plain.replace("0", "o").replace("1", "l"),
            plain.replace("0", "O").replace("1", "i"),
            wide,
        ]
        for code in typed:
            self.assertEqual(self._find_case(code), self.case, code)

    def test_nothing_else_opens(self):
        other = self.Complaint._get_tracking_code("another")
        changed = ("0" if self.code[0] != "0" else "1") + self.code[1:]
        bad = [other, changed, self.code[:-1], f"{self.code}0", "", None, 7, "U" * 16]
        bad += ["%" * 16, "' OR 1=1 --", self._get_fingerprint(), "x" * 10**6]
        for code in [*bad, *string.punctuation]:
            self.assertFalse(self._find_case(code), code)

    def test_cases_without_a_code_are_not_found_by_an_empty_one(self):
        named = self._create_case()
        self.assertFalse(named.has_tracking_code)
        for code in ("", "-", None, False):
            self.assertFalse(self._find_case(code))

    def test_only_anonymous_cases_get_one(self):
        case = self._send("named", identity_mode="named", email_from="a@example.com")
        self.assertFalse(case.has_tracking_code)
        self.assertTrue(self.case.has_tracking_code)

    def test_nobody_reads_the_fingerprint(self):
        """Neither by reading, nor by searching, nor by copying a case."""
        codes = self.case.with_user(self.manager).tracking_code_ids
        self.assertEqual(codes.origin, "complainant")
        with self.assertRaises(AccessError):
            codes.read(["fingerprint"])
        with self.assertRaises(AccessError):
            codes.search([("fingerprint", "!=", False)])
        for refused in ({"fingerprint": "mine"}, {"origin": "complainant"}):
            with self.assertRaises(UserError):
                codes.write(refused)
            with self.assertRaises(UserError):
                codes.sudo().write(refused)
        with self.assertRaises(AccessError):
            codes.write({"complaint_id": self.case.id})
        self.assertFalse(self.case.copy().has_tracking_code)

    # ------------------------------------------------------------------
    # At the counter
    # ------------------------------------------------------------------

    def test_counter_hands_over_a_code(self):
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        asked = case.with_user(self.clerk).action_issue_tracking_code()
        slips = self.env["complaint.tracking.slip"].with_user(self.clerk)
        slip = slips.with_context(**asked["context"]).create({})
        with self.assertRaises(UserError):
            slip.action_issue()
        slip.handed_to = "The complainant, at the counter"
        action = slip.action_issue()
        code = action["context"]["complaint_code"]
        self.assertEqual(self._find_case(code), case)
        slip = slip.with_context(**action["context"])
        self.assertEqual(slip.code, code)
        self.assertEqual(slip.complaint_id, case)
        self.assertEqual(slip.action_print()["data"]["code"], code)
        self._assert_nowhere(code, code.replace("-", ""))

    def test_new_code_leaves_the_old_one_alone(self):
        """Nobody is locked out of their own case (R150)."""
        house = self.case.with_user(self.handler).sudo()
        code = house._issue_tracking_code("Their sister")
        self.assertEqual(self._find_case(self.code), self.case)
        self.assertEqual(self._find_case(code), self.case)
        self.assertEqual(self._send("one"), self.case)
        self.assertEqual(len(self.case.tracking_code_ids), 2)

    def test_codes_are_for_protected_people(self):
        with self.assertRaises(UserError):
            self._create_case().action_issue_tracking_code()
        with self.assertRaises(UserError):
            self._create_case()._issue_tracking_code("The complainant")

    def test_only_who_edits_the_case_issues_codes(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.employee).action_issue_tracking_code()
        with self.assertRaises(AccessError):
            self.case.with_user(self.employee)._issue_tracking_code("Myself")

    # ------------------------------------------------------------------
    # Going on
    # ------------------------------------------------------------------

    def test_code_follows_into_the_continued_case(self):
        self.case.action_cancel(reason="Nothing to do", cancel_reason="withdrawn")
        continued = self.case._reopen_by_complainant("It goes on")
        self.assertEqual(continued.parent_id, self.case)
        self.assertEqual(continued.identity_mode, "anonymous")
        self.assertEqual(self._find_case(self.code), continued)

    def test_merged_case_goes_on_in_the_other(self):
        """Whose case was merged reads our answer, and nobody else's words."""
        other = self._send("two", name="Bribes again")
        secret = other._post_from_complainant("My own words")
        self.case._post_from_complainant("Words of the first")
        other.user_id = self.handler
        self.case.sudo()._merge_into(other)
        self.assertEqual(self.case.merged_into_id, other)
        values = self.case._get_tracking_values()
        bodies = "".join(str(message["body"]) for message in values["messages"])
        self.assertNotIn(str(secret.body), bodies)
        self.assertFalse(values["can_respond"])
        self.case._post_by_tracking_code("Still there")
        self.assertIn(self.case.number, other.activity_ids.mapped("summary")[-1])

    def test_disclosing(self):
        self.case._disclose_complainant(
            "confidential", "Xan Quell", "x@example.com", ""
        )
        self.assertEqual(self.case.identity_mode, "confidential")
        self.assertEqual(self.case._get_reach().email, "x@example.com")
        self.assertFalse(self.case.partner_name)
        found = self._find("Xan Quell") | self._find("x@example.com")
        self.assertFalse(found)
        self.case._disclose_complainant("named", "Xan Quell", "", "")
        self.assertEqual(self.case.partner_name, "Xan Quell")
        self.assertEqual(self.case.email_from, "x@example.com")
        for mode in ("named", "confidential", "anonymous", None):
            with self.assertRaises(UserError):
                self.case._disclose_complainant(mode, "Xan", "", "")


@tagged("post_install", "-at_install")
class TestUploads(VaultCase):
    """Files of a form: cleaned for protected people, refused in words."""

    def _prepare(self, *files, mode="anonymous"):
        uploads = [
            SimpleNamespace(filename=name, stream=io.BytesIO(data))
            for name, data in files
        ]
        return self.Complaint._prepare_uploads(uploads, self.company, mode)

    def test_protected_files_lose_name_and_metadata(self):
        photo = ("Li Wei Secret.jpg", upload_files.photo())
        clean, errors = self._prepare(photo, photo)
        self.assertFalse(errors)
        self.assertEqual([name for name, _data in clean], ["1-file.jpg", "2-file.jpg"])
        for secret in upload_files.SECRETS:
            self.assertNotIn(secret, clean[0][1])

    def test_named_files_stay_as_they_are(self):
        photo = ("../Photo.jpg", upload_files.photo())
        clean, errors = self._prepare(photo, mode="named")
        self.assertEqual((clean, errors), ([("Photo.jpg", photo[1])], []))

    def test_all_refusals_at_once(self):
        clean, errors = self._prepare(
            ("a.svg", b"<svg/>"), ("b.txt", b"fine"), ("\u202ec.txt", b"")
        )
        self.assertEqual([name for name, _data in clean], ["2-file.txt"])
        self.assertEqual(len(errors), 2)
        self.assertIn("a.svg", errors[0])
        self.assertIn("“c.txt” is empty", errors[1])

    def test_too_many_and_too_large(self):
        self.company.complaint_upload_count = 1
        self.company.complaint_upload_size_mb = 1
        clean, errors = self._prepare(("a", b"a"), ("b", b"b"))
        self.assertEqual((clean, len(errors)), ([], 1))
        clean, errors = self._prepare(("a", b"a" * (1024 * 1024 + 1)))
        self.assertIn("larger than 1 MB", errors[0])

    def test_fields_left_empty_are_no_files(self):
        self.assertEqual(self._prepare(("", b"")), ([], []))

    def test_every_reason_has_words(self):
        for code in REASONS:
            words = self.Complaint._explain_refused_upload(code, "100%(x)s.exe", 5)
            self.assertIn("100%(x)s.exe", words)
