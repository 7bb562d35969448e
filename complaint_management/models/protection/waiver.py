# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintConflictWaiver(models.Model):
    """A manager let somebody work on a case in spite of a conflict of interest.

    Where a company is too small for anybody else: with a reason, kept for good, and
    reported. It never lets people decide about themselves. A manager who depends on the
    accused may allow it to others: in a complaint about who leads the company everybody
    depends on them.
    """

    _name = "complaint.conflict.waiver"
    _description = "Complaint Conflict Waiver"
    _inherit = ["complaint.part.mixin"]
    _order = "id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who May Work on It",
        required=True,
        ondelete="restrict",
        domain="[('id', 'in', candidate_ids)]",
        index=True,
    )
    candidate_ids = fields.Many2many(
        comodel_name="res.users",
        compute="_compute_candidate_ids",
        export_string_translation=False,
    )
    reason = fields.Text(
        required=True, help="Why nobody else can do it, and how it stays fair."
    )
    waived_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Allowed By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )

    _once_uniq = models.UniqueIndex(
        "(complaint_id, user_id)", "This person may work on the case already."
    )

    @api.depends("complaint_id")
    def _compute_candidate_ids(self):
        for waiver in self:
            case = waiver.complaint_id
            waiver.candidate_ids = case._get_conflicted_users() if case else False

    @api.model_create_multi
    def create(self, vals_list):
        """Keep who allowed it, and when.

        :raises UserError: the manager is complained about, allows it to themselves,
            or gives no reason
        """
        own = {"waived_by_id": self.env.uid, "date": fields.Datetime.now()}
        waivers = super().create([{**vals, **own} for vals in vals_list])
        waivers._check_may_waive()
        for waiver in waivers:
            waiver.complaint_id._log_note(
                self.env._(
                    "%s may work on the case in spite of a conflict of interest",
                    waiver.user_id.name,
                ),
                waiver.reason,
            )
        return waivers

    def write(self, vals):
        """Refuse to change what was allowed: merging moves it, nothing else."""
        self.check_access("write")
        if set(vals) - {"complaint_id"}:
            raise UserError(self.env._("What was allowed stays as it is written down."))
        return super().write(vals)

    def _filter_forbidden(self, operation):
        forbidden = super()._filter_forbidden(operation)
        if operation != "create" or not forbidden:
            return forbidden
        cases = forbidden.sudo().complaint_id.with_env(self.env)
        readable = cases._filtered_access("read") & cases._filter_partial()
        return forbidden.filtered(
            lambda waiver: waiver.sudo().complaint_id not in readable
        )

    def _check_may_waive(self):
        for waiver in self:
            if not (waiver.reason or "").strip():
                raise UserError(
                    self.env._("Write down why nobody else can work on the case.")
                )
            accused = waiver.complaint_id._get_accused_users()
            if self.env.user in accused | waiver.user_id:
                raise UserError(
                    self.env._(
                        "Nobody allows this to themselves, or in a case about them: "
                        "ask another manager."
                    )
                )
