# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ComplaintTreeMixin(models.AbstractModel):
    """A tree of named nodes, shared or of one company: categories and causes.

    The inheriting model declares ``parent_id`` and ``child_ids``.
    """

    _name = "complaint.tree.mixin"
    _description = "Complaint Tree"
    _parent_name = "parent_id"
    _parent_store = True
    _rec_names_search = ["complete_name"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        compute="_compute_complete_name",
        search="_search_complete_name",
        recursive=True,
    )
    parent_path = fields.Char(index=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: shared by all companies.",
    )

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for node in self:
            node.complete_name = " / ".join(
                filter(None, (node.parent_id.complete_name, node.name))
            )

    @api.model
    def _search_complete_name(self, operator, value):
        """Find nodes by name or by path, such as “Service / Attitude”."""
        if operator == "in":
            return Domain.OR(self._get_path_domain("=", path) for path in value)
        if operator in ("ilike", "like", "=ilike", "=like"):
            return self._get_path_domain(operator, value)
        return NotImplemented

    @api.model
    def _get_path_domain(self, operator, path):
        *parents, name = str(path or "").split(" / ")
        domain = Domain("name", operator, name)
        field_path = "parent_id"
        for parent in reversed(parents):
            domain &= Domain(f"{field_path}.name", operator, parent)
            field_path += ".parent_id"
        return domain

    @api.depends("complete_name")
    def _compute_display_name(self):
        for node in self:
            node.display_name = node.complete_name

    @api.constrains("parent_id")
    def _check_no_cycle(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A branch cannot be its own parent, near or far.")
            )
