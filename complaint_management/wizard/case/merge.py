# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import format_datetime


class ComplaintMerge(models.TransientModel):
    """The dialog that merges cases which are one and the same."""

    _name = "complaint.merge"
    _description = "Merge Complaints"

    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        string="Cases",
        default=lambda self: self._default_complaint_ids(),
    )
    survivor_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="The Case That Goes On",
        compute="_compute_survivor_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', complaint_ids)]",
    )
    survivor_reason = fields.Text(compute="_compute_survivor_reason")
    obstacles = fields.Text(compute="_compute_obstacles")
    reason = fields.Char(
        help="Why they are the same matter; kept in the log of the merged cases."
    )

    @api.model
    def _default_complaint_ids(self):
        if self.env.context.get("active_model") != "complaint.complaint":
            return []
        return self.env.context.get("active_ids", [])

    @api.depends("complaint_ids")
    def _compute_survivor_id(self):
        """The first received goes on: its deadlines count."""
        for wizard in self:
            cases = wizard.complaint_ids._origin
            if wizard.survivor_id not in cases:
                wizard.survivor_id = cases.sorted(
                    lambda case: (case.date_received, case.id)
                )[:1]

    @api.depends("complaint_ids", "survivor_id")
    def _compute_survivor_reason(self):
        for wizard in self:
            survivor = wizard.survivor_id
            cases = wizard.complaint_ids._origin
            if not survivor or not cases:
                wizard.survivor_reason = False
                continue
            reasons = [wizard._get_receipt_reason(survivor, cases)]
            worked_on = (cases - survivor).filtered("date_assessed")
            if worked_on:
                reasons.append(
                    self.env._(
                        "Work on %s already began: findings and decision stay "
                        "readable there and are not copied.",
                        ", ".join(worked_on.mapped("number")),
                    )
                )
            reasons += survivor._origin._get_merge_remarks(cases - survivor._origin)
            wizard.survivor_reason = "\n".join(reasons)

    def _get_receipt_reason(self, survivor, cases):
        first = min(cases, key=lambda case: (case.date_received, case.id))
        date = format_datetime(self.env, first.date_received, dt_format="short")
        if first == survivor:
            return self.env._(
                "%(case)s was received first, on %(date)s.",
                case=survivor.number,
                date=date,
            )
        return self.env._(
            "%(case)s takes over the receipt of %(first)s, which came first, on "
            "%(date)s.",
            case=survivor.number,
            first=first.number,
            date=date,
        )

    @api.depends("complaint_ids")
    def _compute_obstacles(self):
        for wizard in self:
            obstacles = wizard.complaint_ids._origin._get_merge_obstacles()
            wizard.obstacles = "\n".join(obstacles)

    def action_merge(self):
        """Merge, and open the case that goes on.

        :raises AccessError: the user may not edit one of the cases
        :raises UserError: telling all that stands against it
        """
        self.ensure_one()
        self.complaint_ids._merge_into(self.survivor_id, reason=self.reason)
        return self.survivor_id._get_records_action()
