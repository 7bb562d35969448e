# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case is sent to a department for notice (R127)."""

from warnings import catch_warnings, simplefilter

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.share import RECENT

from .receipt_common import ReceiptCase


@tagged("post_install", "-at_install")
class TestShare(ReceiptCase):
    """A case is sent to a department for notice (R127)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()

    def _share(self, user=None, **vals):
        action = self.case.with_user(user or self.handler).action_share()
        shares = self.env["complaint.share"].with_user(user or self.handler)
        return (
            shares.with_context(**action["context"])
            .create(
                {
                    "words": "<p>Two meters were swapped: label both.</p>",
                    "reader_department_ids": [Command.set(self.department.ids)],
                    **vals,
                }
            )
            .with_env(self.env)
        )

    def test_refused_before_it_is_looked_into(self):
        """Who may not write the case does not learn who complained by trying names."""
        self.case.partner_name = "Wang Fang"
        with self.assertRaises(AccessError):
            self.env["complaint.share"].with_user(self.outsider).create(
                {
                    "complaint_id": self.case.id,
                    "words": "<p>It was Wang Fang.</p>",
                    "reader_department_ids": [Command.set(self.department.ids)],
                }
            )

    def test_the_department_reads_the_words_and_not_the_case(self):
        share = self._share()
        self._run_cron()
        receipts = self._get_receipts(share)
        self.assertEqual(
            receipts.user_id, self.employee | self.investigator | self.officer
        )
        mine = receipts.filtered(lambda row: row.user_id == self.employee)
        mine = mine.with_user(self.employee)
        self.assertIn("label both", mine.words)
        self.assertIn(self.case.number, mine.title)
        with self.assertRaises(AccessError):
            mine.action_open_document()
        mine.action_read()
        self.assertEqual(mine.state, "read")
        self.assertIn(self.department.name, self.case.message_ids[:1].body)

    def test_no_names(self):
        for words in ("<p>Li Wei was angry.</p>", "<p>Ask li.wei@example.com</p>"):
            with self.assertRaises(ValidationError):
                self._share(words=words)
        with self.assertRaises(ValidationError):
            self._share(words="<p><br></p>")

    def test_of_a_protected_case_only_its_readers(self):
        self.case.with_user(self.officer).identity_mode = "confidential"
        share = self._share()
        self._run_cron()
        asked = self._get_receipts(share).user_id
        self.assertNotIn(self.employee, asked)
        self.assertIn(self.officer, asked)

    def test_protected_later(self):
        """Whom it bars from then on has nothing to read, and sees nothing (R153)."""
        share = self._share()
        self._run_cron()
        self.case.sudo().write(
            {
                "complained_employee_ids": [Command.link(self.staff[self.officer].id)],
                "identity_mode": "confidential",
            }
        )
        self.env.invalidate_all()
        self.assertFalse(
            self.Receipt.with_user(self.officer).search(
                [("res_model", "=", "complaint.share")]
            )
        )
        receipts = self._get_receipts(share).grouped("user_id")
        with self.assertRaises(AccessError):
            receipts[self.officer].with_user(self.officer).read(["title"])
        with catch_warnings():
            simplefilter("error")
            self.assertFalse(receipts[self.employee].with_user(self.employee).words)
        self._run_cron(days=1)
        self.assertFalse(self._get_receipts(share, "waiting"))

    def test_sent_by_who_works_on_it_and_kept(self):
        with self.assertRaises(AccessError):
            self._share(self.outsider)
        share = self._share(user_id=self.outsider.id)
        self.assertEqual(share.user_id, self.handler)
        with self.assertRaises(UserError):
            share.with_user(self.handler).write({"words": "<p>Other</p>"})
        with self.assertRaises(AccessError):
            share.with_user(self.handler).unlink()
        with self.assertRaises(AccessError):
            share.with_user(self.outsider).read(["words"])

    def test_nobody_reads_it_for_who_has_left(self):
        """Least of all who handles the case, and sent it."""
        self._share()
        self._run_cron()
        [task] = self._get_tasks(self.employee)
        self.employee.active = False
        self.assertNotEqual(task.user_id, self.handler)
        [task] = self._get_tasks(self.investigator)
        self.investigator.action_archive()
        self.assertFalse(task.exists())
        self.assertFalse(self._get_tasks(self.handler))

    def _get_tasks(self, user):
        return self.env["mail.activity"].search(
            [("res_model", "=", "complaint.receipt"), ("user_id", "=", user.id)]
        )

    def test_news_does_not_stay_for_ever(self):
        """After two months nobody is asked, reminded, or has it on a list."""
        share = self._share()
        self._run_cron()
        receipts = self._get_receipts(share).grouped("user_id")
        receipts[self.investigator].with_user(self.investigator).action_read()
        self._run_cron(days=RECENT - 1)
        self.assertEqual(len(self._get_receipts(share, "waiting")), 2)
        self.assertEqual(share._find_to_read(), share)
        self._run_cron(days=RECENT + 1)
        self.assertFalse(self._get_receipts(share, "waiting"))
        self.assertEqual(
            self._get_receipts(share, "missed").user_id, self.employee | self.officer
        )
        self.assertFalse(self._get_tasks(self.employee))
        seen = share.with_user(self.officer)
        self.assertEqual((seen.reader_count, seen.read_count), (3, 1))
        self.assertEqual(
            self._get_receipts(share, "read").user_id,
            self.investigator,
            "Who has read it has still read it",
        )

    def test_time_to_read_ends_before_the_news_is_old(self):
        """So that whoever leads the readers is told as long as it matters."""
        with self.assertRaises(ValidationError):
            self._share(read_within=RECENT)

    def test_what_is_gone_has_no_title(self):
        share = self._share()
        self._run_cron()
        receipt = self._get_receipts(share)[:1]
        self.env.cr.execute(
            "UPDATE complaint_receipt SET res_id = 0 WHERE id = %s", [receipt.id]
        )
        self.env.invalidate_all()
        self.assertFalse(receipt.title)
        self.assertEqual(receipt.display_name, "Read Receipt")

    def test_a_list_of_receipts_is_read_in_few_queries(self):
        for _number in range(6):
            self._share()
        self._run_cron()
        receipts = self.Receipt.with_user(self.officer).search([])
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            receipts.mapped("title")
