# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No page of a survey has a barrier that axe-core finds, in any of its faces."""

from odoo.tests import tagged

from ..accessibility_common import AccessibilityCase
from .poll_common import PollCase

FORM = "main form"


@tagged("post_install", "-at_install")
class TestPollAccessibility(PollCase, AccessibilityCase):
    def setUp(self):
        super().setUp()
        anna = self._create_customers("Anna")
        self.asked = self._send_out()
        token = self._get_token(self._get_invitations(self.asked, anna))
        self.page = f"/complaints/ask/{token}"

    def test_question_and_thanks(self):
        """Chosen in the mail, with an error, and answered."""
        clicked = f"{self.page}?score=4"
        long = {"score": "4", "comment": "x" * 20_000}
        self._assert_page(clicked, "How satisfied are you with us?")
        self._assert_page(self.page, "Please shorten your words", FORM, **long)
        self._assert_page(clicked, "Your answer has arrived", FORM, comment="Fine")

    def test_ask_me_no_more(self):
        page = f"{self.page}/stop"
        self._assert_page(page, "Shall we ask you no more?")
        self._assert_page(page, "We ask you no more", FORM)

    def test_no_question(self):
        """Behind a wrong link, and when the time is over."""
        self._assert_page("/complaints/ask/wrong", "This link does not work")
        self.asked.with_user(self.manager).action_close()
        self._assert_page(self.page, "The time to answer is over")
