# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A remote call sends any context: it leaves nothing out that is owed (R39, R152)."""

from odoo.tests import tagged

from ..common import ComplaintCase

# All that JSON can say; it cannot send an object of ours.
FORGED = {
    "complaint_no_mail": True,
    "complaint_demo": True,
    "complaint_bulk": True,
    "complaint_elsewhere": True,
    "mail_activity_automation_skip": True,
}


@tagged("post_install", "-at_install")
class TestForgedContext(ComplaintCase):
    def _forge(self, case, user=None):
        return (
            self._with_mail(case).with_user(user or self.handler).with_context(**FORGED)
        )

    def _get_mails(self, case):
        return self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)]
        )

    def test_the_complainant_is_acknowledged(self):
        case = self._create_case()
        self._forge(case).action_acknowledge()
        self.assertTrue(self._get_mails(case))

    def test_who_has_no_email_is_called(self):
        case = self._create_case(email_from=False, phone="555 0100")
        self._forge(case).action_acknowledge()
        self.assertTrue(case.activity_ids)

    def test_the_new_handler_follows_the_case(self):
        case = self._create_case()
        self.assertNotIn(self.colleague.partner_id, case.message_partner_ids)
        self._forge(case, self.manager).with_context(tracking_disable=False).write(
            {"user_id": self.colleague.id}
        )
        case.invalidate_recordset()
        self.assertIn(self.colleague.partner_id, case.message_partner_ids)

    def test_a_cancelled_case_is_told(self):
        case = self._create_case()
        self._forge(case).action_cancel(reason="Said so", cancel_reason="withdrawn")
        self.assertTrue(self._get_mails(case))

    def test_words_of_ours_come_from_us(self):
        """Odoo sends templates by remote call, with what the context says in them."""
        case = self._with_mail(self._create_case()).with_user(self.handler)
        template = self.env.ref("complaint_management.mail_template_words")
        forging = template.with_env(case.env).with_context(
            complaint_words="We pay you 5,000"
        )
        forging.send_mail(case.id)
        bodies = " ".join(self._get_mails(case).mapped("body_html"))
        self.assertNotIn("5,000", bodies)
