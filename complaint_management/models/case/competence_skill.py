# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where skills are kept on employees, a competence may be one of them.

All names of Odoo's own app of skills stand here; without it nothing is different.
"""

from odoo import api, fields, models
from odoo.fields import Domain

SKILL = "hr.skill"
HELD = "hr.employee.skill"


class ComplaintCompetence(models.Model):
    _inherit = "complaint.competence"

    skill_ref = fields.Reference(
        selection="_selection_skill_ref",
        string="Skill of Employees",
        help="Who has this skill on their employee record holds the competence.",
    )
    has_skills = fields.Boolean(
        compute="_compute_has_skills", export_string_translation=False
    )

    @api.model
    def _selection_skill_ref(self):
        if SKILL not in self.env:
            return []
        return [(SKILL, self.env["ir.model"].sudo()._get(SKILL).name)]

    def _compute_has_skills(self):
        self.has_skills = SKILL in self.env

    def _get_held_by(self, users):
        held = super()._get_held_by(users)
        by_skill = self._group_by_skill() if users else {}
        if not by_skill:
            return held
        for user, skill in self._read_skills(users, list(by_skill)):
            held[user.id] = held.get(user.id, self.sudo().browse()) | by_skill[skill.id]
        return held

    def _group_by_skill(self):
        """These competences by the id of the skill that they name."""
        if SKILL not in self.env:
            return {}
        by_skill = {}
        for competence in self.sudo().filtered("skill_ref"):
            skill_id = competence.skill_ref.id
            by_skill[skill_id] = by_skill.get(skill_id, self.sudo().browse())
            by_skill[skill_id] |= competence
        return by_skill

    @api.model
    def _read_skills(self, users, skill_ids):
        """Who has which of these skills today.

        :return: list of pairs of a user and a skill
        """
        today = fields.Date.context_today(self)
        return (
            self.env[HELD]
            .sudo()
            ._read_group(
                Domain("skill_id", "in", skill_ids)
                & Domain("employee_id.user_id", "in", users.ids)
                & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today))
                & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)),
                ["employee_id.user_id", "skill_id"],
            )
        )
