# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Closing a helpdesk ticket from the portal, for those whose ticket it is."""

from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

from ..portal.doors import page
from ..portal.public_form import as_id


class TicketClose(HelpdeskTicketController):
    """helpdesk_mgmt lets every login close every ticket, by a mere link.

    Here a link only asks; closing takes a form of ours, sent by somebody who may
    see the ticket, and a stage that its page offers.
    """

    @page(website=True, methods=["GET", "POST"])
    def support_ticket_close(self, **kw):
        ticket_sudo = self._get_own_ticket(kw.get("ticket_id"))
        if not ticket_sudo:
            return request.redirect("/my")
        page = f"/my/ticket/{ticket_sudo.id}"
        stage_sudo = self._get_closing_stages(ticket_sudo).filtered(
            lambda stage: stage.id == as_id(kw.get("stage_id"))
        )
        if ticket_sudo.closed_date or not stage_sudo:
            return request.redirect(page, code=302)
        if request.httprequest.method != "POST":
            return request.render(
                "complaint_management.ticket_close_confirmation",
                {
                    "title": request.env._("Close the ticket?"),
                    "ticket": ticket_sudo,
                    "stage": stage_sudo,
                    "page": page,
                },
            )
        ticket_sudo.stage_id = stage_sudo
        return request.redirect(page, code=302)

    def _get_own_ticket(self, ticket_id):
        """The ticket, as sudo, if this login may close it; else an empty one.

        Customers may close what they may read; employees what they may edit.
        """
        ticket = request.env["helpdesk.ticket"].browse(as_id(ticket_id)).exists()
        operation = "write" if request.env.user._is_internal() else "read"
        return ticket._filtered_access(operation).sudo()

    def _get_closing_stages(self, ticket_sudo):
        """The stages that the ticket's page has a button for."""
        if ticket_sudo.team_id:
            stages = ticket_sudo.team_id._get_applicable_stages()
        else:
            stages = ticket_sudo.stage_id.search(
                [
                    ("company_id", "in", [False, ticket_sudo.company_id.id]),
                    ("team_ids", "=", False),
                ]
            )
        return stages.filtered("close_from_portal")
