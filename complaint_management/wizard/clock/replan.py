# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...models.case.life_cycle import MANAGER
from ...models.clock.clock import OPEN_STATES
from ...models.clock.target import MILESTONES

# Lines that a person can still look through. All clocks are planned anew.
SHOWN = 200


class ComplaintReplan(models.TransientModel):
    """Plans open deadlines anew after a calendar or a policy changed (rule 1).

    Only on request, by a manager: what would move from when to when is shown
    first, and the ledger keeps it.
    """

    _name = "complaint.replan"
    _description = "Recalculate Complaint Deadlines"

    scope = fields.Selection(
        selection=[
            ("cases", "These cases"),
            ("policy", "Cases under a policy"),
            ("calendar", "Deadlines counted on a calendar"),
            ("all", "All open cases"),
        ],
        string="Which",
        required=True,
        default=lambda self: self._default_scope(),
    )
    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        string="Cases",
        default=lambda self: self._default_active_ids("complaint.complaint"),
    )
    policy_id = fields.Many2one(
        comodel_name="complaint.sla.policy",
        default=lambda self: self._default_active_id("complaint.sla.policy"),
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Calendar",
        default=lambda self: self._default_active_id("resource.calendar"),
    )
    reason = fields.Char(
        required=True, help="What changed; kept in the log of each deadline."
    )
    line_ids = fields.One2many(
        comodel_name="complaint.replan.line",
        inverse_name="wizard_id",
        string="What Would Move",
        compute="_compute_line_ids",
    )
    summary = fields.Char(compute="_compute_line_ids")
    move_count = fields.Integer(compute="_compute_line_ids")

    @api.model
    def _default_active_ids(self, model):
        if self.env.context.get("active_model") != model:
            return []
        return self.env.context.get("active_ids", [])

    @api.model
    def _default_active_id(self, model):
        return next(iter(self._default_active_ids(model)), False)

    @api.model
    def _default_scope(self):
        return {
            "complaint.complaint": "cases",
            "complaint.sla.policy": "policy",
            "resource.calendar": "calendar",
        }.get(self.env.context.get("active_model"), "all")

    def _get_clocks(self):
        """The open deadlines in the scope, of the companies that are looked at."""
        self.ensure_one()
        domain = Domain("state", "in", OPEN_STATES)
        if self.scope == "cases":
            domain &= Domain("complaint_id", "in", self.complaint_ids.ids)
        elif self.scope == "policy":
            domain &= Domain("policy_id", "=", self.policy_id.id)
        elif self.scope == "calendar":
            domain &= Domain("calendar_id", "=", self.calendar_id.id)
        clocks = self.env["complaint.clock"].search(domain, order="date_due, id")
        return clocks.filtered(lambda clock: clock.policy_id or clock.target_id)

    @api.depends("scope", "complaint_ids", "policy_id", "calendar_id")
    def _compute_line_ids(self):
        """What ``_replan`` would do, without doing it."""
        for wizard in self:
            clocks = wizard._get_clocks() if wizard.scope else []
            moves = []
            for clock in clocks:
                due = clock.sudo()._prepare_replan_vals().get("date_due")
                if due and due != clock.date_due:
                    moves.append((clock, due))
            wizard.move_count = len(moves)
            wizard.summary = wizard._say_summary(len(clocks), len(moves))
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "clock_id": clock.id,
                        "complaint_id": clock.complaint_id.id,
                        "milestone": clock.milestone,
                        "date_due": clock.date_due,
                        "date_due_new": due,
                    }
                )
                for clock, due in moves[:SHOWN]
            ]

    def _say_summary(self, total, count):
        if not count:
            return self.env._("%s open deadlines, and none would move.", total)
        if count > SHOWN:
            return self.env._(
                "%(count)s of %(total)s open deadlines would move; the first "
                "%(shown)s are shown.",
                count=count,
                total=total,
                shown=SHOWN,
            )
        return self.env._(
            "%(count)s of %(total)s open deadlines would move.",
            count=count,
            total=total,
        )

    def action_replan(self):
        """Plan them anew, and tell how many moved.

        :raises AccessError: the user is not a manager
        :raises UserError: nothing would move any more
        """
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("A manager recalculates deadlines."))
        clocks = self._get_clocks()
        clocks.complaint_id.check_access("write")
        moved = clocks._replan(note=self.reason)
        if not moved:
            raise UserError(self.env._("Nothing moved: the deadlines stand already."))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s deadlines were recalculated.", len(moved)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class ComplaintReplanLine(models.TransientModel):
    """One deadline that would move."""

    _name = "complaint.replan.line"
    _description = "Complaint Deadline That Would Move"

    wizard_id = fields.Many2one(comodel_name="complaint.replan", ondelete="cascade")
    clock_id = fields.Many2one(comodel_name="complaint.clock", ondelete="cascade")
    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", ondelete="cascade"
    )
    milestone = fields.Selection(selection=MILESTONES)
    date_due = fields.Datetime(string="Due Now")
    date_due_new = fields.Datetime(string="Due Then")
