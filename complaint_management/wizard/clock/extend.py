# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.answer.wording import say_amount, say_date


class ComplaintExtend(models.TransientModel):
    """Asks for more time for a deadline, showing the limit and the new due time.

    A manager who does not handle the case may approve at once by naming
    themselves; everybody else names the manager who decides (rule 4, R54).
    """

    _name = "complaint.extend"
    _description = "Extend a Complaint Deadline"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    clock_id = fields.Many2one(
        comodel_name="complaint.clock",
        string="Deadline",
        required=True,
        domain="[('complaint_id', '=', complaint_id),"
        " ('state', 'in', ('running', 'paused')), ('cap_amount', '>', 0)]",
    )
    unit = fields.Selection(related="clock_id.unit", related_sudo=False)
    amount = fields.Float(string="More Time", digits=(12, 2), default=1.0)
    reason = fields.Text(required=True)
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Decides",
        required=True,
        domain="[('id', 'in', possible_approver_ids)]",
        compute="_compute_approver_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="A manager who does not handle the case.",
    )
    possible_approver_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_possible_approver_ids"
    )
    date_due = fields.Datetime(
        string="Due Now", related="clock_id.date_due", related_sudo=False
    )
    date_due_new = fields.Datetime(string="Due Then", compute="_compute_preview")
    cap = fields.Char(string="At Most", compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")
    decides_now = fields.Boolean(compute="_compute_decides_now")

    @api.depends("complaint_id")
    def _compute_possible_approver_ids(self):
        """Managers of the company, without the handler and the accused."""
        for wizard in self:
            case = wizard.complaint_id._filtered_access("read")
            wizard.possible_approver_ids = (
                case._get_extension_approvers() if case else False
            )

    @api.depends("possible_approver_ids")
    def _compute_approver_id(self):
        """Oneself if one may; the only one there is; otherwise to be chosen."""
        for wizard in self:
            possible = wizard.possible_approver_ids._origin
            if wizard.approver_id in possible:
                continue
            if self.env.user in possible:
                wizard.approver_id = self.env.user
            else:
                wizard.approver_id = possible if len(possible) == 1 else False

    @api.depends("approver_id")
    @api.depends_context("uid")
    def _compute_decides_now(self):
        for wizard in self:
            wizard.decides_now = wizard.approver_id == self.env.user

    @api.depends("clock_id", "amount")
    @api.depends_context("lang", "tz")
    def _compute_preview(self):
        for wizard in self:
            clock = wizard.clock_id._origin._filtered_access("read")
            wizard.problem = wizard._get_problem(clock) if clock else False
            wizard.cap = wizard._say_cap(clock) if clock else False
            wizard.date_due_new = (
                clock
                and not wizard.problem
                and clock.sudo()._get_extended_due(wizard.amount)
            )

    def _get_problem(self, clock):
        """What stands against this extension, in words; or False."""
        try:
            clock._check_extension(self.amount)
        except UserError as error:
            return str(error)
        return False

    def _say_cap(self, clock):
        if not clock.cap_amount:
            return False
        return self.env._(
            "%(amount)s with all extensions, until %(date)s",
            amount=say_amount(self.env, clock.cap_amount, clock.unit),
            date=say_date(self.env, clock.cap_date),
        )

    def action_confirm(self):
        """Ask for the time, or give it when the user decides.

        :raises UserError: the limit is passed, or the user may not decide
        """
        self.ensure_one()
        self.env["complaint.extension"]._request(
            self.clock_id, self.amount, self.reason, self.approver_id
        )
        return {"type": "ir.actions.act_window_close"}
