# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A handler's morning and a team leader's, with the mouse, from the app's icon."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .desk_common import DeskCase


@tagged("post_install", "-at_install")
class TestDeskTours(DeskCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler.name = "Hannah Okafor"
        cls.colleague.name = "Colin Baker"
        cls.late = cls._create_case(user_id=cls.handler.id, name="Meter was read wrong")
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE complaint_complaint SET next_due_date = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(days=1), cls.late.id),
        )
        cls.late.invalidate_recordset()

    def test_a_morning_from_the_desk_alone(self):
        """R4: acknowledge, call back, answer, look at an action: nothing else open."""
        promised = self._create_case(user_id=self.handler.id, name="Lift is stuck")
        self._log_contact(
            promised,
            answered=False,
            callback_date=fields.Datetime.now() + timedelta(hours=1),
        )
        spoken = self._create_case(user_id=self.handler.id, name="Lamp is broken")
        self._bring_to(spoken, "acknowledged")
        self._write_as_customer(spoken)
        self.env["complaint.action"].create(
            {
                "name": "Label the meters",
                "user_id": self.handler.id,
                "date_due": fields.Date.today(),
                "company_id": self.company.id,
            }
        )
        self.start_tour(
            "/odoo/discuss", "complaint_desk_morning", login=self.handler.login
        )
        self.assertEqual(self.late.state, "acknowledged")
        calls = promised.contact_ids.filtered(lambda call: call.purpose == "call_back")
        self.assertEqual(calls.summary, "The technician comes at ten")
        self.assertFalse(
            promised.clock_ids.filtered(
                lambda clock: clock.milestone == "promise" and clock.state == "running"
            )
        )

    def test_case_that_waits_for_nobody_is_found_from_the_desk(self):
        closed = self._bring_to(self._create_case(name="Lift stuck in March"), "closed")
        closed.user_id = self.handler
        self.start_tour(
            "/odoo/discuss", "complaint_desk_search_all", login=self.handler.login
        )

    def test_leader_gives_a_case_to_somebody_else(self):
        self.start_tour(
            "/odoo/discuss", "complaint_desk_team", login=self.officer.login
        )
        self.assertEqual(self.late.user_id, self.colleague)
