# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A reward grants the badge of its rule, where badges are in use (R132)."""

from odoo.tests import tagged

from tests.accountability.common import PenaltyCase

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
