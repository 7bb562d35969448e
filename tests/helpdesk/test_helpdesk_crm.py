# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a ticket or a lead to a case, and back."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..intake.common import IntakeCase


@tagged("post_install", "-at_install")
class TestHelpdesk(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls._create_user("case_agent", "helpdesk_mgmt.group_helpdesk_user")
        cls.team = cls.env["helpdesk.ticket.team"].create({"name": "Window 3"})
        cls.tag = cls.env["helpdesk.ticket.tag"].create({"name": "Meters"})
        cls.channel = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Charged for next door",
                "description": "<p>The meters are swapped.</p>",
                "partner_id": cls.customer.id,
                "team_id": cls.team.id,
                "tag_ids": cls.tag.ids,
                "channel_id": cls.channel.id,
            }
        )
        cls.env["ir.attachment"].create(
            {
                "name": "bill.txt",
                "raw": b"475",
                "res_model": "helpdesk.ticket",
                "res_id": cls.ticket.id,
            }
        )

    def _case_of(self, action):
        self.assertEqual(action["res_model"], "complaint.complaint")
        return self.Complaint.browse(action["res_id"])

    def test_register_from_a_ticket(self):
        """The case starts with all that the ticket knows (R18, R87)."""
        action = self.ticket.with_user(self.agent).action_register_complaint()
        complaint = self._case_of(action)
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": self.ticket.name,
                    "partner_id": self.customer.id,
                    "email_from": self.customer.email,
                    "phone": self.customer.phone,
                    "team_id": self.team.id,
                    "tag_ids": self.tag.ids,
                    "channel_id": self.channel.id,
                    "date_received": self.ticket.create_date.replace(microsecond=0),
                    "first_contact_user_id": self.agent.id,
                    "ticket_id": self.ticket.id,
                    "description": self.ticket.description,
                }
            ],
        )
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertRecordValues(attachment, [{"name": "bill.txt", "raw": b"475"}])
        self.assertIn(complaint.number, self.ticket.message_ids[0].body)

    def test_second_press_opens_the_first_case(self):
        ticket = self.ticket.with_user(self.agent)
        first = self._case_of(ticket.action_register_complaint())
        self.assertEqual(self._case_of(ticket.action_register_complaint()), first)
        self.assertEqual(ticket.complaint_count, 1)
        self.assertEqual(self._case_of(ticket.action_view_complaints()), first)

    def test_pressed_by_two_at_once(self):
        """The row is updated, so the later transaction fails and starts anew."""
        query = SQL("SELECT ctid FROM helpdesk_ticket WHERE id = %s", self.ticket.id)
        before = self.env.execute_query(query)
        self.ticket.with_user(self.agent).action_register_complaint()
        self.assertNotEqual(self.env.execute_query(query), before)

    def test_merged_case_leads_to_its_survivor(self):
        first = self._case_of(self.ticket.action_register_complaint())
        survivor = self._register()
        first._merge_into(survivor)
        self.assertEqual(
            self._case_of(self.ticket.action_register_complaint()), survivor
        )

    def test_case_of_others_is_neither_doubled_nor_shown(self):
        """Who may not read the case learns that there is one, and no more."""
        complaint = self._register("Secret", ticket_id=self.ticket.id)
        complaint.sudo().team_id = self.other_team
        ticket = self.ticket.with_user(self.agent)
        with self.assertRaisesRegex(UserError, "ask a complaint officer") as error:
            ticket.action_register_complaint()
        self.assertNotIn(complaint.number, str(error.exception))
        self.assertEqual(ticket.complaint_count, 0)
        self.assertEqual(self.ticket.complaint_count, 1)

    def test_protected_case_hangs_on_no_ticket(self):
        """The ticket names its customer, and would tell that there is one (R152)."""
        complaint = self._register(
            "Secret", ticket_id=self.ticket.id, identity_mode="confidential"
        )
        self.assertFalse(complaint.ticket_id)
        self.assertEqual(self.ticket.complaint_count, 0)
        action = self.ticket.with_user(self.agent).action_register_complaint()
        self.assertNotEqual(self._case_of(action), complaint)

    def test_name_and_email_without_a_contact(self):
        ticket = self.ticket.copy(
            {
                "partner_id": False,
                "partner_name": "Zoe",
                "partner_email": "zoe@example.com",
            }
        )
        complaint = self._case_of(ticket.action_register_complaint())
        self.assertEqual(complaint.partner_name, "Zoe")
        self.assertEqual(complaint.email_from, "zoe@example.com")

    def test_counts_without_a_query_each(self):
        tickets = self.env["helpdesk.ticket"].create(
            [{"name": str(i), "description": "x"} for i in range(20)]
        )
        self.Complaint.create([{"name": "X", "ticket_id": t.id} for t in tickets])
        self.env.flush_all()
        with self.assertQueryCount(2):
            tickets.mapped("complaint_count")

    def test_portal_users_do_not_get_the_counter(self):
        portal = self._create_user("case_portal", "base.group_portal")
        tickets = self.env["helpdesk.ticket"].with_user(portal)
        self.assertFalse(
            {"complaint_count", "complaint_ids"} & set(tickets.fields_get())
        )

    def test_close_the_ticket_with_the_case(self):
        """On closing the case, the ticket can be closed, too."""
        complaint = self._register(ticket_id=self.ticket.id)
        self.assertFalse(complaint.ticket_closable)
        self._force(complaint, state="resolved")
        self.assertTrue(complaint.ticket_closable)
        complaint.action_close_ticket()
        self.assertTrue(self.ticket.closed)
        self.assertFalse(complaint.ticket_closable)

    def test_close_the_ticket_needs_rights_on_it(self):
        complaint = self._register(ticket_id=self.ticket.id, user_id=self.handler.id)
        self._force(complaint, state="closed")
        with self.assertRaisesRegex(UserError, "may not edit the helpdesk ticket"):
            complaint.with_user(self.handler).action_close_ticket()
        with self.assertRaises(AccessError):
            complaint.with_user(self.employee).action_close_ticket()

    def test_team_without_closed_stage(self):
        self.env["helpdesk.ticket.stage"].search([("closed", "=", True)]).closed = False
        complaint = self._register(ticket_id=self.ticket.id)
        self._force(complaint, state="closed")
        with self.assertRaisesRegex(UserError, "no closed stage"):
            complaint.action_close_ticket()

    def test_button_and_counter_on_the_ticket_form(self):
        with Form(self.ticket.with_user(self.agent)) as form:
            self.assertEqual(form.complaint_count, 0)


