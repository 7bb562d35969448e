# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers without a mail address are called, and who calls writes down the answer."""

import re
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged

from odoo.addons.complaint_management.models.insight.poll_call import TO_CALL

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPollCall(PollCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.boris = self._create_customers("Boris")
        self.boris.write({"email": False, "phone": "+84 24 5550 1000"})
        self.poll = self._create_poll(calls=1, user_id=self.officer.id)
        self.asked = self._send_out(self.poll)
        self.call = self._get_invitations(self.asked)
        self.door = f"/complaints/ask/call/{self.call.id}"

    def _get_task(self):
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", self.env.ref(TO_CALL).id)]
        )

    def _post(self, page, **data):
        csrf = http.Request.csrf_token(self)
        response = self.url_open(page, data={"csrf_token": csrf, **data})
        self.env.invalidate_all()
        return response

    def test_only_who_calls_writes_the_answer_down(self):
        """The task stands on the contact, whose keepers read it; and what it leaves
        every employee reads (R168)."""
        self._create_user("poll_sales", "base.group_user,base.group_partner_manager")
        self.authenticate("poll_sales", "poll_sales")
        task = self._get_task().with_user(self.session.uid)
        for link in re.findall(r'href="([^"]+)"', task.note):
            page = self.url_open(link)
            self.assertEqual(page.status_code, 404, link)
            self.assertNotIn("poll_comment", page.text)
        self.authenticate("case_officer", "case_officer")
        page = self.url_open(self.door)
        self.assertEqual(page.status_code, 200)
        self._post(page.url, score="2", comment="Said on the phone")
        answer = self.asked._get_ratings()
        self.assertEqual((answer.rating, answer.partner_id), (2, self.boris))
        self.assertFalse(self._get_task())
        token = page.url.rsplit("/", 1)[1]
        bodies = self.boris.with_user(self.employee).message_ids.mapped("body")
        self.assertIn(self.door, "".join(bodies))
        self.assertNotIn(token, "".join(bodies))

    def test_strangers_are_led_nowhere(self):
        """Neither who is not logged in, nor by a number of somebody asked by mail."""
        self.authenticate(None, None)
        page = self.url_open(self.door, allow_redirects=False)
        self.assertIn("/web/login", page.headers["Location"])
        self._create_customers("Anna")
        mailed = self._get_invitations(
            self._send_out(self._create_poll(name="By mail"))
        )
        mailed = mailed.filtered(lambda row: not row.by_phone)
        self.authenticate("case_officer", "case_officer")
        page = self.url_open(f"/complaints/ask/call/{mailed[0].id}")
        self.assertEqual(page.status_code, 404)

    def test_call_me_no_more(self):
        """Who says so on the phone is called by no survey any more (R199)."""
        self.poll.cooldown_days = 0
        self.assertIn("by phone", self.poll.reach_words)
        self.authenticate(None, None)
        self._post(f"/complaints/ask/{self.call._make_token()}/stop")
        self.assertTrue(self.boris.phone_blacklisted)
        self.assertNotIn("by phone", self.poll.reach_words or "")
        self.assertFalse(self._get_task())

    def test_customers_are_looked_for_once(self):
        """By the dealings of months, whoever is called as well: on each change of the
        form, and for each round."""
        self._create_customers("Anna")
        poll = self._create_poll(calls=1, user_id=self.officer.id, name="Another")
        polls = type(self.Poll)
        find = polls._find_customers
        for act in (poll._say_reach, poll.sudo()._begin):
            with patch.object(polls, "_find_customers", autospec=True) as found:
                found.side_effect = find
                act()
            self.assertEqual(found.call_count, 1, act)

    def test_nobody_is_called_when_the_round_is_over(self):
        """The answer would not be taken; calls of another round stay (R168)."""
        other = self._create_poll(calls=1, user_id=self.officer.id, name="Other")
        self._send_out(other)
        self.assertEqual(len(self._get_task()), 2)
        self.asked.with_user(self.manager).action_close()
        [left] = self._get_task()
        path = self._get_invitations(other.round_ids)._get_call_path()
        self.assertIn(path, left.note)
