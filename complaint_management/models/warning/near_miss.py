# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What nearly went wrong, told by staff before a customer is hit."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..case.life_cycle import OFFICER


class ComplaintNearMiss(models.Model):
    """Something that nearly hit a customer: two fields, and it is told (R202).

    Any employee reports, and reads what they reported; officers read all. It is
    nobody's fault: nothing in it points to a person but to who told it. Early warning
    counts them.
    """

    _name = "complaint.near.miss"
    _description = "Near Miss"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _keeps_evidence = True
    _order = "date desc, id desc"
    _rec_name = "name"
    _check_company_auto = True

    name = fields.Char(
        string="In Short", compute="_compute_name", store=True, precompute=True
    )
    description = fields.Text(
        string="What Nearly Went Wrong?",
        required=True,
        help="What you saw, where, and what could have come of it.",
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        string="What Is It About?",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    date = fields.Datetime(
        string="Reported On",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Reported By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Unit",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The unit that handles complaints about this.",
    )
    reply = fields.Text(
        string="What We Do About It",
        tracking=True,
        help="Who reported it reads this.",
    )

    @api.depends("description")
    def _compute_name(self):
        for miss in self:
            lines = (miss.description or "").strip().splitlines() or [""]
            miss.name = lines[0][:80] + ("…" if len(lines[0]) > 80 else "")

    @api.depends("category_id", "company_id")
    def _compute_department_id(self):
        for miss in self:
            category = miss.category_id.sudo().with_company(miss.company_id)
            miss.department_id = category._get_inherited("department_id")

    @api.constrains("description")
    def _check_description(self):
        if not all((miss.description or "").strip() for miss in self):
            raise ValidationError(
                self.env._("Say in a sentence what nearly went wrong.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Who reports, and when, is as it is; whatever a link presets."""
        if not self.env.su:
            told = {"user_id": self.env.uid, "date": fields.Datetime.now()}
            if not self.env.user.has_group(OFFICER):
                told["reply"] = False
            vals_list = [{**vals, **told} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """What was reported stays as it was told; officers say what is done.

        :raises UserError: somebody else would rewrite it
        """
        told = {"user_id", "date", "company_id", "description"}
        if not self.env.su and told & set(vals):
            raise UserError(
                self.env._("What was reported, by whom and when, stays as it is.")
            )
        if "reply" in vals and not self.env.su and not self.env.user.has_group(OFFICER):
            raise UserError(
                self.env._("A complaint officer says what is done about it.")
            )
        return super().write(vals)
