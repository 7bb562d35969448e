# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import html as lxml_html

from odoo import models

from ...tools.answer.printed_html import seal

OURS = "complaint_management."
# Of an attachment: what a printer shows, and how large it may be.
PICTURES = ("image/png", "image/jpeg", "image/gif")
PICTURE_BYTES = 20 * 1024 * 1024


class IrActionsReport(models.Model):
    """No page of ours makes the PDF maker visit an address.

    All our reports pass here on their way to it; what they show is in them.
    """

    _inherit = "ir.actions.report"

    def _prepare_html(self, html, report_model=False):
        if (self.report_name or "").startswith(OURS):
            html = self._seal_html(html, report_model)
        return super()._prepare_html(html, report_model=report_model)

    def _seal_html(self, content, report_model):
        """Let only those pictures stand in a page that belong to what is printed."""
        parser = lxml_html.HTMLParser(encoding="utf-8")
        root = lxml_html.fromstring(content, parser=parser)
        printed = {
            int(node.get("data-oe-id"))
            for node in root.iter("div")
            if node.get("data-oe-model") == report_model
            and (node.get("data-oe-id") or "").isdigit()
            and "article" in (node.get("class") or "").split()
        }
        owners = self._get_picture_owners(report_model, printed)

        def get_file(attachment_id):
            file_sudo = self.env["ir.attachment"].sudo().browse(attachment_id).exists()
            owner = (file_sudo.res_model, file_sudo.res_id)
            if (
                owner not in owners
                or file_sudo.mimetype not in PICTURES
                or file_sudo.file_size > PICTURE_BYTES
            ):
                return None
            return file_sudo.mimetype, file_sudo.raw

        seal(root, get_file, self.get_base_url())
        return lxml_html.tostring(root, encoding="unicode")

    def _get_picture_owners(self, report_model, ids):
        """Whose pictures may stand in a report: of its records, and of their cases."""
        owners = {(report_model, record_id) for record_id in ids}
        model = self.env.get(report_model or "")
        if model is not None and "complaint_id" in model._fields:
            cases_sudo = model.sudo().browse(ids).exists().complaint_id
            owners |= {(cases_sudo._name, case_id) for case_id in cases_sudo.ids}
        return owners
