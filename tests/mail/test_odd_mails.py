# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each odd mail of our corpus shows what it says, and answers who wrote."""

import os

from odoo.tests import tagged
from odoo.tools import html2plaintext
from odoo.tools.mail import email_normalize_all

from .gate_common import MailgateCase
from .odd_boxes import make_files, make_machines, make_structures
from .odd_mails import make_charsets, make_senders, make_subjects

# No mail keeps the gate longer, in seconds of work.
LONGEST = 1


KINDS = (
    make_charsets,
    make_structures,
    make_senders,
    make_subjects,
    make_files,
    make_machines,
)


def _get_seconds():
    """What this process and those that look into files have worked."""
    return sum(os.times()[:4])


@tagged("post_install", "-at_install")
class TestOddMails(MailgateCase):
    def test_each(self):
        """For each it is written down what the case shows and whom it answers."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("complaint_management.mails_per_hour", "10000")
        # Whatever is read once for all is read by another mail.
        self._write(From="first@example.com")
        mails = [mail for make in KINDS for mail in make()]
        self.assertGreaterEqual(len(mails), 120)
        self.assertEqual(len({mail.kind for mail in mails}), len(mails))
        for mail in mails:
            with self.subTest(mail=mail.kind), self.env.cr.savepoint() as savepoint:
                self._check(mail)
                savepoint.rollback()
                self.env.invalidate_all()

    def _check(self, mail):
        unread = self.Unread.search([])
        case = self._receive_in_time(mail)
        kept = self.Unread.search([]) - unread
        if mail.fate != "case":
            self.assertFalse(case)
            self.assertEqual(kept.mapped("reason"), [mail.fate])
            self.assertEqual(kept._get_mail().raw, mail.raw)
            return
        self.assertEqual(len(case), 1)
        self._check_words(mail, case)
        self._check_people(mail, case)
        files = self._get_words(case).attachment_ids.mapped("name")
        self.assertEqual(sorted(files), sorted(mail.files))
        if mail.is_kept is not None:
            self.assertEqual(kept.mapped("reason"), ["original"] * mail.is_kept)
        for original in kept:
            self.assertEqual(original._get_mail().raw, mail.raw)

    def _receive_in_time(self, mail):
        """What hangs does so each time; a busy machine is slow once."""
        gate = self._with_mail(self.env["mail.thread"])
        for _attempt in range(3):
            savepoint = self.env.cr.savepoint()
            start = _get_seconds()
            case = self.Complaint.browse(gate.message_process(None, mail.raw) or [])
            self.env.flush_all()
            if _get_seconds() - start < LONGEST:
                savepoint.close(rollback=False)
                return case
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.fail(f"{mail.kind} takes longer than {LONGEST} s")

    def _check_words(self, mail, case):
        self.assertEqual(case.name, mail.subject)
        body = self._get_words(case).body
        said = html2plaintext(body)
        for text in mail.shows:
            self.assertTrue(text in said or text in body, said)
        for text in mail.hides:
            self.assertNotIn(text, said)
            self.assertNotIn(text, case.description or "")
        self.assertNotIn("\ufffd", said)

    def _check_people(self, mail, case):
        self.assertEqual(case.email_from or "", mail.answers)
        if mail.person is not None:
            self.assertEqual(case.partner_name or "", mail.person)
        sent = self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)]
        )
        recipients = set(sent.recipient_ids.mapped("email_normalized"))
        for line in sent.mapped("email_to"):
            recipients.update(email_normalize_all(line or ""))
        customers = {address for address in recipients if "power" not in address}
        self.assertLessEqual(customers, {mail.answers} | self._get_staff())
        if mail.answers:
            self.assertIn(mail.answers, customers)

    def _get_staff(self):
        users = self.env["res.users"].search([("share", "=", False)])
        return set(users.partner_id.mapped("email_normalized"))
