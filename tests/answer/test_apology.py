# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An apology is an act of its own, and admits nothing (R55, R81, R108)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from ..common import ComplaintCase

ACTIVITY = "complaint_management.mail_activity_type_apology"


@tagged("post_install", "-at_install")
class TestApology(ComplaintCase):
    def _create_case(self, user=None, **vals):
        vals.setdefault("lang", "en_US")
        return self._with_mail(super()._create_case(user=user, **vals))

    def _apologise(self, case, user=None, **vals):
        """Through the dialog, as a user does."""
        user = user or self.handler
        action = case.with_user(user).action_apologise()
        form = Form.from_action(self._with_mail(case).with_user(user).env, action)
        for fname, value in vals.items():
            setattr(form, fname, value)
        apology = form.save()
        apology.action_apologise()
        return apology

    def _get_mails(self, case):
        return self.env["mail.mail"].search([("res_id", "=", case.id)])

    def _get_task(self, case):
        kind = self.env.ref(ACTIVITY)
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def test_in_person(self):
        """Who, when, how, in which words (R55)."""
        case = self._create_case()
        self.assertFalse(case.apology_state)
        apology = self._apologise(case, medium="in_person")
        self.assertEqual(apology.user_id, self.handler)
        self.assertTrue(apology.date)
        self.assertIn("We are sorry", apology.words)
        self.assertEqual(case.apology_state, "pending")
        self.assertFalse(self._get_mails(case))

    def test_admits_nothing(self):
        """Verdict, fault and state of the case stay as they are (R81)."""
        case = self._create_case()
        before = case.read(["verdict", "fault_level", "state", "decision_state"])
        self._apologise(case)
        self.assertEqual(
            case.read(["verdict", "fault_level", "state", "decision_state"]), before
        )

    def test_by_mail(self):
        """Sent once, with greeting and signature, in edited words."""
        case = self._create_case()
        apology = self._apologise(case, words="<p>We are sorry for the cold night.</p>")
        self.assertEqual(apology.medium, "mail")
        mail = self._get_mails(case)
        self.assertEqual(mail.email_to, "li.wei@example.com")
        text = html2plaintext(mail.body_html)
        self.assertIn("Dear Li Wei", text)
        self.assertIn("cold night", text)
        apology.with_user(self.handler).action_apologise()
        self.assertEqual(self._get_mails(case), mail, "not again")

    def test_protected_complainant(self):
        """A confidential one gets it too; an anonymous one on their page."""
        case = self._create_case(identity_mode="confidential", user_id=self.handler.id)
        self._apologise(case, medium="mail")
        mail = self._get_mails(case)
        self.assertEqual(mail.email_to, "li.wei@example.com")
        self.assertNotIn("Li Wei", mail.body_html)
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._apologise(case, user=self.officer, medium="mail")
        self.assertIn("sorry", case._get_customer_messages()[-1].body)

    def test_no_address(self):
        case = self._create_case(email_from=False, phone="1")
        with self._assert_refused("No email address"):
            self._apologise(case, medium="mail")
        self.assertFalse(case.apology_ids)

    def test_not_accepted(self):
        """A manager hears of it, once; accepted in the end, the task is over (R108)."""
        case = self._create_case()
        apology = self._apologise(case).with_user(self.handler)
        apology.write({"response": "not_accepted", "note": "Let us see the head."})
        self.assertEqual(case.apology_state, "not_accepted")
        task = self._get_task(case)
        self.assertTrue(
            task.user_id.has_group("complaint_management.group_complaint_manager")
        )
        self.assertIn("see the head", task.note)
        again = self._apologise(case, medium="phone").with_user(self.handler)
        again.response = "not_accepted"
        self.assertEqual(self._get_task(case), task)
        again.response = "accepted"
        self.assertEqual(case.apology_state, "accepted")
        self.assertFalse(self._get_task(case))

    def test_not_accepted_at_once(self):
        case = self._create_case()
        self._apologise(case, medium="phone", response="not_accepted")
        self.assertTrue(self._get_task(case))

    def test_stays_as_it_was_made(self):
        """Words, date and who stay; only how it was received is written later."""
        apology = self._apologise(self._create_case())
        for vals in (
            {"words": "<p>Never said</p>"},
            {"date": fields.Datetime.now() - timedelta(days=9)},
            {"user_id": self.manager.id},
        ):
            with self.subTest(vals), self._assert_refused("stays as it was"):
                apology.with_user(self.manager).write(vals)

    def test_bad_input(self):
        """Not in the future, not without words on paper, not with gaps."""
        case = self._create_case()
        later = fields.Datetime.now() + timedelta(days=1)
        for words, vals in (
            ("before it was made", {"medium": "phone", "date": later}),
            ("Write the words", {"medium": "letter", "words": "<p><br></p>"}),
            ("still missing", {"medium": "mail", "words": "<p>[…what…]</p>"}),
        ):
            with self.subTest(words), self._assert_refused(words):
                self.env["complaint.apology"].with_user(self.handler).create(
                    {"complaint_id": case.id, **vals}
                )
        apology = self._apologise(case, words="<p>Sorry<script>x()</script></p>")
        self.assertNotIn("script", apology.words)

    def test_not_in_a_case_of_others(self):
        case = self._create_case()
        apology = self._apologise(case)
        with self.assertRaises(AccessError):
            apology.with_user(self.outsider).read(["words"])
        with self.assertRaises(AccessError):
            self.env["complaint.apology"].with_user(self.outsider).create(
                {"complaint_id": case.id, "medium": "phone"}
            )

    def test_moves_with_a_merged_case(self):
        case, survivor = self._create_case(), self._create_case()
        apology = self._apologise(case, medium="phone")
        survivor._take_over_records(case)
        self.assertEqual(apology.complaint_id, survivor)
        self.assertEqual(survivor.apology_state, "pending")
