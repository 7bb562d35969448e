# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A reward grants the badge of its rule, where badges are in use (R132)."""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from tests.accountability.common import PenaltyCase
from tests.common import USER
from tests.insight.goal_common import GoalCase

from .common import AppsCase


@tagged("post_install", "-at_install")
class TestBadges(AppsCase, PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.badge = cls.env["gamification.badge"].create(
            {"name": "Keen ear", "rule_auth": "nobody"}
        )
        cls.reward_rule.badge_ref = f"gamification.badge,{cls.badge.id}"

    def _reward(self, user=None):
        penalty = self._propose(user=user, rule=self.reward_rule, origin="praise")
        self._make_confirm(penalty)
        return penalty

    def _get_grants(self):
        return self.env["gamification.badge.user"].search(
            [("badge_id", "=", self.badge.id)]
        )

    def test_granted(self):
        """The person gets the badge; it tells nothing about the case."""
        penalty = self._reward()
        grant = self._get_grants()
        self.assertEqual(grant.user_id, self.reader)
        self.assertFalse(grant.comment)
        self.assertTrue(penalty.date_badge)
        said = self.env["mail.message"].search(
            [("model", "=", grant._name), ("res_id", "=", grant.id)]
        )
        for text in [*said.mapped("body"), *said.mapped("subject")]:
            self.assertNotIn(penalty.complaint_id.number, text or "")

    def test_once(self):
        """One badge for an entry, also when it was taken away again."""
        penalty = self._reward()
        self._get_grants().unlink()
        penalty._grant_badges()
        self.assertFalse(self._get_grants())

    def test_deleted_badge(self):
        """A badge that is gone is no error: the reward stands."""
        self.badge.unlink()
        penalty = self._reward()
        self.assertEqual(penalty.state, "confirmed")
        self.assertFalse(penalty.date_badge)

    def test_without_badge(self):
        self.reward_rule.badge_ref = False
        self.assertEqual(self._reward().state, "confirmed")
        self.assertFalse(self._get_grants())

    def test_penalties_have_none(self):
        self.penalty_rule.badge_ref = f"gamification.badge,{self.badge.id}"
        self._bring_entry_to("confirmed")
        self.assertFalse(self._get_grants())

    def test_nobody_to_grant_it_to(self):
        """People without an account, or who are not on the board: no badge."""
        self.staff["worker"] = self._create_employee("Worker")
        self._reward("worker")
        self.staff[self.reader].sudo().complaint_board_off = True
        self._reward()
        self.assertFalse(self._get_grants())

    def test_several_at_once(self):
        """One click on many rewards grants each person theirs."""
        penalties = self._propose(
            user=self.reader, rule=self.reward_rule
        ) | self._propose(user=self.head, rule=self.reward_rule)
        penalties.with_user(self.judge).action_confirm(reason="Both did well.")
        self.assertEqual(self._get_grants().user_id, self.reader | self.head)


@tagged("post_install", "-at_install")
class TestContestBadges(AppsCase, GoalCase):
    """The people of the unit that wins a competition get its badge (R211)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.badge = cls.env["gamification.badge"].create(
            {"name": "The fairest answer", "rule_auth": "nobody"}
        )
        cls.winners, cls.others = cls.env["hr.department"].create(
            [{"name": "North"}, {"name": "South"}]
        )
        shy = cls._create_user("contest_shy", USER)
        cls.winner = cls._create_user("contest_winner", USER)
        others = [cls._create_user(f"contest_{name}", USER) for name in ("li", "wu")]
        cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": unit.id,
                    "complaint_board_off": user == shy,
                }
                for user, unit in (
                    (shy, cls.winners),
                    (cls.winner, cls.winners),
                    *((other, cls.others) for other in others),
                )
            ]
        )
        for unit, rating in ((cls.winners, "5"), (cls.others, "1")):
            cls._place(
                cls.month,
                LEAST,
                department_id=unit.id,
                satisfaction_result=rating,
                satisfaction_handling=rating,
            )

    def test_people_of_the_winners(self):
        """Not those of the second, nor who wants to stand on no board; once."""
        contests = self.env["complaint.contest"].with_user(self.manager)
        contest = contests.create(
            {
                "name": "The fairest answer",
                "measure": "dissatisfied",
                "date_from": self.month,
                "date_to": self.today + timedelta(days=20),
                "user_id": self.officer.id,
                "badge_ref": f"gamification.badge,{self.badge.id}",
            }
        )
        contest.action_start()
        self.assertEqual(contest.leader, "North")
        grants = self.env["gamification.badge.user"]
        of_badge = [("badge_id", "=", self.badge.id)]
        self.assertFalse(grants.search(of_badge))
        contest._perform_act("close", {})
        self.assertEqual(grants.search(of_badge).user_id, self.winner)
