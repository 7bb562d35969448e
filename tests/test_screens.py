# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screens promise: buttons, pages, columns and menus for each role."""

from lxml import etree

from odoo.tests import Form, tagged, users

from odoo.addons.complaint_management.models.case.life_cycle import TRANSITIONS

from .common import ComplaintCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
INTERNAL_FIELDS = {
    "mindset",
    "mindset_guidance",
    "guide_checklist",
    "fault_level",
    "responsible_employee_ids",
    "category_handling_guide",
}


@tagged("post_install", "-at_install")
class TestScreens(ComplaintCase):
    def _get_arch(self, view_type):
        return etree.fromstring(self.Complaint.get_view(view_type=view_type)["arch"])

    def _get_names(self, view_type, tag):
        return {node.get("name") for node in self._get_arch(view_type).iter(tag)}

    def test_a_button_for_each_step(self):
        """Each row of the table has its button, one primary if it goes forward."""
        buttons = self._get_arch("form").xpath("//header/button")
        for name, transition in TRANSITIONS.items():
            with self.subTest(name):
                found = [b for b in buttons if b.get("name") == f"action_{name}"]
                primary = [b for b in found if "btn-primary" in b.get("class", "")]
                self.assertTrue(found)
                self.assertEqual(len(primary), 1 if transition.forward else 0)

    def test_no_button_without_method(self):
        for button in self._get_arch("form").iter("button"):
            if button.get("type") == "object":
                with self.subTest(button.get("name")):
                    model = self._get_model(button)
                    self.assertTrue(hasattr(model, button.get("name")))

    def _get_model(self, node):
        """The model of the form, or of the lines that ``node`` stands in."""
        lines = next(node.iterancestors("field"), None)
        if lines is None:
            return self.Complaint
        return self.env[self.Complaint._fields[lines.get("name")].comodel_name]

    @users("case_employee", "case_clerk", "case_officer", "case_manager")
    def test_every_view_opens(self):
        """Each role gets each view of the menu's action, and its help."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_complaint_action"
        )
        views = self.env["complaint.complaint"].get_views(action["views"])["views"]
        self.assertEqual(len(views), 7)

    @users("case_employee")
    def test_employee_sees_nothing_internal(self):
        """Who registered a case reads it, without the advice for staff (R109)."""
        names = {
            node.get("name")
            for node in etree.fromstring(
                self.env["complaint.complaint"].get_view(view_type="form")["arch"]
            ).iter("field")
        }
        self.assertFalse(INTERNAL_FIELDS & names)

    def test_staff_sees_the_advice(self):
        self.assertFalse(INTERNAL_FIELDS - self._get_names("form", "field"))

    def test_first_contact_is_fixed_once_saved(self):
        """R86: nobody rewrites on the form who met the customer first."""
        case = self._create_case()
        with Form(case.with_user(self.handler)) as form:
            with self.assertRaises(AssertionError):
                form.first_contact_user_id = self.handler

    def test_closed_case_is_read_only(self):
        case = self._bring_to(self._create_case(), "closed")
        with Form(case.with_user(self.handler)) as form:
            for fname in ("name", "finding", "answer", "user_id"):
                with self.subTest(fname), self.assertRaises(AssertionError):
                    form[fname] = False

    def test_board_folds_ended_cases(self):
        """Every state is a column; those of ended cases start folded."""
        cases = self.Complaint.with_context(
            read_group_expand=True, complaint_board=True
        )
        groups = cases.web_read_group(
            [], ["state"], auto_unfold=True, unfold_read_specification={}
        )["groups"]
        folded = {group["state"] for group in groups if "__records" not in group}
        self.assertEqual(
            len(groups), len(dict(self.Complaint._fields["state"].selection))
        )
        self.assertEqual(folded, {"closed", "cancelled"})

    def test_advice_of_the_parent_category(self):
        """Staff see what the category leaves to its parent (R25)."""
        self.category.service_standard = "<p>Two days</p>"
        child = self.env["complaint.category"].create(
            {
                "name": "Meter",
                "parent_id": self.category.id,
                "company_id": self.category.company_id.id,
            }
        )
        case = self._create_case(category_id=child.id)
        self.assertEqual(case.category_service_standard, "<p>Two days</p>")

    def test_other_cases_of_the_customer(self):
        """The counter tells of the others, itself not counted (R37)."""
        company = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": company.id}
        )
        first = self._create_case(partner_id=company.id)
        second = self._create_case(partner_id=buyer.id)
        stranger = self._create_case()
        self.assertEqual(
            (first | second | stranger).mapped("customer_case_count"), [1, 1, 0]
        )
        action = first.action_view_customer_cases()
        self.assertEqual(self.Complaint.search(action["domain"]), second)

    def _get_menus(self, user):
        """Names of the menus of our app that the web client offers to a user."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        todo = [self.env.ref("complaint_management.complaint_menu_root").id]
        names = set()
        while todo:
            menu = menus[todo.pop()]
            names.add(menu["xmlid"].split(".complaint_menu_")[1])
            todo += menu["children"]
        return names

    def test_menus_by_role(self):
        """Nobody is offered a menu that is not for them."""
        own = {
            "staff_voice",
            "accountability",
            "my_entries",
            "penalty_rule",
            "reward_board",
        }
        warning = {"warning", "alert", "near_miss"}
        # Whoever owns an action finds it, whatever else they may do here.
        learning = {"learning", "action", "training_my", "lesson"}
        learning |= {"policy_document", "receipt"}
        steering = {"steering", "goal", "plan", "contest", "unit_review"}
        clerk = (
            {"root", "desk", "register", "request", "cases", "all"}
            | own
            | warning
            | learning
        )
        clerk |= steering
        user = clerk | {"my", "due", "box", "remedy", "to_decide", "desk_team"}
        user |= {"incident", "dashboard_front_desk", "review_my"}
        officer = user | {
            "dashboard_learning",
            "review",
            "review_sample",
            "reporting",
            "dashboard",
            "late",
            "report",
            "poll_round",
            "approval_log",
            "extension_log",
            "clock_report",
            "clock_event",
            "transition",
            "pause",
            "request_analysis",
            "contact",
            "box_visit",
            "unread_mail",
            "hidden",
            "kept_file",
            "period_report",
        }
        manager = officer | {
            "to_know",
            "review_report",
            "review_criterion",
            "conflict_waiver",
            "remedy_type",
            "config",
            "deadlines",
            "sla_policy",
            "escalation_rule",
            "makeup_day",
            "holiday_import",
            "replan",
            "clock_failed",
            "category",
            "mail_relay",
            "mailbox",
            "cause",
            "product",
            "competence",
            "guide",
            "answer_text",
            "authority",
            "setup",
            "activity_plan",
            "warning_config",
            "alert_rule",
            "alert_word",
            "benchmark",
            "poll",
        }
        accountable = clerk | {
            "dashboard_accountability",
            "review_report",
            "penalty",
            "penalty_to_decide",
            "training",
            "training_need",
            "training_report",
            "alert_rule_personal",
            "penalty_balance",
            "penalty_propose",
            "penalty_report",
            "penalty_step",
            "penalty_threshold",
            "penalty_total",
        }
        for role, menus in (
            (self.employee, clerk),
            (self.handler, user),
            (self.officer, officer),
            (self.manager, manager),
            (self._create_user("case_accountability", ACCOUNTABILITY), accountable),
        ):
            with self.subTest(role.login):
                self.assertEqual(self._get_menus(role), menus)
