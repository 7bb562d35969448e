# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from .complaint import SEVERITIES

# Fields of these types are never empty, or filled in elsewhere.
NOT_FILLED_IN = ["boolean", "one2many", "json", "properties"]


class ComplaintCategory(models.Model):
    """A subject of complaints: where they go and how they are handled.

    What a category leaves empty it takes from its nearest parent that says it.
    """

    _name = "complaint.category"
    _description = "Complaint Category"
    _inherit = ["complaint.tree.mixin"]

    code = fields.Char(help="Short code for lists and exports.")
    parent_id = fields.Many2one(
        comodel_name="complaint.category",
        string="Parent Category",
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    child_ids = fields.One2many(
        comodel_name="complaint.category",
        inverse_name="parent_id",
        string="Subcategories",
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        string="Default Severity",
        help="Empty: that of the parent category.",
    )

    # Routing: each company has its own, also for a shared category.
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Handling Unit",
        company_dependent=True,
        check_company=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handler",
        domain="[('share', '=', False)]",
        company_dependent=True,
        check_company=True,
    )
    use_team_leader = fields.Boolean(
        string="Team Leader Handles",
        company_dependent=True,
        help="Cases go to the leader of the team when no handler is named here.",
    )

    # Handling
    service_standard = fields.Html(
        translate=True,
        help="What customers may expect of us here; shown to staff.",
    )
    compensation_rule = fields.Html(
        translate=True,
        help="What we give when we did not keep the standard; shown to staff.",
    )
    handling_guide = fields.Html(
        translate=True, help="What to look at and how to proceed; shown to staff."
    )
    activity_plan_id = fields.Many2one(
        comodel_name="mail.activity.plan",
        domain="[('res_model', '=', 'complaint.complaint')]",
        company_dependent=True,
        check_company=True,
        help="Started on each case of this category when it is assessed.",
    )
    required_field_ids = fields.Many2many(
        comodel_name="ir.model.fields",
        relation="complaint_category_required_field_rel",
        string="Required Information",
        domain="[('model', '=', 'complaint.complaint'), ('readonly', '=', False),"
        f" ('ttype', 'not in', {NOT_FILLED_IN})]",
        help="Must be filled in before a solution is proposed.",
    )
    complaint_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="category_id",
        string="Cases",
    )
    complaint_count = fields.Integer(compute="_compute_complaint_count")

    @api.depends("complaint_ids")
    def _compute_complaint_count(self):
        counts = dict(
            self.env["complaint.complaint"]._read_group(
                [("category_id", "in", self.ids)], ["category_id"], ["__count"]
            )
        )
        for category in self:
            category.complaint_count = counts.get(category, 0)

    @api.constrains("required_field_ids")
    def _check_required_fields(self):
        """Only a field that a person can fill in can be asked for (R57)."""
        Complaint = self.env["complaint.complaint"]
        for category in self:
            for field in category.sudo().required_field_ids:
                is_filled_in = (
                    field.model == Complaint._name
                    and field.name in Complaint._fields
                    and not field.readonly
                    and field.ttype not in NOT_FILLED_IN
                )
                if not is_filled_in:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” is nothing that a person fills in on a "
                            "case. Choose another field for “%(category)s”.",
                            field=field.field_description,
                            category=category.name,
                        )
                    )

    def _get_inherited(self, fname):
        """The value of ``fname`` here or at the nearest parent that has one."""
        is_html = self._fields[fname].type == "html"
        category = self
        # An editor that was emptied leaves an empty paragraph.
        while category and (
            is_html_empty(category[fname]) if is_html else not category[fname]
        ):
            category = category.parent_id
        return category[fname]

    def _get_inherited_required_fields(self):
        """Names of the fields asked for here and by all parents."""
        names = set()
        category = self
        while category:
            names |= set(category.sudo().required_field_ids.mapped("name"))
            category = category.parent_id
        return sorted(names)
