# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who and what a merge could lose: people, authorities, money (zammad#1929)."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import ComplaintCase

ANSWER = "complaint_management.mail_activity_type_answer"


@tagged("post_install", "-at_install")
class TestMergedPeople(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._with_mail(cls._create_case(name="Street is dark"))
        cls.mailed = cls._with_mail(
            cls._create_case(
                name="Dark again", partner_name="Ms Ito", email_from="ito@example.com"
            )
        )
        cls.called = cls._with_mail(
            cls._create_case(
                name="No light",
                partner_name="Mr Wu",
                email_from=False,
                phone="13812345678",
            )
        )
        cls.cases = cls.first | cls.mailed | cls.called

    def _mails_to(self, address):
        mails = self.env["mail.mail"].sudo().search([("email_to", "ilike", address)])
        return " ".join(mails.mapped("body_html"))

    def _answer(self, case):
        self._bring_to(case, "answered")

    def test_they_are_told_that_it_goes_on_elsewhere(self):
        self.cases._merge_into(self.first)
        words = self._mails_to("ito@example.com")
        self.assertIn(self.mailed.number, words)
        self.assertNotIn("Li Wei", words)
        self.assertNotIn(self.first.number, words)

    def test_the_same_person_hears_the_other_number(self):
        again = self._with_mail(self._create_case(name="Me again"))
        again._merge_into(self.first)
        words = self._mails_to("li.wei@example.com")
        self.assertIn(self.first.number, words)
        self.assertFalse(self.first._get_merged_strangers())

    def test_everybody_gets_the_answer_or_somebody_the_task_to_tell_them(self):
        self.cases._merge_into(self.first)
        self._answer(self.first)
        self.assertIn("You get the money back", self._mails_to("ito@example.com"))
        tasks = self.first.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(ANSWER)
        )
        task = tasks.filtered(lambda task: "Mr Wu" in (task.summary or ""))
        self.assertEqual(len(task), 1)
        self.assertIn("13812345678", task.note)
        self.assertTrue(task.user_id._is_living())

    def test_where_they_live_stands_in_the_task_as_they_wrote_it(self):
        self.called.street = "Gate <3>\nYard"
        self.cases._merge_into(self.first)
        self._answer(self.first)
        notes = " ".join(filter(None, self.first.activity_ids.mapped("note")))
        self.assertIn("Gate &lt;3&gt;<br>", notes.replace("<br/>", "<br>"))

    def test_also_who_was_merged_into_a_merged_case(self):
        self.called._merge_into(self.mailed)
        self.mailed._merge_into(self.first)
        self.assertEqual(self.first._get_merged_strangers(), self.mailed | self.called)

    def test_everybody_stands_on_the_case_that_goes_on(self):
        self.cases._merge_into(self.first)
        self.assertIn("Mr Wu", self.first.merged_complainants)
        self.assertIn("Ms Ito", self.first.merged_complainants)

    def test_the_dialog_says_who_will_read_the_answer(self):
        form = Form(
            self.env["complaint.merge"].with_context(
                active_model="complaint.complaint", active_ids=self.cases.ids
            )
        )
        self.assertIn("Mr Wu", form.survivor_reason)


