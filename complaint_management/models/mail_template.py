# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template_attachments(
        self, res_ids, render_fields, render_results=None
    ):
        """Answer customers also where nothing makes PDFs, without the letter.

        The answer stands in the mail; without this no case could be closed there.
        """
        if (
            self.model == "complaint.complaint"
            and self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install"
        ):
            render_fields = set(render_fields) - {"report_template_ids"}
        return super()._generate_template_attachments(
            res_ids, render_fields, render_results=render_results
        )
