# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is written in another language is read beside one's own (R149).

An entry keeps the rule as it was cited. Whoever reads another language than it was
written in sees the rule's translation beside; what was cited binds.
"""

from odoo import api, fields, models

# Of the copy in the entry, and the text of the rule that it was made from.
TRANSLATED = {"rule_name_here": "rule_name", "clause_here": "clause"}
OF_THE_RULE = {"rule_name_here": "name", "clause_here": "clause"}


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    rule_name_here = fields.Char(
        string="Rule in Your Language",
        compute="_compute_in_reader_language",
        help="A translation: the text that was cited binds.",
    )
    clause_here = fields.Text(
        string="Clause in Your Language",
        compute="_compute_in_reader_language",
        help="A translation: the text that was cited binds.",
    )

    @api.depends("rule_id", "rule_name", "clause")
    @api.depends_context("lang")
    def _compute_in_reader_language(self):
        """The rule's texts as the reader reads them; empty where the copy is that.

        A rule that is cited keeps its terms, so its translation is one of the copy.
        """
        for entry in self:
            rule_sudo = entry.sudo().rule_id
            for fname, copied in TRANSLATED.items():
                said = rule_sudo[OF_THE_RULE[fname]]
                here = said and said.strip() != (entry[copied] or "").strip()
                entry[fname] = here and said
