# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ComplaintPartMixin(models.AbstractModel):
    """Something that belongs to a case, and is as accessible as the case.

    Who may read a case may read its parts; who may write it may change them,
    as far as the access list of the model goes. So the rules about cases stand
    in one place.
    """

    _name = "complaint.part.mixin"
    _description = "Part of a Complaint"
    _inherit = ["complaint.guarded.mixin"]

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, precompute=True, index=True
    )

    @api.model
    def _get_readable_domain(self):
        """Which parts belong to cases that the user may read.

        Who reads all cases of some companies needs no look at the cases: a part
        has the company of its case. That keeps analyses of many parts fast.
        """
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        cases.check_access("read")
        rules = self.env["ir.rule"]._compute_domain(cases._name, "read")
        rules = rules.optimize_full(cases.sudo())
        if all(rule.field_expr == "company_id" for rule in rules.iter_conditions()):
            return rules
        return Domain("complaint_id", "in", cases._search([]))

    def write(self, vals):
        """A part that moves to another case needs the rights on both.

        :raises UserError: another company than that of its case is written
        """
        if "company_id" in vals and not self.env.su:
            raise UserError(self.env._("This always has the company of its case."))
        result = super().write(vals)
        if "complaint_id" in vals:
            self.check_access("write")
        return result

    def _get_barred_partners(self):
        """The contacts of those who may not know of the cases."""
        return self.sudo().complaint_id._get_barred_partners()

    def _filter_forbidden(self, operation):
        cases = self.sudo().complaint_id.with_env(self.env)
        denied = cases - cases._filtered_access(
            "read" if operation == "read" else "write"
        )
        return self.filtered(lambda part: part.sudo().complaint_id in denied)
