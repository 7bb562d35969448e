# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lot, batch or serial number that a case names (R11)."""

from odoo import api, fields, models
from odoo.fields import Domain


class ComplaintLot(models.Model):
    """A lot that cases name: who complained about it, and who else has it."""

    _name = "complaint.lot"
    _description = "Lot in Complaints"
    _inherit = ["complaint.guarded.mixin", "complaint.app.record.mixin"]
    _order = "name, id"
    _check_company_auto = True
    _app_model = "stock.lot"

    name = fields.Char(string="Lot or Serial Number", required=True, index="trigram")
    product_id = fields.Many2one(
        comodel_name="complaint.product",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    is_serial = fields.Boolean(
        string="One Piece Only",
        help="A serial number: it can tell who has the piece.",
    )
    complaint_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="lot_id",
        string="Cases",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, COALESCE(product_id, 0), upper(name))",
        "This lot is known already: choose it.",
    )
    _app_uniq = models.UniqueIndex(
        "(company_id, app_ref) WHERE app_ref IS NOT NULL",
        "Another record stands for this lot of the app already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._trim(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._trim(vals))

    @api.model
    def _trim(self, vals):
        """Blanks at the ends, and several in a row, make no other lot."""
        name = vals.get("name")
        return {**vals, "name": " ".join(name.split())} if name else vals

    @api.model
    def name_create(self, name):
        """Take the lot with this number, or make it; of the chosen product.

        :param str name: as somebody typed it
        :return: id and name
        """
        self.check_access("create")
        vals = self.default_get(["product_id", "company_id"])
        vals["name"] = " ".join(name.split())
        lot = self._find_named(vals) or self._find_in_app(vals) or self.create(vals)
        return lot.id, lot.sudo().display_name

    @api.model
    def _find_named(self, vals):
        """The one lot with this number, whether or not the user has seen it before.

        Who chose no product means the only one that has such a lot.
        """
        found = self.sudo().search(self._get_same_domain(vals), limit=2)
        return (found if len(found) == 1 else found.browse()).with_env(self.env)

    @api.model
    def _find_in_app(self, vals):
        """The lot with exactly this number in the app, as one of ours."""
        product = self.env["complaint.product"].browse(vals.get("product_id") or ())
        goods = product._get_app_record() if product else None
        if goods is None or not self._has_app():
            return self.browse()
        lots_sudo = self.env[self._app_model].sudo()
        found = lots_sudo.search(
            [
                ("product_id", "=", goods.id),
                ("name", "=ilike", vals["name"]),
                ("company_id", "in", (False, vals["company_id"])),
            ],
            limit=1,
        )
        return self._get_for(found)

    # ------------------------------------------------------------------
    # The lot of the app
    # ------------------------------------------------------------------

    @api.model
    def _prepare_from_app(self, record_sudo):
        products = self.env["complaint.product"]
        return {
            "name": " ".join(record_sudo.name.split()),
            "product_id": products._get_for(record_sudo.product_id).id,
            "company_id": (record_sudo.company_id or self.env.company).id,
            "is_serial": record_sudo.product_id.tracking == "serial",
        }

    @api.model
    def _find_for(self, records):
        """A lot that companies share has a record of ours in each of them."""
        found = super()._find_for(records)
        return {
            app_id: lot
            for app_id, lot in found.items()
            if lot.company_id in self.env.companies
        }

    @api.model
    def _get_same_domain(self, vals):
        name = vals["name"].replace("\\", "\\\\").replace("%", "\\%")
        same = Domain("name", "=ilike", name.replace("_", "\\_"))
        same &= Domain("company_id", "=", vals["company_id"])
        if not vals.get("product_id"):
            return same
        return same & Domain("product_id", "=", vals["product_id"])
