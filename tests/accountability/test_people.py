# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People who leave, move or never log in: their entries stay readable, and can be
anonymised."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, PenaltyCase

# Words that may not be found again.
WORDS = {
    "role": "OldRole",
    "facts": "<p>OldFacts</p>",
    "evidence": "<p>OldEvidence</p>",
}


@tagged("post_install", "-at_install")
class TestPenaltyPeople(PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._decide_case()

    def _finish(self, **vals):
        """A final entry about the reader, with words in every text."""
        with self._at(MONDAY):
            entry = self._propose(self.case, **WORDS, **vals)
            self._bring_entry_to("upheld", entry)
        return entry

    def _forget(self, entries, user=None):
        entries.with_user(user or self.judge)._forget("The time to keep it is over.")

    # ------------------------------------------------------------------
    # Readable
    # ------------------------------------------------------------------

    def test_a_deleted_employee(self):
        """The entry stays, with the name as it was; officers read it."""
        entry = self._finish()
        self.staff[self.reader].unlink()
        entry.invalidate_recordset()
        as_officer = entry.with_user(self.judge)
        self.assertFalse(as_officer.employee_id)
        self.assertEqual(as_officer.employee_name, "penalty_reader")
        self.assertEqual(as_officer.department_id, self.department)
        self.assertEqual(as_officer.balance, -10)
        self.assertTrue(as_officer.has_left)
        found = self.Penalty.with_user(self.judge).search([("has_left", "=", True)])
        self.assertEqual(found, entry)
        with self.assertRaises(AccessError):
            entry.with_user(self.reader).read(["facts"])

    def test_an_archived_employee(self):
        """Who is archived but still logs in reads their own until then."""
        entry = self._finish()
        self.staff[self.reader].active = False
        self.assertTrue(entry.with_user(self.judge).has_left)
        self.assertEqual(entry.with_user(self.reader).rule_name, "Rule T-1")

    def test_archived_in_between(self):
        """An open entry of somebody who left can still be ended."""
        entry = self._bring_entry_to("notified", self._propose(self.case))
        self.staff[self.reader].active = False
        self.reader.active = False
        self.assertFalse(entry._get_employee_email() and entry._get_employee_link())
        entry.with_user(self.judge).action_dismiss(reason="Left.")
        self.assertTrue(entry.is_final)

    def test_moved_to_another_company(self):
        """The entry stays where it was made, and is still the person's own."""
        entry = self._finish()
        other = self.env["res.company"].create({"name": "Water works"})
        self.staff[self.reader].company_id = other
        self.env.flush_all()
        entry.invalidate_recordset()
        self.assertEqual(entry.company_id, self.company)
        self.assertEqual(entry.with_user(self.reader).name, entry.name)
        self.assertFalse(entry.with_user(self.judge).has_left)

    def test_a_name_that_changes(self):
        """The entry keeps the name and the department of then."""
        entry = self._finish()
        self.staff[self.reader].write({"name": "Mrs. Wu", "department_id": False})
        self.assertEqual(entry.employee_name, "penalty_reader")
        self.assertEqual(entry.department_id, self.department)

    # ------------------------------------------------------------------
    # Anonymised
    # ------------------------------------------------------------------

    def test_what_is_forgotten(self):
        """Name, account, role, words and days; rule, points and month remain."""
        entry = self._finish()
        kept = entry.read(["rule_id", "points", "balance", "department_id", "state"])
        expiry = entry.date_expiry
        self.staff[self.reader].active = False
        self._forget(entry)
        entry.invalidate_recordset()
        self.assertEqual(
            entry.read(["rule_id", "points", "balance", "department_id", "state"]), kept
        )
        self.assertEqual(entry.date_expiry, expiry)
        self.assertEqual(entry.date_confirmed.day, 1)
        self.assertEqual(entry.date_confirmed.month, MONDAY.month)
        self.assertTrue(entry.is_forgotten)
        everything = str(entry.sudo().read()) + str(entry.sudo().event_ids.read())
        for word in (
            "Old",
            "display was dirty",
            "on leave",
            "is proven",
            "You were",
        ):
            self.assertNotIn(word, everything)
        self.assertNotIn("penalty_reader", everything)
        self.assertNotIn(str(self.reader.id), str(entry.event_ids.user_id.ids))

    def test_it_is_logged(self):
        """Who did it, when and why; earlier lines lose words and people."""
        entry = self._finish()
        self.staff[self.reader].active = False
        acts = entry.event_ids.mapped("act")
        self._forget(entry)
        events = entry.event_ids
        self.assertEqual(events.mapped("act"), [*acts, "forget"])
        self.assertEqual(events[-1].user_id, self.judge)
        self.assertEqual(events[-1].note, "The time to keep it is over.")
        self.assertFalse(any(events[:-1].mapped("note")))

    def test_only_of_who_left(self):
        entry = self._finish()
        with self._assert_refused("people who left"):
            self._forget(entry)

    def test_only_final(self):
        entry = self._bring_entry_to("notified", self._propose(self.case))
        self.staff[self.reader].active = False
        with self._assert_refused("Only final entries"):
            self._forget(entry)

    def test_not_while_under_review(self):
        """What waits for another look is still needed."""
        entry = self._finish()
        entry.sudo()._write_sealed({"needs_review": True})
        self.staff[self.reader].active = False
        with self._assert_refused("wait for a review"):
            self._forget(entry)

    def test_only_officers(self):
        entry = self._finish()
        self.staff[self.reader].active = False
        for user in (self.manager, self.handler, self.head, self.reader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._forget(entry, user)

    def test_no_door_beside(self):
        """Nobody empties a final entry by writing, whatever the context says."""
        entry = self._finish()
        self.staff[self.reader].active = False
        as_officer = entry.with_user(self.judge)
        for vals in (
            {"employee_name": False},
            {"facts": False},
            {"is_forgotten": True},
            {"statement": False},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                as_officer.with_context(complaint_forgetting=True).write(vals)

    def test_the_dialog(self):
        """Officers choose several; what cannot be is left out, and said."""
        gone = self._finish()
        other = self._propose(self.case, user=self.head, rule=self.head_rule)
        self.staff[self.reader].active = False
        action = (gone | other).with_user(self.judge).action_open_forget()
        wizard = (
            self.env["complaint.penalty.forget"]
            .with_user(self.judge)
            .with_context(**action["context"])
            .create({"reason": "Left two years ago."})
        )
        self.assertEqual(wizard.ready_ids, gone)
        self.assertEqual(wizard.left_out, 1)
        wizard.action_confirm()
        self.assertTrue(gone.is_forgotten)
        self.assertFalse(other.is_forgotten)
        with self.assertRaises(AccessError):
            gone.with_user(self.manager).action_open_forget()

    def test_figures_stay(self):
        """The department's sum is the same before and after."""
        entry = self._finish()
        domain = [("department_id", "=", self.department.id)]
        before = self.Penalty._read_group(domain, ["department_id"], ["balance:sum"])
        self.staff[self.reader].active = False
        self._forget(entry)
        self.env.flush_all()
        self.assertEqual(
            self.Penalty._read_group(domain, ["department_id"], ["balance:sum"]), before
        )

    def test_tasks_go_with_it(self):
        """No task, open or done, still says that the person had an entry."""
        entry = self._finish()
        tasks = self.env["mail.activity"].with_context(active_test=False)
        domain = [("res_model", "=", entry._name), ("res_id", "=", entry.id)]
        self.assertTrue(tasks.search(domain))
        self.staff[self.reader].active = False
        self._forget(entry)
        self.assertFalse(tasks.search(domain))

    def test_next_steps_forget_as_well(self):
        """What a threshold proposed to the person names nobody any more."""
        threshold = self.env["complaint.penalty.threshold"].create(
            {"name": "Talk", "step": "talk", "limit": 5}
        )
        entry = self._finish()
        step = self.env["complaint.penalty.step"]._create_sealed(
            [
                {
                    "threshold_id": threshold.id,
                    "company_id": self.company.id,
                    "employee_id": self.staff[self.reader].id,
                    "penalty_ids": [(6, 0, entry.ids)],
                    "step": "talk",
                    "value": 10,
                    "date_crossed": MONDAY.date(),
                    "note": "OldNote",
                }
            ]
        )
        self.staff[self.reader].active = False
        self._forget(entry)
        step.invalidate_recordset()
        self.assertFalse(step.employee_id or step.note or step.employee_name)

    def test_a_next_step_begins_as_all_do(self):
        """Nobody has one decided by what a link or a remote call presets."""
        threshold = self.env["complaint.penalty.threshold"].create(
            {"name": "Talk", "step": "talk", "limit": 5}
        )
        steps = self.env["complaint.penalty.step"].with_context(
            default_state="done", default_decider_id=self.env.uid
        )
        step = steps._create_sealed(
            [
                {
                    "threshold_id": threshold.id,
                    "company_id": self.company.id,
                    "employee_id": self.staff[self.reader].id,
                    "step": "talk",
                    "value": 10,
                    "date_crossed": MONDAY.date(),
                }
            ]
        )
        self.assertEqual(step.state, "open")
        self.assertFalse(step.decider_id)

    # ------------------------------------------------------------------
    # Officers as employees
    # ------------------------------------------------------------------

    def test_an_officer_reads_theirs_as_an_employee(self):
        """Officers see of their own entry what everybody sees of theirs."""
        entry = self._propose(self.case, user=self.judge, **WORDS)
        entry.with_user(self.second).action_notify()
        entry.with_user(self.judge)._give_statement("Foggy.")
        as_oneself = entry.with_user(self.judge)
        (row,) = as_oneself.read()
        self.assertIn("OldFacts", str(row["facts"]))
        (row,) = as_oneself.web_read(
            {
                "evidence": {},
                "complaint_id": {"fields": {"display_name": {}}},
                "event_ids": {"fields": {"act": {}, "user_id": {}}},
                "proposer_id": {"fields": {"display_name": {}}},
                "case_number": {},
                "case_finding": {},
            }
        )
        self.assertFalse(
            [value for name, value in row.items() if value and name != "id"]
        )
        mine = self.Penalty.with_user(self.judge)
        self.assertFalse(mine.search([("evidence", "ilike", "OldEvidence")]))
        self.assertFalse(mine.search([("case_number", "=", self.case.number)]))
        self.assertFalse(mine.formatted_read_group([], ["proposer_id"], ["__count"]))
        self.assertFalse(
            mine.formatted_read_grouping_sets([], [["complaint_id"]], ["__count"])[0]
        )
        self.judge.group_ids |= self.env.ref("base.group_allow_export")
        with self._assert_refused("is about you", AccessError):
            as_oneself.export_data(["name", "evidence"])
        self.assertEqual(mine.search([]), entry)
        self.assertEqual(entry.with_user(self.second).case_number, self.case.number)
