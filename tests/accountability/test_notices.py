# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is told of an entry: the person by mail and task, officers by task."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common import MONDAY, PenaltyCase

READ = "complaint_management.mail_activity_type_penalty_read"
HAND_OVER = "complaint_management.mail_activity_type_penalty_hand_over"
DECIDE = "complaint_management.mail_activity_type_penalty_decide"
APPEAL = "complaint_management.mail_activity_type_penalty_appeal"
SUBJECT = "A personal message for you"
# Words of the entry that no mail repeats.
CONFIDENTIAL = ("Rule T-1", "T-1", "Mistake", "points", "CMP/", "swapped", "Wrong bill")


@tagged("post_install", "-at_install")
class TestPenaltyNotices(MailCase, PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["complaint_management"], ["zh_CN"]
        )
        cls.reader.email = "reader@example.com"

    def _with_mail_for(self, entry, user):
        return self._with_mail(entry.with_user(user))

    def _get_tasks(self, entry, user=None):
        """Open tasks on an entry, as (user, kind)."""
        tasks = self.env["mail.activity"].search(
            [("res_model", "=", entry._name), ("res_id", "in", entry.ids)]
        )
        if user:
            tasks = tasks.filtered(lambda task: task.user_id == user)
        return [
            (
                task.user_id,
                task.activity_type_id.get_external_id()[task.activity_type_id.id],
            )
            for task in tasks.sorted("id")
        ]

    def _notify(self, entry):
        with self.mock_mail_gateway():
            self._with_mail_for(entry, self.judge).action_notify()
        return self._new_mails

    # ------------------------------------------------------------------
    # The person
    # ------------------------------------------------------------------

    def test_the_person_is_told(self):
        """R69: by mail and by a task, in words that tell others nothing."""
        entry = self._propose(facts="<p>Misread the meter of 12 Harbour Road.</p>")
        mails = self._notify(entry)
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails.subject, SUBJECT)
        self.assertEqual(mails.email_to, self.reader.email)
        self.assertFalse(mails.model or mails.res_id)
        self.assertIn("Nothing is decided", mails.body_html)
        self.assertIn(f"/odoo/my-entries/{entry.id}", mails.body_html)
        for word in (*CONFIDENTIAL, "Harbour", entry.complaint_id.number):
            self.assertNotIn(word, mails.body_html)
            self.assertNotIn(word, mails.subject)
        self.assertEqual(self._get_tasks(entry), [(self.reader, READ)])

    def test_in_their_language(self):
        """Mail and task speak the language of the person, not of the officer."""
        self.reader.lang = "zh_CN"
        entry = self._propose()
        template = self.env.ref("complaint_management.mail_template_penalty")
        template.with_context(lang="zh_CN").subject = "给您的私人信息"
        mails = self._notify(entry)
        self.assertEqual(mails.subject, "给您的私人信息")
        task = self.env["mail.activity"].search(
            [("res_model", "=", entry._name), ("res_id", "=", entry.id)]
        )
        kind = self.env.ref(READ).with_context(lang="zh_CN")
        self.assertEqual(task.summary, kind.summary)

    def test_no_proposal_is_told(self):
        """What nobody decided to tell is known to officers only."""
        case = self._decide_case()
        with self.mock_mail_gateway():
            entry = self._with_mail(self.Penalty)._propose(
                [
                    {
                        "complaint_id": case.id,
                        "employee_id": self.staff[self.reader].id,
                        "rule_id": self.penalty_rule.id,
                    }
                ]
            )
            self._with_mail_for(entry, self.judge).action_dismiss(reason="No.")
        self.assertFalse(self._new_mails)
        self.assertFalse(self._get_tasks(entry))

    def test_each_step_is_told(self):
        """The decision, the receipt of an appeal, and its outcome."""
        entry = self._propose()
        self._notify(entry)
        with self.mock_mail_gateway():
            self._with_mail_for(entry, self.reader)._give_statement("Foggy.")
        self.assertFalse(self._new_mails)
        self.assertEqual([kind for _user, kind in self._get_tasks(entry)], [DECIDE])
        with self.mock_mail_gateway():
            self._with_mail_for(entry, self.judge).action_confirm(reason="Proven.")
        self.assertIn("you can appeal until", self._new_mails.body_html)
        self.assertEqual(self._get_tasks(entry), [(self.reader, READ)])
        with self.mock_mail_gateway():
            self._with_mail_for(entry, self.reader)._appeal("I was away.")
        self.assertIn("Your appeal has arrived", self._new_mails.body_html)
        ((decider, kind),) = self._get_tasks(entry)
        self.assertEqual(kind, APPEAL)
        self.assertNotIn(decider, self.judge | self.reader)
        with self.mock_mail_gateway():
            self._with_mail_for(entry, self.second).action_waive(reason="You were.")
        self.assertIn("does not count", self._new_mails.body_html)
        self.assertEqual(self._get_tasks(entry), [(self.reader, READ)])

    def test_a_reward_is_told(self):
        """R131: good work is thanked for, by name of the person and nobody else."""
        entry = self._propose(rule=self.reward_rule)
        with self.mock_mail_gateway():
            self._with_mail_for(entry, self.judge).action_confirm(reason="Thank you.")
        self.assertIn("Good work of yours", self._new_mails.body_html)

    def test_a_reversal_is_told_once(self):
        entry = self._bring_entry_to("upheld")
        with self.mock_mail_gateway():
            self._with_mail_for(entry, self.third).action_reverse(reason="Wrong meter.")
        self.assertEqual(len(self._new_mails), 1)
        self.assertIn("no longer counts", self._new_mails.body_html)
        self.assertFalse(self._get_tasks(entry.reversed_by_id))

    def test_who_does_not_log_in(self):
        """They get it on paper: the officer who tells them is reminded."""
        self.staff["worker"] = self._create_employee("Zhao Min")
        entry = self._propose(user="worker")
        mails = self._notify(entry)
        self.assertFalse(mails)
        self.assertEqual(self._get_tasks(entry), [(self.judge, HAND_OVER)])

    def test_an_archived_account(self):
        """Who has left is not written to; the officer is asked to reach them."""
        self.reader.active = False
        entry = self._propose()
        self._notify(entry)
        self.assertEqual(self._get_tasks(entry), [(self.judge, HAND_OVER)])

    # ------------------------------------------------------------------
    # Officers
    # ------------------------------------------------------------------

    def test_time_is_over(self):
        """When nothing was said in time, an officer is asked to decide, once."""
        with self._at(MONDAY):
            entry = self._bring_entry_to("notified")
        with self._at(entry.date_statement_due + timedelta(minutes=1)):
            self._run_deadlines()
            self._run_deadlines()
        self.assertEqual([kind for _user, kind in self._get_tasks(entry)], [DECIDE])

    def test_the_task_goes_to_who_may_decide(self):
        """Not to the handler, the proposer or somebody who reports to the person."""
        for officer in (self.second, self.third, self.chief):
            officer.active = False
        case = self._decide_case()
        entry = self._propose(case, proposer_id=self.judge.id)
        self._make_notify(entry)
        entry.with_user(self.reader)._give_statement("Foggy.")
        self.assertFalse(self._get_tasks(entry))
        self.third.active = True
        other = self._propose(case, rule=self.late_rule, proposer_id=self.judge.id)
        self._make_notify(other)
        other.with_user(self.reader)._give_statement("Foggy.")
        self.assertEqual(self._get_tasks(other), [(self.third, DECIDE)])

    def test_a_small_company(self):
        """Where nobody is impartial, a manager who may pass that is asked."""
        for officer in (self.judge, self.second, self.third):
            officer.active = False
        entry = self._propose(proposer_id=self.chief.id)
        entry.with_user(self.chief).action_notify()
        entry.with_user(self.reader)._give_statement("Foggy.")
        self.assertEqual(self._get_tasks(entry), [(self.chief, DECIDE)])

    def test_tasks_are_shared_out(self):
        """Whoever has fewest tasks gets the next."""
        case = self._decide_case()
        users = (self.reader, self.head, self.employee)
        entries = self.Penalty.union(*(self._propose(case, user) for user in users))
        entries.with_user(self.judge).action_notify()
        for entry, user in zip(entries, users, strict=True):
            entry.with_user(user)._give_statement("Foggy.")
        people = {user for user, _kind in self._get_tasks(entries)}
        self.assertEqual(len(people), 3)

    # ------------------------------------------------------------------
    # Nobody else
    # ------------------------------------------------------------------

    def test_a_task_is_seen_by_one_person(self):
        """Neither the person nor other officers see whose task an entry is."""
        entry = self._bring_entry_to("notified")
        entry.with_user(self.reader)._give_statement("Foggy.")
        ((decider, _kind),) = self._get_tasks(entry)
        tasks = self.env["mail.activity"].search(
            [("res_model", "=", entry._name), ("res_id", "=", entry.id)]
        )
        for user in (self.reader, self.manager, self.handler, self.head) + tuple(
            (self.judge | self.second | self.third | self.chief) - decider
        ):
            with self.subTest(user.login):
                found = self.env["mail.activity"].with_user(user)
                self.assertFalse(found.search([("res_model", "=", entry._name)]))
                with self.assertRaises(AccessError):
                    tasks.with_user(user).read(["summary"])
                self.env.invalidate_all()
        as_decider = entry.with_user(decider)
        self.assertEqual(as_decider.activity_ids, tasks)
        groups = self.env["res.users"].with_user(decider)._get_activity_groups()
        self.assertIn(entry._name, [group["model"] for group in groups])

    def test_tasks_are_done_quietly(self):
        """Doing a task writes no message anywhere."""
        entry = self._bring_entry_to("notified")
        before = self.env["mail.message"].search_count([])
        task = self.env["mail.activity"].search(
            [("res_model", "=", entry._name), ("res_id", "=", entry.id)]
        )
        task.with_user(self.reader).action_feedback(feedback="Read it.")
        self.assertEqual(self.env["mail.message"].search_count([]), before)
        self.assertFalse(task.active)

    def test_the_case_knows_nothing(self):
        """No message, follower, task or clock of the case tells of its entries."""
        case = self._decide_case()
        names = ("message_ids", "activity_ids", "message_follower_ids", "clock_ids")
        before = {name: set(case[name].ids) for name in names}
        self._bring_entry_to("reduced", self._propose(case))
        case.invalidate_recordset()
        self.assertEqual({name: set(case[name].ids) for name in names}, before)

    def test_notifying_many_costs_little(self):
        """Told together: besides Odoo's own look at each record with a task, the
        queries do not grow with the number of people."""
        case = self._decide_case()
        staff = [self._create_employee(f"Worker {number}") for number in range(50)]
        entries = self.Penalty.sudo()._propose(
            [
                {
                    "complaint_id": case.id,
                    "employee_id": employee.id,
                    "rule_id": self.penalty_rule.id,
                }
                for employee in staff
            ]
        )
        self.env.flush_all()
        few, many = entries[:5], entries[5:]
        counts = []
        for batch in (few, many):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            batch.with_user(self.judge).action_notify()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLess(counts[1], counts[0] + len(many))
