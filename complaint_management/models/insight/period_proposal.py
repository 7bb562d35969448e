# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a report proposes to put right, by whom and when (R138)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintPeriodProposal(models.Model):
    """A proposal becomes an action when somebody who may makes it one."""

    _name = "complaint.period.proposal"
    _description = "Proposal of a Report"
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

    @api.model_create_multi
    def create(self, vals_list):
        proposals = super().create(vals_list)
        proposals.report_id._check_may_change({"summary": True})
        return proposals

    def write(self, vals):
        if set(vals) - {"action_id"}:
            self.report_id._check_may_change({"summary": True})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts_only(self):
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
            self.sudo().action_id = self.env["complaint.action"].create(
                self._prepare_action_vals()
            )
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
