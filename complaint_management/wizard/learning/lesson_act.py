# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintLessonAct(models.TransientModel):
    """Asks what an act on a lesson needs: a reason, or that somebody looked."""

    _name = "complaint.lesson.act"
    _description = "Act on a Lesson"

    lesson_id = fields.Many2one(
        comodel_name="complaint.lesson",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    act = fields.Selection(selection="_selection_act", required=True, readonly=True)
    asks = fields.Json(compute="_compute_asks")
    names_found = fields.Char(related="lesson_id.names_found", related_sudo=False)
    reason = fields.Text()
    checked = fields.Boolean(string="Nothing in it tells who complained")

    @api.model
    def _get_acts(self):
        return self.env["complaint.lesson"]._get_acts()

    @api.model
    def _selection_act(self):
        return [(name, self.env._(act.label)) for name, act in self._get_acts().items()]

    @api.depends("act")
    def _compute_asks(self):
        for wizard in self:
            wizard.asks = list(self._get_acts()[wizard.act].asks) if wizard.act else []

    @api.model_create_multi
    def create(self, vals_list):
        """Not about a lesson that the user may not read."""
        dialogs = super().create(vals_list)
        dialogs.lesson_id.check_access("read")
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        self.lesson_id.check_access("read")
        return result

    def action_confirm(self):
        """Do it.

        :raises AccessError: the user may not
        :raises UserError: naming all that is missing
        """
        self.ensure_one()
        given = {"reason": self.reason, "checked": self.checked}
        asked = {name: given[name] for name in self._get_acts()[self.act].asks}
        getattr(self.lesson_id, f"action_{self.act}")(**asked)
        return {"type": "ir.actions.act_window_close"}
