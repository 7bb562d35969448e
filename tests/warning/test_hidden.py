# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What sounds like a complaint and was never registered is found (R221)."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import without_commits
from .common import WatchCase


@tagged("post_install", "-at_install")
class TestHidden(WatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Hidden = cls.env["complaint.hidden"]
        cls.officer.group_ids += cls.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Zhang Wei", "email": "zhang@example.com"}
        )

    def _create_ticket(self, name="Router", description="It blinks"):
        return self.env["helpdesk.ticket"].create(
            {
                "name": name,
                "description": f"<p>{description}</p>",
                "partner_id": self.customer.id,
            }
        )

    def _find(self):
        """What the scheduled action does, on what was written up to now."""
        self.env["ir.config_parameter"].set_param(
            "complaint_management.hidden_looked_until", "2020-01-01 00:00:00"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = create_date - interval '1 hour'"
        )
        self.env.cr.execute(
            "UPDATE mail_message SET create_date = create_date - interval '1 hour'"
        )
        self.env.invalidate_all()
        with without_commits(self.env):
            self.Hidden._cron_find()

    def _get_rows(self, document):
        return self.Hidden.search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )

    def test_a_ticket_that_is_a_complaint(self):
        ticket = self._create_ticket(description="This is unacceptable!")
        harmless = self._create_ticket()
        self._find()
        (hidden,) = self._get_rows(ticket)
        self.assertEqual((hidden.words, hidden.state), ("unacceptable", "open"))
        self.assertFalse(self._get_rows(harmless))
        self.assertIn("Router", hidden.with_user(self.officer).name)

    def test_in_chinese(self):
        ticket = self._create_ticket(description="你们的服务太差，我要投诉")
        self._find()
        self.assertTrue(self._get_rows(ticket))

    def test_registered_with_one_button(self):
        ticket = self._create_ticket(description="I want a refund")
        self._find()
        hidden = self._get_rows(ticket).with_user(self.officer)
        action = hidden.action_register()
        case = self.Complaint.browse(action["res_id"])
        self.assertEqual(case.ticket_id, ticket)
        self.assertEqual((hidden.state, hidden.user_id), ("registered", self.officer))
        with self._assert_refused("decided about this already"):
            hidden.action_register()

    def test_what_is_registered_is_not_listed(self):
        ticket = self._create_ticket(description="I want a refund")
        ticket.with_user(self.officer).action_register_complaint()
        self._find()
        self.assertFalse(self._get_rows(ticket))

    def test_registered_by_another_way_it_leaves_the_list(self):
        ticket = self._create_ticket(description="I want a refund")
        self._find()
        ticket.with_user(self.officer).action_register_complaint()
        self._find()
        self.assertEqual(self._get_rows(ticket).state, "registered")

    def test_no_complaint_is_not_listed_again(self):
        ticket = self._create_ticket(description="I want a refund")
        self._find()
        self._get_rows(ticket).with_user(self.officer).action_dismiss()
        self._find()
        (hidden,) = self._get_rows(ticket)
        self.assertEqual(hidden.state, "dismissed")

    def _write(self, document, body, author):
        return document.message_post(
            body=body, author_id=author.id, message_type="email"
        )

    def test_a_message_on_a_ticket(self):
        """A harmless ticket that becomes a complaint in its third mail."""
        ticket = self._create_ticket()
        self._write(ticket, "Still waiting. Nobody answers!", self.customer)
        self._find()
        self.assertEqual(len(self._get_rows(ticket)), 1)

    def test_what_colleagues_write_is_no_complaint(self):
        ticket = self._create_ticket()
        self._write(ticket, "The customer may get a refund", self.handler.partner_id)
        self._find()
        self.assertFalse(self._get_rows(ticket))

    def test_a_message_on_a_contact(self):
        """It becomes a case of its own, with the words as they were written."""
        message = self._write(self.customer, "Never again with you!", self.customer)
        self._find()
        hidden = self._get_rows(message).with_user(self.officer)
        self.assertEqual(hidden.words, "never again")
        action = hidden.action_register()
        case = self.Complaint.browse(action["res_id"])
        self.assertEqual(case.partner_id, self.customer)
        self.assertIn("Never again", case.description)

    def test_messages_on_cases_are_no_news(self):
        case = self._create_case()
        message = self._write(case, "I am disappointed", self.customer)
        self._find()
        self.assertFalse(self._get_rows(message))

    def test_for_officers_only(self):
        """And who may not open the ticket reads nothing of it here."""
        ticket = self._create_ticket(description="I want a refund")
        self._find()
        hidden = self._get_rows(ticket)
        with self.assertRaises(AccessError):
            hidden.with_user(self.handler).read(["words"])
        stranger = new_test_user(
            self.env, "case_officer_2", "complaint_management.group_complaint_officer"
        )
        self.assertFalse(ticket.with_user(stranger).has_access("read"))
        self.assertEqual(hidden.with_user(stranger).name, "You may not open it")
        with self.assertRaises(AccessError):
            hidden.with_user(stranger).action_register()

    def test_a_ticket_that_was_deleted(self):
        ticket = self._create_ticket(description="I want a refund")
        self._find()
        hidden = self._get_rows(ticket)
        ticket.unlink()
        self.assertTrue(hidden.with_user(self.officer).name)
        with self._assert_refused("not there any more"):
            hidden.with_user(self.officer).action_register()
        self._find()
        self.assertEqual(hidden.state, "dismissed")
