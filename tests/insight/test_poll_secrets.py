# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What no figure of a survey tells: who complained in confidence, and of others."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.poll_call import TO_CALL

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPollSecrets(PollCase):
    def _hide(self, partner):
        """A case of theirs that they told in confidence."""
        secret = self._create_case(partner_id=partner.id, name="Secret")
        secret.sudo().identity_mode = "confidential"
        secret._write_protected({"date_rating_asked": fields.Datetime.now()})
        self.assertTrue(self.env["complaint.identity"].search_count([]))

    def test_no_figure_tells_who_complained_in_confidence(self):
        """Whoever tries an address with a case of its own sees no difference; and
        nothing is sent to who did, whatever else they did with us (R152)."""
        kept, hidden = self._create_customers("Kept", "Hidden")
        poll = self._create_poll(cooldown_days=30)
        before = poll.reach_words
        self.assertIn("2 of 2", before)
        self._hide(hidden)
        poll.invalidate_recordset()
        self.assertEqual(poll.reach_words, before)
        asked = self._send_out(poll)
        self.assertEqual((asked.people_count, asked.asked_count), (2, 2))
        self.assertEqual(self._get_mails(asked).recipient_ids, kept)
        again = self._create_poll(cooldown_days=30, name="Another")
        self.assertIn("nobody can be asked", again.reach_words.lower())

    def test_no_call_to_who_complained_in_confidence(self):
        """Nor does a figure tell it (R152)."""
        kept, hidden = self._create_customers("Kept", "Hidden")
        (kept | hidden).write({"email": False, "phone": "+84 24 5550 1000"})
        self._hide(hidden)
        asked = self._send_out(calls=9)
        self.assertEqual((asked.people_count, asked.asked_count), (2, 2))
        tasks = self.env["mail.activity"].search(
            [("activity_type_id", "=", self.env.ref(TO_CALL).id)]
        )
        self.assertEqual(tasks.mapped("res_id"), kept.ids)

    def test_a_form_counts_nobody_elsewhere(self):
        """A form names the company before it is saved (R215)."""
        there = self.env["res.company"].create({"name": "Elsewhere"})
        polls = self.Poll.with_user(self.manager)
        spec = {"reach_words": {}, "company_id": {}}
        here = {"company_id": self.company.id, "audience": "customers", "months": 12}
        form = polls.onchange(here, ["company_id"], spec)
        self.assertTrue(form["value"]["reach_words"])
        with self.assertRaises(AccessError):
            polls.onchange({**here, "company_id": there.id}, ["company_id"], spec)
        with self.assertRaises(AccessError):
            polls.with_context(default_company_id=there.id).onchange({}, [], spec)
