# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From the approved decision to the customer who knows it (R46, R47)."""

from odoo.tests import tagged

from .act_common import HOUR, THURSDAY, TUESDAY, WEDNESDAY, ActCase
from .common import MONDAY

NOTICE = {"milestone": "notice", "unit": "business_days", "amount": 1}


@tagged("post_install", "-at_install")
class TestNoticeClock(ActCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.active = False
        cls.policy = cls._create_policy("Told at once", targets=[NOTICE])

    def _get_clocks(self, case):
        return case.clock_ids.filtered(
            lambda clock: clock.milestone == "notice"
        ).sorted("id")

    def test_shipped(self):
        """A decision on a complaint is told within a business day."""
        policy = self.env.ref("complaint_management.complaint_sla_policy_complaint")
        target = policy.target_ids.filtered(lambda line: line.milestone == "notice")
        self.assertRecordValues(target, [{"unit": "business_days", "amount": 1}])
        rest = self.env["complaint.sla.target"].search(
            [("milestone", "=", "notice"), ("policy_id.kind", "!=", "complaint")]
        )
        self.assertFalse(rest.policy_id - self.policy)

    def test_starts_with_the_approval(self):
        """Neither the receipt nor the proposal starts it."""
        case = self._walk(self._receive(), TUESDAY, "pending")
        self.assertFalse(self._get_clocks(case))
        self._walk(case, WEDNESDAY, "approved")
        clock = self._get_clocks(case)
        self.assertRecordValues(
            clock, [{"state": "running", "date_start": WEDNESDAY, "round": 1}]
        )
        self.assertEqual(clock.date_due.date(), THURSDAY.date())

    def test_stops_when_the_customer_is_told(self):
        case = self._walk(self._receive(), TUESDAY, "approved")
        self._walk(case, TUESDAY + HOUR, "answered")
        self.assertRecordValues(
            self._get_clocks(case),
            [{"state": "stopped", "date_stop": TUESDAY + HOUR, "outcome": "met"}],
        )

    def test_missed(self):
        case = self._walk(self._receive(), MONDAY, "approved")
        self._walk(case, THURSDAY, "answered")
        clock = self._get_clocks(case)
        self.assertEqual(clock.outcome, "missed")
        self.assertGreater(clock.late_seconds, 0)

    def test_told_by_phone(self):
        """Who is called is told; what was said before the decision did not tell it."""
        case = self._walk(self._receive(), TUESDAY, "approved")
        self._log(case, WEDNESDAY, purpose="answer", date=MONDAY)
        self.assertEqual(self._get_clocks(case).state, "running")
        self._log(case, WEDNESDAY, purpose="answer")
        self.assertRecordValues(
            self._get_clocks(case), [{"state": "stopped", "date_stop": WEDNESDAY}]
        )

    def test_other_words_tell_nothing(self):
        case = self._walk(self._receive(), TUESDAY, "approved")
        self._log(case, WEDNESDAY, purpose="progress")
        self.assertEqual(self._get_clocks(case).state, "running")

    def test_withdrawn(self):
        """What is changed has to be approved, and told, again: the next round."""
        case = self._walk(self._receive(), TUESDAY, "approved")
        with self._at(TUESDAY + HOUR):
            case.with_user(self.handler).answer = "<p>You get the money back.</p>"
        clock = self._get_clocks(case)
        self.assertEqual(clock.state, "cancelled")
        self.assertFalse(clock.is_late)
        self._walk(case, WEDNESDAY, "approved")
        again = self._get_clocks(case) - clock
        self.assertRecordValues(
            again,
            [
                {
                    "state": "running",
                    "date_start": WEDNESDAY,
                    "round": 2,
                    "previous_id": clock.id,
                }
            ],
        )

    def test_another_decision_after_the_answer(self):
        case = self._walk(self._receive(), TUESDAY, "answered")
        with self._at(TUESDAY + HOUR):
            case.with_user(self.handler).answer = "<p>You get all of it back.</p>"
        self._walk(case, WEDNESDAY, "approved")
        self.assertEqual(self._get_clocks(case).mapped("state"), ["stopped", "running"])

    def test_sent_back(self):
        case = self._walk(self._receive(), TUESDAY, "pending")
        with self._at(WEDNESDAY):
            case.with_user(self.manager).action_refuse(reason="Too little")
        self.assertFalse(self._get_clocks(case))

    def test_cancelled_case(self):
        case = self._walk(self._receive(), TUESDAY, "approved")
        self._walk(case, WEDNESDAY, "cancelled")
        self.assertEqual(self._get_clocks(case).state, "cancelled")

    def test_reopened_case(self):
        """A new decision has a clock of its own; the old one is not resumed."""
        case = self._walk(self._receive(), TUESDAY, "resolved")
        with self._at(WEDNESDAY):
            case.with_user(self.handler).action_reopen(reason="It is back")
        self.assertEqual(self._get_clocks(case).mapped("state"), ["stopped"])
        self._walk(case, THURSDAY, "approved")
        self.assertEqual(
            self._get_clocks(case).mapped(lambda clock: (clock.state, clock.round)),
            [("stopped", 1), ("running", 2)],
        )

    def test_no_answer_is_sent(self):
        """A manager resolves without an answer, and closes: nothing waits for it."""
        case = self._walk(self._receive(), TUESDAY, "approved")
        with self._at(WEDNESDAY):
            case._write_protected({"state": "closed"})
            case._follow_state(WEDNESDAY)
        self.assertEqual(self._get_clocks(case).state, "cancelled")

    def test_earlier_than_the_policy(self):
        """A policy that applies later starts the clock at the approval."""
        self.policy.active = False
        case = self._walk(self._receive(), TUESDAY, "approved")
        self.assertFalse(self._get_clocks(case))
        self.policy.active = True
        with self._at(WEDNESDAY):
            case.severity = "3"
        self.assertRecordValues(self._get_clocks(case), [{"date_start": TUESDAY}])

    def test_sentence(self):
        case = self._walk(self._receive(), TUESDAY, "approved")
        with self._at(TUESDAY + HOUR):
            case.invalidate_recordset()
            (sentence,) = [
                row for row in case.clock_sentences if row["milestone"] == "notice"
            ]
        self.assertIn("Notice of the decision due", sentence["text"])

    def test_customer_reads_nothing_of_it(self):
        case = self._walk(self._receive(), TUESDAY, "approved")
        with self._at(TUESDAY + HOUR):
            promises = case._get_portal_promises()
        self.assertNotIn("notice", [row["milestone"] for row in promises])

    def test_escalated(self):
        """Rules can watch for it."""
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Tell them", "on_notice": True, "to_handler": True}
        )
        self.assertTrue(rule.on_notice)
