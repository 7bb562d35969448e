# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ways past the screens: to one's own entry as an officer, and to another person's."""

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .common import ACCOUNTABILITY, PenaltyCase

DECIDE = "complaint.penalty.decide"
SAY = "complaint.penalty.say"


@tagged("post_install", "-at_install")
class TestPenaltyOwn(PenaltyCase):
    """An officer knows of an entry about themselves what every employee knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._decide_case()
        cls.entry = cls._propose(
            cls.case,
            user=cls.second,
            evidence="<p>PlantedEvidence</p>",
            proposer_id=cls.chief.id,
        )
        cls.entry.with_user(cls.judge).action_notify()
        cls.second.group_ids |= cls.env.ref("base.group_allow_export")

    def _open(self, model, **vals):
        dialogs = self.env[model].with_user(self.second)
        return dialogs.create({"penalty_id": self.entry.id, **vals})

    def test_the_dialog_of_a_decision(self):
        """It tells no evidence before anybody decided, made by a call or filled in."""
        vals = {"penalty_id": self.entry.id, "act": "confirm"}
        spec = {"penalty_id": {}, "act": {}, "evidence": {}, "case_finding": {}}
        dialogs = self.env[DECIDE].with_user(self.second)
        shown = dialogs.onchange(vals, ["penalty_id"], spec)["value"]
        self.assertFalse(shown.get("evidence"))
        (row,) = self._open(DECIDE, act="confirm").read()
        self.assertFalse(row["evidence"] or row["case_name"] or row["case_finding"])
        for_judge = dialogs.with_user(self.judge).create(vals)
        self.assertIn("PlantedEvidence", for_judge.evidence)

    def test_dialogs_export_and_count_nothing_more(self):
        dialog = self._open(SAY, act="statement", text="It was foggy.")
        with self._assert_refused("is about you", AccessError):
            dialog.export_data(["penalty_id/evidence"])
        with self._assert_refused("Group the entries", AccessError):
            dialog.formatted_read_group([], ["penalty_id.proposer_id"], ["__count"])

    def test_a_reversal_leads_to_nothing_more(self):
        """From the entry that reverses it one reads no more of it either."""
        self.entry.with_user(self.second)._give_statement("It was foggy.")
        self.entry.with_user(self.judge).action_confirm(reason="Proven.")
        self.entry.with_user(self.second)._appeal("It was.")
        self.entry.with_user(self.third).action_uphold(reason="It was not.")
        reversal = self.entry.with_user(self.judge).action_reverse(reason="It was.")
        mine = reversal.with_user(self.second)
        with self._assert_refused("is about you", AccessError):
            mine.export_data(["name", "reverses_id/evidence"])
        with self._assert_refused("Group the entries", AccessError):
            mine.formatted_read_group([], ["reverses_id.proposer_id"], ["__count"])
        self.assertEqual(
            mine.export_data(["reverses_id/name"])["datas"], [[self.entry.name]]
        )


@tagged("post_install", "-at_install")
class TestPenaltyOthers(PenaltyCase):
    """Nobody speaks for who has an account, and nothing of theirs stops a case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._decide_case()

    def test_nobody_appeals_for_the_person_in_time(self):
        """An officer admits a late appeal; before that the person appeals."""
        entry = self._bring_entry_to("confirmed", case=self.case)
        dialog = self.env[SAY].with_user(self.second)
        dialog = dialog.create(
            {
                "penalty_id": entry.id,
                "act": "appeal",
                "text": "I admit everything.",
                "late_reason": "They asked me to.",
            }
        )
        with self._assert_refused("Only the person themselves", AccessError):
            dialog.action_confirm()

    def test_an_account_of_the_portal(self):
        """Who has only the portal is told on paper, and is no reason to stop."""
        entry = self._propose(self.case)
        self.reader.sudo().group_ids = self.env.ref("base.group_portal")
        entry.with_user(self.judge).action_notify()
        self.assertEqual(entry.state, "notified")
        task = entry._search_tasks(
            ["complaint_management.mail_activity_type_penalty_hand_over"]
        )
        self.assertEqual(task.user_id, self.judge)

    def test_reopened_where_the_person_became_an_officer(self):
        """The case goes on, and they hear nothing of the entry (R69)."""
        self.staff[self.employee].user_id = False
        entry = self._propose(self.case, user=self.employee)
        self.staff[self.employee].user_id = self.employee
        self.employee.group_ids |= self.env.ref(ACCOUNTABILITY)
        self._bring_to(self.case, "resolved")
        self.case.with_user(self.manager).action_reopen(reason="It happened again.")
        self.assertTrue(entry.needs_review)
        tasks = entry._search_all_tasks()
        self.assertTrue(tasks)
        self.assertNotIn(self.employee, tasks.user_id)

    def test_what_was_taken_back_waits_for_no_review(self):
        for state, act in (("notified", "dismiss"), ("confirmed", "waive")):
            case = self._decide_case()
            entry = self._bring_entry_to(state, case=case)
            self._bring_to(case, "resolved")
            case.with_user(self.manager).action_reopen(reason="It happened again.")
            getattr(entry.with_user(self.second), f"action_{act}")(reason="Open again.")
            with self.subTest(act=act):
                self.assertFalse(entry.needs_review)
                self.assertTrue(entry.review_reason)

    def test_nobody_confirms_without_a_decision_that_stands(self):
        """Not while the case is open again, nor when it is nobody's fault (R10)."""
        entry = self._bring_entry_to("notified", case=self.case)
        entry.with_user(self.reader)._give_statement("The display was dirty.")
        as_judge = entry.with_user(self.judge)
        self.case.sudo().fault_level = "none"
        with self._assert_refused("No approved decision"):
            as_judge.action_confirm(reason="Proven.")
        self.case.sudo().fault_level = "ordinary"
        with self._assert_refused("No approved decision"):
            as_judge.action_confirm(reason="Proven.")
        self._bring_to(self.case, "approved")
        as_judge.action_confirm(reason="Proven.")
        self.assertEqual(entry.state, "confirmed")


