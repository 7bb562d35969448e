# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The job that asks: each once, whatever happens while it runs."""

import re
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.insight import poll_invitation
from odoo.addons.complaint_management.models.insight.poll_call import TO_CALL

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPollJob(PollCase):
    def test_killed_half_way(self):
        """It goes on with those who wait; until then the round is being sent."""
        self._create_customers(*(f"C{number}" for number in range(5)))
        poll = self._create_poll()
        poll.with_user(self.manager).action_start()
        with patch.object(poll_invitation, "BATCH", 2):
            # Enough time for the steps, and none after the first two of the mails.
            self._run_job(seconds=(100, 100, 0))
            asked = poll.round_ids
            self.assertEqual(asked.state, "sending")
            self.assertEqual(len(self._get_mails(asked)), 2)
            self.assertEqual(asked.asked_count, 5)
            self._run_job()
        self.assertEqual(asked.state, "open")
        mails = self._get_mails(asked)
        self.assertEqual(len(mails), 5)
        self.assertEqual(len(mails.recipient_ids), 5)

    def test_one_that_fails_keeps_no_other(self):
        """As when the name of somebody breaks the mail; it is counted as not asked."""
        _anna, boris = self._create_customers("Anna", "Boris")
        template = self.env.ref(poll_invitation.TEMPLATE)
        template.subject = (
            "{{ 1 / 0 if object.partner_id.name == 'Boris' else 'A question' }}"
        )
        with mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            asked = self._send_out()
        self.assertEqual(asked.asked_count, 1)
        self.assertEqual(self._get_invitations(asked, boris).state, "failed")
        self.assertFalse(self._get_invitations(asked, boris).date_asked)
        self.assertEqual(len(self._get_mails(asked)), 1)

    def test_who_left_in_the_meantime(self):
        """Archived, deleted, without an address or unwilling since they were drawn."""
        people = self._create_customers("Kept", "Gone", "Mute", "Minds", "Away")
        kept, gone, mute, minds, away = people
        poll = self._create_poll()
        poll.with_user(self.manager).action_ask_now()
        gone.active = False
        mute.email = False
        self.env["mail.blacklist"]._add(minds.email)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE complaint_poll_invitation SET partner_id = NULL"
            " WHERE partner_id = %s",
            [away.id],
        )
        self.env.invalidate_all()
        self._run_job()
        asked = poll.round_ids
        self.assertEqual(self._get_mails(asked).recipient_ids, kept)
        self.assertEqual(asked.asked_count, 1)
        self.assertEqual(asked.state, "open")

    def test_each_in_their_language(self):
        """The question as well as what is around it."""
        self.env["res.lang"]._activate_lang("vi_VN")
        anna, minh = self._create_customers("Anna", "Minh")
        minh.lang = "vi_VN"
        poll = self._create_poll(question="Do we do well?")
        poll.with_context(lang="vi_VN").question = "Chúng tôi làm tốt không?"
        template = self.env.ref(poll_invitation.TEMPLATE)
        template.with_context(
            lang="vi_VN"
        ).body_html = "<p>Kính gửi</p><p t-out='object.round_id._get_question()'/>"
        asked = self._send_out(poll)
        bodies = {mail.recipient_ids: mail for mail in self._get_mails(asked)}
        self.assertIn("Do we do well?", bodies[anna].body_html)
        self.assertIn("Dear", bodies[anna].body_html)
        self.assertIn("Chúng tôi", bodies[minh].body_html)
        self.assertIn("Kính gửi", bodies[minh].body_html)
        self.assertEqual(bodies[minh].subject, "Chúng tôi làm tốt không?")
        poll.question = "Something else"
        self.assertEqual(asked._get_question(), "Do we do well?", "what was asked")

    def test_a_language_that_is_used_no_more(self):
        """Its words stay behind in the question, and stop no survey."""
        self._create_customers("Anna")
        french = self.env["res.lang"]._activate_lang("fr_FR")
        poll = self._create_poll(question="How is it?")
        poll.with_context(lang="fr_FR").question = "Comment est-ce ?"
        french.active = False
        asked = self._send_out(poll)
        self.assertEqual(asked.shown_question, "How is it?")
        self.assertEqual(len(self._get_mails(asked)), 1)

    def test_who_has_no_mail_is_called(self):
        """By the owner, who writes the answer down on the page; so many only (R168)."""
        _anna, *silent = self._create_customers("Anna", "Boris", "Chen", "Dora")
        for partner in silent:
            partner.write({"email": False, "phone": "+84 24 5550 1000"})
        poll = self._create_poll(calls=2, user_id=self.officer.id)
        self.assertIn("1 of 1 by mail, 2 by phone", poll.reach_words)
        asked = self._send_out(poll)
        self.assertEqual(asked.asked_count, 3)
        self.assertEqual(asked.people_count, 4)
        self.assertEqual(len(self._get_mails(asked)), 1)
        tasks = self.env["mail.activity"].search(
            [("activity_type_id", "=", self.env.ref(TO_CALL).id)]
        )
        self.assertEqual(len(tasks), 2)
        self.assertEqual(tasks.user_id, self.officer)
        call_id = re.search(r"/complaints/ask/call/(\d+)", tasks[0].note)[1]
        found = self.Invitation._find_call(int(call_id))
        self.assertEqual(found.partner_id.id, tasks[0].res_id)
        token = found._make_token()
        self.assertEqual(self.Invitation._find_by_token(token), found)
        found._answer(token, "2", "Said on the phone")
        self.assertFalse(tasks[0].active)
        self.assertTrue(tasks[1].active)
        self.assertEqual(asked._get_ratings().partner_id, found.partner_id)

    def test_a_step_that_fails_stops_no_other(self):
        """Nor does it lose what it was about: the next run tries again."""
        self._create_customers("Anna")
        first, second = self._create_poll(name="First"), self._create_poll(name="Two")
        for poll in first | second:
            poll.with_user(self.manager).action_start()
        begin = type(self.Poll)._begin

        def begin_but_first(poll):
            if poll == first:
                raise ValueError("broken")
            return begin(poll)

        logger = "odoo.addons.complaint_management.models.insight.poll_cron"
        with patch.object(type(self.Poll), "_begin", begin_but_first):
            with mute_logger(logger):
                self._run_job()
        self.assertFalse(first.round_ids)
        self.assertTrue(second.round_ids)
        self._run_job()
        self.assertTrue(first.round_ids)

    def test_no_two_rounds_at_once(self):
        """Also not when a manager asks while the job begins, who do not see each other
        yet: nobody gets two mails."""
        self._create_customers("Anna")
        poll = self._create_poll()
        self._send_out(poll)
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            poll.sudo()._begin()
        poll.round_ids.with_user(self.manager).action_close()
        self.assertTrue(poll.sudo()._begin(), "the next one, in one transaction")

    def test_the_job_as_odoo_runs_it(self):
        """With its commits, until nothing is left."""
        self._create_customers("Anna")
        poll = self._create_poll()
        poll.with_user(self.manager).action_start()
        with self.enter_registry_test_mode():
            self.env.ref("complaint_management.ir_cron_polls").method_direct_trigger()
        self.assertEqual(poll.round_ids.state, "open")

    def test_a_company_that_was_closed_asks_nobody(self):
        closed = self.env["res.company"].create({"name": "Closed company"})
        polls = self._create_poll() | self._create_poll(
            user=self.env.user, company_id=closed.id, user_id=False
        )
        polls._write_sealed({"state": "running"})
        self.assertLessEqual(polls, self.Poll._find_due())
        closed.active = False
        self.assertEqual(self.Poll._find_due() & polls, polls[0])

    def test_the_owner_hears_the_result(self):
        """When it is over; a closed round asks nobody any more."""
        self._create_customers("Anna", "Boris")
        poll = self._create_poll(user_id=self.manager.id)
        asked = self._send_out(poll)
        self._answer(asked, 5)
        self._run_job(days=20)
        self.assertEqual(asked.state, "closed")
        message = self.env["mail.message"].search(
            [("model", "=", asked._name), ("res_id", "=", asked.id)], limit=1
        )
        self.assertIn("1 of 2 have answered, 100 % are satisfied", message.body)
        self.assertEqual(message.notified_partner_ids, self.manager.partner_id)

    def test_time_of_two_hundred(self):
        """So many are asked with few queries each."""
        people = self.env["res.partner"].create(
            [
                {"name": f"C{number}", "email": f"c{number}@example.com"}
                for number in range(200)
            ]
        )
        asked = self.env["complaint.poll.round"].create(
            {
                "poll_id": self._create_poll().id,
                "company_id": self.company.id,
                "audience": "customers",
                "date_begin": self.today,
                "date_end": fields.Date.add(self.today, days=14),
            }
        )
        self.Invitation.create(
            [{"round_id": asked.id, "partner_id": one.id} for one in people]
        )
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._run_job()
        self.assertEqual(len(self._get_mails(asked)), 200)
        self.assertLess(self.env.cr.sql_log_count - before, 200 * 5)
