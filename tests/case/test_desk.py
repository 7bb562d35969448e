# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The case is one desk: what matters is on the first screen, also on a phone."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.complaint_management.models.case.life_cycle import TRANSITIONS
from odoo.addons.complaint_management.tools.case.still_missing import StillMissingError

from ..common import ComplaintCase

STORY = "".join(f"<p>The meter ran on in month {month}.</p>" for month in range(12))
READY = "!!document.querySelector('.o_complaint_desk .o_notebook .nav-link.active')"
# Fails where something is not where a reader looks for it.
MEASURE = """
(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const page = document.documentElement;
    const bottom = (selector) => {
        const node = document.querySelector(selector);
        return node ? node.getBoundingClientRect().bottom : Infinity;
    };
    const wrong = %(seen)s
        .filter((selector) => bottom(selector) > page.clientHeight)
        .map((selector) => `${selector} ends at ${bottom(selector)}`);
    const pages = [...document.querySelectorAll(".o_notebook .nav-link")];
    const names = pages.map((node) => node.getAttribute("name"));
    if (names.length > %(most)s) {
        wrong.push(`${names.length} pages: ${names}`);
    }
    const active = pages.find((node) => node.classList.contains("active"));
    if (active.getAttribute("name") !== "%(page)s") {
        wrong.push(`The page is ${active.getAttribute("name")}`);
    }
    if (page.scrollWidth > page.clientWidth) {
        wrong.push(`${page.scrollWidth} wide`);
    }
    if (wrong.length) {
        console.error(wrong.join("; "));
    } else {
        console.log("test successful");
    }
})()
"""
SEEN = [
    "[name=name]",
    ".o_complaint_story [name=description]",
    ".o_complaint_story [name=demand]",
    ".o_complaint_story [name=claimed_amount]",
    ".o_complaint_deadlines",
    ".o_complaint_next",
]


class DeskCase(ComplaintCase, HttpCase):
    def _assert_seen(self, case, user, page, seen, most=6):
        """The page is open, and all of it that is named is seen without scrolling."""
        self.browser_js(
            f"/odoo/complaints/{case.id}",
            MEASURE % {"seen": seen, "page": page, "most": most},
            READY,
            login=user.login,
            timeout=120,
        )

    def _create_told(self, **vals):
        return self._create_case(
            description=STORY,
            demand="The money back",
            claimed_amount=400,
            refusal_reason="Half of it was used.",
            **vals,
        )


@tagged("post_install", "-at_install")
class TestDesk(DeskCase):
    browser_size = "1366x768"

    def test_complaint(self):
        case = self._bring_to(self._create_told(), "investigating")
        self._assert_seen(
            case, self.handler, "findings", [*SEEN, ".o_notebook_headers"], most=5
        )

    def test_inquiry(self):
        """An inquiry shows what an inquiry needs."""
        case = self._create_told(kind="inquiry")
        self._assert_seen(
            case, self.handler, "answer", [*SEEN, ".o_notebook_headers"], most=4
        )

    def test_decision(self):
        """Who approves sees on the first screen what they approve."""
        case = self._bring_to(self._create_told(), "pending")
        card = ".o_complaint_approval"
        self._assert_seen(
            case,
            self.manager,
            "decision",
            [
                f"{card} [name=verdict]",
                f"{card} [name=cause_id]",
                f"{card} [name=finding]",
                f"{card} [name=demand]",
                f"{card} button[name=action_approve]",
            ],
        )


@tagged("post_install", "-at_install")
class TestDeskOnPhone(DeskCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_complaint(self):
        case = self._bring_to(self._create_told(), "investigating")
        self._assert_seen(case, self.handler, "findings", SEEN)


@tagged("post_install", "-at_install")
class TestNeeds(ComplaintCase):
    def test_each_need_leads_to_its_field(self):
        """What is missing names the field in which it is filled in."""
        case = self._create_case(category_id=False)
        needs = case.with_user(self.officer)._describe_needs(
            TRANSITIONS["assess"].needs
        )
        fields_of = {need["field"] for need in needs}
        self.assertLessEqual({"category_id", "grounds"}, fields_of)
        for transition in TRANSITIONS.values():
            for need in transition.needs + transition.musts:
                field = case._find_need_field(need)
                with self.subTest(need):
                    self.assertTrue(not field or field in case._fields)

    def test_refusal_says_where(self):
        """The dialog gets the lines, with their fields; the text says it all, too."""
        case = self._create_case(category_id=False)
        with self.assertRaises(StillMissingError) as refused:
            case.with_user(self.officer).action_assess()
        self.assertIsInstance(refused.exception, UserError)
        [told] = refused.exception.context["cases"]
        self.assertEqual(told["id"], case.id)
        for need in told["needs"]:
            self.assertIn(need["text"], str(refused.exception))

    def test_card_is_for_who_decides(self):
        """The handler, who may not approve, is offered no decision."""
        case = self._bring_to(self._create_case(), "pending")
        self.assertTrue(case.with_user(self.manager).waits_for_me)
        self.assertFalse(case.with_user(self.handler).waits_for_me)
        asked = case.with_user(self.manager).decision_asked
        self.assertIn(case._get_last_log("request_approval").user_id.name, asked)

    def test_card_shows_what_the_reader_may_see(self):
        """No field of the card is open to somebody to whom the case's own is not."""
        arch = self.Complaint.with_user(self.employee).get_view(view_type="form")
        self.assertNotIn("o_complaint_approval", arch["arch"])
