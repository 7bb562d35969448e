# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ...models.accountability.table import ACTS

DECISIONS = ("confirm", "dismiss", "uphold", "reduce", "waive", "reverse", "keep")


class ComplaintPenaltyDecide(models.TransientModel):
    """Decides on an entry, with all that one needs to know on one screen.

    It says why the user may not decide. Where a company is too small for others, a
    complaint manager passes that with a reason, which is kept and reported.
    """

    _name = "complaint.penalty.decide"
    _description = "Decide on an Entry"
    _inherit = ["complaint.penalty.dialog.mixin"]

    act = fields.Selection(selection="_selection_act", string="Decision", required=True)
    possible_acts = fields.Json(compute="_compute_possible_acts")
    reason = fields.Text(help="The person reads it.")
    points = fields.Integer(
        string="Points Left",
        compute="_compute_points",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    problem = fields.Text(compute="_compute_problem")
    can_override = fields.Boolean(compute="_compute_problem")
    override_reason = fields.Text(
        string="Why You Decide Nevertheless",
        help="Stays in the log, and is reported.",
    )
    points_before = fields.Integer(string="Points", compute="_compute_points_before")
    evidence = fields.Html(compute="_compute_shown")
    case_name = fields.Char(string="Case", compute="_compute_shown")
    case_finding = fields.Html(string="Finding of the Case", compute="_compute_shown")

    @api.model
    def _get_shown_fields(self):
        return (*super()._get_shown_fields(), "evidence", "case_name", "case_finding")

    @api.model
    def _selection_act(self):
        return [(name, self.env._(ACTS[name].label)) for name in DECISIONS]

    @api.depends("penalty_id")
    def _compute_possible_acts(self):
        for wizard in self:
            entry = wizard._get_readable_entry()
            wizard.possible_acts = entry._get_possible_decisions() if entry else False

    @api.depends("penalty_id", "act")
    def _compute_points_before(self):
        for wizard in self:
            entry = wizard._get_readable_entry()
            wizard.points_before = entry.points_final or entry.points

    @api.depends("act", "penalty_id")
    def _compute_points(self):
        for wizard in self:
            if not wizard.points:
                wizard.points = wizard._get_readable_entry().points_final // 2

    @api.depends("penalty_id", "act")
    @api.depends_context("uid", "lang")
    def _compute_problem(self):
        for wizard in self:
            entry, act = wizard._get_readable_entry(), wizard.act
            problem = entry and act and entry._get_decision_problem(act)
            wizard.problem = problem
            wizard.can_override = bool(problem) and entry._can_pass_conflict(act)

    def action_confirm(self):
        """Decide as chosen.

        :raises AccessError: the user is no officer
        :raises UserError: not the time for it, no reason, or a conflict
        """
        self.ensure_one()
        given = {"override_reason": self.override_reason} if self.can_override else {}
        if self.act == "reduce":
            self.penalty_id.action_reduce(self.points, self.reason, **given)
        else:
            getattr(self.penalty_id, f"action_{self.act}")(self.reason, **given)
        return {"type": "ir.actions.act_window_close"}