@tagged("post_install", "-at_install")
class TestPenaltyComplainant(PenaltyCase):
    """Officers know the facts of a protected case, and not who complained (R152)."""

    def _decide_protected(self, **vals):
        case = self._create_case(partner_name="Mary O'Brien", **vals)
        self._bring_to(case, "proposed")
        case.sudo().finding = "<p>Mary O'Brien is right, says mary o'brien.</p>"
        return self._bring_to(case, "approved")

    def test_no_name_in_the_finding(self):
        case = self._decide_protected(identity_mode="confidential")
        entry = self._propose(case).with_user(self.judge)
        self.assertIn("is right", entry.case_finding)
        self.assertNotIn("brien", entry.case_finding.lower())

    def test_who_wrote_names_learns_nothing_by_them(self):
        """What is taken out of a list of names tells who is in the vault (R152)."""
        case = self._decide_protected(identity_mode="confidential")
        both = self._create_user(
            "penalty_both",
            f"{ACCOUNTABILITY},complaint_management.group_complaint_officer",
        )
        case.with_user(both).finding = "<p>Ann Lee, Mary O'Brien, Tom Fox</p>"
        entry = self._propose(case)
        shown = entry.with_user(both).case_finding
        for name in ("Ann Lee", "Mary O'Brien", "Tom Fox"):
            self.assertIn(name, html2plaintext(shown))
        self.assertNotIn("Brien", entry.with_user(self.judge).case_finding)
        self.assertNotIn("Brien", entry.sudo().with_user(SUPERUSER_ID).case_finding)

    def test_protected_later(self):
        """What entries say already names nobody any more, also when final."""
        case = self._decide_protected()
        said = "<p>Mary O'Brien told it.</p>"
        entry = self._propose(case, facts=said, evidence=said)
        self._bring_entry_to("upheld", entry)
        case.with_user(self.manager).identity_mode = "confidential"
        for fname in ("facts", "evidence"):
            self.assertIn("told it", entry[fname])
            self.assertNotIn("Brien", entry[fname])
        self.assertEqual(entry.balance, -10)


@tagged("post_install", "-at_install")
class TestPenaltyMany(PenaltyCase):
    def _count_queries(self, entries):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        entries.with_user(self.judge).action_confirm(reason="Well done.")
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_confirming_many_costs_no_query_for_each(self):
        case = self._decide_case()
        people = self.env["hr.employee"].create(
            [
                {"name": f"Colleague {number}", "company_id": self.company.id}
                for number in range(46)
            ]
        )
        entries = self.Penalty.sudo()._propose(
            [
                {
                    "complaint_id": case.id,
                    "employee_id": employee.id,
                    "rule_id": self.reward_rule.id,
                }
                for employee in people
            ]
        )
        self._count_queries(entries[:1])
        few, many = self._count_queries(entries[1:6]), self._count_queries(entries[6:])
        self.assertLessEqual(many - few, 10)
