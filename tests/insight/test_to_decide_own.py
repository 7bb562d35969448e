# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who decides on entries finds none about themselves in the list of what waits."""

from odoo.tests import tagged

from ..accountability.common import PenaltyCase


@tagged("post_install", "-at_install")
class TestOwnEntries(PenaltyCase):
    def test_nobody_reads_there_who_proposed_their_entry(self):
        """An officer who appeals knows of it what every employee knows."""
        entry = self._propose(user=self.second, proposer_id=self.chief.id)
        entry.with_user(self.judge).action_notify()
        entry.with_user(self.second)._give_statement("It was foggy.")
        entry.with_user(self.judge).action_confirm(reason="Proven.")
        entry.with_user(self.second)._appeal("It was.")
        rows = self.env["complaint.to.decide"]
        domain = [("kind", "=", "appeal"), ("entry_id", "=", entry.id)]
        row = rows.with_user(self.third).search(domain)
        self.assertEqual(row.requester_id, self.chief)
        rows.invalidate_model()
        self.assertFalse(rows.with_user(self.second).search(domain))
        row = row.with_user(self.second)
        self.assertEqual(row.read(["requester_id"]), [])
