# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What colleagues do every day goes on, though nobody rewrites evidence."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .evidence_common import TODO, EvidenceCase

CASE = "complaint.complaint"
FORGED = {"body": "<p>I withdraw everything.</p>"}


@tagged("post_install", "-at_install")
class TestAllowed(EvidenceCase):
    """What colleagues do every day goes on."""

    def test_own_note_is_put_right_for_a_while(self):
        note = self._write_note(self.case, self.handler)
        case = self.case.with_user(self.handler)
        case._message_update_content(note.sudo(), body="Not swapped")
        self.assertIn("Not swapped", note.body)
        with self._assert_refused("Only your own internal notes", AccessError):
            self.case.with_user(self.officer)._message_update_content(
                note.sudo().with_user(self.officer).sudo(), body="Forged"
            )
        case._message_update_content(note.sudo(), body="", attachment_ids=[])
        self.assertNotIn("swapped", note.body)

    def test_own_words_to_the_customer_stay(self):
        case = self.case.with_user(self.handler)
        word = case.message_post(
            body="We look into it",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        with self._assert_refused("Only your own internal notes", AccessError):
            case._message_update_content(word.sudo(), body="We do nothing")

    def test_own_upload_is_taken_back_for_a_while(self):
        file = self.env["ir.attachment"].with_user(self.handler)
        file = file.create(
            {"name": "a", "raw": b"a", "res_model": CASE, "res_id": self.case.id}
        )
        with self.assertRaises(AccessError):
            file.with_user(self.manager).unlink()
        sent = file.copy()
        self.case.with_user(self.handler).message_post(
            body="See here",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=sent.ids,
        )
        with self.assertRaises(AccessError):
            sent.unlink()
        file.unlink()
        self.assertFalse(file.exists())

    def test_files_of_colleagues_stay_when_odoo_cleans_up(self):
        """A file that waited in a dialog of somebody else is on the case then."""
        file = self.env["ir.attachment"].create(
            {"name": "a", "raw": b"a", "res_model": "mail.compose.message", "res_id": 0}
        )
        # As the chatter does it, after it looked at who owns the file.
        self.case.with_user(self.handler).sudo().message_post(
            body="See here", message_type="comment", attachment_ids=file.ids
        )
        self.assertEqual((file.res_model, file.res_id), (CASE, self.case.id))

    def test_the_composer_works(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.handler)
            .with_context(
                default_model=CASE,
                default_res_ids=self.case.ids,
                mail_notify_force_send=False,
            )
        )
        words = {"body": "<p>We look into it</p>", "subject": "Your bill"}
        _mails, message = composer.create(
            {**words, "partner_ids": self.customer.ids}
        )._action_send_mail()
        self.assertEqual(message.author_id, self.handler.partner_id)
        mails, _messages = (
            composer.with_context(default_composition_mode="mass_mail")
            .create({**words, "auto_delete": True, "auto_delete_keep_log": False})
            ._action_send_mail()
        )
        message = mails.mail_message_id
        mails.unlink()
        self.assertTrue(message.exists(), "what was sent stays on the case")

    def test_who_is_away_answers(self):
        self.officer.write(
            {
                "out_of_office_from": "2020-01-01",
                "out_of_office_to": "2099-01-01",
                "out_of_office_message": "<p>Back on Monday</p>",
            }
        )
        self.case.with_user(self.handler).message_post(
            body="Please look",
            message_type="comment",
            partner_ids=self.officer.partner_id.ids,
        )
        away = self._get_messages(self.case).filtered(
            lambda message: message.message_type == "out_of_office"
        )
        self.assertEqual(away.author_id, self.officer.partner_id)

    def test_stars_reactions_and_reading(self):
        word = self.word.with_user(self.handler)
        word.toggle_message_starred()
        self.assertTrue(word.starred)
        word.set_message_done()
        word.sudo()._message_reaction(
            "👍", "add", self.handler.partner_id, self.env["mail.guest"]
        )
        self.assertTrue(self.word.reaction_ids)

    def test_tasks_are_planned_moved_and_done(self):
        task = (
            self.env["mail.activity"]
            .with_user(self.handler)
            .create(
                {
                    "activity_type_id": self.env.ref(TODO).id,
                    "res_model_id": self.env["ir.model"]._get_id(CASE),
                    "res_id": self.case.id,
                    "user_id": self.handler.id,
                }
            )
        )
        task.write({"date_deadline": "2099-01-01", "note": "Later"})
        task.with_user(self.colleague).user_id = self.colleague
        task.with_user(self.colleague).action_feedback(feedback="Done")
        self.assertFalse(task.active)
        self.assertEqual(task.feedback, "Done")
        self.case.with_user(self.handler).activity_schedule(TODO).unlink()

    def test_a_colleagues_message_is_not_changed_before_it_is_sent(self):
        planned = (
            self.env["mail.scheduled.message"]
            .with_user(self.handler)
            .create(
                {
                    "model": CASE,
                    "res_id": self.case.id,
                    "author_id": self.handler.partner_id.id,
                    "body": "We look into it",
                    "scheduled_date": "2099-01-01",
                }
            )
        )
        with self.assertRaises(AccessError):
            planned.with_user(self.officer).body = "You get nothing"
        planned.body = "We looked into it"
        planned.post_message()
        self.assertIn("We looked into it", self._get_messages(self.case)[0].body)

    def test_a_case_without_words_is_deleted(self):
        """Registered by mistake, and nothing in it yet."""
        case = self._create_case(user=self.manager)
        case.with_user(self.manager).unlink()
        self.assertFalse(case.exists())
