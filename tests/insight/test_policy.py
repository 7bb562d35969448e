# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Policies and procedures: in versions, approved, in force from a day (R159, R161)."""

from base64 import b64encode
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .policy_common import PolicyCase


@tagged("post_install", "-at_install")
class TestPolicy(PolicyCase):
    def test_the_way_into_force(self):
        """Written by an officer, approved by a manager, read by each employee."""
        version = self._write_version()
        self.assertEqual(version.number, 1)
        self.assertFalse(self._read_as(self.employee))
        version.with_user(self.officer).action_submit()
        self.assertEqual(version.activity_ids.user_id, self.manager)
        with self.assertRaises(AccessError):
            version.with_user(self.officer).action_approve()
        version.with_user(self.manager).action_approve()
        self.assertFalse(version.activity_ids)
        document = self._read_as(self.employee)
        self.assertEqual(document.version_id, version)
        self.assertIn("Two people", document.text)
        self.assertEqual(document.in_force_since, self.today)

    def test_who_wrote_it_does_not_approve_it(self):
        version = self._write_version(user=self.manager)
        version.with_user(self.officer).action_submit()
        with self.assertRaises(AccessError):
            version.with_user(self.manager).action_approve()

    def test_nothing_in_force_is_edited(self):
        """A correction is a new version, with the words of the last to begin with."""
        version = self._approve(self._write_version())
        for vals in (
            {"text": "<p>One</p>"},
            {"date_from": self._day(3)},
            {"file": b64encode(b"other")},
            {"change_words": "Other"},
        ):
            with self.subTest(vals=vals), self._assert_refused("new version"):
                version.with_user(self.manager).write(vals)
        for vals in (
            {"state": "draft"},
            {"number": 7},
            {"date_to": self.today},
            {"approver_id": self.officer.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                version.with_user(self.manager).write(vals)
        with self.assertRaises(UserError):
            version.with_user(self.manager).unlink()
        with self.assertRaises(UserError):
            version.with_user(self.manager).update_field_translations(
                "text", {"en_US": {"Two people check each bill.": "Nobody does."}}
            )
        action = self.document.with_user(self.officer).action_new_version()
        draft = self.Version.browse(action["res_id"])
        self.assertEqual((draft.number, draft.state), (2, "draft"))
        self.assertEqual(draft.text, version.text)
        self.assertFalse(draft.date_from)
        again = self.document.with_user(self.officer).action_new_version()
        self.assertEqual(again["res_id"], draft.id)

    def test_a_new_version_takes_the_place_on_its_day(self):
        first = self._approve(self._write_version(days=-400))
        second = self._approve(self._write_version(days=5))
        self.assertEqual(self.document.version_id, first)
        self.assertEqual(
            (first | second).mapped("place"),
            ["in_force", "coming"],
        )
        for days, version in ((-401, None), (-400, first), (4, first), (5, second)):
            found = self.document._get_in_force(self._day(days))
            self.assertEqual(found.get(self.document), version, days)

    def test_nothing_is_put_in_force_for_the_past(self):
        """But for the first version, which may be older than this system."""
        self._approve(self._write_version(days=-400))
        late = self._write_version(days=-1)
        with self._assert_refused("has passed"):
            late.with_user(self.officer).action_submit()
        same = self._write_version(days=-400)
        with self._assert_refused("on this day"):
            same.with_user(self.officer).action_submit()
        waiting = self._write_version(days=1)
        waiting.with_user(self.officer).action_submit()
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            with self._assert_refused("has passed"):
                waiting.with_user(self.manager).action_approve()

    def test_ended_without_another(self):
        """Nothing holds from then on, not even the version before."""
        self._approve(self._write_version(days=-400))
        second = self._approve(self._write_version())
        with self.assertRaises(AccessError):
            second.with_user(self.officer).action_end(reason="No such bills")
        with self._assert_refused("reason"):
            second.with_user(self.manager).action_end()
        coming = self._approve(self._write_version(days=9))
        coming.with_user(self.manager).action_end(reason="Not needed")
        self.assertEqual(self.document.version_id, second)
        self.assertEqual(
            self.document._get_in_force(self._day(9)), {self.document: second}
        )
        second.sudo()._write_sealed({"date_from": self._day(-10)})
        second.with_user(self.manager).action_end(reason="No such bills")
        self.env.invalidate_all()
        self.assertFalse(self.document.version_id)
        self.assertEqual(second.place, "past")
        # Kept for the cases of its time.
        self.assertEqual(
            self.document._get_in_force(self._day(-3)), {self.document: second}
        )
        with self._assert_refused("not in force"):
            first = self.document.version_ids.filtered(lambda v: v.number == 1)
            first.with_user(self.manager).action_end(reason="So")

    def test_something_has_to_stand_in_it(self):
        empty = self._write_version(text="<p><br></p>")
        with self._assert_refused("what it says"):
            empty.with_user(self.officer).action_submit()
        dateless = self._write_version(date_from=False)
        with self._assert_refused("which day"):
            dateless.with_user(self.officer).action_submit()
        empty.with_user(self.officer).write(
            {"file": b64encode(b"%PDF-1.4"), "file_name": "bills.pdf"}
        )
        empty.with_user(self.officer).action_submit()

    def test_numbers(self):
        """A number names one version of a document, whatever an import or copy says."""
        first = self._write_version()
        second = first.copy({"date_from": self._day(1)})
        self.assertEqual((first.number, second.number), (1, 2))
        self.assertEqual(self._write_version(self._write_document()).number, 1)
        rows = [[self.document.name, "1"]]
        imported = self.Version.with_user(self.officer).load(
            ["document_id", "number"], rows
        )
        self.assertFalse(imported["ids"])
        with (
            self.assertRaisesRegex(UniqueViolation, "number"),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            second._write_sealed({"number": 1})
            self.env.flush_all()

    def test_sent_back(self):
        version = self._write_version()
        version.with_user(self.officer).action_submit()
        with self._assert_refused("no draft"):
            version.with_user(self.officer).text = "<p>Other</p>"
        version.with_user(self.manager).action_send_back(reason="Say who")
        self.assertEqual(version.activity_ids.user_id, self.officer)
        version.with_user(self.officer).text = "<p>Other</p>"

    def test_dialogs(self):
        version = self._write_version()
        version.with_user(self.officer).action_submit()
        there = version.with_user(self.manager).with_context(policy_act="send_back")
        action = there.action_ask()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.manager)
            .with_context(**action["context"])
            .create({"reason": "Say who"})
        )
        dialog.action_confirm()
        self.assertEqual(version.state, "draft")
        with self._assert_refused("buttons"):
            version.with_user(self.manager).with_context(policy_act="x").action_ask()

    # ------------------------------------------------------------------
    # Who reads and writes it
    # ------------------------------------------------------------------

    def _read_as(self, user, document=None):
        documents = self.Document.with_user(user)
        return documents.search([("id", "in", (document or self.document).ids)])

    def test_drafts_are_the_officers(self):
        version = self._write_version()
        for user in (self.employee, self.handler):
            with self.subTest(user=user.login):
                self.assertFalse(self._read_as(user))
                self.assertEqual(self.document.with_user(user).display_name, "Document")
                with self.assertRaises(AccessError):
                    version.with_user(user).read(["text"])
                with self.assertRaises(AccessError):
                    version.with_user(user).action_submit()
                with self.assertRaises(AccessError):
                    self._write_version(user=user)
        self._approve(version)
        draft = self._write_version(days=3, text="<p>Secret plan</p>")
        document = self._read_as(self.employee)
        self.assertEqual(document.version_ids, version)
        self.assertFalse(
            self.Version.with_user(self.employee).search([("text", "ilike", "plan")])
        )
        self.assertNotIn(draft, document.version_ids)

    def test_approved_the_frame_is_the_managers(self):
        self.document.with_user(self.officer).is_public = True
        self._approve(self._write_version())
        for vals in ({"is_public": False}, {"name": "Other"}, {"kind": "guideline"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.document.with_user(self.officer).write(vals)
        self.document.with_user(self.manager).is_public = False
        with self._assert_refused("stays with its company"):
            self.document.with_user(self.manager).company_id = False
        with self.assertRaises(UserError):
            self.document.with_user(self.manager).unlink()

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user(
            "case_stranger",
            "complaint_management.group_complaint_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        version = self._approve(self._write_version())
        self.assertFalse(self._read_as(stranger))
        with self.assertRaises(AccessError):
            version.with_user(stranger).read(["text"])
        with self.assertRaises(AccessError):
            self._write_version(user=stranger)
        everywhere = self._write_document(self.manager, company_id=False)
        with self.assertRaises(AccessError):
            self._write_version(everywhere)
        words = self._write_version(everywhere, user=self.manager)
        words.with_user(self.manager).action_submit()
        with self.assertRaises(AccessError):
            words.with_user(self.officer).action_approve()
        words.with_user(stranger).action_approve()
        self.assertTrue(self._read_as(self.employee, everywhere))

    def test_only_officers_begin_one(self):
        for user in (self.employee, self.handler):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._write_document(user)

    # ------------------------------------------------------------------
    # On cases
    # ------------------------------------------------------------------

    def test_a_case_shows_what_was_in_force_when_it_came_in(self):
        first = self._approve(self._write_version(days=-400))
        self._approve(self._write_version())
        case = self._create_case(
            date_received=fields.Datetime.now() - timedelta(days=30)
        )
        action = case.with_user(self.handler).action_view_policies()
        self.assertEqual(action["res_id"], first.id)
        old = self._create_case(
            date_received=fields.Datetime.now() - timedelta(days=500)
        )
        with self._assert_refused("No policy"):
            old.with_user(self.handler).action_view_policies()

    def test_a_case_shows_those_for_its_category(self):
        child = self.env["complaint.category"].create(
            {
                "name": "Meters",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        other = self.env["complaint.category"].create({"name": "Manners"})
        above = self._write_document(category_ids=[(6, 0, self.category.ids)])
        beside = self._write_document(category_ids=[(6, 0, other.ids)])
        versions = [
            self._approve(self._write_version(document, days=-9))
            for document in (self.document, above, beside)
        ]
        case = self._create_case(category_id=child.id)
        found = case._get_policy_versions()
        self.assertEqual(set(found), set(versions[:2]))
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).action_view_policies()

    def test_html_is_harmless(self):
        version = self._write_version(text="<p onclick='x()'>A<script>y()</script></p>")
        self.assertNotIn("script", version.text)
        self.assertNotIn("onclick", version.text)
