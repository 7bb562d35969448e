# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

SHOWN = (
    "employee_name",
    "rule_name",
    "rule_name_here",
    "clause",
    "clause_here",
    "facts",
    "statement",
    "confirm_reason",
    "appeal",
    "next_step",
    "is_mine",
)


class ComplaintPenaltyDialogMixin(models.AbstractModel):
    """A dialog about an entry: it shows what the user may read of it, and no more.

    A dialog is a record, too: whoever makes one names any entry they like.
    """

    _name = "complaint.penalty.dialog.mixin"
    _description = "Dialog about an Entry"

    penalty_id = fields.Many2one(
        comodel_name="complaint.penalty",
        string="Entry",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    employee_name = fields.Char(string="Person", compute="_compute_shown")
    rule_name = fields.Char(string="Rule", compute="_compute_shown")
    rule_name_here = fields.Char(
        string="Rule in Your Language", compute="_compute_shown"
    )
    clause = fields.Text(compute="_compute_shown")
    clause_here = fields.Text(
        string="Clause in Your Language", compute="_compute_shown"
    )
    facts = fields.Html(string="What Is Said", compute="_compute_shown")
    statement = fields.Text(compute="_compute_shown")
    confirm_reason = fields.Text(string="First Decision", compute="_compute_shown")
    appeal = fields.Text(compute="_compute_shown")
    next_step = fields.Char(string="What Comes Next", compute="_compute_shown")
    is_mine = fields.Boolean(compute="_compute_shown")

    @api.model_create_multi
    def create(self, vals_list):
        """Not about an entry that the user may not read: even its number tells."""
        dialogs = super().create(vals_list)
        dialogs.penalty_id.check_access("read")
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        if "penalty_id" in vals:
            self.penalty_id.check_access("read")
        return result

    @api.depends("penalty_id")
    @api.depends_context("lang")
    def _compute_shown(self):
        for dialog in self:
            entry = dialog._get_readable_entry()
            # Of an entry about themselves an officer reads what everybody does.
            hidden = entry._get_officer_fields() if entry.is_mine else ()
            for fname in self._get_shown_fields():
                dialog[fname] = fname not in hidden and entry[fname]

    @api.model
    def _get_shown_fields(self):
        """Fields of the entry that the dialog shows under the same name."""
        return SHOWN

    def _get_readable_entry(self):
        """The entry, unless the user may not read it."""
        return self.penalty_id._origin._filtered_access("read")
