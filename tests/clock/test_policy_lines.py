# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A policy that is used promises something, whatever happens to its deadlines."""

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ClockCase

LINE = {"milestone": "answer", "unit": "business_days", "amount": 5}


@tagged("post_install", "-at_install")
class TestLastDeadline(ClockCase):
    def _assert_refused_to(self, delete):
        with self.assertRaisesRegex(ValidationError, "has no deadline"):
            delete()

    def test_it_is_not_deleted(self):
        self._assert_refused_to(self.policy.target_ids.unlink)

    def test_nor_one_after_the_other(self):
        lines = self.policy.target_ids
        lines[1:].unlink()
        self._assert_refused_to(lines[0].unlink)

    def test_nor_through_the_policy(self):
        vals = {"target_ids": [Command.clear()]}
        self._assert_refused_to(lambda: self.policy.write(vals))

    def test_others_are(self):
        self.policy.target_ids[1:].unlink()
        self.assertEqual(len(self.policy.target_ids), 1)

    def test_it_is_not_moved_away(self):
        other = self.policy.copy({"name": "Other"})
        other.target_ids[1:].unlink()
        last = other.target_ids
        self.policy.target_ids.filtered(
            lambda target: target.milestone == last.milestone
        ).unlink()
        with self.assertRaisesRegex(ValidationError, "has no deadline"):
            last.policy_id = self.policy

    def test_all_are_replaced_at_once(self):
        self.policy.write({"target_ids": [Command.clear(), Command.create(LINE)]})
        self.assertEqual(self.policy.target_ids.mapped("amount"), [5])

    def test_an_archived_policy_may_be_empty(self):
        self.policy.active = False
        self.policy.target_ids.unlink()
        self.assertFalse(self.policy.target_ids)

    def test_they_go_with_their_policy(self):
        policy = self.policy.copy()
        policy.unlink()
        self.assertFalse(policy.exists())
