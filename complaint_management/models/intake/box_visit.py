# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .box import ACTIVITY


class ComplaintBoxVisit(models.Model):
    """One opening of a suggestion box: who, when, and how many papers lay in it.

    Written by the dialog that opens a box, once and for good.
    """

    _name = "complaint.box.visit"
    _description = "Suggestion Box Opening"
    _order = "date desc, id desc"
    _rec_name = "box_id"

    box_id = fields.Many2one(
        comodel_name="complaint.box",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        related="box_id.company_id", store=True, precompute=True, index=True
    )
    place = fields.Char(related="box_id.place")
    date = fields.Datetime(string="Opened On", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True, index=True
    )
    paper_count = fields.Integer(string="Papers", readonly=True)
    note = fields.Char(readonly=True)
    complaint_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="box_visit_id",
        string="Registered Cases",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Record openings: the task is done, and the next one is planned."""
        visits = super().create(vals_list)
        boxes = visits.box_id.sudo()
        boxes.activity_feedback([ACTIVITY], only_automated=False)
        boxes._plan_openings()
        return visits

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The register of openings is not rewritten."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The register of openings is not rewritten."))

    def action_view_cases(self):
        """Open the cases that were registered from this opening."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Papers of %s", self.box_id.name),
            "res_model": "complaint.complaint",
            "view_mode": "list,form",
            "domain": [("box_visit_id", "=", self.id)],
        }
