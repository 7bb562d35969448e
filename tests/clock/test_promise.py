# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A promised call-back is kept, promised anew, or broken (R48, R49)."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .act_common import HOUR, THURSDAY, TUESDAY, WEDNESDAY, ActCase
from .common import MONDAY

MINUTE = timedelta(minutes=1)


class PromiseCase(ActCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # No policy is needed, and none shall get in the way.
        cls.policy.active = False

    def _get_promises(self, case):
        return case.clock_ids.filtered(
            lambda clock: clock.milestone == "promise"
        ).sorted("id")

    def _assert_promises(self, case, *expected):
        """The promises of a case: (outcome or state, stop) each, oldest first."""
        self.assertEqual(
            [
                (clock.outcome or clock.state, clock.date_stop)
                for clock in self._get_promises(case)
            ],
            list(expected),
        )


@tagged("post_install", "-at_install")
class TestPromise(PromiseCase):
    def test_promised(self):
        """A call-back is a deadline at the promised time, day or night (R48)."""
        case = self._receive()
        late_at_night = MONDAY + 12 * HOUR
        contact = self._log(case, MONDAY, callback_date=late_at_night)
        self.assertRecordValues(
            self._get_promises(case),
            [
                {
                    "state": "running",
                    "contact_id": contact.id,
                    "date_start": MONDAY,
                    "date_due": late_at_night,
                    "date_due_first": late_at_night,
                    "amount": 12,
                    "unit": "elapsed_hours",
                    "allowed_seconds": 12 * 3600,
                    "policy_id": False,
                    "user_id": self.handler.id,
                }
            ],
        )
        self.assertEqual(case.next_due_date, late_at_night)
        self.assertEqual(case.next_due_milestone, "promise")

    def test_kept(self):
        """We called in time, and call again: one promise after the other (R49)."""
        case = self._receive()
        self._log(case, MONDAY, callback_date=TUESDAY)
        self._log(case, TUESDAY, callback_date=WEDNESDAY)
        self._assert_promises(case, ("met", TUESDAY), ("running", False))
        first, second = self._get_promises(case)
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.round, 2)
        self._log(case, WEDNESDAY - HOUR)
        self._assert_promises(case, ("met", TUESDAY), ("met", WEDNESDAY - HOUR))

    def test_called_in_vain(self):
        """Who is called when it was promised, and is out, was not forgotten."""
        case = self._receive()
        self._log(case, MONDAY, callback_date=WEDNESDAY)
        self._log(case, TUESDAY, answered=False)
        self._assert_promises(case, ("running", False))
        self._log(case, WEDNESDAY - 30 * MINUTE, answered=False)
        self._assert_promises(case, ("met", WEDNESDAY - 30 * MINUTE))

    def test_called_in_vain_too_late(self):
        case = self._receive()
        self._log(case, MONDAY, callback_date=TUESDAY)
        self._log(case, TUESDAY + MINUTE, answered=False)
        self._assert_promises(case, ("running", False))

    def test_promised_anew(self):
        """They called first, and another time was agreed: nothing was broken."""
        case = self._receive()
        self._log(case, MONDAY, callback_date=WEDNESDAY)
        self._log(case, TUESDAY, direction="in", callback_date=THURSDAY)
        self._assert_promises(case, ("repromised", TUESDAY), ("running", False))
        first, second = self._get_promises(case)
        self.assertEqual(second.date_due, THURSDAY)
        self.assertEqual(second.previous_id, first)
        self.assertFalse(first.is_late)
        self.assertRecordValues(
            second.event_ids,
            [{"date_due_before": WEDNESDAY, "date_due_after": THURSDAY}],
        )

    def test_they_only_asked(self):
        """Their call in between does not take our promise away."""
        case = self._receive()
        self._log(case, MONDAY, callback_date=WEDNESDAY)
        self._log(case, TUESDAY, direction="in")
        self._assert_promises(case, ("running", False))

    def test_they_had_to_call(self):
        """Who has to ask after the promised time was promised in vain (R49)."""
        case = self._receive()
        self._log(case, MONDAY, callback_date=TUESDAY)
        self._log(case, WEDNESDAY, direction="in", callback_date=THURSDAY)
        self._assert_promises(case, ("missed", WEDNESDAY), ("running", False))

    def test_no_hold_for_promises(self):
        """A case on hold is no reason not to call (R49)."""
        case = self._receive()
        self._log(case, MONDAY, callback_date=WEDNESDAY)
        with self._at(TUESDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        self._assert_promises(case, ("running", False))
        self.assertEqual(self._get_promises(case).date_due, WEDNESDAY)


@tagged("post_install", "-at_install")
class TestBrokenPromise(PromiseCase):
    def setUp(self):
        super().setUp()
        self.case = self._receive()
        self._log(self.case, MONDAY, callback_date=TUESDAY)

    def test_late(self):
        """Too late is missed, by how long, and a new time has to be agreed (R49)."""
        self._log(self.case, WEDNESDAY, callback_date=THURSDAY)
        self._assert_promises(self.case, ("missed", WEDNESDAY), ("running", False))
        self.assertEqual(self._get_promises(self.case)[0].late_seconds, 24 * 3600)

    def test_neither_answer_nor_promise(self):
        """Said in plain words where it is saved; the form keeps what was typed."""
        words = "enter the new time in “Call-Back Promised”"
        with self._assert_refused(words, ValidationError):
            self._log(self.case, WEDNESDAY, summary="A long talk")
        self._assert_promises(self.case, ("running", False))
        contacts = self.env["complaint.contact"].with_user(self.handler)
        contacts = contacts.with_context(default_complaint_id=self.case.id)
        with self._at(WEDNESDAY), Form(contacts) as form:
            self.assertIn("that time is over", form.promise_hint)
            form.summary = "A long talk"
            with self.assertRaises(ValidationError):
                form.save()
            self.assertEqual(form.summary, "A long talk")
            form.callback_date = THURSDAY
        self._assert_promises(self.case, ("missed", WEDNESDAY), ("running", False))
        self.assertEqual(self.case.contact_ids.sorted("id")[-1].summary, "A long talk")

    def test_hint_before_it_is_due(self):
        contacts = self.env["complaint.contact"].with_user(self.handler)
        with self._at(MONDAY + HOUR):
            with Form(contacts.with_context(default_complaint_id=self.case.id)) as form:
                self.assertIn("was promised for", form.promise_hint)
        self.assertFalse(self.case.contact_ids.sorted("id")[-1].promise_hint)

    def test_the_answer_instead(self):
        """Who gets the answer needs no further call."""
        self._log(self.case, WEDNESDAY, purpose="answer")
        self._assert_promises(self.case, ("missed", WEDNESDAY))

    def test_answered_meanwhile(self):
        with self._at(TUESDAY):
            self._bring_to(self.case, "answered")
        self._log(self.case, WEDNESDAY)
        self._assert_promises(self.case, ("missed", WEDNESDAY))

    def test_logged_afterwards(self):
        """A call in time that was noted late was in time, once a manager says so."""
        with self._at(TUESDAY + MINUTE):
            self._get_promises(self.case)._breach(TUESDAY + MINUTE)
        self._log(self.case, THURSDAY, date=TUESDAY - MINUTE)
        self._assert_promises(self.case, ("missed", THURSDAY))
        promise = self._get_promises(self.case)
        with self._at(THURSDAY + MINUTE):
            promise.with_user(self.manager).action_accept_claim(reason="I was there")
        self._assert_promises(self.case, ("met", TUESDAY - MINUTE))
        self.assertFalse(promise.is_late)

    def test_older_contacts_do_not_count(self):
        """What was said before the promise does not keep it."""
        self._log(self.case, MONDAY + HOUR, date=MONDAY - HOUR)
        self._assert_promises(self.case, ("running", False))

    def test_promise_noted_late(self):
        """A promise that is typed in after it was kept is found kept."""
        case = self._receive()
        self._log(case, TUESDAY, summary="Called as promised")
        self._log(case, WEDNESDAY, date=MONDAY, callback_date=TUESDAY)
        self._assert_promises(case, ("met", TUESDAY))

    def test_history_imported(self):
        """A whole chain of promises, noted at once and in no order."""
        case = self._receive()
        history = [
            {"date": WEDNESDAY, "callback_date": THURSDAY, "direction": "in"},
            {"date": TUESDAY, "callback_date": THURSDAY - HOUR},
            {"date": MONDAY, "callback_date": TUESDAY},
            {"date": THURSDAY},
        ]
        with self._at(THURSDAY):
            self.env["complaint.contact"].create(
                [{"complaint_id": case.id, **vals} for vals in history]
            )
        chain = self._get_promises(case).sorted("date_start")
        self.assertEqual(chain.mapped("outcome"), ["met", "repromised", "met"])
        self.assertEqual(chain.mapped("date_stop"), [TUESDAY, WEDNESDAY, THURSDAY])
        self.assertEqual(
            [clock.previous_id for clock in chain],
            [chain.browse(), chain[0], chain[1]],
        )

    def test_broken_promise_noted_late(self):
        """Nobody is asked for a new promise by noting an old one."""
        case = self._receive()
        self._log(case, WEDNESDAY, summary="Called too late")
        self._log(case, THURSDAY, date=MONDAY, callback_date=TUESDAY)
        self._assert_promises(case, ("missed", WEDNESDAY))


@tagged("post_install", "-at_install")
class TestPromiseChanges(PromiseCase):
    def setUp(self):
        super().setUp()
        self.case = self._receive()
        self.contact = self._log(self.case, MONDAY, callback_date=WEDNESDAY)

    def test_another_time(self):
        """Changed in the contact, it is promised anew, with a line in the ledger."""
        with self._at(TUESDAY):
            self.contact.callback_date = THURSDAY
        self._assert_promises(self.case, ("repromised", TUESDAY), ("running", False))
        first, second = self._get_promises(self.case)
        self.assertRecordValues(
            second.event_ids,
            [{"date_due_before": WEDNESDAY, "date_due_after": THURSDAY}],
        )
        self.assertRecordValues(
            second,
            [
                {
                    "date_start": TUESDAY,
                    "date_due": THURSDAY,
                    "contact_id": self.contact.id,
                    "previous_id": first.id,
                }
            ],
        )
        self._log(self.case, THURSDAY)
        self.assertEqual(second.outcome, "met")

    def test_broken_stays_broken(self):
        """A promise is not mended by changing what was promised."""
        with self._at(THURSDAY):
            self.contact.callback_date = THURSDAY + HOUR
        self._assert_promises(self.case, ("missed", THURSDAY), ("running", False))

    def test_same_time(self):
        with self._at(TUESDAY):
            self.contact.write({"callback_date": WEDNESDAY, "summary": "Spoke long"})
        self._assert_promises(self.case, ("running", False))

    def test_taken_out(self):
        """Entered by mistake: taken back, as the ledger says."""
        with self._at(TUESDAY):
            self.contact.callback_date = False
        clock = self._get_promises(self.case)
        self.assertEqual((clock.state, clock.outcome), ("cancelled", False))
        self.assertIn("taken out", clock.event_ids[-1:].note)

    def test_deleted(self):
        with self._at(TUESDAY):
            self.contact.sudo().unlink()
        clock = self._get_promises(self.case)
        self.assertEqual((clock.state, clock.outcome), ("cancelled", False))
        self.assertIn("deleted", clock.event_ids[-1:].note)

    def test_deleted_after_it_was_broken(self):
        with self._at(THURSDAY):
            self.contact.sudo().unlink()
        self._assert_promises(self.case, ("missed", THURSDAY))

    def test_added_later(self):
        """A time that is entered afterwards counts from then on."""
        case = self._receive()
        contact = self._log(case, MONDAY)
        self._log(case, MONDAY + HOUR)
        with self._at(TUESDAY):
            contact.callback_date = WEDNESDAY
        self._assert_promises(case, ("running", False))
        self.assertEqual(self._get_promises(case).date_start, TUESDAY)

    def test_corrected_contact_keeps_it(self):
        """A call that was noted as made in vain, and was not: a manager decides."""
        call = self._log(self.case, TUESDAY, answered=False)
        self._assert_promises(self.case, ("running", False))
        with self._at(THURSDAY):
            call.answered = True
        self._assert_promises(self.case, ("missed", THURSDAY))
        with self._at(THURSDAY + MINUTE):
            promise = self._get_promises(self.case).with_user(self.manager)
            promise.action_accept_claim(reason="The list of calls shows it")
        self._assert_promises(self.case, ("met", TUESDAY))

    def test_resolved(self):
        """What was settled needs no call; broken promises stay broken."""
        with self._at(TUESDAY):
            self._bring_to(self.case, "resolved")
        self.assertEqual(self._get_promises(self.case).state, "cancelled")
        late = self._receive()
        self._log(late, MONDAY, callback_date=MONDAY + HOUR)
        with self._at(TUESDAY):
            self._bring_to(late, "resolved")
        self._assert_promises(late, ("missed", TUESDAY))

    def test_cancelled(self):
        """Cancelled cases cancel their promises: they are not breaches (rule 6)."""
        with self._at(THURSDAY):
            self._bring_to(self.case, "cancelled")
        clock = self._get_promises(self.case)
        self.assertRecordValues(
            clock, [{"state": "cancelled", "outcome": False, "is_late": False}]
        )

    def test_promised_after_the_solution(self):
        """Also a resolved case keeps its word."""
        with self._at(TUESDAY):
            self._bring_to(self.case, "resolved")
        self._log(self.case, WEDNESDAY, callback_date=THURSDAY)
        self._log(self.case, THURSDAY + HOUR)
        self.assertEqual(self._get_promises(self.case)[-1].outcome, "missed")

    def test_merged(self):
        """Two people were promised a call, and each promise goes on (R178)."""
        survivor = self._receive()
        self._log(survivor, MONDAY, callback_date=THURSDAY)
        with self._at(TUESDAY):
            self.case._merge_into(survivor, "The same")
        self.assertEqual(self._get_promises(self.case).state, "cancelled")
        self._assert_promises(survivor, ("running", False), ("running", False))
        self.assertEqual(
            set(self._get_promises(survivor).mapped("date_due")),
            {WEDNESDAY, THURSDAY},
        )
        moved = self._get_promises(survivor)[-1]
        self.assertEqual(moved.date_start, TUESDAY)
        self.assertEqual(moved.previous_id, self._get_promises(self.case))

    def test_many_at_once(self):
        """An import of contacts costs as much as one of few, if at one time."""
        cases = self.Complaint.concat(*(self._receive() for _number in range(10)))

        def count(cases, **vals):
            vals_list = [
                {"complaint_id": case.id, "summary": "Called", **vals} for case in cases
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._at(vals["date"]):
                self.env["complaint.contact"].create(vals_list)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        for vals in (
            {"date": MONDAY, "callback_date": TUESDAY},
            {"date": TUESDAY, "callback_date": WEDNESDAY},
        ):
            few = count(cases[:2], **vals)
            many = count(cases[2:], **vals)
            self.assertLessEqual(many, few + 4)
        for case in cases:
            self._assert_promises(case, ("met", TUESDAY), ("running", False))
