# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ComplaintPartMixin(models.AbstractModel):
    """Something that belongs to a case, and is as accessible as the case.

    Who may read a case may read its parts; who may write it may change them,
    as far as the access list of the model goes. So the rules about cases stand
    in one place.
    """

    _name = "complaint.part.mixin"
    _description = "Part of a Complaint"

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
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    @api.model
    def _get_readable_domain(self):
        """Which parts belong to cases that the user may read.

        Who reads all cases of some companies needs no look at the cases: a part
        has the company of its case. That keeps analyses of many parts fast.
        """
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        cases.check_access("read")
        rules = self.env["ir.rule"]._compute_domain(cases._name, "read").optimize(cases)
        if all(rule.field_expr == "company_id" for rule in rules.iter_conditions()):
            return rules
        return Domain("complaint_id", "in", cases._search([]))

    def write(self, vals):
        """A part that moves to another case needs the rights on both."""
        result = super().write(vals)
        if "complaint_id" in vals:
            self.check_access("write")
        return result

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self or self.env.su:
            return result
        cases = self.sudo().complaint_id.with_env(self.env)
        denied = cases - cases._filtered_access(
            "read" if operation == "read" else "write"
        )
        if not denied:
            return result
        forbidden = self.filtered(lambda part: part.sudo().complaint_id in denied)
        if result:
            forbidden |= result[0]
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )
