# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One text answers all open cases of the same cause, each once (R105)."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .telling import Telling
from .test_incident import IncidentCase

NOTICE = "complaint_management.mail_activity_type_notice"


class NewsCase(Telling, IncidentCase):
    _told_model = "complaint.incident.told"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.News = cls.env["complaint.incident.news"]
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()

    def _write_news(self, user=None, **vals):
        news = self._with_mail(self.News).with_user(user or self.officer)
        return news.create(
            {
                "incident_id": self.incident.id,
                "body": "<p>Turn the main switch off.</p>",
                **vals,
            }
        )

    def _send(self, **vals):
        news = self._write_news(**vals)
        news.action_send()
        return news

    def _get_row(self, news, case):
        return news.sudo().told_ids.filtered(lambda row: row.complaint_id == case)

    def _get_mails(self, case):
        return self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "in", case.ids)]
        )

    def _count_words(self, case, news):
        """How often the customer of a case was given these words."""
        contacts = case.contact_ids.filtered(lambda one: one.words == news.body)
        return len(contacts)


@tagged("post_install", "-at_install")
class TestNews(NewsCase):
    def test_all_open_cases_are_told_and_no_other(self):
        """Neither what has ended, nor what is only related, nor another's case."""
        closed, cancelled = self._create_case(), self._create_case()
        (closed | cancelled).incident_id = self.incident
        closed._write_protected({"state": "closed"})
        self._bring_to(cancelled, "cancelled")
        related, stranger = self._create_case(), self._create_case()
        self.incident.related_complaint_ids = related
        news = self._send()
        self.assertEqual(news.state, "sending")
        self._run_job()
        for case in self.case | self.other:
            row = self._get_row(news, case)
            self.assertEqual((row.state, row.medium), ("told", "email"))
            self.assertIn("main switch", self._get_mails(case)[:1].body_html)
            self.assertEqual(row.contact_id.user_id, self.officer)
        for case, reason in ((closed, "closed"), (cancelled, "cancelled")):
            row = self._get_row(news, case)
            self.assertEqual((row.state, row.reason), ("skipped", reason))
            self.assertFalse(self._count_words(case, news))
        for case in related | stranger:
            self.assertFalse(self._get_row(news, case))
            self.assertFalse(case.contact_ids)
        self.assertEqual(news.state, "done")
        self.assertEqual((news.told_count, news.skipped_count), (2, 2))
        self.assertIn("main switch", str(self.incident.message_ids.mapped("body")))

    def test_each_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.other.lang = "fr_FR"
        self.case.lang = "en_US"
        news = self._write_news()
        self.assertIn("French", news.untranslated)
        news.update_field_translations(
            "body", {"fr_FR": "<p>Coupez le disjoncteur.</p>"}
        )
        self.env.invalidate_all()
        self.assertFalse(news.untranslated)
        news.action_send()
        self._run_job()
        self.assertIn("disjoncteur", self._get_mails(self.other)[:1].body_html)
        self.assertIn("main switch", self._get_mails(self.case)[:1].body_html)

    def test_whom_no_mail_reaches(self):
        """Somebody is asked to call or write; the anonymous read it on their page."""
        phone = self._create_case(email_from=False, phone="+1 555 0100")
        anonymous = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        (phone | anonymous).incident_id = self.incident
        news = self._send()
        self._run_job()
        self.assertEqual(self._get_row(news, phone).medium, "phone")
        self.assertIn(self.env.ref(NOTICE), phone.activity_ids.activity_type_id)
        self.assertFalse(self._get_row(news, phone).is_arrived)
        self.assertFalse(self._get_mails(anonymous).filtered("email_to"))
        said = anonymous._get_customer_messages().mapped("body")
        self.assertIn("main switch", str(said))

    def test_an_answer_is_told_once_however_often_the_job_runs(self):
        news = self._send()
        self._run_job()
        self._run_job()
        self.assertEqual(self._count_words(self.case, news), 1)
        with self._assert_refused("told this already"):
            news.action_send()
        with self._assert_refused("nobody new"):
            news.action_tell_new()
        with self._assert_refused("told this already"):
            news.body = "<p>Or rather not.</p>"
        with self._assert_refused("told this already"):
            news.unlink()

    def test_a_job_that_is_stopped_goes_on(self):
        news = self._send()
        self._run_job(seconds=(100, 0), batch=1)
        self.assertEqual((news.told_count, news.waiting_count), (1, 1))
        self.assertEqual(news.state, "sending")
        self._run_job()
        self.assertEqual((news.told_count, news.state), (2, "done"))
        for case in self.case | self.other:
            self.assertEqual(self._count_words(case, news), 1)

    def test_a_job_that_is_killed_tells_nobody_twice(self):
        """What was not committed was not sent: the mail is in the same transaction."""
        self._send()
        give = type(self.case)._give_notice
        rows = self.env["complaint.incident.told"]

        def die(case, *args, **kwargs):
            if case == self.other:
                raise KeyboardInterrupt
            return give(case, *args, **kwargs)

        with (
            self.assertRaises(KeyboardInterrupt),
            self.env.cr.savepoint(),
            patch.object(type(self.case), "_give_notice", die),
        ):
            self._run_job()
        self.env.invalidate_all()
        self.assertFalse(self._get_mails(self.case))
        self.assertEqual(rows.search_count([("state", "=", "told")]), 0)
        self._run_job()
        for case in self.case | self.other:
            self.assertEqual(len(self._get_mails(case)), 1)

    def test_what_fails_keeps_no_other_and_is_tried_again(self):
        news = self._send()
        give = type(self.case)._give_notice

        def fail(case, *args, **kwargs):
            if case == self.case:
                raise OSError("The server is away")
            return give(case, *args, **kwargs)

        with patch.object(type(self.case), "_give_notice", fail):
            self._run_job()
        row = self._get_row(news, self.case)
        self.assertEqual((row.state, row.tries), ("waiting", 1))
        self.assertEqual(self._get_row(news, self.other).state, "told")
        self.assertEqual(news.state, "sending")
        with patch.object(type(self.case), "_give_notice", fail):
            self._run_job()
            self._run_job()
        self.assertEqual((row.state, news.state), ("failed", "done"))
        self.assertIn("server is away", row.error)
        news.action_try_again()
        self._run_job()
        self.assertEqual((row.state, row.error), ("told", False))

    def test_words_promise_no_money(self):
        """What is above the remedies of a case fails there, in words (R90)."""
        news = self._send(body="<p>We pay you 5,000 euros.</p>")
        self._run_job()
        row = self._get_row(news, self.case)
        self.assertEqual(row.state, "failed")
        self.assertIn("5,000", row.error)
        self.assertFalse(self._get_mails(self.case))

    def test_what_ends_meanwhile_is_not_told(self):
        third = self._create_case()
        third.incident_id = self.incident
        news = self._send()
        self._bring_to(self.case, "cancelled")
        third.incident_id = False
        self._run_job()
        self.assertEqual(self._get_row(news, self.case).reason, "cancelled")
        self.assertEqual(self._get_row(news, third).reason, "left")
        self.assertFalse(self._count_words(third, news))

    def test_who_comes_later_is_told_with_one_click(self):
        """And who was told is not told again; what opened again is."""
        self._bring_to(self.other, "cancelled")
        news = self._send()
        self._run_job()
        self.assertEqual(news.new_count, 0)
        later = self._create_case()
        later.incident_id = self.incident
        self.other._write_protected({"state": "acknowledged"})
        self.env.invalidate_all()
        self.assertEqual(news.new_count, 2)
        news.action_tell_new()
        self._run_job()
        for case in self.case | self.other | later:
            self.assertEqual(self._count_words(case, news), 1)
        self.assertEqual((news.new_count, news.state), (0, "done"))

    def test_planning_costs_the_same_for_many(self):
        self.env.flush_all()

        def count(news):
            news.flush_recordset()
            before = self.env.cr.sql_log_count
            news._plan()
            return self.env.cr.sql_log_count - before

        first = count(self._write_news())
        for _number in range(10):
            self._create_case().incident_id = self.incident
        self.env.flush_all()
        self.assertLessEqual(count(self._write_news()), first + 1)

    # -- bad input -----------------------------------------------------------------

    def test_what_is_not_sent(self):
        for body, words in (
            ("<p><br></p>", "Write what"),
            ("<p>It was […what it was…].</p>", "still missing"),
        ):
            with self.subTest(body=body), self._assert_refused(words):
                self._write_news(body=body).action_send()
        empty = self.Incident.with_user(self.officer).create({"name": "Nobody"})
        news = self._write_news(incident_id=empty.id)
        with self._assert_refused("nobody to tell"):
            news.action_send()

    # -- who may -------------------------------------------------------------------

    def test_who_sends_it(self):
        """Who may change the incident; who only reads it does not."""
        news = self._write_news()
        for user in (self.handler, self.outsider, self.employee):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                news.with_user(user).action_send()
        with self.assertRaises(AccessError):
            self._write_news(user=self.handler)
        with self.assertRaises(AccessError):
            self.News.with_user(self.outsider).browse(news.id).read(["body"])
        with self._assert_refused("use the buttons"):
            news.write({"state": "done"})

    def test_the_protected_are_told_and_not_listed(self):
        """Nobody who is barred sees that there is one, be it by a number (R153)."""
        self._accuse(self.other)
        self.env.invalidate_all()
        news = self._send()
        self._run_job()
        row = self._get_row(news, self.other)
        self.assertEqual(row.state, "told")
        self.env.invalidate_all()
        as_officer = news.with_user(self.officer)
        self.assertEqual(as_officer.told_count, 1)
        self.assertEqual(news.with_user(self.manager).told_count, 2)
        self.assertEqual(as_officer.told_ids.complaint_id, self.case)
        found = self.env["complaint.incident.told"].with_user(self.officer)
        self.assertFalse(found.search([("complaint_id", "=", self.other.id)]))
        action = as_officer.action_view_told()
        self.assertEqual(found.search(action["domain"]).complaint_id, self.case)
        with self.assertRaises(AccessError):
            row.with_user(self.officer).read(["state"])

    def test_nobody_adds_a_case_to_the_list(self):
        news = self._send()
        with self.assertRaises(AccessError):
            self.env["complaint.incident.told"].with_user(self.officer).create(
                {"news_id": news.id, "complaint_id": self._create_case().id}
            )


