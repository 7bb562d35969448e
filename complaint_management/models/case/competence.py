# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody must be able to do to handle some cases, and who is able to (R128)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ComplaintCompetence(models.Model):
    """Something that is learned, and that cases of some categories need (R193).

    Such as a foreign language, the electrical code, or how to talk to somebody who
    grieves. Categories name what they need; who holds it is written down with the day
    until which it counts.
    """

    _name = "complaint.competence"
    _description = "Competence"
    _inherit = ["complaint.cached.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    description = fields.Text(
        translate=True, help="What somebody who holds it is able to do."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: shared by all companies.",
    )
    held_ids = fields.One2many(
        comodel_name="complaint.competence.held",
        inverse_name="competence_id",
        string="Held By",
    )
    category_ids = fields.Many2many(
        comodel_name="complaint.category",
        relation="complaint_category_competence_rel",
        column1="competence_id",
        column2="category_id",
        string="Needed For",
    )

    @api.model
    def _get_cached_fields(self):
        return {"category_ids"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        for competence in self.sudo().filtered("category_ids"):
            raise UserError(
                self.env._(
                    "“%s” is needed for some categories: archive it instead.",
                    competence.name,
                )
            )

    def _get_held_by(self, users):
        """Which of these competences each of the users holds today.

        :param users: ``res.users``
        :return: dict of id of a user to competences, as sudo
        """
        if not (self and users):
            return {}
        today = fields.Date.context_today(self)
        rows = (
            self.env["complaint.competence.held"]
            .sudo()
            ._read_group(
                Domain("competence_id", "in", self.ids)
                & Domain("employee_id.user_id", "in", users.ids)
                & (
                    Domain("date_until", "=", False) | Domain("date_until", ">=", today)
                ),
                ["employee_id.user_id"],
                ["competence_id:recordset"],
            )
        )
        return {user.id: competences for user, competences in rows}

    def _filter_holders(self, users):
        """Those of the users who hold all of these competences today.

        :param users: ``res.users``
        :return: ``res.users``, in their order; all of them where nothing is needed
        """
        if not self:
            return users
        held = self._get_held_by(users)
        nothing = self.sudo().browse()
        return users.filtered(lambda user: self <= held.get(user.id, nothing))


class ComplaintCompetenceHeld(models.Model):
    """Somebody holds a competence, as somebody else confirmed (R128)."""

    _name = "complaint.competence.held"
    _description = "Competence Held"
    _order = "competence_id, employee_id"
    _rec_name = "competence_id"
    _check_company_auto = True

    competence_id = fields.Many2one(
        comodel_name="complaint.competence",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, precompute=True
    )
    date_until = fields.Date(
        string="Valid Until", help="The last day on which it counts. Empty: no end."
    )
    is_valid = fields.Boolean(
        string="Counts Today",
        compute="_compute_is_valid",
        search="_search_is_valid",
    )
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    date_confirmed = fields.Date(
        string="Confirmed On", readonly=True, default=fields.Date.context_today
    )

    _once_uniq = models.UniqueIndex(
        "(competence_id, employee_id)",
        "This person holds the competence already: change until when it counts.",
    )

    @api.depends("date_until")
    def _compute_is_valid(self):
        today = fields.Date.context_today(self)
        for held in self:
            held.is_valid = not held.date_until or held.date_until >= today

    @api.model
    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("date_until", "=", False) | Domain("date_until", ">=", today)

    @api.model_create_multi
    def create(self, vals_list):
        """Keep who confirmed it and when; whatever a link presets."""
        if not self.env.su:
            vals_list = [{**vals, **self._get_confirmation()} for vals in vals_list]
        result = super().create(vals_list)
        result._check_not_own()
        return result

    def write(self, vals):
        """Who changes something about it confirms it anew."""
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._check_not_own()
        result = super().write({**vals, **self._get_confirmation()})
        self._check_not_own()
        return result

    @api.model
    def _get_confirmation(self):
        return {
            "confirmed_by_id": self.env.uid,
            "date_confirmed": fields.Date.context_today(self),
        }

    def _check_not_own(self):
        """Nobody confirms what they are able to do themselves.

        :raises ValidationError: it is about who writes it
        """
        if self.env.su:
            return
        if self.env.user in self.sudo().employee_id.user_id:
            raise ValidationError(
                self.env._(
                    "Nobody confirms their own competences: ask another manager."
                )
            )
