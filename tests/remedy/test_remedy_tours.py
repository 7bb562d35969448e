# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Making it good and answering for it, in the browser: each with their own login."""

from odoo.tests import HttpCase, tagged

from ..accountability.common import PenaltyCase
from .common import RemedyCase

# A busy machine is slow, and no reason to fail.
PATIENCE = 120


class BrowserCase(HttpCase):
    def _walk(self, tour, user, record, path="complaints"):
        self.env.flush_all()
        url = f"/odoo/{path}/{record.id}" if record else f"/odoo/{path}"
        self.start_tour(url, tour, login=user.login, timeout=PATIENCE)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestRemedyTours(RemedyCase, BrowserCase):
    """What a handler may promise, and what they may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls._create_case(claimed_amount=30, demand="My money back")
        cls.case = cls._bring_to(case, "investigating")
        cls.case.write(
            {**cls._prepare_solution_vals(), "user_id": cls.handler.id, "answer": False}
        )

    def test_within_authority(self):
        """A handler settles at once what they may promise (R91, R95)."""
        self._walk("complaint_remedy_within", self.handler, self.case)
        self.assertRecordValues(
            self.case,
            [
                {
                    "state": "resolved",
                    "customer_response": "accepted",
                    "approver_id": self.handler.id,
                    "granted_amount": 30,
                }
            ],
        )

    def test_beyond_authority(self):
        """No button promises it; who has the authority approves in one click (R92)."""
        self._walk("complaint_remedy_beyond", self.handler, self.case)
        line = self.case.remedy_ids
        self.assertRecordValues(line, [{"state": "draft", "approval_state": "pending"}])
        approval = line.approval_id
        self.assertEqual(approval.activity_ids.user_id, approval.approver_id)
        approver = approval.approver_id
        self._walk(
            "complaint_remedy_approves", approver, approval, "complaint-approvals"
        )
        self.assertEqual(line.approval_state, "approved")
        self.assertFalse(approval.activity_ids)
        self._walk("complaint_remedy_offers", self.handler, self.case)
        self.assertEqual(line.state, "offered")


@tagged("post_install", "-at_install")
class TestElectricityCase(PenaltyCase, BrowserCase):
    """The meters that were swapped, to the end (R104-R108)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.installer = cls._create_user("penalty_installer", "base.group_user")
        cls.staff[cls.installer] = cls._create_employee(
            "Zhao Qiang", user_id=cls.installer.id
        )
        cls.finder = cls._create_employee("Song Yu")
        cls.department.manager_id = cls.staff[cls.head]
        cls.reward_rule.name = "Found or averted the cause"
        cls.case = cls._bring_to(
            cls._create_case(claimed_amount=10400, demand="400 back and 10,000"),
            "investigating",
        )
        cls.case.write(
            {
                **cls._prepare_solution_vals(),
                "responsible_employee_ids": [
                    (6, 0, [cls.staff[cls.reader].id, cls.staff[cls.installer].id])
                ],
                "responsible_department_ids": [(6, 0, cls.department.ids)],
            }
        )
        (cls.penalty_rule | cls.head_rule).propose_on = "verdict"

    def _get_entry(self, employee):
        return self.Penalty.search(
            [("complaint_id", "=", self.case.id), ("employee_id", "=", employee.id)]
        )

    def _walk_entry(self, tour, user, entry):
        self._walk(tour, user, entry, "complaint-entries")

    def test_to_the_end(self):
        """Made good, refused with reasons, and answered for by those who did it."""
        self._assert_made_good()
        self._assert_finder_is_thanked()
        self._assert_each_answers_for_it()

    def _assert_made_good(self):
        self._walk("complaint_electricity_proposes", self.handler, self.case)
        self.assertFalse(self.Penalty.search([("complaint_id", "=", self.case.id)]))
        self._walk("complaint_electricity_approves", self.manager, self.case)
        self._walk("complaint_electricity_settles", self.handler, self.case)
        self.assertRecordValues(
            self.case.remedy_ids.sorted("amount"),
            [
                {"state": "fulfilled", "amount": 400, "refusal_reason": False},
                {
                    "state": "refused",
                    "amount": 10000,
                    "refusal_reason": "Nobody was harmed in body or name.",
                },
            ],
        )
        self.assertRecordValues(
            self.case,
            [
                {
                    "state": "resolved",
                    "granted_amount": 400,
                    "apology_state": "not_accepted",
                    "recourse_explained": True,
                }
            ],
        )
        # A refused apology escalates (R108).
        self.assertTrue(self.case._get_apology_tasks())

    def _assert_finder_is_thanked(self):
        self._walk("complaint_electricity_rewards", self.manager, self.case)
        reward = self._get_entry(self.finder)
        self._walk_entry("complaint_reward_confirms", self.judge, reward)
        self.assertRecordValues(
            reward, [{"state": "confirmed", "is_final": True, "balance": 5}]
        )

    def _assert_each_answers_for_it(self):
        people = (self.reader, self.head, self.installer)
        entries = [self._get_entry(self.staff[user]) for user in people]
        # The judge reports to the head: somebody else decides there.
        deciders = (self.judge, self.third, self.judge)
        for user, entry, decider in zip(people, entries, deciders, strict=True):
            self._walk_entry("complaint_entry_tells", self.judge, entry)
            self._walk("complaint_entry_states", user, None, "my-entries")
            self._walk_entry("complaint_entry_confirms", decider, entry)
        self._walk("complaint_entry_appeals", self.installer, None, "my-entries")
        self._walk_entry("complaint_entry_waives", self.second, entries[2])
        self.assertEqual(
            [(entry.state, entry.liability, entry.balance) for entry in entries],
            [
                ("confirmed", "direct", -10),
                ("confirmed", "head", -4),
                ("waived", "direct", 0),
            ],
        )
        self.assertEqual(entries[0].statement, "The plates were unreadable.")
        self.assertEqual(entries[2].decider_id, self.second)
