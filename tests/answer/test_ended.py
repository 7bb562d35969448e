# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who takes a case back, or brings what is not ours, is answered (R39, R53, R156)."""

from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from ..common import ComplaintCase

WORDS = "<p>It is for the landlord to decide. Call the tenants' union.</p>"


class EndedCase(ComplaintCase):
    def _cancel(self, case, reason="withdrawn", **options):
        case = self._with_mail(case).with_user(self.handler)
        case.action_cancel(reason="Told on the phone", cancel_reason=reason, **options)
        return case.with_env(self.env)

    def _get_mails(self, case):
        return self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)]
        )

    def _get_tasks(self, case):
        kind = self.env.ref("complaint_management.mail_activity_type_notice")
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _open_dialog(self, case):
        action = case.with_user(self.handler).action_cancel()
        wizards = self.env[action["res_model"]].with_user(self.handler)
        return Form(wizards.with_context(**action["context"]))


@tagged("post_install", "-at_install")
class TestTold(EndedCase):
    def test_who_took_it_back_gets_a_confirmation(self):
        """By mail, in their language, and not the reason that we keep (R156)."""
        self.env["res.lang"]._activate_lang("fr_FR")
        text = self.env.ref("complaint_management.complaint_answer_text_withdrawn")
        text.with_context(lang="fr_FR").body = "<p>Nous confirmons.</p>"
        case = self._cancel(self._create_case(lang="fr_FR"))
        mails = self._get_mails(case)
        self.assertEqual(len(mails), 1)
        self.assertIn("Nous confirmons", mails.body_html)
        self.assertNotIn("Told on the phone", mails.body_html)
        self.assertIn("Nous confirmons", case.ending_words)

    def test_out_of_scope_says_why_and_where_to_go(self):
        """Nobody is turned away without a reason and without an address (R53)."""
        case = self._create_case()
        with self._assert_refused("Fill in what is still missing"):
            self._cancel(case, "out_of_scope")
        self.assertEqual(case.state, "new")
        self._cancel(case, "out_of_scope", words=WORDS)
        self.assertIn("tenants' union", self._get_mails(case).body_html)

    def test_who_has_no_email_is_called_or_written_to(self):
        case = self._cancel(self._create_case(email_from=False, phone="555 0100"))
        task = self._get_tasks(case)
        self.assertTrue(task)
        self.assertIn("555 0100", task.note)
        notice = case.contact_ids.filtered("words")
        self.assertIn(f"/{notice.id}", task.note)
        self.assertFalse(notice.answered)
        task.with_user(task.user_id).action_feedback(feedback="Called")
        self.assertTrue(notice.answered)

    def test_the_anonymous_read_it_on_their_page(self):
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._cancel(case, "out_of_scope", words=WORDS)
        ending = case._get_portal_ending()
        self.assertIn("tenants", html2plaintext(ending["text"]))
        self.assertFalse(self._get_mails(case))
        self.assertFalse(self._get_tasks(case))
        bodies = "".join(str(row["body"]) for row in case._get_portal_messages())
        self.assertNotIn("tenants", bodies, "It stands above already")

    def test_spam_is_told_to_nobody(self):
        case = self._cancel(self._create_case(), "spam")
        self.assertFalse(self._get_mails(case))
        self.assertFalse(case.ending_words)
        self.assertIsNone(case._get_portal_ending())

    def test_words_that_nobody_was_told_are_not_kept(self):
        """What stands under “What They Were Told” was told."""
        case = self._cancel(self._create_case(), "spam", words=WORDS)
        self.assertEqual(case.state, "cancelled")
        self.assertFalse(case.ending_words)

    def test_the_page_says_how_it_stands(self):
        case = self._create_case()
        self._cancel(case, "out_of_scope", words=WORDS)
        status = case._get_portal_status()
        self.assertEqual(status["code"], "ended")
        self.assertNotIn("without an answer", status["text"])

    def test_the_words_are_written_by_the_button_only(self):
        case = self._create_case()
        with self._assert_refused(case._fields["ending_words"].string):
            case.with_user(self.manager).ending_words = WORDS

    def test_no_money_is_promised_in_these_words(self):
        """What the words promise needs a remedy, as in every word of ours (R90)."""
        words = "<p>We pay you ¥ 5,000 for your trouble.</p>"
        with self._assert_refused("no remedy of that value"):
            self._cancel(self._create_case(), words=words)

    def test_what_was_accepted_is_not_cancelled(self):
        """Neither cancelled nor put on hold: it is settled."""
        case = self._bring_to(self._create_case(), "resolved")
        self.assertNotIn("cancel", case.with_user(self.handler).allowed_transitions)
        self.assertFalse(case.can_hold)
        with self._assert_refused("accepted our answer"):
            self._cancel(case)
        with self._assert_refused("cannot be put on hold"):
            case.with_user(self.handler)._hold("Why", "What", "customer", 3)


@tagged("post_install", "-at_install")
class TestDialog(EndedCase):
    def test_it_shows_the_letter_and_the_way(self):
        form = self._open_dialog(self._create_case())
        form.reason = "They called"
        form.cancel_reason = "withdrawn"
        self.assertIn("took", html2plaintext(form.words))
        self.assertIn("by email", form.way)
        form.customer_words = "I found the parcel."
        self.assertIn("You told us: “I found the parcel.”", html2plaintext(form.words))
        wizard = form.save()
        wizard.action_confirm()
        self.assertIn("I found the parcel", wizard.complaint_ids.ending_words)

    def test_own_words_stay(self):
        form = self._open_dialog(self._create_case())
        form.reason = "Not ours"
        form.cancel_reason = "out_of_scope"
        form.words = WORDS
        wizard = form.save()
        wizard.action_confirm()
        self.assertIn("tenants' union", wizard.complaint_ids.ending_words)

    def test_it_says_that_nobody_is_told_of_spam(self):
        form = self._open_dialog(self._create_case())
        form.cancel_reason = "spam"
        self.assertIn("Nobody is told", form.way)
        self.assertFalse(form.has_words)

    def test_each_of_several_gets_their_own(self):
        cases = self._create_case() | self._create_case(email_from="wu@example.com")
        form = self._open_dialog(cases)
        form.reason = "The fault of the form"
        form.cancel_reason = "withdrawn"
        self.assertIn("Each of the 2", form.way)
        self.assertFalse(form.has_words)
        form.save().action_confirm()
        for case in cases:
            self.assertIn("took", html2plaintext(case.ending_words))
