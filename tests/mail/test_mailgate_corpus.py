# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every mail of CPython's own tests passes the gate: none raises, none is lost."""

import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .gate_common import ADDRESS, MailgateCase

MISSING = (
    "The mails of CPython's test_email are not installed. Run scripts/bootstrap: on "
    "Debian it installs libpython3.x-testsuite; another Python needs its own 'test' "
    "package."
)


def find_corpus():
    """The mails that this Python was tested with."""
    try:
        spec = importlib.util.find_spec("test.test_email")
    except ModuleNotFoundError:
        return []
    folders = (spec and spec.submodule_search_locations) or []
    return sorted(
        path
        for folder in folders
        for path in Path(folder, "data").glob("*")
        if path.is_file()
    )


@tagged("post_install", "-at_install")
class TestCorpus(MailgateCase):
    def test_each_for_itself(self):
        """Each is a case, a reply, or a reasoned refusal that can be registered.

        From a mail server that brings its mails to cases.
        """
        corpus = find_corpus()
        self.assertTrue(corpus, MISSING)
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("complaint_management.mails_per_hour", "10000")
        fates = {"case": 0, "unread": 0}
        for path in corpus:
            raw = path.read_bytes()
            with self.subTest(mail=path.name), self.env.cr.savepoint() as savepoint:
                unread = self.Unread.search([])
                case = self._receive(raw, model="complaint.complaint")
                kept = self.Unread.search([]) - unread
                self.assertTrue(case or kept, "the mail is lost")
                self.assertNotIn("error", kept.mapped("reason"), kept.detail)
                for mail in kept:
                    self.assertEqual(mail._get_mail().raw, raw)
                    if not mail.complaint_id:
                        mail.with_user(self.officer).action_register()
                        self.assertTrue(mail.complaint_id.name)
                fates["case" if case else "unread"] += 1
                # Many of them have the same name: each for itself.
                savepoint.rollback()
        self.assertEqual(sum(fates.values()), len(corpus))
        self.assertGreater(fates["case"], len(corpus) // 2)

    def test_one_after_the_other(self):
        """Delivered to the mailbox; those of one name that differ are all kept."""
        corpus = find_corpus()
        self.assertTrue(corpus, MISSING)
        head = f"Delivered-To: {ADDRESS}\n".encode()
        for path in corpus:
            with self.subTest(mail=path.name):
                before = self.Unread.search([])
                case = self._receive(head + path.read_bytes())
                self.assertTrue(case or self.Unread.search([]) - before)
