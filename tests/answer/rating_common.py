# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests about ratings share."""

from ..common import ComplaintCase

TEMPLATE = "complaint_management.mail_template_survey"


class RatingCase(ComplaintCase):
    """Cases that are closed with mails on, and who was asked about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Anna Kim", "email": "anna.kim@example.com"}
        )

    @classmethod
    def _close(cls, case=None, **vals):
        """A case that is closed, with mails on for the closing only."""
        case = case or cls._create_case(**vals)
        cls._bring_to(case, "resolved")
        if case.kind == "complaint":
            cls._log_contact(case, purpose="follow_up", mood="4")
        cls._with_mail(case).with_user(cls.handler).action_close()
        return case

    @classmethod
    def _reopen(cls, case):
        case.with_user(cls.handler).action_reopen(reason="It is back")

    def _get_requests(self, case):
        """The mails that ask for a rating of a case."""
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", case._name), ("res_id", "=", case.id)])
        )
        return mails.filtered(lambda mail: "How did we do?" in mail.subject)

    def _assert_asked(self, case, times=1):
        self.assertEqual(len(self._get_requests(case)), times, case.name)
        self.assertEqual(bool(case.date_rating_asked), bool(times))
