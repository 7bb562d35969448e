# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintPenaltySay(models.TransientModel):
    """What the person says to an entry: their side, or an appeal (R69).

    They write it themselves. What somebody without an account said or gave on paper
    is written down by an officer, and the log says so.
    """

    _name = "complaint.penalty.say"
    _description = "Statement or Appeal"
    _inherit = ["complaint.penalty.dialog.mixin"]

    act = fields.Selection(
        selection=[("statement", "Statement"), ("appeal", "Appeal")],
        required=True,
        readonly=True,
    )
    text = fields.Text(string="In Your Words", required=True)
    date_due = fields.Datetime(string="Possible Until", compute="_compute_date_due")
    is_late = fields.Boolean(compute="_compute_date_due")
    late_reason = fields.Text(
        string="Why It Is Admitted",
        help="Why the appeal counts although its time is over.",
    )

    @api.depends("penalty_id", "act")
    def _compute_date_due(self):
        now = fields.Datetime.now()
        for wizard in self:
            entry = wizard._get_readable_entry()
            appeals = wizard.act == "appeal"
            wizard.date_due = (
                entry.date_appeal_due if appeals else entry.date_statement_due
            )
            wizard.is_late = appeals and bool(wizard.date_due) and wizard.date_due < now

    def action_confirm(self):
        """Give the statement, or appeal.

        :raises AccessError: it is about somebody else, who can speak for themselves
        :raises UserError: nothing was said, or it is too late
        """
        self.ensure_one()
        if not self.text.strip():
            raise UserError(self.env._("Please write at least a sentence."))
        if self.act == "statement":
            self.penalty_id._give_statement(self.text)
        else:
            self.penalty_id._appeal(self.text, late_reason=self.late_reason)
        return {"type": "ir.actions.act_window_close"}
