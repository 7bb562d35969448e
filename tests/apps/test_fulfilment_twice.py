# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two people fulfil the same remedy at once, on real connections: one document.

What is written here is committed, and removed again at the end.
"""

import threading
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

# Seconds after which something hangs.
PATIENCE = 60


@tagged("post_install", "-at_install")
class TestFulfilmentTwice(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls._connect() as env:
            cls.type_id = (
                env["complaint.remedy.type"]
                .create({"name": "Twice", "fulfilment": "opportunity"})
                .id
            )
            cls.case_id = env["complaint.complaint"].create({"name": "Twice"}).id
        cls.addClassCleanup(cls._clean_up)

    @classmethod
    @contextmanager
    def _connect(cls):
        """A transaction of its own that is committed at the end."""
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})

    @classmethod
    def _clean_up(cls):
        with cls._connect() as env:
            cls._get_documents(env).unlink()
            cases = env["complaint.complaint"].browse(cls.case_id)
            cases.remedy_ids._write_sealed({"state": "draft"})
            cases.unlink()
            env["complaint.remedy.type"].browse(cls.type_id).unlink()

    @classmethod
    def _get_documents(cls, env):
        return env["crm.lead"].search([("name", "=", "Fulfilled twice")])

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            self._get_documents(env).unlink()
            remedy = env["complaint.remedy"].create(
                {
                    "complaint_id": self.case_id,
                    "type_id": self.type_id,
                    "name": "Fulfilled twice",
                    "amount": 1,
                }
            )
            remedy._write_sealed({"state": "accepted"})
            self.remedy_id = remedy.id

    def _fulfil(self, meet):
        """Press the button as a client does, in a transaction of its own.

        :param meet: called once before, while the other one is there, too
        :return: the message that somebody was told, or None
        """
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})
            remedy = env["complaint.remedy"].browse(self.remedy_id)
            # Both know it as open, and both transactions have begun.
            self.assertEqual(remedy.state, "accepted")
            meet()
            try:
                retrying(remedy.action_fulfil, env)
            except UserError as error:
                return str(error)
            return None

    def _check_one_document(self):
        with self._connect() as env:
            remedy = env["complaint.remedy"].browse(self.remedy_id)
            documents = self._get_documents(env)
            self.assertEqual(len(documents), 1)
            self.assertEqual(
                (remedy.state, remedy.result_id), ("fulfilled", documents.id)
            )

    def test_two_at_once(self):
        """Whoever comes second is told, and nothing is created a second time."""
        barrier = threading.Barrier(2, timeout=PATIENCE)
        told = []
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            people = [
                threading.Thread(target=lambda: told.append(self._fulfil(barrier.wait)))
                for _person in range(2)
            ]
            for person in people:
                person.start()
            for person in people:
                person.join(PATIENCE)
        self.assertEqual(len(told), 2)
        self.assertEqual([message for message in told if message is None], [None])
        self._check_one_document()

    def test_second_saw_it_open(self):
        """Who began before the first was done starts anew, and finds it done."""

        def let_the_other_finish():
            self.assertIsNone(self._fulfil(lambda: None))

        with mute_logger("odoo.sql_db", "odoo.service.model"):
            message = self._fulfil(let_the_other_finish)
        self.assertIn("not possible now", message)
        self._check_one_document()

    def test_killed_half_way(self):
        """What was not committed did not happen: it can be done again."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})
            env["complaint.remedy"].browse(self.remedy_id).action_fulfil()
            cr.rollback()
        self.assertIsNone(self._fulfil(lambda: None))
        self._check_one_document()
