# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the helpdesk gives a case: its team, its channel, its tags and its ticket."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    tag_ids = fields.Many2many(comodel_name="helpdesk.ticket.tag")
    channel_id = fields.Many2one(
        comodel_name="helpdesk.ticket.channel",
        default=lambda self: self._default_channel_id(),
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        compute="_compute_routing",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Helpdesk Ticket",
        check_company=True,
        index="btree_not_null",
        copy=False,
    )
    ticket_closable = fields.Boolean(
        compute="_compute_ticket_closable",
        compute_sudo=True,
        help="The case is resolved and its helpdesk ticket still open.",
    )

    # ------------------------------------------------------------------
    # Channels
    # ------------------------------------------------------------------

    @api.model
    def _default_channel_id(self):
        """At the front desk the complainant stands there."""
        if not self.env.context.get("complaint_front_desk"):
            return False
        return self._find_channel(
            "complaint_management.helpdesk_channel_in_person", self.env.company
        )

    @api.model
    def _find_channel(self, xmlid, company):
        """A channel that came with an addon, as long as the company can use it.

        :param str xmlid: the channel
        :param company: the ``res.company`` of the case
        :return: the channel; empty when it was deleted, archived or given to another
        """
        channel_sudo = self.env["helpdesk.ticket.channel"].sudo()
        channel_sudo |= self.env.ref(xmlid, raise_if_not_found=False) or channel_sudo
        return channel_sudo.filtered(
            lambda channel: (
                channel.active and channel.company_id in (company, company.browse())
            )
        ).with_env(self.env)

    @api.model
    def _get_public_channel(self, company):
        """The channel of cases from the public form; empty when it is not used."""
        return self._find_channel("helpdesk_mgmt.helpdesk_ticket_channel_web", company)

    @api.model
    def _get_channel_sources(self):
        channels = self.env["helpdesk.ticket.channel"]
        return super()._get_channel_sources() | channels._get_complaint_sources()

    # ------------------------------------------------------------------
    # The ticket
    # ------------------------------------------------------------------

    @api.depends("state", "ticket_id.stage_id.closed")
    def _compute_ticket_closable(self):
        for complaint in self:
            complaint.ticket_closable = (
                complaint.state in ("resolved", "closed")
                and bool(complaint.ticket_id)
                and not complaint.ticket_id.closed
            )

    def action_close_ticket(self):
        """Move the tickets of resolved cases to a closed stage.

        :raises UserError: the user may not edit the ticket, or its team has
            no closed stage
        """
        self.check_access("write")
        for complaint in self.filtered("ticket_closable"):
            complaint._close_ticket()
        return True

    def _close_ticket(self):
        ticket = self.ticket_id
        if not ticket.has_access("write"):
            raise UserError(
                self.env._(
                    "You may not edit the helpdesk ticket of %(case)s. Ask somebody "
                    "of the helpdesk to close it.",
                    case=self.display_name,
                )
            )
        stage = ticket.team_id._get_applicable_stages().filtered("closed")[:1]
        if not stage:
            raise UserError(
                self.env._(
                    "The helpdesk has no closed stage for %(ticket)s. Ask a helpdesk "
                    "manager to add one.",
                    ticket=ticket.display_name,
                )
            )
        ticket.stage_id = stage
