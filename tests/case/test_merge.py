# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Merging keeps everything and everybody (R178)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..intake.common import IntakeCase


@tagged("post_install", "-at_install")
class TestMerge(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._register(
            "Power cut",
            days=3,
            partner_id=cls.customer.id,
            description="<p>No power since Monday.</p>",
            demand="Power",
            severity="1",
        )
        cls.second = cls._register(
            "Power cut in Main Street",
            days=2,
            partner_id=cls.stranger.id,
            description="<p>The whole street is dark.</p>",
            demand="Compensation",
            claimed_amount=100.0,
            severity="3",
        )
        cls.third = cls._register(
            "No electricity", days=1, partner_name="Mr Wu", phone="13812345678"
        )
        cls.cases = cls.first | cls.second | cls.third

    def _dialog(self, cases, user=None):
        return Form(
            self.env["complaint.merge"]
            .with_user(user or self.env.user)
            .with_context(active_model="complaint.complaint", active_ids=cases.ids)
        )

    def _merge(self, cases, survivor=None, user=None):
        form = self._dialog(cases, user)
        if survivor:
            form.survivor_id = survivor
        wizard = form.save()
        return self.Complaint.browse(wizard.action_merge()["res_id"])

    def test_first_received_goes_on(self):
        form = self._dialog(self.cases)
        self.assertEqual(form.survivor_id, self.first)
        self.assertIn("received first", form.survivor_reason)
        self.assertFalse(form.obstacles)
        form.survivor_id = self.second
        self.assertIn(self.first.number, form.survivor_reason)

    def test_from_the_case(self):
        action = self.second.action_merge()
        form = Form.from_action(self.env, action)
        self.assertIn(self.second, form.complaint_ids[:])

    def test_keeps_receipt_severity_complainants_and_words(self):
        earliest = self.first.date_received
        survivor = self._merge(self.cases, self.second)
        self.assertEqual(survivor, self.second)
        self.assertEqual(survivor.date_received, earliest)
        self.assertEqual(survivor.severity, "3")
        self.assertEqual(survivor.other_partner_ids, self.customer)
        self.assertIn(self.third, survivor.merged_ids)
        self.assertEqual(self.third.partner_name, "Mr Wu")
        for words in ("whole street is dark", "No power since Monday"):
            self.assertIn(words, survivor.description)
        self.assertIn(self.first.number, survivor.description)
        self.assertIn("Compensation", survivor.demand)
        self.assertIn("Power", survivor.demand)
        self.assertRecordValues(
            self.first | self.third,
            [
                {
                    "state": "cancelled",
                    "cancel_reason": "merged",
                    "merged_into_id": survivor.id,
                }
            ]
            * 2,
        )
        self.assertEqual(survivor.state, "new")

    def test_amounts_and_links_are_not_lost(self):
        channel = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        ticket = self.env["helpdesk.ticket"].create({"name": "T", "description": "x"})
        self.second.write({"channel_id": channel.id, "ticket_id": ticket.id})
        later = self._register("Later", parent_id=self.second.id)
        survivor = self._merge(self.cases)
        self.assertEqual(survivor.claimed_amount, 100.0)
        self.assertEqual(survivor.channel_id, channel)
        self.assertEqual(survivor.ticket_id, ticket)
        self.assertEqual(later.parent_id, survivor)

    def test_different_amounts_stay_readable(self):
        self.first.claimed_amount = 20.0
        survivor = self._merge(self.first | self.second)
        self.assertEqual(survivor.claimed_amount, 20.0)
        self.assertIn("100.00", survivor.demand)

    def test_same_words_are_not_repeated(self):
        twin = self._register(
            "Power cut", description="<p>No power since Monday.</p>", demand="Power"
        )
        survivor = self._merge(self.first | twin)
        self.assertEqual(str(survivor.description).count("since Monday"), 1)
        self.assertEqual(survivor.demand, "Power")

    def test_messages_files_contacts_activities_and_followers(self):
        contact = self.env["complaint.contact"].create(
            {"complaint_id": self.second.id, "summary": "Called", "mood": "2"}
        )
        message = self.second.message_post(
            body="Photo of the street",
            attachments=[("street.txt", b"dark")],
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        activity = self.second.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.handler.id
        )
        self.second.message_subscribe(self.handler.partner_id.ids)
        survivor = self._merge(self.first | self.second)
        self.assertEqual(contact.complaint_id, survivor)
        self.assertEqual(survivor.contact_ids, contact)
        self.assertEqual(message.res_id, survivor.id)
        self.assertIn(self.second.number, message.subject)
        self.assertEqual(message.attachment_ids.res_id, survivor.id)
        self.assertTrue(activity.active)
        self.assertEqual(activity.res_id, survivor.id)
        self.assertIn(self.handler.partner_id, survivor.message_partner_ids)
        log = survivor.message_ids.filtered(lambda m: "Merged into" in m.body)
        self.assertIn(self.second.number, log.body)

    def test_refused_with_all_reasons_at_once(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self._register("Power cut", company_id=company.id)
        done = self._register("Power cut")
        self._force(done, state="closed")
        idea = self._register("Power cut", kind="suggestion")
        cases = self.first | foreign | done | idea
        with self.assertRaises(UserError) as error:
            cases._merge_into(self.first)
        for part in ("different companies", "Closed and cancelled", "Change the kind"):
            self.assertIn(part, str(error.exception))
        with self.assertRaisesRegex(UserError, "at least two"):
            self.first._merge_into(self.first)
        self.assertEqual(self.first.state, "new")

    def test_protection_is_kept(self):
        """Nobody promised protection is told of by a merge (R149)."""
        secret = self._register(
            "Power cut", identity_mode="confidential", partner_id=self.stranger.id
        )
        nameless = self._register("Power cut", identity_mode="anonymous")
        for protected in (secret, nameless):
            form = self._dialog(self.first | protected)
            self.assertIn("than was promised", form.obstacles)
            with self.assertRaisesRegex(UserError, "than was promised"):
                protected._merge_into(self.first)
        other = self._register(
            "Power cut", identity_mode="confidential", partner_id=self.customer.id
        )
        with self.assertRaisesRegex(UserError, "different people"):
            other._merge_into(secret)
        same = self._register(
            "No power", identity_mode="confidential", partner_id=self.stranger.id
        )
        same._merge_into(secret)
        self.assertEqual(same.merged_into_id, secret)

    def test_anonymous_cases_stay_anonymous(self):
        one = self._register("Bribes", identity_mode="anonymous", days=1)
        two = self._register("Bribes taken", identity_mode="anonymous")
        survivor = self._merge(one | two)
        self.assertEqual(survivor, one)
        self.assertFalse(survivor.other_partner_ids)
        self.assertFalse(survivor.partner_name)

    def test_same_complainant_completes_the_ways_to_reach(self):
        one = self._register("Late", phone="+86 138 1234 5678", days=1)
        two = self._register(
            "Late again", phone="138-1234-5678", email_from="wu@example.com"
        )
        self.assertEqual(self._merge(one | two).email_from, "wu@example.com")

    def test_offered_in_the_list_to_those_who_may(self):
        dialog = self.env.ref("complaint_management.complaint_merge_action")
        for user, offered in ((self.handler, True), (self.employee, False)):
            bindings = self.env["ir.actions.actions"].with_user(user)
            actions = bindings.get_bindings("complaint.complaint").get("action", ())
            ids = [action["id"] for action in actions]
            self.assertEqual(dialog.id in ids, offered, user.login)

    def test_needs_the_right_to_edit_all(self):
        mine = self._register("Power cut", user_id=self.handler.id)
        foreign = self._register("Power cut", user_id=self.officer.id)
        with self.assertRaises(AccessError):
            foreign.with_user(self.handler)._merge_into(mine.with_user(self.handler))
        also_mine = self._register("Power cut", user_id=self.handler.id)
        survivor = self._merge(mine | also_mine, user=self.handler)
        self.assertEqual(survivor, mine)
        with self.assertRaises(AccessError):
            self.env["complaint.merge"].with_user(self.employee).create({})
