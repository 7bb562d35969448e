# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People at work in the browser, each with their own login and buttons."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestTours(ComplaintCase, HttpCase):
    """A case is walked to its end by several users, one browser session each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler.name = "Hannah Okafor"
        cls.investigator.name = "Ivan Petrov"
        cls.category.service_standard = "<p>Corrected within two working days.</p>"
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Wang Jianguo",
                "email": "wang.jianguo@example.com",
                "phone": "+86 10 5555 0134",
            }
        )
        cls._set_up_guides()

    @classmethod
    def _set_up_guides(cls):
        """One checklist and one piece of advice: the tours need no data."""
        guides = cls.env["complaint.guide"]
        guides.search([]).active = False
        guides.create(
            [
                {
                    "name": "Facts first",
                    "step_ids": [
                        fields.Command.create(
                            {"name": "Hear both sides", "states": "investigating"}
                        ),
                        fields.Command.create(
                            {"name": "Call again", "states": "resolved"}
                        ),
                    ],
                },
                {
                    "name": "Hurt",
                    "mindset": "venting",
                    "description": "<p>Hear them out.</p>",
                },
            ]
        )

    def _walk(self, tour, user, case):
        self.start_tour(f"/odoo/complaints/{case.id}", tour, login=user.login)
        case.invalidate_recordset()

    def test_electricity_case(self):
        """From the front desk to closed; each sees only their own buttons."""
        known = self.Complaint.search([])
        self.start_tour(
            "/odoo/complaints", "complaint_case_clerk", login=self.employee.login
        )
        case = self.Complaint.search([]) - known
        self.assertRecordValues(
            case,
            [
                {
                    "partner_id": self.customer.id,
                    "first_contact_user_id": self.employee.id,
                    "user_id": self.handler.id,
                    "department_id": self.department.id,
                    "demand": "10000 and an apology",
                }
            ],
        )
        self._walk("complaint_case_handler_takes_over", self.handler, case)
        self.assertEqual(case.state, "investigating")
        self.assertEqual(case.guide_tick_ids.user_id, self.handler)
        self._walk("complaint_case_investigator", self.investigator, case)
        self.assertEqual(case.decision_state, "pending")
        self._walk("complaint_case_manager", self.manager, case)
        self.assertEqual(case.approver_id, self.manager)
        self._walk("complaint_case_handler_closes", self.handler, case)
        self.assertRecordValues(
            case,
            [
                {
                    "state": "closed",
                    "customer_response": "rejected",
                    "recourse_explained": True,
                    "followup_done": True,
                }
            ],
        )
        self.assertEqual(
            case.transition_ids.sorted("id").mapped("name"),
            [
                "acknowledge",
                "assess",
                "investigate",
                "propose",
                "request_approval",
                "approve",
                "answer",
                "resolve",
                "close",
            ],
        )

    def test_full_form(self):
        """Any employee registers on the full form, too, and then reads the case."""
        self.start_tour(
            "/odoo/complaints/new",
            "complaint_form_employee",
            login=self.employee.login,
        )
        case = self.Complaint.search([("name", "=", "The lift is stuck again")])
        self.assertEqual(case.first_contact_user_id, self.employee)

    def test_inquiry(self):
        """An inquiry is answered on the spot and closed (R6, R7)."""
        case = self._create_case(kind="inquiry", name="When does the tariff start?")
        self._walk("complaint_inquiry", self.handler, case)
        self.assertEqual(case.state, "closed")

    def test_suggestion(self):
        """A suggestion is promised a reply, and decided by a manager (R4, R5)."""
        case = self._create_case(kind="suggestion", name="Open on Saturdays")
        self._walk("complaint_suggestion_handler", self.handler, case)
        self.assertEqual(
            case.promised_reply_date, fields.Date.today() + timedelta(days=7)
        )
        self._walk("complaint_suggestion_manager", self.manager, case)
        self.assertEqual(case.suggestion_outcome, "partly")

    def test_merge(self):
        """Two cases about the same become one, from the banner on the form."""
        first = self._create_case(
            name="Meters of two flats swapped", partner_id=self.customer.id
        )
        second = self._create_case(
            name="Meters of the two flats swapped", partner_id=self.customer.id
        )
        self._walk("complaint_merge", self.handler, second)
        self.assertEqual(second.merged_into_id, first)
        self.assertEqual(second.state, "cancelled")

    def test_ticket(self):
        """A helpdesk ticket with a photo becomes a case that has the photo."""
        agent = self._create_user(
            "case_agent",
            "complaint_management.group_complaint_user,"
            "helpdesk_mgmt.group_helpdesk_user",
        )
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Freezer defrosts by itself",
                "description": "<p>Twice a week.</p>",
                "partner_id": self.customer.id,
                "user_id": agent.id,
            }
        )
        self.env["ir.attachment"].create(
            {
                "name": "freezer.png",
                "datas": base64.b64encode(b"a photo"),
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        self.start_tour(
            f"/odoo/helpdesk-tickets/{ticket.id}",
            "complaint_from_ticket",
            login=agent.login,
        )
        case = self.Complaint.search([("ticket_id", "=", ticket.id)])
        self.assertEqual(case.first_contact_user_id, agent)
        self.assertEqual(
            self.env["ir.attachment"]
            .search([("res_model", "=", case._name), ("res_id", "=", case.id)])
            .mapped("name"),
            ["freezer.png"],
        )
