# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One entrance from outside, and how the two sides talk (R53, R149, R152)."""

from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import tagged

from ..protection.vault_common import VaultCase

SENT = {"name": "Charged twice", "description": "<p>Look at my bill.</p>"}


@tagged("post_install", "-at_install")
class TestFromOutside(VaultCase):
    def _send(self, files=(), submission=None, user=None, **vals):
        door = self.Complaint.with_user(user) if user else self.Complaint
        return door._register_from_outside(
            {**SENT, "email_from": "li.wei@example.com", **vals},
            files=files,
            submission=submission,
        )

    def test_registered_and_acknowledged(self):
        """Who writes to us is told at once that it arrived (R53)."""
        case = self._send()
        self.assertEqual(case.state, "acknowledged")
        mail = self.env["mail.mail"].search([("res_id", "=", case.id)])
        self.assertEqual(mail.email_to, "li.wei@example.com")
        self.assertIn(case.number, mail.subject)
        self.assertIn("auto-replied", mail.headers)

    def test_no_trace_of_who_was_logged_in(self):
        """An employee's browser does not sign what they send in confidence."""
        door = self.employee
        case = (
            self.Complaint.with_user(door)
            .with_context(
                default_user_id=door.id, default_partner_id=door.partner_id.id
            )
            ._register_from_outside(
                {**SENT, "identity_mode": "anonymous"}, files=[("a.txt", b"hello")]
            )
        )
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", case._name), ("res_id", "=", case.id)]
        )
        self.assertTrue(attachments)
        for record in (case, *case.message_ids, *attachments, *case.transition_ids):
            for fname in {"create_uid", "write_uid", "user_id"} & set(record._fields):
                self.assertNotEqual(record[fname].id, door.id, record)
        self.assertEqual(case.create_uid.id, SUPERUSER_ID)
        self.assertEqual(case.first_contact_user_id.id, SUPERUSER_ID)
        self.assertNotIn(door.partner_id, case.message_ids.author_id)
        self.assertNotIn(door.partner_id, case.message_partner_ids)
        self.assertFalse(case.partner_id)

    def test_only_what_people_outside_may_say(self):
        for vals in ({"state": "closed"}, {"user_id": 1}, {"verdict": "upheld"}):
            with self.assertRaises(ValueError):
                self._send(**vals)

    def test_the_same_submission_once(self):
        """A double click or a retry makes one case, and one receipt."""
        first = self._send(submission="abc")
        self.assertEqual(self._send(submission="abc", name="Again"), first)
        self.assertNotEqual(self._send(submission="abd"), first)

    def test_the_same_submission_at_the_same_moment(self):
        """The later of two requests is tried again, and finds the first case."""
        first = self._send(submission="abc")
        vals = {**SENT, "submission_key": first.sudo().submission_key}
        with self.assertRaises(ConcurrencyError):
            self.Complaint._as_the_house()._register_once(vals)

    def test_files_reach_the_complainants_page(self):
        case = self._send(files=[("bill.txt", b"400")])
        message = case._get_customer_messages()[:1]
        self.assertEqual(message.attachment_ids.raw, b"400")

    def test_not_more_than_a_machine_would_need(self):
        """Beyond the day's limit a person looks first: it may be a loop (R53)."""
        self.company.complaint_ack_limit = 2
        cases = [self._send() for _number in range(3)]
        self.assertEqual(
            [case.state for case in cases], ["acknowledged", "acknowledged", "new"]
        )
        activity = self.env.ref("complaint_management.mail_activity_type_acknowledge")
        self.assertIn(activity, cases[2].activity_ids.activity_type_id)
        self.assertEqual(
            self._send(email_from="other@example.com").state, "acknowledged"
        )
        self.company.complaint_ack_limit = 0
        self.assertEqual(self._send().state, "acknowledged")

    def test_each_of_two_addresses_is_counted(self):
        """The complainant and who speaks for them are both told (R53)."""
        self.company.complaint_ack_limit = 1
        both = {
            "on_behalf": True,
            "answers_to": "both",
            "representative_email": "zhao@law.example",
        }
        self.assertEqual(self._send(**both).state, "acknowledged")
        self.assertEqual(self._send().state, "new")
        others = {**both, "email_from": "other@example.com"}
        self.assertEqual(self._send(**others).state, "new")

    def test_left_to_a_person(self):
        """Where the company wants it, and where it may be spam."""
        self.assertEqual(self._send(is_suspected_spam=True).state, "new")
        self.company.complaint_auto_acknowledge = False
        self.assertEqual(self._send().state, "new")

    def test_in_the_company_that_was_written_to(self):
        other = self.env["res.company"].create({"name": "Water Works"})
        case = self._send(company_id=other.id)
        self.assertEqual(case.company_id, other)
        self.assertTrue(case.number)


