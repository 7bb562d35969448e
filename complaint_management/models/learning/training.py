# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who lacked something learns it: a plan of trainings, for managers too (R130)."""

from odoo import api, fields, models
from odoo.fields import Domain

from .contribution import FACTORS


class ComplaintTraining(models.Model):
    """A training that is planned: what, for whom, when.

    Accountability officers plan it. Who takes part reads it, and who leads them.
    """

    _name = "complaint.training"
    _description = "Training"
    _inherit = ["mail.thread"]
    _order = "date_planned, id"
    _check_company_auto = True
    _mail_post_access = "read"
    _keeps_evidence = True

    name = fields.Char(
        string="What Is Learned",
        required=True,
        tracking=True,
        help="In a few words, without names.",
    )
    kind = fields.Selection(
        selection=FACTORS,
        required=True,
        default="knowledge",
        tracking=True,
        help="Attitude: to care. Skill: to be able to do it. Knowledge: to know it.",
    )
    description = fields.Html(
        string="In Detail",
        sanitize_style=True,
        help="Who teaches, where, with what. No names of complainants.",
    )
    date_planned = fields.Date(string="Planned For", tracking=True, index=True)
    department_id = fields.Many2one(
        comodel_name="hr.department",
        check_company=True,
        index="btree_not_null",
        help="The department that needs it. Its head reads the training.",
    )
    is_for_managers = fields.Boolean(string="For Managers")
    competence_id = fields.Many2one(
        comodel_name="complaint.competence",
        string="Gives the Competence",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Who passes it holds this from then on.",
    )
    valid_months = fields.Integer(
        string="Counts For (Months)",
        help="How long the competence counts. 0: no end.",
    )
    action_id = fields.Many2one(
        comodel_name="complaint.action",
        string="Part of the Action",
        domain="[('type', '=', 'training')]",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        groups="complaint_management.group_complaint_user",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    participation_ids = fields.One2many(
        comodel_name="complaint.training.participation",
        inverse_name="training_id",
        string="Who Takes Part",
    )

    is_shown = fields.Boolean(
        compute="_compute_is_shown",
        search="_search_is_shown",
        export_string_translation=False,
    )

    _valid_months_positive = models.Constraint(
        "CHECK (valid_months >= 0)", "The months cannot be negative."
    )

    @api.depends_context("uid")
    def _compute_is_shown(self):
        shown = self._get_shown_rows([("training_id", "in", self.ids)]).training_id
        for training in self:
            training.is_shown = training._origin in shown

    @api.model
    def _search_is_shown(self, operator, value):
        """The record rule asks. A path over who takes part would not do: Odoo keeps
        what it reads on the way, and would show everybody of the training to each.
        """
        if operator != "in":
            return NotImplemented
        rows = self._get_shown_rows([("training_id", "!=", False)])
        return Domain("id", "in", rows.training_id.ids)

    @api.model
    def _get_shown_rows(self, domain):
        """Who takes part, as far as the user may know of them; as sudo."""
        rows = self.env["complaint.training.participation"]
        return rows.with_env(self.env(su=False)).search(domain).sudo()
