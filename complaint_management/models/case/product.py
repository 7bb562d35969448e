# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What complaints are about most: a product, and the unit that makes it (R11)."""

from odoo import api, fields, models
from odoo.fields import Domain


class ComplaintProduct(models.Model):
    """A product or service that cases name.

    It stands for a product of Odoo's where an app with products is installed, and for
    itself where none is.
    """

    _name = "complaint.product"
    _description = "Product in Complaints"
    _inherit = [
        "complaint.app.record.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True
    _app_model = "product.product"
    _keeps_evidence = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(string="Reference", index="btree_not_null")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: shared by all companies.",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Made By",
        company_dependent=True,
        check_company=True,
        help="Whoever leads this unit is told of each complaint about the product.",
    )
    complaint_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="product_id",
        string="Cases",
    )
    complaint_count = fields.Integer(
        string="Number of Cases", compute="_compute_complaint_count"
    )
    lot_ids = fields.One2many(
        comodel_name="complaint.lot", inverse_name="product_id", string="Lots"
    )

    _app_uniq = models.UniqueIndex(
        "(app_ref) WHERE app_ref IS NOT NULL",
        "Another record stands for this product of the app already.",
    )

    @api.depends("complaint_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Those that the reader may see."""
        counts = dict(
            self.env["complaint.complaint"]._read_group(
                [("product_id", "in", self.ids)], ["product_id"], ["__count"]
            )
        )
        for product in self:
            product.complaint_count = counts.get(product._origin, 0)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for product in self:
            code = product.code and f"[{product.code}]"
            product.display_name = " ".join(filter(None, (code, product.name)))

    def action_view_complaints(self):
        """Open the cases about the product, as far as the user may read them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_complaint_action"
        )
        action.pop("path", None)
        return {
            **action,
            "name": self.env._("About %s", self.display_name),
            "domain": [("product_id", "=", self.id)],
            "context": {"active_test": False, "default_product_id": self.id},
        }

    def _get_unit(self, company):
        """The unit that makes the product for a company, as sudo.

        :param company: one ``res.company``
        """
        return self.sudo().with_company(company).department_id

    # ------------------------------------------------------------------
    # The product of the app
    # ------------------------------------------------------------------

    @api.model
    def _prepare_from_app(self, record_sudo):
        return {
            "name": record_sudo.with_context(display_default_code=False).display_name,
            "code": record_sudo.default_code,
            "company_id": record_sudo.company_id.id,
        }

    @api.model
    def _get_same_domain(self, vals):
        """The same reference; without one, the same name."""
        same = Domain("company_id", "in", (False, vals["company_id"]))
        if vals["code"]:
            return same & Domain("code", "=ilike", vals["code"])
        return same & Domain("code", "=", False) & Domain("name", "=", vals["name"])
