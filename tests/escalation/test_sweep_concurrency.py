# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The sweep on real connections: two at once, one killed, the database gone.

What is written here is committed, and removed again at the end.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, tagged
from odoo.tools import config, mute_logger

from odoo.addons.complaint_management.models.case.messages import NO_MAIL
from odoo.addons.complaint_management.models.escalation import (
    sweep_mixin as complaint_sweep_mixin,
)

DUE = 1000
# Seconds after which something hangs.
PATIENCE = 120
# A process that commits two batches, does half of the third, and waits to be killed.
HALF_WAY = """
import sys, time
from odoo.tools import config
config.parse_config(["-d", sys.argv[1], "--no-http", "--log-level=error"])
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
registry = Registry(sys.argv[1])
clocks = registry["complaint.clock"]
fire, turns = clocks._fire_due, []
def fire_two_and_wait(self, now, news):
    fire(self, now, news)
    turns.append(len(self))
    if len(turns) == 3:
        news.deliver(self.env["complaint.complaint"])
        self.env.flush_all()
        print("half-way", flush=True)
        time.sleep(600)
clocks._fire_due = fire_two_and_wait
with registry.cursor() as cr:
    api.Environment(cr, SUPERUSER_ID, {})["complaint.clock"]._cron_sweep()
"""


