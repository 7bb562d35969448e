# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two people decide at once, on real connections.

What is written here is committed, and removed again at the end.
"""

import threading
from contextlib import contextmanager

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

from .common import ACCOUNTABILITY

# Seconds after which something hangs.
PATIENCE = 60


@tagged("post_install", "-at_install")
class TestPenaltyConcurrency(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ids = {}
        cls.addClassCleanup(cls._clean_up)
        with cls._connect() as env:
            cls._set_up(env)

    @classmethod
    @contextmanager
    def _connect(cls, user_id=SUPERUSER_ID):
        """A transaction of its own that is committed at the end."""
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, user_id, {"complaint_no_mail": NO_MAIL})

    @classmethod
    def _set_up(cls, env):
        officers = env["res.users"].create(
            [
                {
                    "name": name,
                    "login": f"concurrent_{name}",
                    "group_ids": [(4, env.ref(ACCOUNTABILITY).id)],
                }
                for name in ("first", "second")
            ]
        )
        case = env["complaint.complaint"].create({"name": "Concurrent"})
        employee = env["hr.employee"].create({"name": "Concurrent"})
        rule = env["complaint.penalty.rule"].create(
            {"code": "CONC", "name": "Concurrent", "basis": "caused", "points": 5}
        )
        case.write({"verdict": "upheld", "fault_level": "ordinary"})
        case._write_protected({"state": "proposed", "decision_state": "approved"})
        cls.ids = {
            "users": officers.ids,
            "partners": (officers.partner_id | employee.work_contact_id).ids,
            "cases": case.ids,
            "employees": employee.ids,
            "rules": rule.ids,
        }

    @classmethod
    def _clean_up(cls):
        ids = {name: tuple(found) for name, found in cls.ids.items()}
        with cls._connect() as env:
            for query in (
                "DELETE FROM mail_activity WHERE res_model = 'complaint.penalty'"
                " AND res_id IN (SELECT id FROM complaint_penalty"
                " WHERE complaint_id IN %(cases)s)",
                "DELETE FROM mail_activity WHERE res_model = 'complaint.complaint'"
                " AND res_id IN %(cases)s",
                "DELETE FROM complaint_penalty_event WHERE penalty_id IN"
                " (SELECT id FROM complaint_penalty WHERE complaint_id IN %(cases)s)",
                "DELETE FROM complaint_penalty WHERE complaint_id IN %(cases)s",
                "DELETE FROM complaint_penalty_rule WHERE id IN %(rules)s",
                "DELETE FROM complaint_complaint WHERE id IN %(cases)s",
                "DELETE FROM mail_message WHERE model = 'complaint.complaint'"
                " AND res_id IN %(cases)s",
            ):
                env.cr.execute(query, ids)
            env.invalidate_all()
            env["hr.employee"].browse(ids["employees"]).unlink()
            env["res.users"].browse(ids["users"]).unlink()
            env["res.partner"].browse(ids["partners"]).unlink()

    def _make_heard(self):
        """An entry that waits for its confirmation only, committed.

        :return: its id
        """
        with self._connect() as env:
            env.cr.execute(
                "UPDATE complaint_penalty SET employee_id = NULL"
                " WHERE complaint_id IN %s",
                [tuple(self.ids["cases"])],
            )
            penalty = self._propose(env)
            penalty._write_sealed(
                {
                    "state": "notified",
                    "date_notified": penalty.date_proposed,
                    "date_statement": penalty.date_proposed,
                }
            )
            return penalty.id

    def _propose(self, env):
        return env["complaint.penalty"]._propose(
            [
                {
                    "complaint_id": self.ids["cases"][0],
                    "employee_id": self.ids["employees"][0],
                    "rule_id": self.ids["rules"][0],
                    "origin": "verdict",
                }
            ]
        )

    def _assert_confirmed_once(self, penalty_id):
        with self._connect() as env:
            penalty = env["complaint.penalty"].browse(penalty_id)
            self.assertEqual((penalty.state, penalty.balance), ("confirmed", -5))
            self.assertEqual(penalty.event_ids.mapped("act").count("confirm"), 1)

    def test_second_waits_no_longer(self):
        """While one decides, the other is told so."""
        penalty_id = self._make_heard()
        first, second = self.ids["users"]
        with self._connect(first) as env:
            env["complaint.penalty"].browse(penalty_id).action_confirm("Proven.")
            env.flush_all()
            with self._connect(second) as other:
                late = other["complaint.penalty"].browse(penalty_id)
                with self.assertRaisesRegex(UserError, "Somebody else is deciding"):
                    late.action_dismiss("Not proven.")
        self._assert_confirmed_once(penalty_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_second_saw_the_past(self):
        """Who looked before the other decided is told, when Odoo tries again."""
        penalty_id = self._make_heard()
        first, second = self.ids["users"]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, second, {"complaint_no_mail": NO_MAIL})
            late = env["complaint.penalty"].browse(penalty_id)
            self.assertEqual(late.state, "notified")
            with self._connect(first) as other:
                other["complaint.penalty"].browse(penalty_id).action_confirm("Proven.")
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                late.action_dismiss("Not proven.")
            cr.rollback()
            with self.assertRaisesRegex(UserError, "not possible"):
                late.action_dismiss("Not proven.")
            cr.rollback()
        self._assert_confirmed_once(penalty_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_at_once(self):
        """Two press the button in the same moment: one confirms, one is told."""
        penalty_id = self._make_heard()
        start = threading.Barrier(2)
        told, done = [], []

        def confirm(user_id):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, user_id, {"complaint_no_mail": NO_MAIL})

                def press():
                    entry = env["complaint.penalty"].browse(penalty_id)
                    return entry.action_confirm("Proven.")

                start.wait(PATIENCE)
                try:
                    retrying(press, env)
                    done.append(user_id)
                except UserError as error:
                    told.append(error)
                    cr.rollback()

        threads = [
            threading.Thread(target=confirm, args=(user_id,))
            for user_id in self.ids["users"]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual((len(done), len(told)), (1, 1))
        self._assert_confirmed_once(penalty_id)

    @mute_logger("odoo.sql_db")
    def test_proposed_twice_at_once(self):
        """Two that propose the same thing leave one entry."""
        self._make_heard()
        with self._connect() as env:
            env.cr.execute(
                "UPDATE complaint_penalty SET employee_id = NULL"
                " WHERE complaint_id IN %s",
                [tuple(self.ids["cases"])],
            )
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})
            env.cr.execute("SELECT 1")
            with self._connect() as other:
                self.assertTrue(self._propose(other))
            with self.assertRaises(psycopg2.errors.UniqueViolation):
                self._propose(env)
            cr.rollback()
            self.assertFalse(self._propose(env))
            cr.rollback()
