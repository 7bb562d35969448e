# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintRequestAct(models.TransientModel):
    """Asks what an act on an internal request needs: the answer, or a reason."""

    _name = "complaint.request.act"
    _description = "Act on an Internal Request"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "request_id"

    request_id = fields.Many2one(
        comodel_name="complaint.request",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    # As the user may read it: see ``request_words`` of the requests.
    name = fields.Char(related="request_id.name", related_sudo=False)
    question = fields.Text(related="request_id.question", related_sudo=False)
    answer = fields.Text()

    def _prepare_given(self):
        return {**super()._prepare_given(), "answer": self.answer}