@tagged("post_install", "-at_install")
class TestRealConnections(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case_ids = []
        with cls._connect() as env:
            cls._set_up_rule(env)
        cls.addClassCleanup(cls._clean_up)

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            self.clock_ids = self._create_due(env)

    # ------------------------------------------------------------------
    # What is committed, and removed again
    # ------------------------------------------------------------------

    @classmethod
    @contextmanager
    def _connect(cls):
        """A transaction of its own that is committed at the end."""
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"complaint_no_mail": NO_MAIL})

    @classmethod
    def _set_up_rule(cls, env):
        """One rule alone: it tells somebody at the deadline, day or night."""
        rules = env["complaint.escalation.rule"].search([])
        policies = env["complaint.sla.policy"].search([])
        rules.active = False
        policies.active = False
        cls.archived = {"complaint.escalation.rule": rules.ids}
        cls.archived["complaint.sla.policy"] = policies.ids
        cls.last_message = env["mail.message"].search([], order="id desc", limit=1).id
        cls.user = env["res.users"].create(
            {
                "name": "Sweep reader",
                "login": "sweep_reader",
                "notification_type": "inbox",
                "group_ids": [
                    (4, env.ref("complaint_management.group_complaint_officer").id)
                ],
            }
        )
        cls.partner_ids = cls.user.partner_id.ids
        cls.policy = env["complaint.sla.policy"].create(
            {
                "name": "Sweep",
                "target_ids": [
                    (
                        0,
                        0,
                        {"milestone": "answer", "unit": "elapsed_hours", "amount": 1},
                    )
                ],
            }
        )
        cls.rule = env["complaint.escalation.rule"].create(
            {
                "name": "Sweep",
                "trigger": "after",
                "quiet_hours": False,
                "user_ids": [(6, 0, cls.user.ids)],
            }
        )

    @classmethod
    def _create_due(cls, env):
        """A thousand cases whose deadline passed a minute ago."""
        cases = (
            env["complaint.complaint"]
            .with_context(tracking_disable=True)
            .create([{"name": f"Sweep {number}"} for number in range(DUE)])
        )
        cls.case_ids += cases.ids
        env.flush_all()
        env.cr.execute(
            "UPDATE complaint_clock SET date_due = moment, next_event_at = moment"
            " FROM (SELECT now() AT TIME ZONE 'UTC' - interval '1 minute' AS moment)"
            " AS past WHERE complaint_id IN %s RETURNING id",
            [cases._ids],
        )
        return [clock_id for (clock_id,) in env.cr.fetchall()]

    @classmethod
    def _clean_up(cls):
        with cls._connect() as env:
            cr = env.cr
            for query in (
                "DELETE FROM complaint_complaint WHERE id IN %(cases)s",
                "DELETE FROM mail_message WHERE id > %(message)s",
                "DELETE FROM mail_followers WHERE res_model = 'complaint.complaint'"
                " AND res_id IN %(cases)s",
                "DELETE FROM complaint_escalation_rule WHERE id = %(rule)s",
                "DELETE FROM complaint_sla_policy WHERE id = %(policy)s",
            ):
                cr.execute(
                    query,
                    {
                        "cases": tuple(cls.case_ids) or (0,),
                        "message": cls.last_message,
                        "rule": cls.rule.id,
                        "policy": cls.policy.id,
                    },
                )
            env.invalidate_all()
            for model, ids in cls.archived.items():
                env[model].browse(ids).active = True
            env["res.users"].browse(cls.user.id).partner_id.active = True
            partner = env["res.users"].browse(cls.user.id).partner_id
            env["res.users"].browse(cls.user.id).unlink()
            partner.unlink()

    # ------------------------------------------------------------------
    # What is expected
    # ------------------------------------------------------------------

    def _run_sweep(self):
        with self._connect() as env:
            env["complaint.clock"]._cron_sweep()

    def _assert_each_once(self):
        """Every deadline is noted as missed once, and told of once."""
        with self._connect() as env:
            env.cr.execute(
                "SELECT kind, count(*), count(DISTINCT clock_id)"
                " FROM complaint_clock_event WHERE clock_id IN %s GROUP BY kind",
                [tuple(self.clock_ids)],
            )
            self.assertEqual(
                sorted(env.cr.fetchall()),
                [("breached", DUE, DUE), ("escalated", DUE, DUE)],
            )
            clocks = env["complaint.clock"].browse(self.clock_ids)
            self.assertFalse(clocks.filtered("error"))
            self.assertFalse(clocks.filtered("next_event_at"))
            self.assertEqual(len(clocks.filtered("date_breached")), DUE)
            case_ids = clocks.complaint_id.ids
            env.cr.execute(
                "SELECT count(*), count(DISTINCT res_id) FROM mail_message"
                " WHERE model = 'complaint.complaint' AND res_id IN %s"
                " AND body LIKE '%%has not been reached%%'"
                " AND message_type = 'notification'",
                [tuple(case_ids)],
            )
            self.assertEqual(env.cr.fetchone(), (DUE, DUE))
            told = env["mail.message"].search(
                [
                    ("message_type", "=", "user_notification"),
                    ("partner_ids", "in", self.partner_ids),
                ]
            )
            text = "".join(told.mapped("body"))
            for case_id in case_ids:
                self.assertEqual(text.count(f'res_id={case_id}"'), 1)

    def _wait_until(self, is_so):
        end = time.monotonic() + PATIENCE
        while not is_so():
            self.assertLess(time.monotonic(), end, "it hangs")
            time.sleep(0.05)

    def _has_ended(self, pid):
        with self._connect() as env:
            env.cr.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
            return not env.cr.fetchone()

    # ------------------------------------------------------------------
    # The tests
    # ------------------------------------------------------------------

    def test_two_sweeps_at_once(self):
        """Two servers on one database find each of 1,000 events exactly once."""
        shares, errors = {}, []
        start = threading.Barrier(2)

        def sweep(name):
            try:
                with self._connect() as env:
                    clocks = env["complaint.clock"]
                    shares[name] = 0
                    start.wait(PATIENCE)
                    clocks.with_context(sweep_name=name)._cron_sweep()
            except Exception as error:
                errors.append(error)

        clocks = self.registry["complaint.clock"]
        fire = clocks._sweep_batch

        def count(batch, now):
            fire(batch, now)
            shares[batch.env.context["sweep_name"]] += len(batch)

        with patch.object(clocks, "_sweep_batch", count):
            threads = [threading.Thread(target=sweep, args=(name,)) for name in "ab"]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
        self.assertFalse(errors)
        self._assert_each_once()
        self.assertTrue(all(shares.values()), f"both worked: {shares}")
        logging.getLogger(__name__).info("Shares of the two sweeps: %s", shares)

    def test_killed_half_way(self):
        """A process that is killed loses nothing, and repeats nothing."""
        with subprocess.Popen(
            [sys.executable, "-c", HALF_WAY, self.env.cr.dbname],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "ODOO_RC": config["config"]},
        ) as process:
            self.assertEqual(process.stdout.readline().strip(), "half-way")
            with self._connect() as env:
                env.cr.execute(
                    "SELECT count(*) FROM complaint_clock_event WHERE clock_id IN %s",
                    [tuple(self.clock_ids)],
                )
                lines = env.cr.fetchone()[0]
                env.cr.execute(
                    "SELECT pid FROM pg_stat_activity"
                    " WHERE state = 'idle in transaction' AND pid != pg_backend_pid()"
                    " AND datname = current_database()"
                )
                pids = [pid for (pid,) in env.cr.fetchall()]
            self.assertEqual(lines, 2 * 2 * complaint_sweep_mixin.BATCH)
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE)
        own = self.env.cr._cnx.info.backend_pid
        self._wait_until(
            lambda: all(self._has_ended(pid) for pid in pids if pid != own)
        )
        self._run_sweep()
        self._assert_each_once()

    @mute_logger("odoo.sql_db")
    def test_database_gone_half_way(self):
        """The connection ends in the middle: nothing is set aside for that."""
        clocks = self.registry["complaint.clock"]
        fire, turns = clocks._fire_due, []

        def fire_and_lose_connection(batch, now, news):
            fire(batch, now, news)
            turns.append(len(batch))
            if len(turns) == 2:
                batch.env.flush_all()
                with self._connect() as other:
                    other.cr.execute(
                        "SELECT pg_terminate_backend(%s)",
                        [batch.env.cr._cnx.info.backend_pid],
                    )

        with (
            patch.object(clocks, "_fire_due", fire_and_lose_connection),
            self.assertRaises(psycopg2.Error),
        ):
            self._run_sweep()
        self._run_sweep()
        self._assert_each_once()

    def test_deleted_between_selection_and_lock(self):
        """A case that is gone in the meantime is left out; the others are swept."""
        clocks = self.registry["complaint.clock"]
        lock, deleted = clocks._lock_due, []

        def delete_and_lock(model, now, limit, skipped):
            model.env.cr.execute("SELECT 1")  # from here on it sees the case
            if not deleted:
                case_id = self.case_ids[-DUE]
                deleted.append(case_id)
                with self._connect() as other:
                    other.cr.execute(
                        "DELETE FROM complaint_complaint WHERE id = %s", [case_id]
                    )
            return lock(model, now, limit, skipped)

        with (
            patch.object(clocks, "_lock_due", delete_and_lock),
            mute_logger("odoo.sql_db"),
        ):
            self._run_sweep()
        with self._connect() as env:
            left = env["complaint.clock"].browse(self.clock_ids).exists()
            self.assertEqual(len(left), DUE - 1)
            self.assertEqual(len(left.filtered("date_breached")), DUE - 1)
            self.assertFalse(left.filtered("error"))
