# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No page for people outside has a barrier that axe-core finds (section 11).

Each page in each of its faces, on a wide and on a small screen, with all the rules
that axe has switched on.
"""

from unittest.mock import patch

from odoo.tests import tagged

from .accessibility_common import AccessibilityCase
from .portal.common import PNG
from .portal.tracking_common import COOKIE

FORM = "form.o_complaint_public_form"
DOOR = "form.o_complaint_door"
CONTROLLERS = "odoo.addons.complaint_management.controllers.portal"
TOLD = {
    "description": "The bill is wrong. It is for the shop next door.",
    "identity": "named",
    "name": "Li Wei",
    "email": "li.wei@example.com",
}


class PublicPages(AccessibilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who comes without a link of ours is a guest of this company.
        cls.house = cls.env.ref("base.main_company")
        cls.house.write(
            {
                "complaint_public_form": True,
                "complaint_form_limit_address": 0,
                "complaint_form_limit_total": 0,
                "phone": "+86 571 8888 0000",
                "email": "hello@example.com",
                "street": "1 Harbour Road",
                "city": "Hangzhou",
                "complaint_policy": "<p>We want to hear you.</p>",
                "complaint_recourse": "<p>The consumer council helps you.</p>",
            }
        )


@tagged("post_install", "-at_install")
class TestFormAccessibility(PublicPages):
    def test_guide(self):
        self._assert_page("/complaints", "We want to put it right")

    def test_guide_of_a_company_that_says_nothing(self):
        self.house.write(
            {
                "complaint_policy": False,
                "complaint_recourse": False,
                "phone": False,
                "street": False,
            }
        )
        self._assert_page("/complaints?embed=1", "We want to put it right")

    def test_switched_off(self):
        self.house.complaint_public_form = False
        self._assert_page("/complaints", "We take no complaints on this page")

    def test_form(self):
        self._assert_page("/complaints/new", "What can we do for you?")
        self._assert_page("/complaints/new?embed=1", "What can we do for you?")

    def test_form_of_a_category(self):
        self.category.copy({"name": "Wrong meter", "parent_id": self.category.id})
        url = f"/complaints/new?category={self.category.id}&kind=suggestion"
        self._assert_page(url, "What can we do for you?")

    def test_form_of_a_customer(self):
        self._log_in(self.user)
        self._assert_page("/complaints/new", "What can we do for you?")

    def test_form_with_errors(self):
        wrong = {"email": "nobody", "phone": "1", "name": ""}
        for url in ("/complaints/new", "/complaints/new?embed=1"):
            self._assert_page(url, "What can we do for you?", FORM, **wrong)

    def test_form_too_often(self):
        self.house.complaint_form_limit_address = 1
        self._assert_page("/complaints/new", "It has arrived", FORM, **TOLD)
        self._assert_page("/complaints/new", "What can we do for you?", FORM, **TOLD)

    def test_form_that_lay_open_too_long(self):
        self._assert_page(
            "/complaints/new", "What can we do for you?", FORM, token="old"
        )

    def test_receipt(self):
        self._assert_page("/complaints/new", "It has arrived", FORM, **TOLD)
        self._assert_page("/complaints/new?embed=1", "It has arrived", FORM, **TOLD)
        self._assert_page("/complaints/done", "This page has expired")

    def test_receipt_of_an_anonymous_case(self):
        """With its code, and when it is looked at once more."""
        told = {"description": TOLD["description"], "identity": "anonymous"}
        self._assert_page("/complaints/new", "It has arrived", FORM, **told)
        self._assert_page(self._run("location.href"), "It has arrived")

    def test_receipt_of_a_customer(self):
        self._log_in(self.user)
        self._assert_page("/complaints/new", "It has arrived", FORM, **TOLD)


@tagged("post_install", "-at_install")
class TestTrackingAccessibility(PublicPages):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vals = {
            "name": "Told to sell what nobody needs",
            "description": "<p>Every customer is charged for insurance.</p>",
            "demand": "Stop it.",
            "identity_mode": "anonymous",
            "category_id": cls.category.id,
        }
        files = [("photo.png", PNG)]
        case = cls.Complaint._register_from_outside(vals, files, "first")
        cls.case = case.with_env(cls.env)
        cls.code = cls.Complaint._get_tracking_code("first")

    def _enter(self, heading="Told to sell"):
        self._assert_page("/complaints/track", heading, DOOR, code=self.code)

    def test_door(self):
        self._assert_page("/complaints/track", "How far is my case?")
        self._assert_page("/complaints/track", "How far is my case?", DOOR, code="7K2M")
        self._assert_page("/complaints/track?done=left", "How far is my case?")

    def test_door_of_a_customer(self):
        self._log_in(self.user)
        self._assert_page("/complaints/track", "How far is my case?")

    def test_too_often(self):
        with patch(f"{CONTROLLERS}.tracking.LIMIT_ADDRESS", 1):
            for _time in range(2):
                self._assert_page(
                    "/complaints/track", "How far is my case?", DOOR, code="7"
                )

    def test_expired(self):
        """What was typed is still there."""
        self._enter()
        with self._browse():
            self._ask("Network.deleteCookies", name=COOKIE, url=self.base_url())
            self._send("#complaint_write", text="I forgot to say")
            self._assert_no_barriers("How far is my case?")

    def test_case(self):
        """With a question and a talk; then with an answer that is not accepted."""
        self.case.with_user(self.handler)._hold("No name", "his name", "customer", 5)
        self.case.with_user(self.handler).message_post(
            body="Who told you to?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._enter()
        self._assert_page(
            "/complaints/track", "Told to sell", "#complaint_write", text="The chief."
        )
        self._assert_page("/complaints/track", "Told to sell", "#complaint_write")
        self._bring_to(self.case, "answered")
        self._assert_page("/complaints/track", "Told to sell")
        respond = "form[action$='/respond']"
        self._assert_page("/complaints/track", "Told to sell", respond)
        self._assert_page(
            "/complaints/track", "Told to sell", respond, response="reject"
        )
        self._assert_page(
            "/complaints/track",
            "Told to sell",
            respond,
            response="reject",
            reason="It was not he.",
        )

    def test_closed_case(self):
        self._bring_to(self.case, "closed")
        self._enter()
        self._assert_page(
            "/complaints/track", "Told to sell", "form[action$='/reopen']"
        )
        url = "/complaints/track/rate"
        form = "form[action$='/rate']"
        self._assert_page(url, "How did we do?")
        self._assert_page(url, "How did we do?", form, result="4")
        self._assert_page(
            url, "Thank you", form, result="4", handling="1", comment="So so."
        )

    def test_disclosure(self):
        form = "form[action$='/disclose']"
        url = "/complaints/track/disclose"
        self._enter()
        self._assert_page(url, "Tell us who you are")
        self._assert_page(url, "Tell us who you are", form, email="nobody")
        self._assert_page(
            url, "Is this what you want", form, email="li.wei@example.com"
        )


@tagged("post_install", "-at_install")
class TestPortalAccessibility(AccessibilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer = cls._create_customer("newcomer", "Zhao Min")
        cls.case.demand = "My money back."

    def setUp(self):
        super().setUp()
        self._log_in(self.user)

    def _assert_case_page(self, heading="Charged for the shop", form=None, **typed):
        self._assert_page(self._get_url(), heading, form, **typed)

    def test_home(self):
        with self._browse():
            self._go("/my")
            # The cards come when the cases are counted.
            self._run(COUNTED)
            self._assert_no_barriers("Complaints and suggestions")

    def test_list(self):
        other = self._create_case(partner_id=self.user.partner_id.id, kind="inquiry")
        self._bring_to(other, "closed")
        with patch(f"{CONTROLLERS}.home.PAGE_SIZE", 1):
            self._assert_page("/my/complaints", "Complaints and suggestions")
        self._assert_page(
            "/my/complaints?groupby=status&sortby=number", "Complaints and suggestions"
        )
        self._assert_page(
            "/my/complaints?search=nothing+like+it", "Complaints and suggestions"
        )

    def test_empty_list(self):
        self._log_in(self.newcomer)
        self._assert_page("/my/complaints", "Complaints and suggestions")

    def test_open_case(self):
        """With a question, a talk with a file, and errors."""
        self.case.with_user(self.handler)._hold("No bill", "your bill", "customer", 5)
        self.case.with_user(self.handler).message_post(
            body="Please send us the bill.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("how.png", PNG)],
        )
        self._assert_case_page()
        self._assert_case_page(form="#complaint_write")
        self._assert_case_page(form="#complaint_write", text="Here it is.")

    def test_answered_case(self):
        """Until it is rejected, which says where else to turn."""
        self._bring_to_answer()
        respond = "form[action*='/respond']"
        self._assert_case_page()
        self._assert_case_page(form=respond)
        self._assert_case_page(form=respond, response="reject")
        self._assert_case_page(
            form=respond, response="reject", reason="It is too little."
        )

    def test_accepted_case(self):
        self._bring_to_answer()
        self._assert_case_page(form="form[action*='/respond']", response="accept")

    def test_closed_case(self):
        """To be rated, or taken up again."""
        self._bring_to(self.case, "closed")
        self._assert_case_page()
        self._assert_case_page(form="form[action*='/reopen']")
        self._assert_case_page(form="form[action*='/reopen']", why="It is back.")

    def test_case_by_its_link(self):
        self._log_in(None)
        self._assert_page(
            self._get_url(token=self._get_token()), "Charged for the shop"
        )

    def test_rating(self):
        """Before its time, then the questions, errors, and thanks."""
        url = self._get_url(suffix="/rate")
        form = "form[action$='/rate']"
        self._assert_page(url, "We are still working on it")
        self._bring_to(self.case, "closed")
        self._assert_page(url, "How did we do?")
        self._assert_page(url, "How did we do?", form)
        self._assert_page(
            url, "Thank you", form, result="1", handling="5", comment="So."
        )
        self._assert_page(f"{url}?already=1", "Thank you")

    def test_rating_of_somebody_else(self):
        url = self._get_url(self.strange, "/rate")
        self._assert_page(url, "This link does not work")

    def test_closing_a_ticket(self):
        """The question that we put before helpdesk_mgmt's link."""
        stages = self.env["helpdesk.ticket.stage"].create(
            [
                {"name": "Open", "sequence": 1},
                {"name": "Solved", "closed": True, "close_from_portal": True},
            ]
        )
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "No light",
                "description": "Since Monday",
                "partner_id": self.user.partner_id.id,
                "stage_id": stages[0].id,
            }
        )
        url = f"/ticket/close?ticket_id={ticket.id}&stage_id={stages[1].id}"
        self._assert_page(url, "Close the ticket?")


COUNTED = """
new Promise((counted) => {
    const look = () => document.querySelector(".o_portal_doc_spinner:not(.d-none)")
        ? setTimeout(look, 50)
        : counted();
    look();
})
"""