@tagged("post_install", "-at_install")
class TestCrm(IntakeCase):
    def test_register_from_a_lead(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "Was treated badly",
                "type": "lead",
                "contact_name": "Kim",
                "email_from": "kim@example.com",
                "phone": "12345678",
                "description": "<p>Nobody called back.</p>",
                "user_id": self.salesperson.id,
            }
        )
        as_sales = lead.with_user(self.salesperson)
        action = as_sales.action_register_complaint()
        complaint = self.Complaint.browse(action["res_id"])
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": lead.name,
                    "partner_name": "Kim",
                    "email_from": "kim@example.com",
                    "phone": "12345678",
                    "lead_id": lead.id,
                    "date_received": lead.create_date.replace(microsecond=0),
                    "first_contact_user_id": self.salesperson.id,
                }
            ],
        )
        again = as_sales.action_register_complaint()
        self.assertEqual(again["res_id"], complaint.id)
        self.assertEqual(as_sales.complaint_count, 1)

    def test_winback_opportunity_once_and_without_internals(self):
        """A customer at risk becomes an opportunity (R124, R167, R170)."""
        complaint = self._register(
            "Bill too high",
            partner_id=self.customer.id,
            description="<p>Three times higher</p>",
            demand="Money back",
            finding="<p>SECRET finding</p>",
            decision="<p>SECRET decision</p>",
            user_id=self.handler.id,
        )
        self.handler.group_ids = [
            Command.link(self.env.ref("sales_team.group_sale_salesman").id)
        ]
        action = complaint.with_user(self.handler).action_create_winback_lead()
        lead = complaint.winback_lead_id
        self.assertRecordValues(
            lead,
            [
                {
                    "type": "opportunity",
                    "partner_id": self.customer.id,
                    "email_from": self.customer.email,
                    "user_id": self.salesperson.id,
                    "company_id": complaint.company_id.id,
                }
            ],
        )
        self.assertIn("Three times higher", lead.description)
        self.assertIn("Money back", lead.description)
        self.assertNotIn("SECRET", lead.description)
        # It belongs to the salesperson, whose leads the handler does not see.
        self.assertEqual(action["tag"], "display_notification")
        self.assertFalse(complaint.lead_id)
        complaint.action_create_winback_lead()
        self.assertEqual(complaint.winback_lead_id, lead)
        self.assertEqual(
            self.env["crm.lead"].search_count([("name", "=", lead.name)]), 1
        )

    def test_winback_respects_the_rights_of_crm(self):
        complaint = self._register(partner_id=self.customer.id)
        with self.assertRaises(AccessError):
            complaint.with_user(self.officer).action_create_winback_lead()

    def test_winback_does_not_tell_who_complained(self):
        complaint = self._register(
            partner_id=self.customer.id, identity_mode="confidential"
        )
        with self.assertRaisesRegex(UserError, "confidential"):
            complaint.action_create_winback_lead()
