# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models


class ComplaintTransition(models.Model):
    """A step that was taken with a code of ours says so for good."""

    _inherit = "complaint.transition"

    by_code = fields.Char(
        string="By a Code",
        readonly=True,
        help="The step was taken on the page behind a tracking code that staff issued: "
        "who did it is not known for certain.",
    )

    @api.model
    def _prepare_log_vals(self, complaint, name, when):
        vals = super()._prepare_log_vals(complaint, name, when)
        return {**vals, "by_code": complaint._get_staff_code()._say_origin() or False}

    def _get_sentence(self):
        sentence = super()._get_sentence()
        if self.by_code:
            sentence += Markup("<br/>%s") % self.env._("Done %s", self.by_code)
        return sentence
