# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintLessonAct(models.TransientModel):
    """Asks what an act on a lesson needs: a reason, or that somebody looked."""

    _name = "complaint.lesson.act"
    _description = "Act on a Lesson"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "lesson_id"

    lesson_id = fields.Many2one(
        comodel_name="complaint.lesson",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    names_found = fields.Char(related="lesson_id.names_found", related_sudo=False)
    checked = fields.Boolean(string="Nothing in it tells who complained")

    def _prepare_given(self):
        return {**super()._prepare_given(), "checked": self.checked}
