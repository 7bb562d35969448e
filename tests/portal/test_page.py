# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The complainant's pages: the list of their cases, and how one case stands."""

from datetime import timedelta
from urllib.parse import urlencode

from odoo import fields
from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalList(PortalCase):
    def _list(self, **params):
        response = self.url_open(f"/my/complaints?{urlencode(params)}")
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_own_cases_only(self):
        self._login()
        page = self._list()
        self.assertIn(self.case.number, page)
        self.assertNotIn("SOMEBODYELSE", page)
        self.assertNotIn(self.strange.number, page)

    def test_stranger_is_asked_to_log_in(self):
        response = self.url_open("/my/complaints", allow_redirects=False)
        self.assertIn(response.status_code, (302, 303))
        self.assertIn("/web/login", response.headers["Location"])

    def test_empty_list_invites(self):
        newcomer = self._create_customer("newcomer", "New")
        self._login(newcomer)
        page = self._list()
        self.assertIn('href="/complaints/new"', page)
        self.assertIn('href="/complaints"', page)

    def test_home_page(self):
        """A card leads to the list; its number is the number of own cases."""
        self._login()
        self.assertIn("/my/complaints", self.url_open("/my").text)
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["complaint_count"]}
        )
        self.assertEqual(counters["complaint_count"], 1)

    def test_search_sort_and_group(self):
        second = self._create_case(
            partner_id=self.user.partner_id.id,
            name="Aardvark",
            kind="suggestion",
            date_received=fields.Datetime.now() - timedelta(days=9),
        )
        self._login()
        found = self._list(search="Aardvark")
        self.assertIn(second.number, found)
        self.assertNotIn(self.case.number, found)
        self.assertIn(self.case.number, self._list(search=self.case.number))
        by_subject = self._list(search=self.case.number, search_in="subject")
        self.assertNotIn(self._get_url(), by_subject)
        for sortby, expected in {
            "newest": [self.case, second],
            "oldest": [second, self.case],
            "subject": [second, self.case],
            "number": [second, self.case],
        }.items():
            with self.subTest(sortby=sortby):
                page = self._list(sortby=sortby)
                places = [page.index(f"/my/complaints/{case.id}") for case in expected]
                self.assertEqual(places, sorted(places))
        page = self._list(groupby="kind")
        self.assertRegex(page, r"<h2[^>]*>Suggestion</h2>")
        self.assertRegex(self._list(groupby="status"), r"<h2[^>]*>Received</h2>")

    def test_filters(self):
        ended = self._create_case(partner_id=self.user.partner_id.id, name="ENDED")
        self._bring_to(ended, "cancelled")
        self._login()
        self.assertNotIn("ENDED", self._list(filterby="open"))
        self.assertIn("ENDED", self._list(filterby="ended"))
        self.assertNotIn(self.case.number, self._list(filterby="waiting"))
        self._hold(self.case)
        page = self._list(filterby="waiting")
        self.assertIn(self.case.number, page)
        self.assertIn("Waiting for you", page)
        self.assertNotIn(self.case.number, self._list(filterby="answered"))

    def _hold(self, case):
        case.with_user(self.handler)._hold("Internal", "your last bill", "customer", 5)

    def test_garbage_falls_back(self):
        """Whatever stands in the address, the list comes, and never a traceback."""
        self._login()
        for params in (
            {"sortby": "; DROP TABLE", "filterby": "x", "groupby": "user_id"},
            {"sortby": "user_id desc", "search_in": "finding", "search": "x"},
            {"search": "%_\\'\"\x00<script>"},
            {"search": "长" * 1_000},
            {"page": "-1", "search_in": ""},
        ):
            with self.subTest(params=str(params)[:40]):
                self._list(**params)
        for url in (
            "/my/complaints/page/0",
            "/my/complaints/page/99999",
            "/my/complaints/page/99999999999999999999999",
            "/my/complaints?sortby=oldest&sortby=newest",
        ):
            with self.subTest(url=url):
                response = self.url_open(url)
                self.assertEqual(response.status_code, 200)
                self.assertIn(self.case.number, response.text)

    def test_pages(self):
        self.Complaint.create(
            [
                self._prepare_case_vals(
                    partner_id=self.user.partner_id.id, name=f"Case {index}"
                )
                for index in range(25)
            ]
        )
        self._login()
        first, second = self._list(), self.url_open("/my/complaints/page/2").text
        self.assertEqual(first.count("o_complaint_row"), 20)
        self.assertEqual(second.count("o_complaint_row"), 6)
        self.assertIn("/my/complaints/page/2", first)

    def test_colleagues_find_what_they_complain_about_themselves(self):
        """Staff have their own cases there, and not the ones that they work on."""
        mine = self._create_case(
            partner_id=self.handler.partner_id.id, name="MYOWN", user_id=self.officer.id
        )
        secret = self._create_case(
            identity_mode="confidential",
            partner_id=self.handler.partner_id.id,
            name="MYSECRET",
        )
        self._login(self.handler)
        page = self._list()
        self.assertIn(mine.name, page)
        self.assertIn(secret.name, page)
        self.assertNotIn(self.case.number, page)


