# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""On the page: choosing among offers, and a word on the apology (R73, R93, R108)."""

import re

from odoo.tests import tagged

from ..remedy.value_common import ValueCase
from .common import PortalCase

ACCEPT, DECLINE = "accept", "decline"


class OffersCase(PortalCase, ValueCase):
    """Li Wei is offered 50 back or a coffee, and that the meter is corrected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.money = cls._add(cls.case, cls.refund, 50, is_option=True)
        cls.drink = cls._add(cls.case, cls.coffee, is_option=True)
        cls.fix = cls._add(cls.case, cls.correction, name="your meter")
        cls._bring_to(cls.case, "answered")

    def setUp(self):
        super().setUp()
        self._login()

    def _choose(self, case=None, token=None, **data):
        return self._post("offers", case=case, token=token, **data)

    def _get_states(self):
        self.env.invalidate_all()
        return (self.money | self.drink | self.fix).mapped("state")


@tagged("post_install", "-at_install")
class TestOffers(OffersCase):
    def test_what_is_shown(self):
        """The customer's sentences, in a form that works without scripts."""
        page = self._open()
        words = self._get_words(page)
        self.assertIn("Please choose one", words)
        self.assertIn("back.", words)
        self.assertIn("We invite you to a coffee.", words)
        self.assertIn("We put it right: your meter.", words)
        form = re.search(r"<form[^>]*/offers.*?</form>", page.text, re.S).group()
        self.assertIn("csrf_token", form)
        self.assertNotIn("<script", form)
        for field in re.findall(r'<input[^>]*type="radio"[^>]*>', form):
            name = re.search(r'id="([^"]+)"', field)[1]
            self.assertIn(f'for="{name}"', form)

    def test_nothing_before_it_is_offered(self):
        """What is prepared is shown to nobody."""
        other = self._create_case(partner_id=self.user.partner_id.id)
        line = self._add(other, self.refund, 77)
        page = self._open(other)
        self.assertNotIn(line._say(), self._get_words(page))
        self.assertNotIn("What you get", self._get_words(page))

    def test_choose(self):
        """One is chosen, the other is off, the rest stays open (R93)."""
        page = self._choose(option=str(self.money.id), offer_note="Thanks a lot")
        self.assertEqual(page.status_code, 200)
        self.assertIn("noted what you chose", page.text)
        self.assertEqual(self._get_states(), ["accepted", "declined", "offered"])
        self.assertEqual(self.money.settled_by, "customer")
        words = self._get_words(page)
        self.assertIn("Agreed on", words)
        self.assertNotIn("You did not want this", words)
        message = self._get_talk()
        self.assertEqual(message.author_id, self.user.partner_id)
        self.assertIn("Thanks a lot", message.body)
        self.assertIn("I accept:", message.body)

    def test_all_at_once(self):
        self._choose(option=str(self.drink.id), **{f"offer_{self.fix.id}": DECLINE})
        self.assertEqual(self._get_states(), ["declined", "accepted", "declined"])
        self.assertIn("I do not want:", self._get_talk().body)

    def test_none_of_them(self):
        """Somebody looks for something better, with the reason."""
        self._choose(
            option="none", offer_note="TOOLITTLE", **{f"offer_{self.fix.id}": DECLINE}
        )
        self.assertEqual(self._get_states(), ["declined"] * 3)
        self.assertEqual(self.money.customer_note, "TOOLITTLE")
        task = self.case.activity_ids.filtered(
            lambda row: "none of what was offered" in (row.summary or "")
        )
        self.assertEqual(task.user_id, self.handler)
        self.assertIn("TOOLITTLE", task.note)

    def test_refused_apology_is_escalated(self):
        """Also where it is one of the things that are offered (R108)."""
        sorry = self.env["complaint.remedy.type"].create(
            {"name": "Apology", "kind": "apology", "needs_value": False}
        )
        line = self._add(self.case, sorry)
        line.action_offer()
        self._choose(**{f"offer_{line.id}": DECLINE}, offer_note="He laughed")
        task = self.case._get_apology_tasks()
        self.assertEqual(len(task), 1)
        self.assertIn("He laughed", task.note)

    def test_done(self):
        """What was agreed and done is on the page afterwards (R74)."""
        self._choose(option=str(self.money.id), **{f"offer_{self.fix.id}": ACCEPT})
        self.money.fulfilment_note = "Paid in cash"
        self.money.action_fulfil()
        words = self._get_words(self._open())
        self.assertIn("Done on", words)
        self.assertIn("We are taking care of it.", words)
        self.assertNotIn("Paid in cash", words)

    def test_twice(self):
        """A double click, or a page that is sent again, changes nothing more."""
        for _time in range(2):
            page = self._choose(option=str(self.money.id), offer_note="Thanks")
            self.assertIn("noted what you chose", page.text)
        self.assertEqual(self._get_states(), ["accepted", "declined", "offered"])
        self.assertEqual(len(self._get_talk()), 1)

    def test_other_choice_afterwards(self):
        """Who chose has chosen; it is told politely, with what stands now."""
        self._choose(option=str(self.money.id))
        page = self._choose(option=str(self.drink.id))
        self.assertEqual(page.status_code, 422)
        self.assertIn("not offered any more", page.text)
        self.assertEqual(self._get_states(), ["accepted", "declined", "offered"])

    def test_withdrawn_meanwhile(self):
        self.drink.action_withdraw()
        page = self._choose(option=str(self.drink.id))
        self.assertEqual(page.status_code, 422)
        self.assertIn("not offered any more", page.text)
        self.assertEqual(self._get_states(), ["offered", "draft", "offered"])

    def test_nothing_chosen(self):
        """The error stands with the fields, and what was typed is still there."""
        page = self._choose(offer_note="MYNOTE")
        self.assertEqual(page.status_code, 422)
        self.assertIn('id="complaint_offers_error"', page.text)
        self.assertIn("MYNOTE", page.text)
        self.assertIn('href="#complaint_offers"', page.text)
        self.assertEqual(set(self._get_states()), {"offered"})

    def test_too_long_a_note(self):
        page = self._choose(option=str(self.money.id), offer_note="x" * 20001)
        self.assertEqual(page.status_code, 422)
        self.assertIn('id="complaint_offer_note_error"', page.text)
        self.assertIn(f'value="{self.money.id}"', page.text)
        self.assertIn('checked="True"', page.text)
        self.assertEqual(set(self._get_states()), {"offered"})

    def test_tampered(self):
        """Lines of others, lines that are not, and words that no form has."""
        foreign = self._add(self.strange, self.refund, 900)
        foreign.action_offer()
        hidden = self._add(self.strange, self.refund, 5)
        for data in (
            {"option": str(foreign.id)},
            {"option": str(hidden.id)},
            {"option": "999999999"},
            {"option": "-1"},
            {"option": "1 OR 1=1"},
            {"option": "\u0663"},
            {f"offer_{foreign.id}": ACCEPT},
            {f"offer_{self.fix.id}": "everything"},
            {"offer_": ACCEPT},
            {"offer_x": ACCEPT},
            {"option": str(self.money.id), f"offer_{self.drink.id}": ACCEPT},
        ):
            with self.subTest(data=data):
                page = self._choose(**data)
                self.assertEqual(page.status_code, 422)
                self.assertIn('role="alert"', page.text)
                self.assertEqual(set(self._get_states()), {"offered"})
        self.assertEqual(foreign.state, "offered")
        self.assertEqual(hidden.state, "draft")

    def test_only_the_complainant(self):
        """Neither other customers nor colleagues choose in their name."""
        self._login(self.other)
        self._choose(option=str(self.money.id))
        self.authenticate(self.handler.login, self.handler.login)
        page = self._choose(option=str(self.money.id))
        self.assertEqual(page.status_code, 403)
        self.assertEqual(set(self._get_states()), {"offered"})
        self.assertNotIn("/offers", self._open().text)

    def test_csrf(self):
        page = self._choose(option=str(self.money.id), csrf=False)
        self.assertEqual(page.status_code, 400)
        self.assertEqual(set(self._get_states()), {"offered"})

    def test_by_link(self):
        token = self._get_token()
        self.authenticate(None, None)
        page = self._choose(token=token, option=str(self.money.id))
        self.assertIn(f"access_token={token}", page.url)
        self.assertEqual(self._get_states()[0], "accepted")

    def test_get_changes_nothing(self):
        self._open(suffix=f"/offers?option={self.money.id}")
        self.assertEqual(set(self._get_states()), {"offered"})

    def test_accepting_the_answer(self):
        """It accepts what it offers; among options one is chosen first (R74)."""
        page = self._post("respond", response=ACCEPT)
        self.assertEqual(page.status_code, 422)
        self.assertIn("Please choose first", page.text)
        self._choose(option=str(self.money.id))
        self._post("respond", response=ACCEPT)
        self.assertEqual(self._get_states(), ["accepted", "declined", "accepted"])

    def test_closed_and_cancelled(self):
        """Nothing is chosen on a case that has ended."""
        self.case._write_protected({"state": "closed"})
        self.assertNotIn("/offers", self._open().text)
        page = self._choose(option=str(self.money.id))
        self.assertEqual(page.status_code, 422)
        self.case._write_protected({"state": "cancelled"})
        page = self._choose(option=str(self.money.id))
        self.assertEqual(page.status_code, 422)
        self.assertEqual(set(self._get_states()), {"offered"})

    def test_refusals(self):
        """Why they do not get all they asked for, in the words meant for them."""
        self.case.refusal_reason = "The law knows no compensation for anger."
        self.assertNotIn("for anger", self._open().text, "not told yet")
        self._bring_to(self.case, "answered")
        words = self._get_words(self._open())
        self.assertIn("What we cannot give you, and why", words)
        self.assertIn("no compensation for anger", words)

    def test_merged_in(self):
        """What was promised to a stranger is none of this complainant's business."""
        promised = self._add(self.strange, self.refund, 913, name="FORWANGFANG")
        promised.action_offer()
        self.strange._merge_into(self.case)
        self.assertEqual(promised.complaint_id, self.case)
        self.assertTrue(promised.is_for_another)
        page = self._open()
        self.assertNotIn("913", self._get_words(page))
        page = self._choose(**{f"offer_{promised.id}": ACCEPT})
        self.assertEqual(page.status_code, 422)
        self.assertEqual(promised.state, "offered")
        self.assertNotIn("913", " ".join(self.case._get_remedy_lines()))


