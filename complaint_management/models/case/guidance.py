# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What helps the handler on the form: checklists, and advice for a mindset."""

from odoo import api, fields, models
from odoo.tools import format_datetime

from .guide import MINDSETS

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    mindset = fields.Selection(
        selection=MINDSETS,
        required=True,
        default="unknown",
        copy=False,
        groups=STAFF,
        help="What the complainant seems to need most now. It helps to find the "
        "right tone; it is about conduct, never a label, and never leaves the "
        "house.",
    )
    mindset_guidance = fields.Html(compute="_compute_mindset_guidance", groups=STAFF)
    guide_tick_ids = fields.One2many(
        comodel_name="complaint.step",
        inverse_name="complaint_id",
        groups=STAFF,
    )
    guide_checklist = fields.Json(compute="_compute_guide_checklist", groups=STAFF)

    @api.depends("mindset")
    @api.depends_context("lang")
    def _compute_mindset_guidance(self):
        guides = self.env["complaint.guide"].search([("mindset", "!=", False)])
        advice = {guide.mindset: guide.description for guide in guides}
        for complaint in self:
            complaint.mindset_guidance = advice.get(complaint.mindset)

    @api.depends("state", "kind", "guide_tick_ids")
    @api.depends_context("lang", "tz")
    def _compute_guide_checklist(self):
        """The checklists as the form shows them (R55-R79).

        A list of guides, each with its steps: whether the step fits the state
        now, whether it is done, by whom and when.
        """
        guides = self.env["complaint.guide"].search([("mindset", "=", False)])
        for complaint in self:
            ticks = {tick.step_id: tick for tick in complaint.guide_tick_ids}
            complaint.guide_checklist = [
                {
                    "id": guide.id,
                    "name": guide.name,
                    "steps": [
                        complaint._prepare_checklist_row(
                            step, ticks.get(step, self.env["complaint.step"])
                        )
                        for step in guide.step_ids
                    ],
                }
                for guide in guides
            ]

    def _prepare_checklist_row(self, step, tick):
        return {
            "id": step.id,
            "name": step.name,
            "hint": step.hint or "",
            "fits": step._fits(self.state, self.kind),
            "done": bool(tick),
            "user": tick.user_id.name or "",
            "date": tick
            and format_datetime(self.env, tick.date, dt_format="short")
            or "",
        }

    def action_tick_guide_step(self, step_id):
        """Tick a step of a checklist, or take the tick back.

        :param int step_id: a ``complaint.guide.step``
        :return: True when the step is ticked now
        """
        self.ensure_one()
        self.check_access("write")
        ticks_sudo = self.sudo().guide_tick_ids
        tick_sudo = ticks_sudo.filtered(lambda tick: tick.step_id.id == step_id)
        if tick_sudo:
            tick_sudo.unlink()
            return False
        ticks_sudo.create(
            {
                "complaint_id": self.id,
                "step_id": step_id,
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
            }
        )
        return True