@tagged("post_install", "-at_install")
class TestPortalPage(PortalCase):
    def _read(self, case=None):
        self._login()
        response = self._open(case)
        self.assertEqual(response.status_code, 200)
        return self._get_words(response)

    def test_new_case(self):
        words = self._read()
        self.assertIn(self.case.name, words)
        self.assertIn("We received your complaint.", words)
        self.assertIn("Received", words)
        self.assertNotIn("Our answer", words)

    def test_one_heading_and_labels(self):
        self._login()
        page = self._open().text
        self.assertEqual(page.count("<h1"), 1)
        for name in ("complaint_text", "complaint_files"):
            self.assertIn(f'for="{name}"', page)

    def test_timeline_in_plain_words(self):
        """Each step that concerns the customer, dated; no step between colleagues."""
        self._bring_to_answer()
        texts = [entry["text"] for entry in self.case._get_portal_timeline()]
        self.assertEqual(
            texts,
            [
                "We received your complaint.",
                "We confirmed that it arrived.",
                "We began to look into the facts.",
                "We found out what happened, and began our answer.",
                "We gave you our answer.",
            ],
        )
        words = self._read()
        for word in ("approv", "Approv", "Sent back", "Gate"):
            self.assertNotIn(word, words)
        self._bring_to(self.case, "closed")
        self.case.with_user(self.handler).action_reopen(reason="Not yet")
        texts = [entry["text"] for entry in self.case._get_portal_timeline()]
        self.assertEqual(
            texts[-3:],
            [
                "The matter was settled.",
                "The case was closed.",
                "The case was opened again.",
            ],
        )

    def test_every_state_has_words(self):
        """Whatever the kind and the state, the page comes and says how it stands."""
        self._login()
        for kind, states in {
            "complaint": ("investigating", "resolved", "closed", "cancelled"),
            "suggestion": ("assessed", "closed", "cancelled"),
            "inquiry": ("acknowledged", "resolved"),
        }.items():
            for state in states:
                with self.subTest(kind=kind, state=state):
                    case = self._create_case(
                        kind=kind, partner_id=self.user.partner_id.id
                    )
                    self._bring_to(case, state)
                    response = self._open(case)
                    self.assertEqual(response.status_code, 200)
                    label = case._get_portal_status()["label"]
                    self.assertIn(label, self._get_words(response))

    def test_promises(self):
        """What is due by when; what we missed we own, without excuses (R48)."""
        clocks = self.case.clock_ids.filtered(lambda clock: clock.state == "running")
        self.assertTrue(clocks)
        texts = [promise["text"] for promise in self.case._get_portal_promises()]
        self.assertTrue(all("by" in text for text in texts))
        soon = fields.Datetime.now() + timedelta(days=400)
        settle = clocks.filtered(lambda clock: clock.milestone == "resolve")
        self.env.cr.execute(
            "UPDATE complaint_clock SET date_due = %s WHERE id = %s", (soon, settle.id)
        )
        settle.invalidate_recordset()
        promises = self.case.with_context(lang="en_US")._get_portal_promises()
        self.assertIn(f", {soon.year}", promises[-1]["text"])
        self.assertFalse(promises[-1]["is_late"])
        late = fields.Datetime.now() - timedelta(days=1)
        self.env.cr.execute(
            "UPDATE complaint_clock SET date_due = %s, date_start = %s WHERE id = %s",
            (late, late - timedelta(days=3), settle.id),
        )
        settle.invalidate_recordset()
        promises = self.case._get_portal_promises()
        self.assertTrue(promises[0]["is_late"])
        self.assertIn("We are late, and we are sorry", self._read())

    def test_internal_deadlines_stay_internal(self):
        milestones = set(self.case.clock_ids.mapped("milestone"))
        sentences = self.case._get_promise_sentences("X")
        self.assertNotIn("assess", sentences)
        self.assertTrue(milestones & set(sentences))

    def test_waiting_for_you(self):
        """What was asked and since when; why we stopped is our business."""
        self._bring_to(self.case, "investigating")
        as_handler = self.case.with_user(self.handler)
        as_handler._hold("SECRETREASON", "your last bill", "customer", 5)
        words = self._read()
        self.assertIn("We have been waiting for you since", words)
        self.assertIn("your last bill", words)
        self.assertNotIn("SECRETREASON", words)

    def test_waiting_for_somebody_else(self):
        self._bring_to(self.case, "investigating")
        as_handler = self.case.with_user(self.handler)
        as_handler._hold("SECRETREASON", "SECRETWHAT", "department", 5)
        words = self._read()
        self.assertNotIn("waiting for you", words)
        self.assertNotIn("SECRET", words)

    def test_answer_is_shown_when_it_was_given(self):
        self._bring_to(self.case, "approved")
        self.assertNotIn("You get the money back", self._read())
        self._bring_to(self.case, "answered")
        words = self._read()
        self.assertIn("You get the money back", words)
        self.assertIn("Your complaint is justified.", words)

    def test_what_is_given_and_changed_stands_with_the_answer(self):
        """As in the mail and the letter, and not before (R133, R137)."""
        self._bring_to(self.case, "proposed", customer_change="Meters are\nlabelled.")
        correction = self.env.ref("complaint_management.remedy_type_correction")
        line = (
            self.env["complaint.remedy"]
            .with_user(self.handler)
            .create({"complaint_id": self.case.id, "type_id": correction.id})
        )
        words = self._read()
        self.assertNotIn("labelled", words)
        self.assertNotIn(line._say(), words)
        self._bring_to_answer()
        words = self._read()
        self.assertIn("What we change because of it Meters are labelled.", words)
        self.assertIn("What you get", words)
        self.assertIn(line._say(), words)

    def test_changed_answer_is_no_answer(self):
        """A draft of the next answer is shown to nobody."""
        self._bring_to_answer()
        self.case.with_user(self.handler).answer = "<p>DRAFTANSWER</p>"
        self.assertNotIn("DRAFTANSWER", self._read())
        self._bring_to(self.case, "answered")
        self.assertIn("DRAFTANSWER", self._read())
        self._bring_to(self.case, "resolved")
        self.case.with_user(self.handler).action_reopen(reason="Not yet")
        self.case.with_user(self.handler).answer = "<p>NEXTDRAFT</p>"
        self.assertNotIn("NEXTDRAFT", self._read())

    def test_messages(self):
        """Comments of ours are read, notes are not."""
        as_handler = self.case.with_user(self.handler)
        as_handler.message_post(
            body="WORDTOYOU", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        as_handler.message_post(body="SECRETNOTE", message_type="comment")
        words = self._read()
        self.assertIn("WORDTOYOU", words)
        self.assertIn("case_handler", words)
        self.assertNotIn("SECRETNOTE", words)

    def test_reader_s_language(self):
        """Who comes by the link reads the language that we agreed on (R48)."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.case.lang = "fr_FR"
        self.authenticate(None, None)
        page = self._open(token=self._get_token(self.case)).text
        self.assertIn('lang="fr-FR"', page)
        self.case.date_received = "2026-03-02 10:00:00"
        self.assertIn(
            "lundi 2 mars 2026", self._open(token=self._get_token(self.case)).text
        )

    def test_time_zone(self):
        self.user.tz = "Asia/Shanghai"
        self.case.date_received = "2026-03-01 20:00:00"
        self.assertIn("Monday, March 2, 2026", self._read())

    def test_merged_case(self):
        """What other people wrote does not come with their case (R149)."""
        self.strange._post_from_complainant("THEIRWORDS")
        self.strange.description = "<p>THEIRSTORY</p>"
        self.strange.with_user(self.officer)._merge_into(
            self.case.with_user(self.officer)
        )
        page = self._read()
        self.assertNotIn("THEIRWORDS", page)
        self.assertNotIn("THEIRSTORY", page)
        self.assertNotIn("Wang Fang", page)
        self._login(self.other)
        self.assertIn(
            "together with another case", self._get_words(self._open(self.strange))
        )
        refused = self._open(self.case, allow_redirects=False)
        self.assertEqual(refused.status_code, 303)
