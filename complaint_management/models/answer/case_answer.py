# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writing the answer: suggested words, gaps that are left, and the letter."""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import html2plaintext, is_html_empty

from .text import CRITERIA, PLACEHOLDERS

# Something to be filled in: what we do not know cannot be suggested.
GAP = re.compile(r"\[(?:…|\.\.\.)[^\]]*\]")


def find_gaps(body):
    """What still has to be filled in, in the order of the text.

    :param body: HTML, or nothing
    :return: list of str, such as ``[…what we found…]``
    """
    return GAP.findall(html2plaintext(body or ""))


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    customer_change = fields.Text(
        string="What We Change",
        copy=False,
        help="What we change so that it does not happen again, as the customer reads "
        "it in the answer.",
    )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What placeholders may show: nothing that tells who complained (R152)."""
        return PLACEHOLDERS

    def _get_answer_texts(self, purpose="answer"):
        """The texts that fit this case, the one that says most about it first.

        :param str purpose: a key of ``PURPOSES``
        """
        self.ensure_one()
        domain = Domain("purpose", "=", purpose)
        for fname in CRITERIA:
            domain &= Domain(fname, "in", [False, self[fname]])
        domain &= Domain("company_id", "in", [False, self.company_id.id])
        path = self.category_id.parent_path or ""
        above = [int(part) for part in path.split("/") if part]
        domain &= Domain("category_id", "in", [False, *above])
        texts = self.env["complaint.answer.text"].search(domain)
        return texts.sorted(lambda text: text._get_weight(), reverse=True)

    def _suggest_text(self, purpose):
        """The best text for this case as HTML; empty when there is none.

        :param str purpose: a key of ``PURPOSES``
        """
        text = self and self._get_answer_texts(purpose)[:1]
        return text and text._render_for(self) or ""

    def action_insert_answer_text(self):
        """Fill the answer with a suggested text, to be edited (R15, R17).

        Asks when several fit, or when something is written there already.

        :raises UserError: no text fits
        """
        self.ensure_one()
        texts = self._get_answer_texts()
        if not texts:
            raise UserError(
                self.env._(
                    "There is no suggested text for this case yet. Choose the outcome "
                    "first, or ask a manager to add one under Answer Texts."
                )
            )
        if len(texts) == 1 and is_html_empty(self.answer):
            self.answer = texts._render_for(self)
            return False
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Insert Suggested Text"),
            "res_model": "complaint.answer.insert",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.id,
                "dialog_size": "extra-large",
            },
        }

    def action_preview_letter(self):
        """Open the letter as the customer will get it."""
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref("complaint_management.action_report_answer_letter")
        return report.report_action(self, config=False)

    def _check_need_solution(self, given):
        """Who approves sees the answer as it will be sent."""
        return super()._check_need_solution(given) or self._say_gaps()

    def _check_need_answer(self, given):
        """An answer that is sent is complete: no gap was left in it (R137)."""
        return self._check_need_field("answer") or self._say_gaps()

    def _say_gaps(self):
        """What still has to be filled in, in a sentence; or nothing."""
        gaps = find_gaps(self.answer)
        if gaps:
            return self.env._(
                "Fill in what is still missing in the answer: %s", ", ".join(gaps)
            )
