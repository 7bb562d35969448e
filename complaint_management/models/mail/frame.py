# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The frame of a mail is for the mail: the chatter keeps what it frames."""

from markupsafe import Markup

from odoo import api, models


class _Framed(Markup):
    """A mail in its frame, which knows what it frames."""

    content = Markup("")


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _render_encapsulate(
        self, layout_xmlid, html, add_context=None, context_record=None
    ):
        framed = super()._render_encapsulate(
            layout_xmlid, html, add_context=add_context, context_record=context_record
        )
        if getattr(context_record, "_name", None) != "complaint.complaint":
            return framed
        # Odoo writes the number with dashes there: it is no file name.
        number = context_record.number or ""
        framed = _Framed(framed.replace(number.replace("/", "-"), number, 1))
        framed.content = html
        return framed


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """Post a mail about a case without the frame in which it is sent.

        Odoo posts both, and who reads the case sees the frame around every message.
        """
        return super().create(
            [
                {**vals, "body": vals["body"].content}
                if isinstance(vals.get("body"), _Framed)
                else vals
                for vals in vals_list
            ]
        )
