# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two transactions at once keep the facts of the same cases, on real connections.

What is written here is committed, and removed again at the end.
"""

import threading
from contextlib import contextmanager

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.fields import Domain
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

# Seconds after which something hangs.
PATIENCE = 60


@tagged("post_install", "-at_install")
class TestFactConcurrency(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls._clean_up)
        with cls._connect() as env:
            cases = env["complaint.complaint"].create(
                [{"name": "First at once"}, {"name": "Second at once"}]
            )
            cls.ids = cases.ids

    @classmethod
    @contextmanager
    def _connect(cls):
        """A transaction of its own that is committed at the end."""
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})

    @classmethod
    def _clean_up(cls):
        with cls._connect() as env:
            for query in (
                "DELETE FROM mail_activity WHERE res_model = 'complaint.complaint'"
                " AND res_id IN %(ids)s",
                "DELETE FROM complaint_complaint WHERE id IN %(ids)s",
                "DELETE FROM mail_message WHERE model = 'complaint.complaint'"
                " AND res_id IN %(ids)s",
            ):
                env.cr.execute(query, {"ids": tuple(cls.ids)})

    def _assert_in_step(self):
        with self._connect() as env:
            ours = Domain("id", "in", self.ids)
            self.assertEqual(env["complaint.fact"]._find_stale(ours), [])

    def _talk(self, env, case_id, mood):
        env["complaint.contact"].create({"complaint_id": case_id, "mood": mood})

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_who_comes_second_tries_again(self):
        """Neither loses what the other wrote."""
        with self.registry.cursor() as cr:
            late = api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})
            late["complaint.complaint"].browse(self.ids).mapped("state")
            with self._connect() as env:
                self._talk(env, self.ids[0], "1")
            late["complaint.fact"]._mark(self.ids[:1])
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                cr.flush()
            cr.rollback()
            retrying(lambda: self._talk(late, self.ids[0], "4"), late)
            cr.commit()
        self._assert_in_step()

    def test_what_is_rolled_back_leaves_nothing(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})
            case = env["complaint.complaint"].create({"name": "Taken back"})
            env["complaint.report"].search([("id", "=", case.id)])
            case.severity = "3"
            cr.rollback()
            self.assertFalse(env["complaint.fact"].browse(case.id).exists())
            cr.commit()
        self._assert_in_step()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_nobody_waits_for_ever(self):
        """Both change both cases, each beginning with another one."""
        start = threading.Barrier(2)
        failed = []

        def work(ids):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})

                def change():
                    for case_id in ids:
                        self._talk(env, case_id, "3")

                start.wait(PATIENCE)
                try:
                    retrying(change, env)
                    cr.commit()
                except psycopg2.Error as error:
                    failed.append(error)
                    cr.rollback()

        threads = [
            threading.Thread(target=work, args=(ids,))
            for ids in (self.ids, self.ids[::-1])
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertFalse(failed)
        self.assertFalse([thread for thread in threads if thread.is_alive()])
        self._assert_in_step()
