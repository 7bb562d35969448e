# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ...models.learning.action_effect import INEFFECTIVE, OUTCOMES


class ComplaintActionAct(models.TransientModel):
    """Asks what an act on an action needs: a reason, what proves it, or a date."""

    _name = "complaint.action.act"
    _description = "Act on a Complaint Action"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "action_id"

    action_id = fields.Many2one(
        comodel_name="complaint.action",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
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
    outcome = fields.Selection(
        selection=OUTCOMES,
        string="Did It Work?",
        compute="_compute_shown",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    proposal = fields.Selection(
        selection=OUTCOMES,
        string="Proposed",
        compute="_compute_shown",
        compute_sudo=False,
        store=True,
    )
    shown_effect = fields.Text(
        string="What the Figures Say",
        compute="_compute_shown",
        compute_sudo=False,
        store=True,
    )
    words = fields.Text(string="Why")
    again = fields.Date(
        string="Done Again By",
        help="What did not work is open again: by when something else is done.",
    )
    later = fields.Date(string="Look Again On")

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
            wizard.proposal = action.effect_proposal
            wizard.outcome = wizard.outcome or action.effect_proposal
            wizard.shown_effect = action.effect_sentence

    def _get_asked(self):
        asked = super()._get_asked()
        return [*asked, "file_ids"] if "proof" in asked else asked

    def _prepare_given(self):
        return {
            **super()._prepare_given(),
            "proof": self.proof,
            "file_ids": self.file_ids.ids,
            "date": self.date,
            "outcome": self.outcome,
            "words": self.words,
            "again": self.again if self.outcome == INEFFECTIVE else False,
            "later": self.later,
        }
