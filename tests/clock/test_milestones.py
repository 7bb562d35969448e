# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The milestones of a case: each starts and stops with the act that it means."""

from odoo.tests import tagged

from .act_common import HOUR, THURSDAY, TUESDAY, WEDNESDAY, MilestoneCase
from .common import MONDAY

ACKNOWLEDGE = "complaint_management.mail_activity_type_acknowledge"
ANSWER = "complaint_management.mail_activity_type_answer"


@tagged("post_install", "-at_install")
class TestMilestones(MilestoneCase):
    """Where mails are switched off, a step counts as said when it was made."""

    def test_all_start_with_the_receipt(self):
        """Follow-up has to wait for the solution, and a promise for its contact."""
        case = self._receive()
        self.assertEqual(
            set(case.clock_ids.mapped("milestone")),
            {"acknowledge", "assess", "update", "answer", "resolve"},
        )
        self.assertEqual(set(case.clock_ids.mapped("date_start")), {MONDAY})

    def test_acknowledge(self):
        """From the receipt to the acknowledgement (R44, R53)."""
        case = self._walk(self._receive(), MONDAY + HOUR, "acknowledged")
        self._assert_stopped(case, "acknowledge", MONDAY + HOUR)
        self._assert_runs(case, "assess", "update", "answer", "resolve")

    def test_assess(self):
        """From the receipt to the assessment, and acknowledged by then (R14)."""
        case = self._receive()
        with self._at(MONDAY + HOUR):
            case.grounds = "sufficient"
            case.with_user(self.handler).action_assess()
        self._assert_stopped(case, "assess", MONDAY + HOUR)
        self._assert_stopped(case, "acknowledge", MONDAY + HOUR)
        self._assert_runs(case, "update", "answer", "resolve")

    def test_answer(self):
        """From the receipt to the final answer; the approval is no answer (R46)."""
        case = self._walk(self._receive(), TUESDAY, "approved")
        self._assert_runs(case, "answer")
        self._walk(case, WEDNESDAY, "answered")
        self._assert_stopped(case, "answer", WEDNESDAY)
        self._assert_stopped(case, "update", WEDNESDAY)
        self.assertEqual(
            len(case.clock_ids.filtered(lambda clock: clock.milestone == "update")),
            1,
            "who has the answer waits for no more notices",
        )
        self._assert_runs(case, "resolve")

    def test_answer_of_inquiry_and_suggestion(self):
        """The answer to a question and the reply to a suggestion are answers (R7)."""
        for kind in ("inquiry", "suggestion"):
            with self.subTest(kind=kind):
                case = self._walk(self._receive(kind=kind), TUESDAY, "resolved")
                self._assert_stopped(case, "answer", TUESDAY)
                self._assert_stopped(case, "resolve", TUESDAY)
                self.assertFalse(self._get_clock(case, "followup"))

    def test_resolve_and_followup(self):
        """Resolved when the customer replied; followed up five days later (R68)."""
        case = self._walk(self._receive(), TUESDAY, "answered")
        self._assert_runs(case, "resolve")
        self._walk(case, WEDNESDAY, "resolved")
        self._assert_stopped(case, "resolve", WEDNESDAY)
        followup = self._get_clock(case, "followup")
        self.assertEqual(followup.date_start, WEDNESDAY)
        self._log(case, THURSDAY, purpose="progress")
        self._assert_runs(case, "followup")
        self._log(case, THURSDAY + HOUR, purpose="follow_up", mood="4")
        self._assert_stopped(case, "followup", THURSDAY + HOUR)

    def test_followup_in_vain(self):
        """Tried counts, as it does for closing the case (R68)."""
        case = self._walk(self._receive(), TUESDAY, "resolved")
        self._log(case, WEDNESDAY, purpose="follow_up", answered=False)
        self._assert_stopped(case, "followup", WEDNESDAY)

    def test_closed_without_followup(self):
        """Passed by a manager: nobody will make it any more, so nothing waits."""
        case = self._walk(self._receive(), TUESDAY, "resolved")
        with self._at(WEDNESDAY):
            case.with_user(self.manager)._transition(
                "close", reason="Moved abroad", override=True
            )
        self.assertEqual(self._get_clock(case, "followup").state, "cancelled")

    def test_update(self):
        """Due again from each word that reached the complainant (R45, R52)."""
        case = self._receive()
        first = self._get_clock(case, "update")
        self._log(case, TUESDAY, summary="Still measuring")
        self._assert_stopped_clock(first, TUESDAY)
        second = self._get_clock(case, "update")
        self.assertRecordValues(
            second,
            [
                {
                    "state": "running",
                    "date_start": TUESDAY,
                    "round": 2,
                    "previous_id": first.id,
                }
            ],
        )
        self._log(case, THURSDAY, direction="in", medium="phone")
        self._assert_stopped_clock(second, THURSDAY)

    def _assert_stopped_clock(self, clock, when):
        self.assertRecordValues(clock, [{"state": "stopped", "date_stop": when}])

    def test_update_goes_on(self):
        """Nobody was reached by a call in vain, or by what they wrote to us."""
        case = self._receive()
        self._log(case, TUESDAY, answered=False)
        self._log(case, TUESDAY, direction="in", medium="letter")
        with self._at(TUESDAY):
            self._bring_to(case, "assessed")
            case.with_user(self.handler).message_post(
                body="Who has the key of the meter room?",
                subtype_xmlid="mail.mt_note",
            )
        update = self._get_clock(case, "update")
        self.assertEqual((update.round, update.date_start), (1, MONDAY))

    def test_logged_afterwards(self):
        """A talk counts when it took place; noted after the deadline, once accepted."""
        case = self._receive()
        self._log(case, TUESDAY, date=MONDAY + HOUR)
        self._assert_stopped(case, "acknowledge", TUESDAY, outcome="missed")
        self._accept(case, "acknowledge", TUESDAY + HOUR)
        self._assert_stopped(case, "acknowledge", MONDAY + HOUR)
        self.assertEqual(self._get_clock(case, "update").date_start, MONDAY + HOUR)
        self._log(case, WEDNESDAY)
        self._log(case, WEDNESDAY, date=TUESDAY)
        update = self._get_clock(case, "update")
        self.assertEqual((update.round, update.date_start), (3, WEDNESDAY))

    def test_corrected_afterwards(self):
        """A call that was noted as made in vain, and was not."""
        case = self._receive()
        contact = self._log(case, MONDAY + HOUR, answered=False)
        self._assert_runs(case, "acknowledge")
        with self._at(TUESDAY):
            contact.answered = True
        self._assert_stopped(case, "acknowledge", TUESDAY, outcome="missed")
        self._accept(case, "acknowledge", TUESDAY + HOUR)
        self._assert_stopped(case, "acknowledge", MONDAY + HOUR)

    def _accept(self, case, milestone, moment):
        clock = self._get_clock(case, milestone).with_user(self.manager)
        with self._at(moment):
            clock.action_accept_claim(reason="The list of calls shows it")

    def test_call_instead_of_the_button(self):
        """Who was called knows that the case arrived, button or not."""
        case = self._receive()
        self._log(case, MONDAY + HOUR, purpose="first")
        self._assert_stopped(case, "acknowledge", MONDAY + HOUR)
        self._assert_runs(case, "assess", "answer")

    def test_too_late(self):
        """Said late is missed, by the working time since it was due."""
        case = self._receive()
        self._log(case, TUESDAY, purpose="first")
        clock = self._get_clock(case, "acknowledge")
        self._assert_stopped(case, "acknowledge", TUESDAY, outcome="missed")
        # Due on Monday at 15:00, said on Tuesday at 10:00.
        self.assertEqual(clock.late_seconds, 4 * 3600)

    def test_many_contacts_at_once(self):
        """Contacts of many cases cost as much as those of one, if at one time."""
        cases = self.Complaint.concat(*(self._receive() for _number in range(10)))
        contacts = self.env["complaint.contact"]

        def count(cases):
            vals_list = [
                {"complaint_id": case.id, "date": TUESDAY, "summary": "Called"}
                for case in cases
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._at(TUESDAY):
                contacts.create(vals_list)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = count(cases[:2])
        many = count(cases[2:])
        self.assertLessEqual(many, few + 2)
        for case in cases:
            self.assertEqual(self._get_clock(case, "update").round, 2)


@tagged("post_install", "-at_install")
class TestSaidOtherwise(MilestoneCase):
    """People without an email are told by call or letter, and so are their clocks."""

    def _receive(self, moment=MONDAY, **vals):
        case = super()._receive(moment, **{"email_from": False, "phone": "1", **vals})
        return self._with_mail(case)

    def _get_task(self, case, xmlid):
        return case.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(xmlid)
        )

    def test_task_done(self):
        """The letter is out when its task is done, not when it was planned (R53)."""
        case = self._walk(self._receive(), MONDAY + HOUR, "acknowledged")
        self._assert_runs(case, "acknowledge")
        with self._at(MONDAY + 2 * HOUR):
            self._get_task(case, ACKNOWLEDGE).action_feedback("Letter sent")
        self._assert_stopped(case, "acknowledge", MONDAY + 2 * HOUR)
        self.assertEqual(self._get_clock(case, "update").round, 1)

    def test_answer_task_done(self):
        case = self._walk(self._receive(), TUESDAY, "answered")
        self._assert_runs(case, "answer")
        with self._at(WEDNESDAY):
            self._get_task(case, ANSWER).action_done()
        self._assert_stopped(case, "answer", WEDNESDAY)
        self._assert_stopped(case, "update", WEDNESDAY)

    def test_task_deleted(self):
        """A task that was thrown away told nobody anything."""
        case = self._walk(self._receive(), MONDAY + HOUR, "acknowledged")
        with self._at(MONDAY + 2 * HOUR):
            self._get_task(case, ACKNOWLEDGE).unlink()
        self._assert_runs(case, "acknowledge")

    def test_answer_by_contact(self):
        """Any talk after the answer was released gives it; earlier ones do not."""
        case = self._walk(self._receive(), TUESDAY, "approved")
        self._log(case, TUESDAY + HOUR)
        self._walk(case, WEDNESDAY, "answered")
        self._log(case, WEDNESDAY + HOUR, answered=False)
        self._assert_runs(case, "answer")
        self._log(case, THURSDAY)
        self._assert_stopped(case, "answer", THURSDAY)

    def test_answer_said_outright(self):
        """A contact that is logged as the answer is the answer (R6)."""
        case = self._receive(kind="inquiry")
        self._log(case, MONDAY + HOUR, purpose="answer")
        self._assert_stopped(case, "answer", MONDAY + HOUR)

    def test_anonymous(self):
        """Nobody can be told: what was decided counts when it was (R149)."""
        case = self._receive(identity_mode="anonymous", partner_name=False, phone=False)
        self.assertFalse(self._get_clock(case, "acknowledge"))
        self.assertFalse(self._get_clock(case, "update"))
        self._walk(case, TUESDAY, "answered")
        self._assert_stopped(case, "answer", TUESDAY)
