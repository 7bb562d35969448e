# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an entry: each act from each state, its deadlines, and its end."""

from datetime import date, datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.accountability.deadlines import LATE_DAYS
from odoo.addons.complaint_management.models.accountability.penalty import STATES

from .common import MONDAY, PenaltyCase

# What the acts do, as agreed: from where, and to where.
AGREED = {
    "notify": ({"proposed"}, "notified"),
    "confirm": ({"notified"}, "confirmed"),
    "dismiss": ({"proposed", "notified"}, "dismissed"),
    "appeal": ({"confirmed"}, "appealed"),
    "uphold": ({"appealed"}, "upheld"),
    "reduce": ({"appealed"}, "reduced"),
    "waive": ({"confirmed", "appealed"}, "waived"),
}
FINAL = ("upheld", "reduced", "waived", "dismissed")


@tagged("post_install", "-at_install")
class TestPenaltyLife(PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._decide_case()

    def _press(self, act, penalty):
        """Do an act as the person whose it is."""
        if act == "confirm":
            penalty.with_user(self.judge).action_confirm(reason="Proven.")
        else:
            getattr(self, f"_make_{act}")(penalty)

    def test_every_act_from_every_state(self):
        """The table of the life of an entry, and nothing else."""
        for state, _label in STATES:
            for act, (sources, target) in AGREED.items():
                with self.subTest(state=state, act=act), self.env.cr.savepoint() as sp:
                    penalty = self._bring_entry_to(state, case=self.case)
                    if state == "notified":
                        penalty.with_user(self.reader)._give_statement("It was dark.")
                    if state in sources:
                        self._press(act, penalty)
                        self.assertEqual(penalty.state, target)
                        self.assertEqual(penalty.is_final, target in FINAL)
                    else:
                        with self.assertRaises(UserError):
                            self._press(act, penalty)
                        self.assertEqual(penalty.state, state)
                    sp.rollback()
                    self.env.invalidate_all()

    def test_what_each_state_counts(self):
        """Points count while they are confirmed, and only then."""
        balances = {
            "proposed": 0,
            "notified": 0,
            "confirmed": -10,
            "appealed": 0,
            "upheld": -10,
            "reduced": -4,
            "waived": 0,
            "dismissed": 0,
        }
        for state, balance in balances.items():
            with self.subTest(state=state), self.env.cr.savepoint() as savepoint:
                penalty = self._bring_entry_to(state, case=self.case)
                self.assertEqual(penalty.balance, balance)
                self.env.flush_all()
                self.env.cr.execute(
                    "SELECT balance FROM complaint_penalty WHERE id = %s", [penalty.id]
                )
                self.assertEqual(self.env.cr.fetchone()[0], balance)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_cites_the_rule(self):
        """An entry keeps what the rule said, and whom it is about (R65)."""
        penalty = self._propose(case=self.case, role="Meter reader")
        self.assertRecordValues(
            penalty,
            [
                {
                    "rule_code": "T-1",
                    "rule_name": "Rule T-1",
                    "clause": "What rule T-1 says.",
                    "basis": "caused",
                    "liability": "direct",
                    "fault_level": "ordinary",
                    "points": 10,
                    "months": 12,
                    "employee_name": "penalty_reader",
                    "department_id": self.department.id,
                    "company_id": self.company.id,
                    "role": "Meter reader",
                    "state": "proposed",
                    "is_reward": False,
                }
            ],
        )
        self.assertIn("What rule T-1 says.", penalty.facts)
        self.assertRegex(penalty.name, r"^ACC/\d{4}/\d{5}$")

    def test_deadlines(self):
        """Five business days for a statement, ten for an appeal; weekends apart."""
        penalty = self._propose(case=self.case)
        with self._at(MONDAY):
            self._make_notify(penalty)
        self.assertEqual(penalty.date_statement_due.date(), date(2026, 3, 9))
        with self._at(MONDAY + timedelta(days=1)):
            self._make_confirm(penalty)
        self.assertEqual(penalty.date_appeal_due.date(), date(2026, 3, 17))
        self.assertEqual(penalty.date_final_due.date(), date(2026, 3, 24))
        self.assertEqual(LATE_DAYS, 5)
        self.assertEqual(penalty.date_expiry, date(2027, 3, 3))

    def test_nobody_is_judged_unheard(self):
        """No confirmation before the statement, or the time for it is over."""
        penalty = self._propose(case=self.case)
        with self._at(MONDAY):
            self._make_notify(penalty)
            with self._assert_refused("waits for the statement"):
                penalty.with_user(self.judge).action_confirm(reason="Proven.")
        with self._at(penalty.date_statement_due):
            penalty.with_user(self.judge).action_confirm(reason="Proven.")
        self.assertEqual(penalty.state, "confirmed")

    def test_a_statement_can_be_added_to(self):
        """More can be said until it is decided, and nothing said is lost."""
        penalty = self._bring_entry_to("notified", case=self.case)
        as_reader = penalty.with_user(self.reader)
        for words in ("  ", ""):
            with self._assert_refused("Write down"):
                as_reader._give_statement(words)
        as_reader._give_statement("It was dark.")
        as_reader._give_statement("And it rained.")
        self.assertEqual(penalty.statement, "It was dark.\n\nAnd it rained.")

    def test_appeal_too_late(self):
        """A late appeal is refused with the day, and says who can still admit it."""
        with self._at(MONDAY):
            penalty = self._bring_entry_to("confirmed", case=self.case)
        late = penalty.date_appeal_due + timedelta(minutes=1)
        with self._at(late):
            with self._assert_refused("accountability officer of"):
                self._make_appeal(penalty)
            with self._assert_refused("until 3/16/26"):
                self._make_appeal(penalty)
            penalty.with_user(self.second)._appeal(
                "I was in hospital.", late_reason="There is a certificate."
            )
        self.assertEqual(penalty.state, "appealed")
        self.assertEqual(penalty.late_appeal_reason, "There is a certificate.")
        self.assertFalse(penalty.is_final)

    def test_final_by_itself(self):
        """Without an appeal an entry is final, and cannot be appealed any more."""
        with self._at(MONDAY):
            penalty = self._bring_entry_to("confirmed", case=self.case)
        with self._at(penalty.date_final_due - timedelta(minutes=1)):
            self._run_deadlines()
            self.assertFalse(penalty.is_final)
        with self._at(penalty.date_final_due):
            self._run_deadlines()
            self.assertTrue(penalty.is_final)
            self.assertEqual(penalty.state, "confirmed")
            self.assertEqual(penalty.balance, -10)
            with self._assert_refused("is final"):
                self._make_appeal(penalty)
            with self._assert_refused("is final"):
                penalty.with_user(self.second)._appeal("x", late_reason="y")
            with self.assertRaises(UserError):
                self._make_waive(penalty)
            self._run_deadlines()
        self.assertEqual(penalty.event_ids.mapped("act").count("finish"), 1)

    def test_time_for_the_statement_ends_once(self):
        """That nobody said anything is noted once, and changes nothing else."""
        with self._at(MONDAY):
            penalty = self._bring_entry_to("notified", case=self.case)
        with self._at(penalty.date_statement_due):
            self._run_deadlines()
            self._run_deadlines()
        self.assertTrue(penalty.is_statement_over)
        self.assertEqual(penalty.state, "notified")
        self.assertEqual(penalty.event_ids.mapped("act").count("statement_over"), 1)

    def test_rewards(self):
        """A reward needs no answer: it is confirmed, and final at once (R131, R132)."""
        reward = self._propose(case=self.case, rule=self.reward_rule)
        self.assertTrue(reward.is_reward)
        with self.assertRaises(UserError):
            self._make_notify(reward)
        self._make_confirm(reward)
        self.assertRecordValues(
            reward,
            [{"state": "confirmed", "is_final": True, "balance": 5, "points_final": 5}],
        )
        self.assertTrue(reward.date_notified)
        with self._assert_refused("is final"):
            self._make_appeal(reward)

    def test_reasons_are_asked_for(self):
        """Nobody decides without a reason."""
        penalty = self._bring_entry_to("appealed", case=self.case)
        for words in ("", "  ", False, None):
            with self.subTest(words=words), self._assert_refused("reason"):
                penalty.with_user(self.second).action_uphold(reason=words)

    def test_reduce(self):
        """An appeal takes points away, never adds them."""
        penalty = self._bring_entry_to("appealed", case=self.case)
        for points in (0, -1, 10, 11, 10**12):
            with self.subTest(points=points), self._assert_refused("enter fewer"):
                penalty.with_user(self.second).action_reduce(points, "Less")
        penalty.with_user(self.second).action_reduce(9, "Less")
        self.assertEqual((penalty.balance, penalty.points), (-9, 10))

    def test_final_entries_stay(self):
        """Nothing of a final entry is written, not even by our own code."""
        penalty = self._bring_entry_to("upheld", case=self.case)
        for vals in (
            {"points_final": 1},
            {"state": "waived"},
            {"decision_reason": "Other"},
            {"date_expiry": "2020-01-01"},
        ):
            with self.subTest(vals=vals), self._assert_refused("is final"):
                penalty.sudo()._write_sealed(vals)
        with self.assertRaises(UserError):
            penalty.sudo().unlink()
        with self.assertRaises(UserError):
            penalty.sudo().event_ids.write({"note": "x"})
        with self.assertRaises(UserError):
            penalty.sudo().event_ids.unlink()

    def test_reversal(self):
        """A final entry is corrected by another one that undoes it."""
        penalty = self._bring_entry_to("reduced", case=self.case)
        as_third = penalty.with_user(self.third)
        reversal = as_third.action_reverse(reason="The meter was broken.")
        self.assertRecordValues(
            reversal.sudo(),
            [
                {
                    "reverses_id": penalty.id,
                    "balance": 4,
                    "is_final": True,
                    "is_reward": False,
                    "origin": "reversal",
                    "date_expiry": penalty.date_expiry,
                    "employee_id": penalty.employee_id.id,
                    "rule_code": "T-1",
                }
            ],
        )
        self.assertEqual(penalty.reversed_by_id, reversal)
        self.assertEqual(penalty.balance + reversal.balance, 0)
        for entry in (penalty, reversal):
            with self._assert_refused("cannot be reversed"):
                entry.with_user(self.third).action_reverse(reason="Again")

    def test_only_final_entries_are_reversed(self):
        """What can still be waived is waived."""
        for state in ("proposed", "notified", "confirmed", "appealed"):
            with self.subTest(state=state), self.env.cr.savepoint() as savepoint:
                penalty = self._bring_entry_to(state, case=self.case)
                with self.assertRaises(UserError):
                    penalty.with_user(self.third).action_reverse(reason="No")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_expiry(self):
        """Points expire after the months of the rule, or never."""
        penalty = self._propose(case=self.case)
        lasting = self._propose(case=self.case, rule=self._create_rule("T-5", months=0))
        with self._at(datetime(2024, 1, 31, 12)):
            for entry in penalty | lasting:
                self._bring_entry_to("confirmed", penalty=entry)
        self.assertEqual(penalty.date_expiry, date(2025, 1, 31))
        self.assertFalse(lasting.date_expiry)
        both = penalty | lasting
        found = both.search([("is_expired", "=", True), ("id", "in", both.ids)])
        self.assertEqual(found, penalty)
        self.assertEqual(both.mapped("is_expired"), [True, False])
        for day, counting in ((30, both), (31, lasting)):
            domain = both._get_counting_domain(date(2025, 1, day))
            self.assertEqual(both.filtered_domain(domain), counting)

    def test_log(self):
        """Every act is in the log, with who and why."""
        penalty = self._bring_entry_to("reduced", case=self.case)
        self.assertEqual(
            [(line.act, line.user_id) for line in penalty.event_ids],
            [
                ("propose", self.env.user),
                ("notify", self.judge),
                ("state", self.reader),
                ("confirm", self.judge),
                ("appeal", self.reader),
                ("reduce", self.second),
            ],
        )
        self.assertEqual(penalty.event_ids[-1].note, "Half a day.")
