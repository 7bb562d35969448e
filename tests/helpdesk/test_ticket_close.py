# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""helpdesk_mgmt lets any login close any ticket by a link: not with this addon."""

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import ComplaintCase

CLOSE = "/ticket/close"


@tagged("post_install", "-at_install")
class TestTicketClose(ComplaintCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.ben = (
            new_test_user(cls.env, login, groups="base.group_portal")
            for login in ("ticket_ann", "ticket_ben")
        )
        stages = cls.env["helpdesk.ticket.stage"]
        cls.opened = stages.create({"name": "Open", "sequence": 1})
        cls.done = stages.create(
            {"name": "Solved", "closed": True, "close_from_portal": True}
        )
        cls.internal = stages.create({"name": "Dropped", "closed": True})
        cls.ticket = cls._create_ticket(cls.ann)

    @classmethod
    def _create_ticket(cls, user, **vals):
        return cls.env["helpdesk.ticket"].create(
            {
                "name": "No light",
                "description": "Since Monday",
                "partner_id": user.partner_id.id,
                "stage_id": cls.opened.id,
                **vals,
            }
        )

    def _close(self, stage=None, ticket=None, token=True, method="POST"):
        data = {
            "ticket_id": (ticket or self.ticket).id,
            "stage_id": (stage or self.done).id,
        }
        if token:
            data["csrf_token"] = http.Request.csrf_token(self)
        is_post = method == "POST"
        response = self.url_open(
            CLOSE,
            data=data if is_post else None,
            params=None if is_post else data,
            allow_redirects=False,
        )
        self.ticket.invalidate_recordset()
        return response

    def test_own_ticket(self):
        """A customer closes their own ticket with the button of its page."""
        self.authenticate("ticket_ann", "ticket_ann")
        page = self.url_open(f"/my/ticket/{self.ticket.id}").text
        button = page[page.index(f'action="{CLOSE}"') - 200 :]
        self.assertIn('method="POST"', button)
        self.assertIn('name="csrf_token"', button)
        response = self._close()
        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.ticket.stage_id, self.done)

    def test_other_customers_ticket(self):
        """Nobody closes what they cannot read, and does not learn that it exists."""
        self.authenticate("ticket_ben", "ticket_ben")
        response = self._close()
        self.assertTrue(response.headers["Location"].endswith("/my"))
        self.assertEqual(self.ticket.stage_id, self.opened)
        self._close(method="GET")
        self.assertEqual(self.ticket.stage_id, self.opened)

    def test_link_only_asks(self):
        """A link changes nothing, but shows what it would do."""
        self.authenticate("ticket_ann", "ticket_ann")
        response = self._close(method="GET", token=False)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Close the ticket?", response.text)
        self.assertEqual(self.ticket.stage_id, self.opened)

    @mute_logger("odoo.http")
    def test_other_sites_form(self):
        """A form of another site closes nothing."""
        self.authenticate("ticket_ann", "ticket_ann")
        response = self._close(token=False)
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.ticket.stage_id, self.opened)

    def test_only_offered_stages(self):
        """Neither a stage for staff, nor one of another team."""
        team_stage = self.done.copy(
            {"name": "Elsewhere", "team_ids": [(6, 0, self.other_team.ids)]}
        )
        self.authenticate("ticket_ann", "ticket_ann")
        for stage in (self.internal, team_stage):
            with self.subTest(stage=stage.name):
                self._close(stage=stage)
                self.assertEqual(self.ticket.stage_id, self.opened)

    def test_employee_needs_to_edit(self):
        """An employee closes what they may edit, not what they merely follow."""
        self.ticket.message_subscribe(partner_ids=self.employee.partner_id.ids)
        self.employee.password = "case_employee"
        self.authenticate("case_employee", "case_employee")
        self._close()
        self.assertEqual(self.ticket.stage_id, self.opened)

    def test_garbage(self):
        """Whatever stands in the address, nothing breaks."""
        self.authenticate("ticket_ann", "ticket_ann")
        for value in ("", "x", "-1", "0", "99999999999999999999", "1\x00", "１"):
            with self.subTest(value=value):
                response = self.url_open(
                    CLOSE,
                    params={"ticket_id": value, "stage_id": value},
                    allow_redirects=False,
                )
                self.assertLess(response.status_code, 400)
        response = self.url_open(CLOSE, allow_redirects=False)
        self.assertLess(response.status_code, 400)

    def test_stranger(self):
        """Without a login there is nothing to close."""
        self.authenticate(None, None)
        response = self._close()
        self.assertIn(response.status_code, (303, 400))
        self.assertEqual(self.ticket.stage_id, self.opened)
