# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain

from .complaint_guarded_mixin import CASES


class ComplaintAttachedMixin(models.AbstractModel):
    """A record of Odoo's that hangs on documents, and is as hidden as a case.

    Odoo shows followers and ratings of every document to every employee: a case that
    a manager cannot open, but that somebody follows or rated, would tell them that it
    is about them (R153). What hangs on anything else stays as Odoo has it.
    """

    _name = "complaint.attached.mixin"
    _description = "Attached to a Complaint"
    _inherit = ["complaint.guarded.mixin"]

    @api.model
    def _get_readable_domain(self):
        """What hangs on anything else, and on the cases that the user may read."""
        domain = Domain("res_model", "!=", CASES)
        cases = self.env[CASES].with_context(active_test=False)
        if cases.has_access("read"):
            domain |= Domain("res_id", "in", cases._search([]))
        return domain

    def _filter_forbidden(self, operation):
        """Those that hang on a case which the user may not read."""
        ours = self.sudo().filtered(lambda record: record.res_model == CASES)
        cases = self.env[CASES].browse(ours.mapped("res_id")).exists()
        readable = set(cases._filtered_access("read").ids)
        return ours.filtered(lambda record: record.res_id not in readable).with_env(
            self.env
        )
