# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintActionAct(models.TransientModel):
    """Asks what an act on an action needs: a reason, what proves it, or a date."""

    _name = "complaint.action.act"
    _description = "Act on a Complaint Action"

    action_id = fields.Many2one(
        comodel_name="complaint.action",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    act = fields.Selection(selection="_selection_act", required=True, readonly=True)
    reason = fields.Text()
    proof = fields.Text(string="What Proves It")
    file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="complaint_action_act_file_rel",
        string="Files",
    )
    date = fields.Date(
        string="New Date",
        compute="_compute_shown",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    date_due = fields.Date(
        string="Due Now", compute="_compute_shown", compute_sudo=False, store=True
    )
    shown_proof = fields.Text(
        string="What the Owner Says",
        compute="_compute_shown",
        compute_sudo=False,
        store=True,
    )
    shown_reason = fields.Text(
        string="Why More Time",
        compute="_compute_shown",
        compute_sudo=False,
        store=True,
    )
    needs = fields.Json(compute="_compute_needs")

    @api.model
    def _get_acts(self):
        return self.env["complaint.action"]._get_acts()

    @api.model
    def _selection_act(self):
        return [(name, self.env._(act.label)) for name, act in self._get_acts().items()]

    @api.depends("act")
    def _compute_needs(self):
        for wizard in self:
            act = self._get_acts().get(wizard.act)
            wizard.needs = list(act.needs) if act else []

    @api.depends("action_id", "act")
    def _compute_shown(self):
        """What one has to know to decide, as far as the user may read the action."""
        for wizard in self:
            action = wizard.action_id._filtered_access("read")
            asked = action.date_due_asked if wizard.act != "ask_time" else False
            wizard.date = wizard.date or asked
            wizard.date_due = action.date_due
            wizard.shown_proof = action.proof
            wizard.shown_reason = action.extension_reason

    @api.model_create_multi
    def create(self, vals_list):
        """Not about an action that the user may not read."""
        dialogs = super().create(vals_list)
        dialogs.action_id.check_access("read")
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        self.action_id.check_access("read")
        return result

    def action_confirm(self):
        """Do it.

        :raises AccessError: the user may not
        :raises UserError: something is missing
        """
        self.ensure_one()
        given = {
            "reason": self.reason,
            "proof": self.proof,
            "file_ids": self.file_ids.ids,
            "date": self.date,
        }
        getattr(self.action_id, f"action_{self.act}")(**self._filter_given(given))
        return {"type": "ir.actions.act_window_close"}

    def _filter_given(self, given):
        """Of what was entered, what the act takes.

        :param dict given: the values of the dialog
        """
        needs = self._get_acts()[self.act].needs
        names = {*needs, *(("file_ids",) if "proof" in needs else ())}
        return {name: value for name, value in given.items() if name in names}