@tagged("post_install", "-at_install")
class TestDialogue(VaultCase):
    def _post(self, case, user=None, **vals):
        return case.with_user(user or self.handler).message_post(
            **{
                "body": "When did you notice?",
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                **vals,
            }
        )

    def _get_mails_to(self, email):
        return self.env["mail.mail"].search([("email_to", "ilike", email)])

    def test_word_to_a_vaulted_address(self):
        """The handler writes to the complainant, the product delivers (R152)."""
        case = self._create_secret(user_id=self.handler.id)
        attachments = self.env["ir.attachment"].with_user(self.handler)
        attachment = attachments.create({"name": "a", "raw": b"1"})
        message = self._post(case, attachment_ids=attachment.ids)
        mail = self._get_mails_to("xanthippe.quell")
        self.assertEqual(mail.mail_message_id, message)
        self.assertIn("When did you notice?", mail.body_html)
        self.assertEqual(mail.attachment_ids.name, "a")
        self.assertFalse(message.outgoing_email_to)
        self._assert_nowhere("Quell", "xanthippe.quell")
        with self.mock_mail_gateway(mail_unlink_sent=True):
            mail.send()
        self.assertEqual(
            [sent["email_to"] for sent in self._mails],
            [["xanthippe.quell@example.com"]],
        )
        self.assertTrue(message.exists())
        self._assert_nowhere("Quell", "xanthippe.quell")

    def test_their_own_word_is_not_brought_back(self):
        """Who writes on their page gets no copy that looks like an answer."""
        case = self._create_secret(user_id=self.handler.id)
        case._post_from_complainant(Markup("<p>On Monday.</p>"))
        self.assertFalse(self._get_mails_to("xanthippe.quell"))

    def test_word_that_no_mail_brings(self):
        """It waits for a custodian, unless they read it on a page (R53)."""
        no_mail = {"partner_id": False, "partner_name": "Quell", "phone": "139"}
        case = self._create_secret(user_id=self.handler.id, **no_mail)
        started = case._get_open_clocks(["update"]).date_start
        self._post(case)
        self.assertEqual(case._get_open_clocks(["update"]).date_start, started)
        self.assertIn("custodian", case.activity_ids.summary)
        case = self._create_secret(user_id=self.handler.id, **no_mail)
        case.sudo()._issue_tracking_code("The complainant")
        self._post(case)
        self.assertFalse(case.activity_ids)

    def test_note_is_not_delivered(self):
        """What colleagues write to each other stays in the house."""
        case = self._create_secret(user_id=self.handler.id)
        self._post(case, subtype_xmlid="mail.mt_note")
        self.assertFalse(self._get_mails_to("xanthippe.quell"))

    def test_mails_of_the_product_reach_the_vault(self):
        """Acknowledgement and answer go out without the handler knowing where."""
        case = self._create_secret(user_id=self.handler.id)
        self._bring_to(case, "answered")
        mails = self._get_mails_to("xanthippe.quell")
        self.assertEqual(
            set(mails.mapped("complaint_milestone")), {"acknowledge", "answer"}
        )
        self._assert_nowhere("xanthippe.quell")

    def test_anonymous_word_has_no_author(self):
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        message = case.with_user(self.employee)._post_from_complainant(
            Markup("<p>%s</p>") % "On Monday.", files=[("photo.txt", b"x")]
        )
        self.assertFalse(message.author_id)
        self.assertNotEqual(message.create_uid, self.employee)
        self.assertIn("The complainant", message.email_from)
        self.assertNotIn(self.employee.partner_id, case.message_partner_ids)
        self.assertIn(self.handler.partner_id, message.notified_partner_ids)

    def test_named_word_has_its_author(self):
        case = self._create_case(partner_id=self.secret.id, partner_name=False)
        message = case._post_from_complainant(Markup("<p>On Monday.</p>"))
        self.assertEqual(message.author_id, self.secret)
        case = self._create_case()
        message = case._post_from_complainant(Markup("<p>On Monday.</p>"))
        self.assertIn("li.wei@example.com", message.email_from)

    def test_colleague_as_a_customer(self):
        """Who works here and complains does not speak for the house."""
        partner = self.employee.partner_id
        partner.email = "me@example.com"
        case = self._create_case(
            partner_id=partner.id, partner_name=False, email_from=False
        )
        message = case._post_from_complainant(Markup("<p>On Monday.</p>"))
        self.assertFalse(message.author_id)
        self.assertIn("me@example.com", message.email_from)

    def test_what_the_complainant_reads(self):
        """Comments of both sides, never notes, logs or tracked changes."""
        case = self._create_case()
        self._post(case)
        self._post(case, body="SECRET", subtype_xmlid="mail.mt_note")
        case.with_user(self.handler).name = "SECRET subject"
        case._post_from_complainant(Markup("<p>On Monday.</p>"))
        bodies = case._get_customer_messages().mapped("preview")
        self.assertEqual(bodies, ["When did you notice?", "On Monday."])

    # ------------------------------------------------------------------
    # What a word changes
    # ------------------------------------------------------------------

    def test_the_wait_is_over(self):
        """What waited for the customer goes on when they answer (R48)."""
        for whom, ended in (("customer", True), ("supplier", False)):
            case = self._bring_to(self._create_case(), "investigating")
            case.with_user(self.handler)._hold("Need it", "The bill", whom, 5)
            case._post_from_complainant(Markup("<p>Here it is.</p>"))
            self.assertEqual(case.on_hold, not ended, whom)

    def test_reopened_inside_the_window(self):
        """Who is not content is heard again, in their own words (R136)."""
        for state in ("resolved", "closed"):
            case = self._bring_to(self._create_case(), state)
            going_on = case._heard_from_complainant("<p>It is still wrong.</p>")
            self.assertEqual(going_on, case)
            self.assertEqual(case.state, "investigating")
            log = case.transition_ids.sorted("id")[-1:]
            self.assertEqual(log.reason, "It is still wrong.")

    def test_continued_after_the_window(self):
        case = self._bring_to(self._create_case(), "closed")
        case._write_protected(
            {"date_resolved": fields.Datetime.now() - timedelta(days=60)}
        )
        going_on = case._heard_from_complainant("It is wrong again.")
        self.assertEqual(going_on.parent_id, case)
        self.assertEqual(case.state, "closed")
        self.assertEqual(going_on.email_from, case.email_from)

    def test_open_case_stays_where_it_is(self):
        case = self._bring_to(self._create_case(), "assessed")
        self.assertEqual(case._heard_from_complainant("One more thing."), case)
        self.assertEqual(case.state, "assessed")
        with self._assert_refused("still working"):
            case._reopen_by_complainant("Again")

    def test_asked_again_after_the_window(self):
        """Further words go to the new case that goes on, not to another one."""
        case = self._bring_to(self._create_case(), "closed")
        case._write_protected(
            {"date_resolved": fields.Datetime.now() - timedelta(days=60)}
        )
        going_on = case._reopen_by_complainant("It is wrong again.")
        self.assertEqual(case._reopen_by_complainant("And worse."), going_on)
        self.assertIn("And worse.", going_on._get_customer_messages()[-1:].preview)

    def test_reopening_needs_words(self):
        case = self._bring_to(self._create_case(), "closed")
        with self.assertRaises(UserError):
            case._reopen_by_complainant("  ")

    def test_cancelled_merged_and_spam(self):
        """A withdrawn case goes on in a new one, a merged one in its survivor."""
        withdrawn = self._bring_to(self._create_case(), "cancelled")
        self.assertEqual(
            withdrawn._heard_from_complainant("After all.").parent_id, withdrawn
        )
        survivor, merged = self._create_case(), self._create_case()
        merged._merge_into(survivor)
        self.assertEqual(merged._heard_from_complainant("And this."), survivor)
        spam = self._create_case()
        spam.action_cancel(reason="Spam", cancel_reason="spam")
        self.assertEqual(spam._heard_from_complainant("Buy!"), spam)
        self.assertEqual(spam.state, "cancelled")

    def test_empty_word_after_the_end(self):
        """A mail with a picture only is a word too."""
        case = self._bring_to(self._create_case(), "closed")
        self.assertEqual(case._heard_from_complainant(""), case)
        self.assertEqual(case.state, "investigating")
