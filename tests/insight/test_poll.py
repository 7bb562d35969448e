# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom a survey asks, and when (R135, R199, R215)."""

from datetime import date, timedelta

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.complaint_management.models.insight.poll import DAYS, STEPS
from odoo.addons.complaint_management.tools.insight.sampling import draw

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPoll(PollCase):
    def test_asks_customers_of_the_last_months(self):
        """Once each, by mail; not those of long ago, nor of another company."""
        customers = self._create_customers("Anna", "Boris")
        old = self._create_customers("Olga", case=False)
        self._create_case(partner_id=old.id, date_received="2020-01-02 10:00:00")
        self._create_customers("Nobody", case=False)
        asked = self._send_out(months=6)
        self.assertEqual(asked.state, "open")
        self.assertEqual(self._get_invitations(asked).partner_id, customers)
        mails = self._get_mails(asked)
        self.assertEqual(mails.recipient_ids, customers)
        self.assertEqual(set(mails.mapped("subject")), {asked._get_question()})
        self.assertIn("List-Unsubscribe=One-Click", mails[0].headers)
        self._run_job()
        self.assertEqual(self._get_mails(asked), mails, "asked twice")

    def test_one_person_of_each_customer_company(self):
        """Whoever dealt with us last."""
        house = self.env["res.partner"].create({"name": "House", "is_company": True})
        first, last = self._create_customers(
            "First", "Last", case=False, parent_id=house.id
        )
        self._create_case(partner_id=last.id, date_received="2026-06-02 10:00:00")
        self._create_case(partner_id=first.id, date_received="2026-05-02 10:00:00")
        poll = self._create_poll(months=120)
        self.assertEqual(poll._find_reach().by_mail, {last.id: False})

    def test_leaves_out_who_cannot_or_should_not_be_asked(self):
        """Without an address, gone, on the list of those who mind, our own people."""
        names = ("Kept", "Mute", "Gone", "Minds", "Spam")
        kept, mute, gone, minds, spam = self._create_customers(*names)
        mute.email = False
        gone.active = False
        self.env["mail.blacklist"]._add(minds.email)
        spam_case = self.Complaint.search([("partner_id", "=", spam.id)])
        spam_case.with_user(self.handler).action_cancel(
            reason="Spam", cancel_reason="spam"
        )
        self._create_case(partner_id=self.employee.partner_id.id)
        poll = self._create_poll()
        self.assertEqual(list(poll._find_reach().by_mail), kept.ids)

    def test_nobody_is_asked_again_soon(self):
        """By whatever survey, or about a case; and not about a case after a survey."""
        rated, other = self._create_customers("Rated", "Other")
        case = self.Complaint.search([("partner_id", "=", rated.id)])
        case._write_protected({"date_rating_asked": fields.Datetime.now()})
        poll = self._create_poll(cooldown_days=30)
        self.assertEqual(list(poll._find_reach().by_mail), other.ids)
        self._send_out(poll)
        again = self._create_poll(cooldown_days=30, name="Another")
        self.assertFalse(again._find_reach().by_mail)
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.assertEqual(set(again._find_reach().by_mail), {rated.id, other.id})
        later = self._create_case(partner_id=other.id, email_from=other.email)
        keys = {later: later._get_customer_keys()}
        [(_case, asked)] = later._get_recently_asked(keys, 30)
        self.assertIn(other.id, asked)

    def test_two_surveys_in_one_night(self):
        """Whoever is drawn by the first is not drawn by the second."""
        self._create_customers("Anna")
        polls = self.Poll
        for name in ("First", "Second"):
            polls |= self._create_poll(name=name, cooldown_days=30)
        polls.with_user(self.manager).action_start()
        self._run_job()
        self.assertEqual(len(polls.round_ids), 1)

    def test_a_case_is_not_rated_after_a_survey(self):
        """The house asks about a closed case, unless a survey asked just now."""
        customer, other = self._create_customers("Asked", "Unasked")
        poll = self._create_poll(most=1)
        asked = self._send_out(poll)
        left = (customer | other) - self._get_invitations(asked).partner_id
        for partner, is_asked in ((left, True), ((customer | other) - left, False)):
            case = self._create_case(partner_id=partner.id, email_from=partner.email)
            self.assertEqual(bool(case._get_to_ask()), is_asked)

    def test_employees_of_units(self):
        """With the units below; of fewer than five nobody would be anonymous."""
        crew = self.env["hr.department"].create(
            {"name": "Crew", "parent_id": self.department.id}
        )
        people = self._create_employees(2, crew)
        self._create_employees(3)
        poll = self._create_poll(
            audience="employees", department_ids=[Command.set(crew.ids)]
        )
        self.assertFalse(poll._find_reach().by_mail)
        self.assertIn("anonymous", poll.reach_words)
        poll.department_ids = self.department
        found = poll._find_reach().by_mail
        self.assertLessEqual(set(people.work_contact_id.ids), set(found))
        self.assertEqual(found[people[0].work_contact_id.id], crew.id)

    def test_draws_by_chance(self):
        """The same number draws the same people; a limit holds; and of employees
        enough are drawn for their answers to be anonymous."""
        ids = list(range(1, 101))
        self.assertEqual(draw(ids, 10, 7), draw(reversed(ids), 10, 7))
        self.assertNotEqual(draw(ids, 10, 7), draw(ids, 10, 8))
        self.assertEqual(len(draw(ids, 10, 7)), 10)
        self.assertEqual(len(draw(ids, 50, 7, most=3)), 3)
        self.assertEqual(draw([9], 1, 7), [9])
        self.assertEqual(draw([], 100, 7), [])
        self._create_employees(20)
        poll = self._create_poll(audience="employees", share=1)
        self.assertEqual(len(poll._draw(poll._find_reach().by_mail, 7)), 5)

    def test_the_sample_of_a_round_can_be_drawn_again(self):
        self._create_customers(*(f"C{number}" for number in range(10)))
        poll = self._create_poll(share=30)
        people = poll._find_reach().by_mail
        self.assertIn("3 of 10", poll.reach_words)
        asked = self._send_out(poll)
        self.assertEqual(asked.people_count, 10)
        self.assertEqual(asked.asked_count, 3)
        self.assertEqual(
            set(draw(people, 30, asked.seed)),
            set(self._get_invitations(asked).partner_id.ids),
        )

    def test_asks_again_when_it_is_time(self):
        """A missed day loses nothing, and what was missed is not caught up on."""
        self._create_customers("Anna")
        poll = self._create_poll(frequency="month", answer_days=10)
        self._send_out(poll)
        self.assertEqual(poll.date_next, fields.Date.add(self.today, months=1))
        self._run_job(days=20)
        self.assertEqual(len(poll.round_ids), 1)
        self.assertEqual(poll.round_ids.state, "closed")
        self._run_job(days=100)
        self.assertEqual(len(poll.round_ids), 2)
        later = self.today + timedelta(days=100)
        self.assertEqual(poll.date_next, fields.Date.add(later, months=1))

    def test_a_round_is_over_when_the_next_begins(self):
        """With the most days to answer that are allowed, on whichever day it begins."""
        for frequency, most in DAYS.items():
            with self.subTest(frequency=frequency):
                for number in range(4 * 366):
                    begin = date(2024, 1, 1) + timedelta(days=number)
                    self.assertLess(
                        begin + timedelta(days=most), begin + STEPS[frequency]
                    )
        poll = self._create_poll(frequency="week", answer_days=6)
        with self.assertRaises(ValidationError):
            poll.answer_days = 7

    def test_a_unit_that_was_dissolved(self):
        """Its survey does not go to all employees instead."""
        self._create_employees(6)
        unit = self.env["hr.department"].create(
            {"name": "Night Shift", "company_id": self.company.id}
        )
        poll = self._create_poll(audience="employees", department_ids=unit.ids)
        self.assertFalse(poll._find_reach().by_mail)
        unit.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(poll._find_reach().by_mail)

    def test_nobody_to_ask(self):
        """It says so when it is started, and by its job in its log."""
        poll = self._create_poll()
        with self._assert_refused("nobody can be asked today"):
            poll.with_user(self.manager).action_start()
        with self._assert_refused("Nobody can be asked today"):
            poll.with_user(self.manager).action_ask_now()
        [customer] = self._create_customers("Anna")
        poll.with_user(self.manager).action_start()
        customer.email = False
        self._run_job()
        self.assertFalse(poll.round_ids)
        self.assertIn("Nobody can be asked today", poll.message_ids[0].body)
        self.assertGreater(poll.date_next, self.today)

    def test_ask_now(self):
        """Between two rounds, and not while one takes answers; a draft, too."""
        self._create_customers("Anna")
        poll = self._create_poll(date_next=self.today + timedelta(days=50))
        as_manager = poll.with_user(self.manager)
        action = as_manager.action_ask_now()
        self.assertEqual(action["res_id"], poll.round_ids.id)
        with self._assert_refused("takes answers already"):
            as_manager.action_ask_now()
        self.assertEqual(poll.date_next, self.today + timedelta(days=50))

    def test_what_is_refused(self):
        poll = self._create_poll()
        with self.assertRaises(ValidationError):
            poll.write({"frequency": "week", "answer_days": 8})
        self._create_customers("Anna")
        self._send_out(poll)
        with self._assert_refused("duplicate it"):
            poll.with_user(self.manager).audience = "employees"
        with self._assert_refused("archive it"):
            poll.with_user(self.manager).unlink()
        with self.assertRaises(ValidationError):
            poll.with_user(self.manager).date_next = False
        with self.assertRaises(UserError):
            poll.with_user(self.manager).state = "draft"
        copy = poll.with_user(self.manager).copy({"audience": "employees"})
        self.assertEqual(copy.state, "draft")
        poll.with_user(self.manager).action_archive()
        self.assertEqual(poll.state, "draft")

    def test_the_manager_sets_it_up(self):
        """The form says at once how many would be asked."""
        self._create_customers("Anna", "Boris")
        with Form(self.Poll.with_user(self.manager)) as form:
            form.name = "Customers"
            form.cooldown_days = 0
            self.assertIn("2 of 2", form.reach_words)
            form.most = 1
            self.assertIn("1 of 2", form.reach_words)
