# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import html2plaintext, is_html_empty


class ComplaintWordsMixin(models.AbstractModel):
    """A dialog that proposes words to a complainant, until somebody writes their own.

    Who wears it fills ``_propose_words`` and says by ``@api.depends`` on
    ``_compute_words`` what the proposal follows.
    """

    _name = "complaint.words.mixin"
    _description = "Words That Are Proposed to a Complainant"

    words = fields.Html(
        sanitize_style=True,
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    proposal = fields.Html(compute="_compute_words", compute_sudo=False, store=True)

    def _compute_words(self):
        for dialog in self:
            is_own = not is_html_empty(dialog.words) and (
                html2plaintext(dialog.words) != html2plaintext(dialog.proposal or "")
            )
            dialog.proposal = dialog._propose_words()
            if not is_own:
                dialog.words = dialog.proposal

    def _propose_words(self):
        """The words that fit what the dialog says, as HTML; or nothing."""
        self.ensure_one()
        return False
