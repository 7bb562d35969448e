# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was asked to read something, and who has (R127, R213)."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..learning.lesson_common import WORDS
from .receipt_common import ReceiptCase


@tagged("post_install", "-at_install")
class TestReceipt(ReceiptCase):
    def test_the_department_is_asked_and_says_so(self):
        """All but its author, by a task of their own, once; one click ends it."""
        version = self._put_in_force()
        self._run_cron()
        self._run_cron()
        receipts = self._get_receipts(version)
        asked = self.employee | self.handler | self.investigator
        self.assertEqual(receipts.user_id, asked)
        self.assertEqual(len(receipts), 3)
        self.assertEqual(set(receipts.mapped("state")), {"waiting"})
        [task] = self.env["mail.activity"].search(
            [
                ("user_id", "=", self.employee.id),
                ("res_model", "=", "complaint.receipt"),
            ]
        )
        self.assertIn("How we handle bills", task.summary)
        self.assertTrue(version.with_user(self.employee).is_to_read)
        mine = self.Receipt.browse(task.res_id).with_user(self.employee)
        self.assertIn("Two people", mine.words)
        mine.action_read()
        mine.action_read()
        self.assertEqual(mine.state, "read")
        self.assertTrue(mine.date_read)
        self.assertFalse(task.exists())
        self.assertFalse(version.with_user(self.employee).is_to_read)
        with self.assertRaises(UserError):
            version.with_user(self.employee).action_have_read()

    def test_nobody_handles_cases_of_an_archived_category(self):
        """What is for its handlers is not sent to all staff instead."""
        gone = self.category.copy({"name": "Fax"})
        document = self._write_document(category_ids=[Command.set(gone.ids)])
        version = self._put_in_force(
            document, readers="handlers", reader_department_ids=False
        )
        gone.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(version._get_reader_users())

    def test_a_lesson_is_read_by_who_handles_such_cases(self):
        """And anew once it was revised and approved again."""
        lesson = (
            self.env["complaint.lesson"]
            .with_user(self.officer)
            .create(
                {
                    **WORDS,
                    "category_ids": [Command.set(self.category.ids)],
                    "readers": "handlers",
                }
            )
            .with_env(self.env)
        )
        self._run_cron()
        self.assertFalse(self._get_receipts(lesson))
        lesson.with_user(self.officer).action_submit()
        lesson.with_user(self.manager).action_approve()
        self._run_cron()
        receipts = self._get_receipts(lesson)
        self.assertEqual(receipts.user_id, self.handler | self.colleague)
        self._read_it(lesson, self.handler)
        lesson.with_user(self.officer).action_revise(reason="A word is wrong")
        self._run_cron()
        self.assertEqual(
            set(receipts.mapped("state")), {"read", "dropped"}, "a draft is not read"
        )
        lesson.with_user(self.officer).action_submit()
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            lesson.with_user(self.manager).action_approve()
        self._run_cron()
        waiting = self._get_receipts(lesson, "waiting")
        self.assertEqual(waiting.user_id, self.handler | self.colleague)
        self.assertEqual(lesson.with_user(self.officer).reader_count, 2)
        self.assertEqual(lesson.with_user(self.officer).read_count, 0)

    def test_a_new_version_asks_again(self):
        """The readers stay; what is over is not read any more."""
        first = self._put_in_force(days=-9)
        self._run_cron()
        self._read_it(first, self.handler)
        action = self.document.with_user(self.officer).action_new_version()
        second = self.Version.browse(action["res_id"])
        self.assertEqual(second.reader_department_ids, self.department)
        second.with_user(self.officer).date_from = self._day(2)
        self._approve(second)
        self._run_cron()
        self.assertFalse(self._get_receipts(second), "not in force yet")
        self._run_cron(days=2)
        self.assertEqual(len(self._get_receipts(second, "waiting")), 3)
        self.assertEqual(len(self._get_receipts(first, "waiting")), 0)
        self.assertEqual(self._get_receipts(first, "read").user_id, self.handler)

    def test_who_joins_is_asked_and_who_leaves_is_not(self):
        version = self._put_in_force()
        self._run_cron()
        self._read_it(version, self.investigator)
        joins = self._create_user("case_joins", "base.group_user")
        self.env["hr.employee"].create(
            {
                "name": "Joins",
                "user_id": joins.id,
                "department_id": self.department.id,
                "company_id": self.company.id,
            }
        )
        self.handler.active = False
        self.staff[self.employee].department_id = False
        self._run_cron(days=1)
        states = {row.user_id: row.state for row in self._get_receipts(version)}
        self.assertEqual(
            states,
            {
                joins: "waiting",
                self.handler: "dropped",
                self.employee: "dropped",
                self.investigator: "read",
            },
        )
        self.assertFalse(
            self.env["mail.activity"].search(
                [
                    ("res_model", "=", "complaint.receipt"),
                    ("user_id", "in", (self.handler | self.employee).ids),
                ]
            )
        )
        # Back again, they are asked again.
        self.staff[self.employee].department_id = self.department
        self._run_cron(days=2)
        [mine] = self._get_receipts(version, "waiting").filtered(
            lambda row: row.user_id == self.employee
        )
        self.assertEqual(len(mine.activity_ids), 1)

    def test_whoever_read_it_and_left_has_still_read_it(self):
        version = self._put_in_force()
        self._run_cron()
        self._read_it(version, self.handler)
        self.handler.active = False
        self._run_cron(days=1)
        self.assertEqual(self._get_receipts(version, "read").user_id, self.handler)

    def test_reminded_once_and_then_the_head(self):
        version = self._put_in_force(read_within=5)
        self._run_cron()
        self._read_it(version, self.handler)
        self._run_cron(days=5)
        self.assertFalse(self._get_told(self.employee))
        for _run in range(2):
            self._run_cron(days=9)
        self.assertEqual(len(self._get_told(self.employee)), 1)
        self.assertFalse(self._get_told(self.handler))
        self.assertFalse(self._get_told(self.head))
        for _run in range(2):
            self._run_cron(days=14)
        [told] = self._get_told(self.head)
        self.assertIn("2 of your people", told.subject)
        self.assertEqual(len(self._get_told(self.employee)), 1)

    def _get_told(self, user):
        return self.env["mail.message"].search(
            [
                ("model", "=", "complaint.receipt"),
                ("partner_ids", "in", user.partner_id.ids),
                ("message_type", "=", "user_notification"),
                ("author_id", "=", self.env.ref("base.partner_root").id),
            ]
        )

    def test_one_that_fails_stops_no_other(self):
        version = self._put_in_force()
        broken = self._put_in_force(self._write_document(name="Broken"))
        ask = type(version)._ask_readers

        def fail(this):
            if this == broken:
                raise ValueError("broken")
            return ask(this)

        self.patch(type(version), "_ask_readers", fail)
        with mute_logger(
            "odoo.addons.complaint_management.models.insight.receipt_cron"
        ):
            self._run_cron()
        self.assertEqual(len(self._get_receipts(version)), 3)
        self.assertFalse(self._get_receipts(broken))

    # ------------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------------

    def test_per_person_only_for_those_who_lead_them(self):
        """The reader, the head and officers see people; the others see nobody."""
        version = self._put_in_force()
        self._run_cron()
        receipts = self._get_receipts(version)
        for user, count in (
            (self.employee, 1),
            (self.head, 3),
            (self.officer, 3),
            (self.outsider, 0),
            (self.colleague, 0),
        ):
            with self.subTest(user=user.login):
                found = self.Receipt.with_user(user).search(
                    [("id", "in", receipts.ids)]
                )
                self.assertEqual(len(found), count)
        other = receipts.filtered(lambda row: row.user_id == self.handler)
        for user in (self.employee, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                other.with_user(user).read(["state", "user_id"])
        # The head sees who, and reads the thing itself where it stands.
        self.assertFalse(other.with_user(self.head).words)
        for user in (self.head, self.officer, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                other.with_user(user).action_read()
        self.assertEqual(other.state, "waiting")

    def test_nobody_writes_one(self):
        version = self._put_in_force()
        self._run_cron()
        receipt = self._get_receipts(version)[:1]
        for user in (self.employee, self.handler, self.officer, self.manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    receipt.with_user(user).write({"state": "read"})
                with self.assertRaises(AccessError):
                    receipt.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    self.Receipt.with_user(user).create(
                        {
                            "res_model": version._name,
                            "res_id": version.id,
                            "user_id": user.id,
                            "company_id": self.company.id,
                        }
                    )

    def test_figures_from_five_readers_on(self):
        """Of three one could say who has not read it."""
        version = self._put_in_force()
        self._run_cron()
        self._read_it(version, self.handler)
        few = version.with_user(self.outsider)
        self.assertEqual((few.reader_count, few.read_count), (0, 0))
        seen = version.with_user(self.officer)
        self.assertEqual((seen.reader_count, seen.read_count), (3, 1))
        version.with_user(self.officer).readers = "staff"
        self._run_cron(days=1)
        many = version.with_user(self.outsider)
        self.assertGreaterEqual(many.reader_count, 5)
        self.assertEqual(many.read_count, 1)

    def test_only_officers_say_who_reads_it(self):
        lessons = self.env["complaint.lesson"].with_user(self.handler)
        with self.assertRaises(AccessError):
            lessons.create({**WORDS, "readers": "all"})
        lesson = lessons.create(WORDS)
        with self.assertRaises(AccessError):
            lesson.readers = "all"
        lesson.with_user(self.officer).readers = "staff"

    def test_other_companies(self):
        """Their people are neither asked nor seen."""
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user(
            "case_stranger",
            "complaint_management.group_complaint_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.env["hr.employee"].create(
            {"name": "Stranger", "user_id": stranger.id, "company_id": other.id}
        )
        version = self._put_in_force(readers="all")
        self._run_cron()
        receipts = self._get_receipts(version)
        self.assertNotIn(stranger, receipts.user_id)
        self.assertFalse(self.Receipt.with_user(stranger).search([]) & receipts)
        with self.assertRaises(AccessError):
            receipts[:1].with_user(stranger).read(["state"])

    def test_asked_in_few_queries(self):
        """However many have read it before."""
        version = self._put_in_force(readers="all")
        self._run_cron()
        version._ask_readers()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            version._ask_readers()
            self.env.flush_all()
