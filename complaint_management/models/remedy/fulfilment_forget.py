# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Parting a case that becomes protected from what was created for its customer."""

from odoo import models

from ...tools.mail.body import hide, hide_in_html

# Where documents say which case they come from.
REFERENCES = ("description", "internal_notes", "note", "ref")
# The lines of documents, and where these say it.
LINES = {
    "account.move": ("line_ids", "name"),
    "loyalty.card": ("history_ids", "description"),
}


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    def _part_from_results(self):
        """Let the lines and what was created for them tell nothing of each other."""
        for remedy in self.filtered("result_id"):
            document = remedy._get_result().exists()
            if document:
                remedy._hide_reference(document)
            way = remedy.type_id.fulfilment
            labels = dict(
                remedy.type_id._fields["fulfilment"]._description_selection(self.env)
            )
            remedy._write_sealed(
                {"result_model": False, "result_id": False, "result_name": labels[way]}
            )

    def _hide_reference(self, document):
        """Take the number of the case out of a document."""
        lines, fname = LINES.get(document._name, (None, None))
        places = [(document, name) for name in REFERENCES]
        if lines:
            places += [(line, fname) for line in document[lines]]
        number = self.complaint_id.number
        for record, name in places:
            field = record._fields.get(name)
            if not field or not field.store or number not in (record[name] or ""):
                continue
            hide_there = hide_in_html if field.type == "html" else hide
            record.with_context(mail_notrack=True)[name] = hide_there(
                record[name], [number]
            )
        if "html_field_history" in document._fields:
            document.html_field_history = False  # it keeps what stood there
