# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Thresholds propose the next step to a person, once for each crossing (R131, R133)."""

from datetime import datetime
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.accountability import (
    threshold as complaint_penalty_threshold,
)

from .balance_common import BalanceCase
from .common import MONDAY

TASK = "complaint_management.mail_activity_type_penalty_step"


@tagged("post_install", "-at_install")
class TestThreshold(BalanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Threshold = cls.env["complaint.penalty.threshold"]
        cls.Step = cls.env["complaint.penalty.step"]
        cls.Threshold.search([]).active = False
        cls.threshold = cls._create_threshold()

    @classmethod
    def _create_threshold(cls, **vals):
        return cls.Threshold.create(
            {
                "name": "10 points in a year",
                "limit": 10,
                "months": 12,
                "step": "training",
                **vals,
            }
        )

    def _watch(self, moment=MONDAY):
        """What the scheduled action does at a moment, without its commits."""
        with (
            self._at(moment),
            patch.object(
                self.env.registry["ir.cron"], "_commit_progress", return_value=60.0
            ),
        ):
            self.Threshold._cron_watch()
        return self.Step.search([("threshold_id.active", "=", True)])

    def _get_tasks(self, step):
        return step._get_last_entry()._search_tasks([TASK])

    # ------------------------------------------------------------------
    # Once for each crossing
    # ------------------------------------------------------------------

    def test_crossing(self):
        """Who reaches the limit is proposed a step; an officer gets the task."""
        self._enter(self.reader, -6, "2026-01-05")
        self.assertFalse(self._watch())
        last = self._enter(self.reader, -4, "2026-02-02")
        step = self._watch()
        self.assertRecordValues(
            step,
            [
                {
                    "employee_id": self.staff[self.reader].id,
                    "employee_name": self.reader.name,
                    "company_id": self.company.id,
                    "step": "training",
                    "value": 10,
                    "state": "open",
                    "date_left": False,
                }
            ],
        )
        self.assertEqual(len(step.penalty_ids), 2)
        task = self._get_tasks(step)
        self.assertEqual(task.res_id, last.id)
        self.assertTrue(
            task.user_id.has_group(
                "complaint_management.group_complaint_accountability"
            )
        )

    def test_once(self):
        """Whoever stays above is proposed nothing again, decided or not."""
        self._enter(self.reader, -10, "2026-02-02")
        step = self._watch()
        self._enter(self.reader, -10, "2026-02-03")
        self.assertEqual(self._watch(), step)
        step.note = "Training on meters in May."
        step.with_user(self.judge).action_done()
        self.assertEqual(self._watch(), step)

    def test_crossed_anew(self):
        """Below in between: the next crossing proposes again."""
        self._enter(self.reader, -10, "2025-03-10")
        step = self._watch()
        self._watch(datetime(2026, 4, 1, 8))
        self.assertEqual(str(step.date_left), "2026-04-01")
        self.assertEqual(step.state, "open")
        self.assertFalse(self._get_tasks(step))
        self._enter(self.reader, -12, "2026-05-04")
        steps = self._watch(datetime(2026, 5, 5, 8))
        self.assertEqual(len(steps), 2)
        self.assertEqual((steps - step).value, 12)

    def test_the_database_keeps_it_once(self):
        """Two at once: the second crossing is refused, not written twice."""
        self._enter(self.reader, -10)
        step = self._watch()
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            step.sudo()._propose(
                self.threshold, {step._get_key(): 10}, step.date_crossed
            )

    # ------------------------------------------------------------------
    # What counts
    # ------------------------------------------------------------------

    def test_only_final_entries(self):
        """Nothing follows from what can still be appealed."""
        entry = self._enter(self.reader, -10, is_final=False)
        self.assertFalse(self._watch())
        entry._write_sealed({"is_final": True})
        self.assertTrue(self._watch())

    def test_what_does_not_count(self):
        """Expired, too old, reversed, of the other side, or of who left: nothing."""
        self._enter(self.reader, -10, "2025-06-02", "2026-01-02")
        self._enter(self.reader, -10, "2025-02-27")
        self._enter(self.reader, 20)
        self._enter(self.reader, -10, state="waived")
        entry = self._enter(self.reader, -10, "2026-01-05")
        with self._at(MONDAY):
            entry.with_user(self.judge).action_reverse(reason="Another meter.")
        gone = self._create_employee("Gone")
        self._enter(gone, -10)
        gone.active = False
        self.assertFalse(self._watch())

    def test_entries(self):
        """Entries are counted also when they have no points."""
        self.threshold.write({"measure": "entries", "limit": 3, "step": "talk"})
        for _entry in range(3):
            self._enter(self.reader, 0, is_reward=False)
        self.assertEqual(self._watch().value, 3)

    def test_rewards(self):
        """Good work crosses thresholds, too (R131)."""
        self.threshold.write({"side": "reward", "step": "bonus_review"})
        self._enter(self.reader, -50)
        self._enter(self.head, 10)
        self.assertEqual(self._watch().employee_id, self.staff[self.head])

    def test_companies(self):
        """A threshold of a company looks at its entries; a shared one at each."""
        company, elsewhere = self._create_other_company()
        self._enter(elsewhere, -10)
        self.threshold.company_id = self.company
        self.assertFalse(self._watch())
        self.threshold.company_id = False
        step = self._watch()
        self.assertEqual(step.company_id, company)
        self.assertFalse(self._get_tasks(step), "Nobody is an officer there")
        self.assertFalse(self.Step.with_user(self.judge).search([]))

    def test_bad_numbers(self):
        """A threshold of nothing, or that looks back for ever, is refused."""
        for vals in ({"limit": 0}, {"limit": -5}, {"months": 0}, {"months": 121}):
            with (
                self.subTest(**vals),
                self.assertRaises(psycopg2.errors.CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._create_threshold(**vals).flush_recordset()

    def test_one_that_fails(self):
        """A threshold that cannot be watched does not stop the others."""
        other = self._create_threshold(name="Other", limit=1)
        self._enter(self.reader, -1)
        watch = complaint_penalty_threshold.ComplaintPenaltyThreshold._watch

        def fail(threshold):
            if threshold == self.threshold:
                raise ValueError("Broken")
            return watch(threshold)

        with (
            patch.object(self.env.registry[self.Threshold._name], "_watch", fail),
            patch.object(self.env.cr, "rollback"),
            mute_logger(complaint_penalty_threshold.__name__),
        ):
            self.assertEqual(self._watch().threshold_id, other)

    def test_soon(self):
        """What becomes final is held against the thresholds soon, not at night."""
        cron = self.env.ref(complaint_penalty_threshold.CRON)
        triggers = self.env["ir.cron.trigger"].search_count
        domain = [("cron_id", "=", cron.id)]
        entry = self._enter(self.reader, -10, is_final=False)
        before = triggers(domain)
        entry._write_sealed({"is_final": True})
        self.assertEqual(triggers(domain), before + 1)

    def test_queries(self):
        """A threshold costs the same queries for many people as for few."""
        users = (self.reader, self.head, self.second)
        for user in users[:1]:
            self._enter(user, -10)
        self._watch()
        self.env.flush_all()
        with self._at(MONDAY), self.assertQueryCount(4):
            self.threshold.sudo()._watch()
            self.env.flush_all()

    # ------------------------------------------------------------------
    # An officer decides
    # ------------------------------------------------------------------

    def _cross(self, user=None):
        self._enter(user or self.reader, -10)
        return self._watch()

    def test_decide(self):
        """What was agreed on is written down, and the task is done."""
        step = self._cross()
        as_judge = step.with_user(self.judge)
        with self._assert_refused("What Was Decided"):
            as_judge.action_done()
        as_judge.note = "  "
        with self._assert_refused("What Was Decided"):
            as_judge.action_drop()
        as_judge.note = "She was ill: nothing follows."
        as_judge.action_drop()
        self.assertEqual((step.state, step.decider_id), ("dropped", self.judge))
        self.assertFalse(self._get_tasks(step))
        for act in (as_judge.action_done, as_judge.action_drop):
            with self._assert_refused("decided already"):
                act()
        with self._assert_refused("decided already"):
            as_judge.note = "Something else"

    def test_by_no_other_door(self):
        """Nobody writes, makes or deletes a step but by the buttons."""
        step = self._cross().with_user(self.judge)
        for vals in ({"state": "done"}, {"step": "warning"}, {"employee_id": False}):
            with self.subTest(**vals), self._assert_refused("cannot be written"):
                step.write(vals)
        with self._assert_refused("cannot be written"):
            step.create({"threshold_id": self.threshold.id, "step": "warning"})
        with self._assert_refused("", AccessError):
            step.create({"note": "Made by hand"})
        with self._assert_refused("", AccessError):
            step.unlink()
        with self._assert_refused("kept", UserError):
            step.sudo().unlink()
        with self._assert_refused("archive it"):
            self.threshold.with_user(self.judge).unlink()

    def test_nobody_about_themselves(self):
        """Neither reads nor decides who it is about, or who reports to them."""
        step = self._cross(self.judge)
        self.assertNotIn(self.judge, self._get_tasks(step).user_id)
        as_judge = step.with_user(self.judge)
        self.assertFalse(as_judge.search([]))
        self.assertFalse(as_judge.has_access("read"))
        step.sudo().note = "Talk"
        self.staff[self.second].parent_id = self.staff[self.judge]
        with self._assert_refused("Somebody else decides"):
            step.with_user(self.second).action_done()
        step.with_user(self.chief).action_done()

    def test_confidential(self):
        """Nobody but officers reads steps, thresholds or tasks."""
        step = self._cross()
        task = self._get_tasks(step)
        for user in (self.reader, self.head, self.manager, self.employee):
            with self.subTest(user.login):
                for records in (step, self.threshold):
                    self.assertFalse(records.with_user(user).has_access("read"))
                if user != task.user_id:
                    self.assertFalse(
                        self.env["mail.activity"]
                        .with_user(user)
                        .search([("id", "=", task.id)])
                    )

    def test_deleted_employee(self):
        """A step of somebody who was deleted stays readable, and its crossing ends."""
        gone = self._create_employee("Gone")
        self._enter(gone, -10)
        step = self._watch()
        gone.unlink()
        self.assertEqual(self._watch(), step)
        self.assertTrue(step.date_left)
        self.assertIn("Gone", step.with_user(self.judge).display_name)

    def test_forgotten(self):
        """Who is anonymised in the entries is anonymised in the steps, too."""
        gone = self._create_employee("Gone")
        self._enter(gone, -10)
        step = self._watch()
        step.note = "Gone was ill."
        gone.active = False
        step.penalty_ids.with_user(self.judge)._forget("Left the company.")
        self.assertFalse(step.employee_id or step.employee_name or step.note)
        self.assertNotIn("Gone", step.with_user(self.judge).display_name)

    def test_what_is_shipped(self):
        """Each shipped threshold says what it counts."""
        shipped = self.Threshold.with_context(active_test=False).search([])
        self.assertGreaterEqual(len(shipped - self.threshold), 5)
        self.assertEqual(set(shipped.mapped("side")), {"penalty", "reward"})