@tagged("post_install", "-at_install")
class TestActionIncident(IncidentCase):
    def _plan(self, user=None, **vals):
        actions = self.env["complaint.action"].with_user(user or self.officer)
        return actions.create(
            {
                "name": "Label both meters",
                "incident_ids": [Command.link(self.incident.id)],
                **vals,
            }
        )

    def test_it_begins_with_what_the_incident_knows(self):
        self.incident.cause_id = self.cause
        incident = self.incident.with_user(self.officer)
        context = incident.action_plan_action()["context"]
        action = (
            self.env["complaint.action"]
            .with_user(self.officer)
            .with_context(**context)
            .create({"name": "Label both meters"})
        )
        self.assertEqual(action.incident_ids, incident)
        self.assertEqual(action.cause_ids, self.cause)
        self.assertEqual(action.department_id, incident.department_id)
        self.assertEqual(incident.action_count, 1)

    def test_fixed_needs_planned_actions(self):
        """Neither while it is being fixed, nor when it is closed (R139)."""
        action = self._plan(user_id=self.employee.id)
        incident = self.incident.with_user(self.officer)
        incident.write({"cause_id": self.cause.id, "fix": "Labels"})
        self.incident._write_sealed({"state": "fix"})
        with self._assert_refused("Label both meters"):
            incident.action_resolve()
        action.date_due = "2035-01-31"
        incident.action_resolve()
        second = self._plan()
        with self._assert_refused("by when"):
            incident.action_close()
        second.action_cancel(reason="Done by the first")
        incident.action_close()
        with self._assert_refused("which is fixed"):
            self._plan()

    def test_no_fault_needs_none(self):
        self._plan()
        self.incident.with_user(self.officer).action_no_fault(reason="Weather")
        self.assertEqual(self.incident.state, "closed")

    def test_what_did_not_work_opens_the_incident_again(self):
        action = self._plan(user_id=self.employee.id, date_due="2035-01-31")
        self.incident._write_sealed({"state": "closed", "code": "fixed"})
        action.sudo()._after_ineffective()
        self.assertEqual((self.incident.state, self.incident.code), ("cause", False))
        self.assertIn("did not work", str(self.incident.message_ids.mapped("body")))

    def test_an_accepted_risk_stays_accepted(self):
        action = self._plan(user_id=self.employee.id, date_due="2035-01-31")
        self.incident._write_sealed({"state": "closed", "code": "risk_accepted"})
        action.sudo()._after_ineffective()
        self.assertEqual(self.incident.state, "closed")

    def test_nobody_comes_to_an_action_by_an_incident(self):
        """Who reads an incident reads its actions: so nobody links what is not theirs
        (R153)."""
        secret = self.env["complaint.action"].create({"name": "Secret deed"})
        case = self._create_case(user=self.handler, user_id=self.handler.id)
        own = self._open(case, user=self.handler)
        with self.assertRaises(AccessError):
            own.with_user(self.handler).write({"action_ids": [Command.link(secret.id)]})
        with self.assertRaises(AccessError):
            self._plan(user=self.outsider)
        self.assertTrue(self._plan().with_user(self.handler).name)

    def test_the_accused_reads_no_action_about_an_incident_about_them(self):
        action = self._plan(user=self.manager)
        for case in self.case | self.other:
            self._accuse(case)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            action.with_user(self.officer).read(["name"])
        found = self.env["complaint.action"].with_user(self.officer)
        self.assertFalse(found.search([("id", "=", action.id)]))
        self.assertNotIn("meters", action.with_user(self.officer).sudo().display_name)
        with self._assert_refused("choose somebody else"):
            action.sudo().user_id = self.officer
