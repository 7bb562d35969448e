# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintWordsConfirm(models.TransientModel):
    """A second person says that amounts in our words are no promise, and why."""

    _name = "complaint.words.confirm"
    _description = "Confirm That Amounts Are No Promise"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    message = fields.Text(
        help="A message that is still to be sent: paste what it says about the amount."
    )
    found = fields.Text(string="Where They Stand", compute="_compute_found")
    reason = fields.Text(required=True, help="It is kept with the case.")

    @api.depends("complaint_id", "message")
    def _compute_found(self):
        """The sentences in which our words name amounts that no remedy gives."""
        for wizard in self:
            case = wizard.complaint_id._origin._filtered_access("write")
            wizard.found = wizard._say_found(case) if case else False

    def _say_found(self, case):
        words = [*case._get_words(), ("message", self.message)]
        return "\n".join(
            f"{case._get_words_label(where)}: {amount.sentence}"
            for where, amount in case._get_unbacked(words)
        )

    def action_confirm(self):
        """Keep that they are no promise, with the reason."""
        self.ensure_one()
        self.complaint_id._confirm_no_promise(self.reason, self.message)
        return {"type": "ir.actions.act_window_close"}
