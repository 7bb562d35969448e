# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template(self, res_ids, render_fields, **kwargs):
        """Mails about cases speak of a letter only when one is attached."""
        if self.model != "complaint.complaint":
            return super()._generate_template(res_ids, render_fields, **kwargs)
        attached = self.report_template_ids and self._can_attach_letters()
        template = self.with_context(complaint_letter_attached=bool(attached))
        return super(MailTemplate, template)._generate_template(
            res_ids, render_fields, **kwargs
        )

    def _generate_template_attachments(
        self, res_ids, render_fields, render_results=None
    ):
        """Answer customers also where nothing makes PDFs, without the letter.

        The answer stands in the mail; without this no case could be closed there.
        """
        if self.model == "complaint.complaint" and not self._can_attach_letters():
            render_fields = set(render_fields) - {"report_template_ids"}
        return super()._generate_template_attachments(
            res_ids, render_fields, render_results=render_results
        )

    def _can_attach_letters(self):
        """Whether something on this machine makes PDFs."""
        return self.env["ir.actions.report"].get_wkhtmltopdf_state() != "install"
