# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A report as a PDF, and how it reaches those whom it names."""

from odoo import api, fields, models

PDF = "complaint_management.action_report_period"
TEMPLATE = "complaint_management.mail_template_period_report"


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    @api.depends("company_id")
    def _compute_partner_ids(self):
        for report in self:
            report.partner_ids = report.company_id.sudo().complaint_report_partner_ids

    def _check_needs_recipients(self, given):
        if not self.partner_ids:
            return self.env._("say first to whom it is sent.")
        silent = self.sudo().partner_ids.filtered(lambda one: not one.email)
        if silent:
            return self.env._(
                "there is no email address of %s.", ", ".join(silent.mapped("name"))
            )
        return None

    def _prepare_sent_vals(self):
        """The PDF is kept as it goes out."""
        self.ensure_one()
        return {
            "date_sent": fields.Datetime.now(),
            "sent_by_id": self.env.uid,
            "file_id": self._keep_pdf().id,
            "error": False,
        }

    def _keep_pdf(self):
        """Print it, and keep it with the report.

        :return: ``ir.attachment``
        """
        self.ensure_one()
        content, kind = (
            self.env["ir.actions.report"].sudo()._render_qweb_pdf(PDF, self.ids)
        )
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self._get_print_name()}.{kind}",
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _get_print_name(self):
        """The name of the file, which no system of files refuses."""
        self.ensure_one()
        here = self.with_context(lang=self.lang)
        name = here.env._("Complaint report %s", self.date_from)
        return f"{name} {self.kind}".replace("/", "-")

    def _mail_out(self):
        """A mail to each, in the language that they read; Odoo sends them soon."""
        template = self.env.ref(TEMPLATE)
        for report in self:
            report_sudo = report.sudo()
            for partner in report_sudo.partner_ids:
                lang = partner.lang or report.lang
                template.sudo().with_context(
                    complaint_lang=lang, complaint_report=report_sudo._say_name(lang)
                ).send_mail(
                    report.id,
                    email_values={
                        "recipient_ids": [fields.Command.set(partner.ids)],
                        "attachment_ids": [fields.Command.link(report_sudo.file_id.id)],
                    },
                )
