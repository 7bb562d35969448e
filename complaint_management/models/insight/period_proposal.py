# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a report proposes to put right, by whom and when (R138)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintPeriodProposal(models.Model):
    """A proposal becomes an action when somebody who may makes it one."""

    _name = "complaint.period.proposal"
    _description = "Proposal of a Report"
    _inherit = ["complaint.sealed.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    report_id = fields.Many2one(
        comodel_name="complaint.period.report",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to Put Right", required=True)
    reason = fields.Char(
        string="Why", help="What the figures say. No names of complainants."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By Whom",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        ondelete="set null",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Where", check_company=True
    )
    cause_id = fields.Many2one(
        comodel_name="complaint.cause", check_company=True, ondelete="set null"
    )
    date_due = fields.Date(string="By When")
    action_id = fields.Many2one(
        comodel_name="complaint.action",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"action_id"}

    @api.model_create_multi
    def create(self, vals_list):
        proposals = super().create(vals_list)
        proposals._check_report_is_open()
        return proposals

    def write(self, vals):
        """A report that is ready gets and loses nothing, by whichever door."""
        if set(vals) - {"action_id"}:
            self._check_report_is_open()
        result = super().write(vals)
        if "report_id" in vals:
            self._check_report_is_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts_only(self):
        self._check_report_is_open()

    def _check_report_is_open(self):
        """:raises UserError: the text of a report is closed"""
        self.report_id._check_may_change({"summary": True})

    def action_make_action(self):
        """Make it an action, that somebody owns and that is followed.

        :return: an action on it
        :raises UserError: nobody is named, or no day
        """
        self.ensure_one()
        self.check_access("write")
        if not self.action_id:
            if not (self.user_id and self.date_due):
                raise UserError(
                    self.env._("Say first by whom and by when “%s”.", self.name)
                )
            action = self.env["complaint.action"].create(self._prepare_action_vals())
            self.sudo()._write_sealed({"action_id": action.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "complaint.action",
            "res_id": self.action_id.id,
            "view_mode": "form",
        }

    def _prepare_action_vals(self):
        return {
            "name": self.name,
            "description": self.reason,
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
            "department_id": self.department_id.id,
            "date_due": self.date_due,
            "cause_ids": [fields.Command.set(self.cause_id.ids)],
        }
