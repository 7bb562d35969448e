# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The first click: the icon opens the app, and the first field loses no name."""

from odoo.tests import HttpCase, new_test_user, tagged

from ..common import ComplaintCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


@tagged("post_install", "-at_install")
class TestHome(ComplaintCase, HttpCase):
    def _get_home(self, user):
        return self.Complaint.with_user(user).action_open_home()["path"]

    def test_each_begins_where_their_work_stands(self):
        judge = new_test_user(
            self.env, "home_judge", groups=ACCOUNTABILITY, company_id=self.company.id
        )
        for user in (self.handler, self.officer, self.manager, judge):
            self.assertEqual(self._get_home(user), "my-desk")
        self.assertEqual(self._get_home(self.employee), "complaints")

    def test_icon_belongs_to_nobodys_dialog(self):
        """Whoever sees the icon may open what it opens."""
        menu = self.env.ref("complaint_management.complaint_menu_root")
        for user in (self.employee, self.handler, self.officer, self.manager):
            action = menu.action.with_user(user).run()
            model = self.env[action["res_model"]].with_user(user)
            self.assertTrue(model.has_access("read"))
            self.assertNotEqual(action.get("target"), "new")

    def test_officer_comes_with_the_mouse(self):
        """From another app to the board, and a name that nobody knew is kept."""
        known = self.Complaint.search([])
        self.start_tour(
            "/odoo/discuss", "complaint_icon_opens_board", login=self.officer.login
        )
        case = self.Complaint.search([]) - known
        self.assertRecordValues(
            case,
            [
                {
                    "partner_id": False,
                    "partner_name": "Zhao Min",
                    "phone": "+86 10 5555 0199",
                }
            ],
        )

    def test_handler_comes_with_the_mouse(self):
        self.start_tour(
            "/odoo/discuss", "complaint_icon_opens_desk", login=self.handler.login
        )

    def test_registering_nobody_asks_first(self):
        known = self.Complaint.search([])
        self.start_tour(
            "/odoo/discuss", "complaint_register_asks_who", login=self.officer.login
        )
        case = self.Complaint.search([]) - known
        self.assertEqual(case.name, "No name, no number")

    def test_number_stays_for_the_next(self):
        """It is told to the customer while the next one comes to the counter."""
        self.start_tour(
            "/odoo/discuss", "complaint_register_next", login=self.officer.login
        )

    def test_search_looks_in_closed_cases(self):
        """Who finds no open case is not asked to register it again."""
        closed = self._bring_to(self._create_case(name="Lift stuck in March"), "closed")
        for user in (self.officer, self.handler):
            closed.user_id = self.handler
            self.start_tour(
                "/odoo/discuss", "complaint_search_closed", login=user.login
            )

    def test_note_is_not_carried_into_a_message(self):
        """What only we read does not stand in the box that goes to the customer."""
        case = self._create_case(user_id=self.handler.id)
        self.start_tour(
            f"/odoo/complaints/{case.id}",
            "complaint_note_is_no_message",
            login=self.handler.login,
        )
        words = " ".join(case.message_ids.mapped("body"))
        self.assertIn("We look into it", words)
        self.assertNotIn("Ask Wei", words)