@tagged("post_install", "-at_install")
class TestApologyOnPage(OffersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.apology = cls._apologise()

    @classmethod
    def _apologise(cls, **vals):
        return cls.env["complaint.apology"].create(
            {
                "complaint_id": cls.case.id,
                "user_id": cls.handler.id,
                "medium": "letter",
                "words": "<p>We are sorry for the dark evenings.</p>",
                **vals,
            }
        )

    def _say(self, word, **data):
        page = self._post("apology", apology=word, **data)
        self.env.invalidate_all()
        return page

    def test_what_is_shown(self):
        words = self._get_words(self._open())
        self.assertIn("We are sorry for the dark evenings.", words)
        self.assertIn("Do you accept our apology?", words)

    def test_spoken_words_are_notes(self):
        self._apologise(medium="phone", words="<p>OURNOTE</p>")
        page = self._open()
        self.assertNotIn("OURNOTE", page.text)
        self.assertIn("Do you accept our apology?", page.text)

    def test_accepted(self):
        page = self._say("accept", apology_note="It is fine now")
        self.assertIn("Thank you for telling us", page.text)
        self.assertEqual(self.apology.response, "accepted")
        self.assertEqual(self.apology.note, "It is fine now")
        self.assertEqual(self.case.apology_state, "accepted")
        self.assertNotIn("/apology", page.text)

    def test_refused_apology_escalates(self):
        """Who is more responsible speaks with them (R108)."""
        self._say("reject", apology_note="He laughed")
        self.assertEqual(self.apology.response, "not_accepted")
        task = self.case._get_apology_tasks()
        self.assertEqual(len(task), 1)
        self.assertIn("He laughed", task.note)
        self.assertIn("I do not accept your apology", self._get_talk().body)

    def test_twice(self):
        for _time in range(2):
            page = self._say("reject", apology_note="He laughed")
            self.assertEqual(page.status_code, 200)
        self.assertEqual(len(self.case._get_apology_tasks()), 1)
        self.assertEqual(len(self._get_talk()), 1)

    def test_other_word_afterwards(self):
        self._say("accept")
        page = self._say("reject")
        self.assertEqual(page.status_code, 422)
        self.assertEqual(self.apology.response, "accepted")

    def test_no_word(self):
        for word in ("", "perhaps"):
            page = self._say(word, apology_note="MYNOTE")
            self.assertEqual(page.status_code, 422)
            self.assertIn('id="complaint_apology_error"', page.text)
            self.assertIn("MYNOTE", page.text)
        self.assertEqual(self.apology.response, "pending")

    def test_no_apology(self):
        self.apology.unlink()
        self.assertNotIn("Our apology", self._open().text)
        self.assertEqual(self._say("accept").status_code, 422)

    def test_to_whom_was_it(self):
        """Where strangers complained too, it may be for one of them."""
        self.strange._merge_into(self.case)
        self.assertNotIn("dark evenings", self._open().text)
        self.assertEqual(self._say("accept").status_code, 422)
