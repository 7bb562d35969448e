# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty


class ComplaintAnswerInsert(models.TransientModel):
    """Lets the handler choose among the texts that fit, and keep what is written."""

    _name = "complaint.answer.insert"
    _description = "Insert a Suggested Text"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    possible_text_ids = fields.Many2many(
        comodel_name="complaint.answer.text", compute="_compute_possible_text_ids"
    )
    text_id = fields.Many2one(
        comodel_name="complaint.answer.text",
        required=True,
        domain="[('id', 'in', possible_text_ids)]",
        compute="_compute_text_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        help="Those that fit the case, the nearest first.",
    )
    preview = fields.Html(compute="_compute_preview")
    added = fields.Text(
        string="What the Letter Adds",
        compute="_compute_added",
        help="It stands around the text by itself: do not write it again.",
    )
    has_answer = fields.Boolean(compute="_compute_has_answer")
    placement = fields.Selection(
        selection=[
            ("after", "Add it below what is written"),
            ("instead", "Put it in place of what is written"),
        ],
        string="What Is Written",
        required=True,
        default="after",
    )

    @api.depends("complaint_id")
    def _compute_possible_text_ids(self):
        for wizard in self:
            case = wizard.complaint_id._origin._filtered_access("read")
            wizard.possible_text_ids = case._get_answer_texts() if case else False

    @api.depends("complaint_id")
    def _compute_text_id(self):
        for wizard in self:
            wizard.text_id = wizard.possible_text_ids[:1]._origin

    @api.depends("text_id")
    def _compute_preview(self):
        for wizard in self:
            case = wizard.complaint_id._origin._filtered_access("read")
            text = wizard.text_id._origin
            wizard.preview = text._render_for(case) if case and text else False

    @api.depends("complaint_id")
    def _compute_added(self):
        """What the frame says, with what is prepared and not offered yet."""
        for wizard in self:
            case = wizard.complaint_id._origin._filtered_access("read")
            wizard.added = "\n".join(case._get_frame_lines()) if case else False

    @api.depends("complaint_id")
    def _compute_has_answer(self):
        for wizard in self:
            case = wizard.complaint_id._origin._filtered_access("read")
            wizard.has_answer = bool(case) and not is_html_empty(case.answer)

    def action_insert(self):
        """Put the text into the answer, where it is edited.

        :raises ValidationError: the text does not fit the case
        """
        self.ensure_one()
        case = self.complaint_id
        case.check_access("write")
        if self.text_id not in self.possible_text_ids:
            raise ValidationError(self.env._("This text is meant for other cases."))
        text = self.text_id._render_for(case)
        if self.has_answer and self.placement == "after":
            text = case.answer + text
        case.answer = text
        return {"type": "ir.actions.act_window_close"}
