# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Products and lots are watched, each by itself, and a lot at once (R11, R155)."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .rule_dimensions import Dimension

_lt = LazyTranslate(__name__)
LOTS = "complaint.lot"


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    @api.model
    def _get_dimensions(self):
        of_product = dict.fromkeys(("case", "rating"), "product_id")
        of_lot = dict.fromkeys(("case", "rating"), "lot_id")
        return super()._get_dimensions() | {
            "product": Dimension(_lt("Product"), "complaint.product", of_product),
            "lot": Dimension(_lt("Lot or serial number"), LOTS, of_lot),
        }

    @api.model
    def _get_same_domain(self, model, res_id):
        if model == LOTS:
            return Domain("lot_id", "=", res_id)
        return super()._get_same_domain(model, res_id)


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    def _get_unit(self):
        """The unit that makes the product."""
        subject = self._get_subject_record()
        if subject._name == LOTS:
            subject = subject.product_id
        if subject._name != "complaint.product":
            return super()._get_unit()
        return subject._get_unit(self.company_id)
