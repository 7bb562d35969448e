# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Complainants in the browser, from the first word to the last (R48, R136, R150)."""

from unittest.mock import patch
from urllib.parse import quote

from odoo.tests import tagged
from odoo.tools import email_normalize

from odoo.addons.complaint_management.controllers.portal.public import ComplaintPublic

from ..clock.act_common import ALL_TARGETS
from ..clock.common import ClockCase
from ..intake import upload_files
from .common import PortalCase

# Seconds: a busy machine is slow, and no reason to fail.
PATIENCE = 240


class CustomerTours(ClockCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.active = False
        cls._create_policy("All milestones", targets=ALL_TARGETS)
        cls.handler.name = "Hannah Okafor"
        (cls.case | cls.strange).sudo().unlink()
        cls.company.write(
            {
                "complaint_public_form": True,
                "complaint_form_limit_address": 0,
                "complaint_form_limit_total": 0,
            }
        )
        cls.env["complaint.throttle"].search([]).unlink()

    def _walk(self, url, tour, user=None):
        """Let somebody with a fresh browser walk; None for a stranger."""
        self.start_tour(url, tour, login=user and user.login, timeout=PATIENCE)
        self.env.invalidate_all()

    def _get_the_case(self):
        case = self.Complaint.search([])
        self.assertEqual(len(case), 1)
        return case

    def _get_mails(self, case):
        domain = [("model", "=", case._name), ("res_id", "=", case.id)]
        return self.env["mail.mail"].sudo().search(domain)


@tagged("post_install", "-at_install")
class TestStrangerTour(CustomerTours):
    """Somebody without a name files, is asked, and answers (R149, R150)."""

    def _get_hint(self):
        """Where the browser finds the photo of the person who uses it."""
        photo = upload_files.photo()
        for secret in upload_files.SECRETS:
            self.assertIn(secret, photo)
        return self.env["ir.attachment"].create(
            {"name": "IMG_1.jpg", "raw": photo, "public": True}
        )

    def test_files_with_a_photo_and_answers_a_question(self):
        form = f"/complaints/new?category={self.category.id}#{self._get_hint().id}"
        # The code follows from what the form was given: so the test knows it too.
        with patch.object(ComplaintPublic, "_new_submission", lambda *_args: "tour"):
            self._walk(form, "complaint_stranger_files")
        case = self._get_the_case()
        self.assertEqual(case.identity_mode, "anonymous")
        self.assertEqual(case.user_id, self.handler)
        self.assertFalse(case.partner_id or case.partner_name or case.email_from)
        photo = case._get_customer_messages().attachment_ids
        self.assertEqual(photo.mimetype, "image/jpeg")
        for secret in (*upload_files.SECRETS, b"Exif", b"GPS"):
            self.assertNotIn(secret, photo.raw)

        backend = f"/odoo/complaints/{case.id}"
        self._walk(backend, "complaint_handler_asks", self.handler)
        self.assertFalse(self._get_mails(case).filtered("email_to"))
        code = self.Complaint._get_tracking_code("tour")
        self._walk(f"/complaints/track#{quote(code)}", "complaint_stranger_answers")
        self._walk(backend, "complaint_handler_reads", self.handler)
        answer = case._get_customer_messages()[-1]
        self.assertIn("behind the kitchen", answer.body)
        self.assertFalse(answer.author_id)


@tagged("post_install", "-at_install")
class TestCustomerTour(CustomerTours):
    """A customer with a login (R48, R136, R199)."""

    def test_files_accepts_and_rates(self):
        self._walk("/my/complaints", "complaint_customer_files", self.user)
        case = self._get_the_case()
        self.assertRecordValues(
            case,
            [
                {
                    "identity_mode": "named",
                    "partner_id": self.user.partner_id.id,
                    "state": "acknowledged",
                    "user_id": self.handler.id,
                }
            ],
        )
        mail = self._get_mails(case).filtered(
            lambda mail: email_normalize(mail.email_to) == "li_wei@example.com"
        )
        self.assertEqual(len(mail), 1)
        self.assertIn(case.number, mail.subject)
        self.assertIn("You get our answer by", mail.body_html)

        self._bring_to(case, "answered")
        self._walk("/my/complaints", "complaint_customer_accepts", self.user)
        self.assertEqual(case.customer_response, "accepted")
        self.assertEqual(case.state, "resolved")

        self._bring_to(case, "closed")
        page = f"/my/complaints/{case.id}"
        self._walk(page, "complaint_customer_rates", self.user)
        self.assertRecordValues(
            case,
            [
                {
                    "satisfaction_result": "4",
                    "satisfaction_handling": "5",
                    "satisfaction_comment": "Kind people.",
                    "can_rate": False,
                }
            ],
        )

    def test_rejects_and_is_told_their_recourse(self):
        """At once, on the page; somebody looks into it again (R136, R161)."""
        case = self._create_case(
            partner_id=self.other.partner_id.id, email_from=self.other.email
        )
        self._bring_to(case, "answered")
        self._walk("/my/complaints", "complaint_customer_rejects", self.other)
        self.assertRecordValues(
            case,
            [{"customer_response": "rejected", "recourse_explained": True}],
        )
        task = case.activity_ids.filtered(lambda task: "475" in (task.note or ""))
        self.assertEqual(task.user_id, self.handler)
