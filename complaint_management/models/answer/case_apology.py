# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Apologies on a case: who said them, and whether the right one was said."""

from odoo import api, fields, models

from .apology import ACTIVITY, RESPONSES


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    apology_ids = fields.One2many(
        comodel_name="complaint.apology",
        inverse_name="complaint_id",
        string="Apologies",
        copy=False,
    )
    apology_state = fields.Selection(
        selection=RESPONSES,
        string="Apology",
        compute="_compute_apology_state",
        store=True,
        index="btree_not_null",
        help="How the last apology was received. Empty: none was made. It says "
        "nothing about who is at fault.",
    )

    @api.depends("apology_ids.response", "apology_ids.date")
    def _compute_apology_state(self):
        for complaint in self:
            last = complaint.apology_ids.sorted(lambda row: (row.date, row.id))[-1:]
            complaint.apology_state = last.response

    def _take_over_records(self, merged):
        merged.sudo().apology_ids.write({"complaint_id": self.id})
        return super()._take_over_records(merged)

    def _get_apology_tasks(self):
        kind = self.env.ref(ACTIVITY)
        return self.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == kind
        )

    def _get_task_owner(self, task):
        """A manager speaks with who did not accept an apology."""
        if task.activity_type_id == self.env.ref(ACTIVITY):
            return self._get_approvers() or None
        return super()._get_task_owner(task)

    def _escalate_apology(self, note):
        """Ask a manager, once, to speak with who did not accept an apology (R108).

        :param str note: what they said to it
        """
        self.ensure_one()
        manager = self._get_approvers()[:1]
        if manager and not self._get_apology_tasks():
            self.activity_schedule(ACTIVITY, user_id=manager.id, note=note)

    def action_apologise(self):
        """Open the dialog in which somebody apologises (R55)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Apologise"),
            "res_model": "complaint.apology",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref(
                        "complaint_management.complaint_apology_view_dialog"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {
                "default_complaint_id": self.id,
                "default_medium": "mail" if self.can_mail else "phone",
            },
        }
