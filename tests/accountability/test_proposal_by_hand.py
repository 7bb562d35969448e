# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries and rewards proposed by hand: who may, and what stands against it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MANAGER
from .proposal_common import ACCOUNTABILITY, ProposalCase


@tagged("post_install", "-at_install")
class TestProposeByHand(ProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_book_rule("D1", propose_on=False)
        cls.thanks = cls._create_book_rule(
            "G1", basis="good", kind="praise", propose_on="praise"
        )
        cls.case = cls._decide()

    def _open(self, user, rule=None, employee=None, **vals):
        """The dialog as a user fills it."""
        rule = rule or self.rule
        return (
            self.env["complaint.penalty.propose"]
            .with_user(user)
            .create(
                {
                    "complaint_id": self.case.id,
                    "is_reward": rule == self.thanks,
                    "employee_id": (employee or self.reader).id,
                    "rule_id": rule.id,
                    "facts": "<p>Read the wrong meter.</p>",
                    **vals,
                }
            )
        )

    def test_manager_proposes(self):
        """A complaint manager proposes, and sees nothing of what comes of it."""
        self._open(self.manager, evidence="<p>Photo</p>").action_propose()
        entry = self._assert_proposed(self.case, [(self.reader, self.rule)])
        self.assertEqual(entry.origin, "manual")
        self.assertEqual(entry.proposer_id, self.manager)
        self.assertIn("wrong meter", entry.facts)
        self.assertFalse(self.Penalty.with_user(self.manager).search_count([]))

    def test_officer_who_may_not_read_cases(self):
        """An accountability officer proposes by the number of the case."""
        wizard = self._open(
            self.auditor, complaint_id=False, case_number=self.case.number
        )
        self.assertFalse(wizard.problem)
        wizard.action_propose()
        self._assert_proposed(self.case, [(self.reader, self.rule)])

    def test_number_of_nothing(self):
        wizard = self._open(self.auditor, complaint_id=False, case_number="CMP/0/1")
        with self._assert_refused("no such case"):
            wizard.action_propose()

    def test_number_of_another_company(self):
        """Nobody finds out about cases of companies that are not theirs."""
        other = self.env["res.company"].create({"name": "Gas"})
        vals = {"name": "Gas bill", "company_id": other.id}
        # Each company counts its own: the last of many is no number of ours.
        number = self.Complaint.create([dict(vals) for _case in range(30)])[-1].number
        wizard = self._open(self.auditor, complaint_id=False, case_number=number)
        with self._assert_refused("no such case"):
            wizard.action_propose()

    def test_numbers_help_nobody_else(self):
        """Who is no accountability officer finds no case by its number."""
        wizard = self._open(
            self.outsider, self.thanks, complaint_id=False, case_number=self.case.number
        )
        with self.assertRaises(AccessError):
            wizard.action_propose()

    def test_who_may_not(self):
        """Neither clerks nor complaint officers propose against anybody."""
        for user in (self.clerk, self.colleague, self.officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._open(user).action_propose()
        self._assert_proposed(self.case, [])

    def test_handler_does_not(self):
        """Who handles or investigates names who is responsible, and no more."""
        for user in (self.handler, self.investigator):
            user.group_ids += self.env.ref(MANAGER)
            with (
                self.subTest(user=user.login),
                self._assert_refused("Somebody else proposes"),
            ):
                self._open(user).action_propose()

    def test_before_the_decision(self):
        """Nothing is proposed against anybody before the verdict, by hand neither."""
        self.case = self._create_case()
        self._bring_to(self.case, "pending")
        with self._assert_refused("until then nothing is proposed"):
            self._open(self.manager).action_propose()

    def test_fault_of_the_customer(self):
        self.case = self._decide(fault_level="customer")
        with self._assert_refused("No approved decision finds a fault of ours"):
            self._open(self.manager).action_propose()

    def test_against_oneself(self):
        """Nobody proposes for themselves, neither penalty nor reward."""
        own = self.staff[self.officer]
        with self._assert_refused("for themselves"):
            self._open(self.officer, self.thanks, own).action_propose()

    def test_rule_that_does_not_fit(self):
        """A reward is no way to penalise, nor is a rule that has ended."""
        wizard = self._open(self.officer, self.thanks)
        wizard.rule_id = self.rule
        with self._assert_refused("not valid for the case"):
            wizard.action_propose()
        self.rule.date_to = "2020-01-01"
        with self._assert_refused("not valid for the case"):
            self._open(self.manager).action_propose()

    def test_twice(self):
        """The officer hears that it stands already; nobody else finds out that way."""
        first = self._open(self.manager).action_propose()
        self.assertEqual(self._open(self.manager).action_propose(), first)
        self._assert_proposed(self.case, [(self.reader, self.rule)])
        by_number = {"complaint_id": False, "case_number": self.case.number}
        with self._assert_refused("already"):
            self._open(self.auditor, **by_number).action_propose()

    def test_without_facts(self):
        with self._assert_refused("Write down what happened"):
            self._open(self.manager, facts="<p><br></p>").action_propose()

    def test_reward(self):
        """R131: whoever works on the case proposes to thank a colleague."""
        finder = self.crew
        self._open(self.handler, self.thanks, finder).action_propose()
        entry = self._assert_proposed(self.case, [(finder, self.thanks)])
        self.assertTrue(entry.is_reward)
        self.assertEqual(entry.origin, "praise")

    def test_reward_needs_no_verdict(self):
        self.case = self._create_case()
        self._open(self.handler, self.thanks).action_propose()
        self._assert_proposed(self.case, [(self.reader, self.thanks)])

    def test_reward_by_who_does_not_work_on_it(self):
        """Who may not edit the case does not propose on it."""
        with self.assertRaises(AccessError):
            self._open(self.outsider, self.thanks).action_propose()

    def test_nothing_in_the_case(self):
        before = self.case.message_ids
        self._open(self._with_mail(self.manager)).action_propose()
        self.assertEqual(self.case.message_ids, before)

    def test_protected_case_about_the_officer(self):
        """R153: who a protected case is about does not find it by its number."""
        accused = self.env["hr.employee"].create(
            {
                "name": "Auditor",
                "user_id": self.auditor.id,
                "company_id": self.company.id,
            }
        )
        case = self._create_case(
            identity_mode="confidential", complained_employee_ids=accused.ids
        )
        wizard = self._open(self.auditor, complaint_id=False, case_number=case.number)
        self.assertFalse(wizard._find_case())

    def test_actions(self):
        """The menu of actions offers each its own."""
        entry = self.env.ref("complaint_management.complaint_penalty_propose_action")
        reward = self.env.ref("complaint_management.complaint_reward_propose_action")
        self.assertEqual(
            entry.group_ids, self.env.ref(ACCOUNTABILITY) | self.env.ref(MANAGER)
        )
        self.assertTrue(self.handler.all_group_ids & reward.group_ids)
        self.assertFalse(self.handler.all_group_ids & entry.group_ids)
        self.assertEqual(entry.binding_view_types, "form")
