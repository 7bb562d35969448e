# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case is about: a document of an app, where the app is installed."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.case.phases import follows, follows_new

STAFF = "complaint_management.group_complaint_user"
# Documents a case can be about, offered when their app is installed.
ORIGIN_MODELS = [
    "sale.order",
    "account.move",
    "pos.order",
    "stock.picking",
    "stock.lot",
    "product.product",
    "project.task",
    "repair.order",
]
# The way from a document to the articles and lots that it is about; empty: it is one.
GOODS_FIELDS = ("product_id", "lot_id")
GOODS = {
    "product.product": {"product_id": ""},
    "stock.lot": {"product_id": "product_id", "lot_id": ""},
    "repair.order": {"product_id": "product_id", "lot_id": "lot_id"},
    "sale.order": {"product_id": "order_line.product_id"},
    "account.move": {"product_id": "invoice_line_ids.product_id"},
    "pos.order": {"product_id": "lines.product_id"},
    "stock.picking": {
        "product_id": "move_ids.product_id",
        "lot_id": "move_line_ids.lot_id",
    },
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    origin_ref = fields.Reference(
        selection="_selection_origin_ref",
        string="About",
        index="btree_not_null",
        help="The order, invoice, product or other document the case is about.",
    )
    product_id = fields.Many2one(
        comodel_name="complaint.product",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="What was bought. Whoever leads the unit that makes it is told.",
    )
    lot_id = fields.Many2one(
        comodel_name="complaint.lot",
        string="Lot or Serial Number",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        groups=STAFF,
        help="As it stands on the product: others of the same lot may be concerned.",
    )

    @api.model
    def _selection_origin_ref(self):
        """Documents of the installed apps that a case can be about."""
        installed = [name for name in ORIGIN_MODELS if name in self.env]
        return [
            (model.model, model.name)
            for model in self.env["ir.model"]
            .sudo()
            .search([("model", "in", installed)])
        ]

    # ------------------------------------------------------------------
    # The product and the lot
    # ------------------------------------------------------------------

    @follows_new()
    @follows("lot_id")
    def _fill_product(self):
        """Fill product and lot from what the case is about; what is there stays."""
        named = self.filtered(lambda case: case.origin_ref or case.sudo().lot_id)
        for complaint in named:
            vals = complaint._prepare_goods()
            if vals:
                complaint.sudo().write(vals)

    @follows("origin_ref", remember="_get_filled_goods")
    def _fill_product_anew(self, filled):
        """What was filled from another document gives way to what this one says."""
        for complaint, vals in filled.items():
            complaint.sudo().write(vals)
        self._fill_product()

    def _get_filled_goods(self, vals):
        """What each case has from its document, unless somebody writes it now.

        :return: dict of case to values that empty it
        """
        filled = {}
        for complaint in self.sudo().filtered("origin_ref"):
            said = complaint._prepare_goods(known=True)
            filled[complaint] = {
                fname: False
                for fname, res_id in said.items()
                if fname not in vals and complaint[fname].id == res_id
            }
        return filled

    def _prepare_goods(self, known=False):
        """The product and the lot that the document of the case names clearly.

        :param bool known: whether only what is known already; else what is missing
        :return: dict of values
        """
        self.ensure_one()
        complaint, vals = self.sudo(), {}
        goods = self._get_origin_goods()
        for fname in ("lot_id", "product_id"):
            ours = self[fname].sudo(False)
            if len(goods[fname]) != 1 or (complaint[fname] and not known):
                continue
            if known:
                one = ours._find_for(goods[fname]).get(goods[fname].id)
            else:
                one = ours._get_for(goods[fname])
            if one:
                vals[fname] = one.id
        lots = complaint.lot_id.browse(vals.get("lot_id") or complaint.lot_id.ids)
        if known or not lots.product_id:
            return vals
        product = complaint.product_id
        if product and product != lots.product_id:
            vals.pop("lot_id", None)
        elif not product:
            vals["product_id"] = lots.product_id.id
        return vals

    def _get_origin_goods(self):
        """The articles and lots of the document, as far as the user may read it.

        :return: dict of a field of the case to records of the app
        """
        self.ensure_one()
        goods = dict.fromkeys(GOODS_FIELDS, self.browse())
        origin = self.origin_ref
        if not origin or not origin.exists()._filtered_access("read"):
            return goods
        for fname, path in GOODS.get(origin._name, {}).items():
            # Documents know lots where the app of these is there, too.
            if path and path.split(".")[0] not in origin._fields:
                continue
            found = origin.sudo().mapped(path) if path else origin.sudo()
            goods[fname] = found.with_env(self.env)
        return goods

    @api.constrains("product_id", "lot_id")
    def _check_lot(self):
        """A lot is one of the product that the case names."""
        for complaint in self.sudo():
            of_lot = complaint.lot_id.product_id
            if of_lot and complaint.product_id and of_lot != complaint.product_id:
                raise ValidationError(
                    self.env._(
                        "%(lot)s is a lot of %(product)s. Choose that product, or "
                        "another lot.",
                        lot=complaint.lot_id.name,
                        product=of_lot.display_name,
                    )
                )
