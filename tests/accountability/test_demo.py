# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries of the demonstration data: a history that could have happened."""

from odoo import fields
from odoo.tests import tagged

from odoo.addons.complaint_management.models.accountability.penalty import STATES

from ..demo_common import MODULE, DemoCase

# Each act comes after these, as far as they happened.
ORDER = (
    "propose",
    "notify",
    "state",
    "confirm",
    "dismiss",
    "appeal",
    "uphold",
    "reduce",
    "waive",
    "finish",
    "review",
)


@tagged("post_install", "-at_install")
class TestPenaltyDemo(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ids = cls.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "complaint.penalty.event")]
        )
        events = cls.env["complaint.penalty.event"].browse(ids.mapped("res_id"))
        cls.entries = events.penalty_id

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    def _entry(self, case, employee):
        case = self._ref(f"complaint_demo_{case}")
        employee = self._ref(f"employee_demo_{employee}")
        found = self.entries.filtered(
            lambda entry: entry.complaint_id == case and entry.employee_id == employee
        )
        self.assertEqual(len(found), 1)
        return found

    def test_loads_quietly(self):
        """Without a warning, and nobody is written to."""
        self.assertFalse(self.warnings)
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)

    def test_each_state(self):
        states = {state for state, _label in STATES}
        self.assertEqual(set(self.entries.mapped("state")), states)
        self.assertIn(True, self.entries.mapped("is_reward"))
        self.assertTrue(self.entries.filtered("needs_review"))

    def test_electricity_case(self):
        """R104-R108: reader and head confirmed, crew leader waived, finder thanked."""
        reader = self._entry("electricity", "wu")
        self.assertEqual((reader.state, reader.liability), ("confirmed", "direct"))
        head = self._entry("electricity", "zhou")
        self.assertEqual((head.state, head.liability), ("confirmed", "head"))
        crew = self._entry("electricity", "liu")
        self.assertEqual((crew.state, crew.balance), ("waived", 0))
        self.assertTrue(crew.appeal)
        finder = self._entry("electricity", "he")
        self.assertTrue(finder.is_reward)
        self.assertGreater(finder.balance, 0)
        case = self._ref("complaint_demo_electricity")
        self.assertEqual(case.claimed_amount, 10000)
        self.assertIn("一万元", case.refusal_reason)
        self.assertEqual(case.apology_ids.mapped("response"), ["not_accepted"])

    def test_impartial(self):
        """Nobody decided about themselves, on a case of theirs, or twice."""
        for entry in self.entries:
            deciders = entry.confirmer_id | entry.decider_id
            case = entry.complaint_id
            parts = entry.employee_id.user_id | case.user_id | case.investigator_id
            self.assertFalse(deciders & parts, entry.name)
            self.assertNotEqual(entry.confirmer_id, entry.proposer_id)
            if entry.appeal and entry.decider_id:
                self.assertNotEqual(entry.decider_id, entry.confirmer_id)

    def test_terms_of_the_rule(self):
        """Each entry cites a rule that was valid then, and what it said."""
        for entry in self.entries:
            self.assertTrue(entry.rule_id._is_valid_on(entry.date_proposed.date()))
            self.assertEqual(entry.points, entry.rule_id.points)
            self.assertEqual(entry.clause, entry.rule_id.clause)
            self.assertEqual(entry.employee_name, entry.employee_id.name)
            self.assertLessEqual(entry.points_final, entry.points)

    def test_history(self):
        """The log tells the acts in their order, none of them in the future."""
        now = fields.Datetime.now()
        for entry in self.entries:
            events = entry.event_ids.sorted("id")
            acts = events.mapped("act")
            self.assertEqual(acts, sorted(acts, key=ORDER.index), entry.name)
            dates = events.mapped("date")
            self.assertEqual(dates, sorted(dates), entry.name)
            self.assertLessEqual(dates[-1], now)
            self.assertEqual(entry.date_proposed, dates[0])
            if "confirm" in acts and not entry.is_reward:
                self.assertTrue(entry.date_statement or entry.is_statement_over)

    def test_nothing_before_the_verdict(self):
        """No penalty is older than the decision it stands on."""
        for entry in self.entries.filtered(lambda entry: not entry.is_reward):
            approved = entry.complaint_id.transition_ids.filtered(
                lambda log: log.name == "approve"
            )
            self.assertGreaterEqual(entry.date_proposed, min(approved.mapped("date")))
            self.assertIn(entry.complaint_id.fault_level, ("violation", "ordinary"))

    def test_proposals_are_on(self):
        """Whoever tries the demo sees what a decision proposes."""
        self.assertTrue(self.env.ref("base.main_company").complaint_penalty_proposals)
        case = self._ref("complaint_demo_fund_advice")
        self.assertNotEqual(case.decision_state, "approved")
        self.assertTrue(case.responsible_employee_ids)