@tagged("post_install", "-at_install")
class TestMergedAuthorities(ComplaintCase):
    def _forwarded(self, body, days, **vals):
        return self._create_case(
            external_body=body,
            external_due_date=fields.Date.today() + timedelta(days=days),
            **vals,
        )

    def test_the_earlier_day_of_the_same_authority_counts(self):
        late = self._forwarded("Consumer Bureau", 20, external_ref="A-1")
        early = self._forwarded("consumer  bureau", 5)
        due = early.external_due_date
        early._merge_into(late)
        self.assertEqual(late.external_due_date, due)
        self.assertEqual(late.external_ref, "A-1")
        clock = late._get_open_clocks(["authority"])
        self.assertEqual(len(clock), 1)

    def test_an_authority_is_taken_over_as_a_whole(self):
        plain = self._create_case()
        forwarded = self._forwarded("Consumer Bureau", 5, external_ref="A-1")
        forwarded._merge_into(plain)
        self.assertEqual(plain.external_body, "Consumer Bureau")
        self.assertEqual(plain.external_ref, "A-1")
        self.assertEqual(plain.external_due_date, forwarded.external_due_date)

    def test_two_authorities_are_refused_and_the_dialog_says_so_before(self):
        one = self._forwarded("Consumer Bureau", 20)
        other = self._forwarded("Ombudsman", 5)
        form = Form(
            self.env["complaint.merge"].with_context(
                active_model="complaint.complaint", active_ids=(one | other).ids
            )
        )
        self.assertIn("Ombudsman", form.obstacles)
        with self._assert_refused("Ombudsman"):
            other._merge_into(one)


@tagged("post_install", "-at_install")
class TestMergedMoney(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.company.currency_id
        cls.foreign = cls.env.ref(
            "base.EUR" if cls.home != cls.env.ref("base.EUR") else "base.USD"
        )
        cls.foreign.active = True
        cls.foreign.rate_ids = [
            Command.clear(),
            Command.create({"name": "2020-01-01", "rate": 0.5}),
        ]
        cls.unknown = cls.env["res.currency"].create({"name": "XZZ", "symbol": "Z"})

    def test_a_hundred_of_another_currency_stay_a_hundred_of_it(self):
        plain = self._create_case()
        foreign = self._create_case(
            currency_id=self.foreign.id, claimed_amount=100.0, partner_name="Ito"
        )
        foreign._merge_into(plain)
        self.assertEqual(plain.claimed_amount, 100.0)
        self.assertEqual(plain.currency_id, self.foreign)

    def test_who_says_something_in_money_keeps_the_currency(self):
        case = self._create_case(stated_loss=10.0)
        foreign = self._create_case(
            currency_id=self.foreign.id,
            claimed_amount=100.0,
            partner_name="Ito",
            email_from="ito@example.com",
        )
        foreign._merge_into(case)
        self.assertEqual(case.currency_id, self.home)
        self.assertEqual(case.claimed_amount, 200.0)
        self.assertIn(self.foreign.format(100.0), case.demand)

    def test_what_different_people_lost_adds_up(self):
        case = self._create_case(stated_loss=10.0, value_bought=50.0)
        twice = self._create_case(stated_loss=12.0)
        other = self._create_case(
            partner_name="Ito",
            email_from="ito@example.com",
            stated_loss=5.0,
            value_bought=7.0,
        )
        (twice | other)._merge_into(case)
        self.assertEqual(case.stated_loss, 17.0)
        self.assertEqual(case.value_bought, 57.0)

    def test_money_without_a_rate_is_told_before_and_kept_in_words(self):
        case = self._create_case(claimed_amount=10.0)
        strange = self._create_case(
            currency_id=self.unknown.id, claimed_amount=100.0, stated_loss=3.0
        )
        form = Form(
            self.env["complaint.merge"].with_context(
                active_model="complaint.complaint", active_ids=(case | strange).ids
            )
        )
        form.survivor_id = case
        self.assertIn("XZZ", form.survivor_reason)
        strange._merge_into(case)
        self.assertEqual(case.claimed_amount, 10.0)
        self.assertFalse(case.stated_loss)
        self.assertIn("100", case.demand)
        log = case.message_ids.filtered(lambda message: "Merged into" in message.body)
        self.assertIn("3.00", log.body)

    def test_what_has_to_be_kept_stays_to_be_kept(self):
        case, held = self._create_case(), self._create_case()
        held.with_user(self.manager).legal_hold = True
        held._merge_into(case)
        self.assertTrue(case.legal_hold)
        with self.assertRaises(UserError):
            case.unlink()
