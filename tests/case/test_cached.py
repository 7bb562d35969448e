# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is kept in the cache of every worker is read anew when it changes (R178)."""

from unittest.mock import patch

from odoo.tests import tagged

from ..common import ComplaintCase

MIXIN = "complaint.cached.mixin"


@tagged("post_install", "-at_install")
class TestCached(ComplaintCase):
    def _count_clearings(self, act):
        """How often the cache is forgotten while this is done."""
        with patch.object(
            type(self.env.registry), "clear_cache", autospec=True
        ) as clear:
            act()
        return clear.call_count

    def _count_clearings_of(self, record, vals):
        return self._count_clearings(lambda: record.write(vals))

    def test_all_that_is_kept_wears_the_mixin(self):
        worn = {
            "complaint.escalation.rule",
            "complaint.mail.relay",
            "complaint.mailbox",
            "complaint.sla.policy",
            "complaint.sla.target",
            "helpdesk.ticket.channel",
            "helpdesk.ticket.team",
            "hr.department",
            "hr.employee",
            "res.company",
            "resource.calendar",
            "resource.calendar.leaves",
        }
        mixin = self.env.registry[MIXIN]
        wearing = {
            name
            for name, model in self.env.registry.items()
            if issubclass(model, mixin)
        }
        self.assertLessEqual(worn, wearing)

    def test_what_changes_is_forgotten(self):
        """A policy counts from the next case on, with its deadlines."""
        policy = self.env["complaint.sla.policy"].create(
            {"name": "New", "sequence": -1, "target_ids": [(0, 0, self._get_target())]}
        )
        specs = policy._get_specs
        company = self.env.company.id
        self.assertEqual(specs(company)[0].id, policy.id)
        policy.target_ids.amount = 7
        self.assertEqual(specs(company)[0].targets[0].amount, 7)
        policy.sequence = 1000
        self.assertNotEqual(specs(company)[0].id, policy.id)
        policy.unlink()
        self.assertNotIn(policy.id, [spec.id for spec in specs(company)])

    def _get_target(self):
        return {"milestone": "answer", "unit": "calendar_days", "amount": 3}

    def test_what_does_not_count_is_kept(self):
        """Changes of other fields leave the cache to all who work."""
        team = self.env["helpdesk.ticket.team"].create({"name": "One"})
        channel = self.env["helpdesk.ticket.channel"].create({"name": "Post office"})
        for record, other, counting in (
            (team, {"name": "Two"}, {"user_ids": [(4, self.clerk.id)]}),
            (channel, {"name": "Letters"}, {"complaint_source": "letter"}),
        ):
            with self.subTest(model=record._name):
                self.assertEqual(self._count_clearings_of(record, other), 0)
                self.assertGreater(self._count_clearings_of(record, counting), 0)

    def test_what_did_count_is_forgotten_too(self):
        """Somebody who no longer leads, a channel that asks for nothing more."""
        channel = self.env["helpdesk.ticket.channel"].create(
            {"name": "Counter", "complaint_source": "in_person"}
        )
        self.assertIn(channel.id, channel._get_complaint_sources())
        channel.complaint_source = False
        self.assertNotIn(channel.id, channel._get_complaint_sources())

    def test_time_off_of_one_person_forgets_nothing(self):
        """People take time off every day: no deadline hangs on it."""
        employee = self.env["hr.employee"].create({"name": "Somebody"})
        vals = {
            "name": "Off",
            "date_from": "2030-01-01 08:00:00",
            "date_to": "2030-01-01 17:00:00",
        }
        leaves = self.env["resource.calendar.leaves"]
        theirs = {**vals, "resource_id": employee.resource_id.id}
        self.assertEqual(self._count_clearings(lambda: leaves.create(theirs)), 0)
        self.assertGreater(self._count_clearings(lambda: leaves.create(vals)), 0)
