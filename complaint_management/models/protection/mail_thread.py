# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class MailThread(models.AbstractModel):
    """Who may not know of a document is told nothing of it, whoever tells it (R153).

    Odoo lets those who follow, were mentioned or notified read it, whatever the rules
    of the record say. So they never become one of these.
    """

    _inherit = "mail.thread"

    def _get_barred_partners(self):
        """The contacts of those who may not know of these documents; extend it."""
        return self.env["res.partner"]

    def _leave_out_barred(self, partner_ids):
        """Those of the contacts who may know of these documents.

        :param partner_ids: ids, or nothing
        :return: list of ids
        """
        barred = set(self._get_barred_partners().ids) if partner_ids else ()
        return [pid for pid in partner_ids or () if pid not in barred]

    def message_post(self, *, partner_ids=None, **kwargs):
        """Mention nobody who may not know of it."""
        partner_ids = self._leave_out_barred(partner_ids)
        return super().message_post(partner_ids=partner_ids or None, **kwargs)

    def message_notify(self, *, partner_ids=False, model=False, res_id=False, **kwargs):
        """Notify nobody who may not know of it."""
        about = self
        if not self and model in self.env and res_id:
            about = self.env[model].browse(res_id)
        if hasattr(about, "_leave_out_barred"):
            told = about._leave_out_barred(partner_ids)
            if partner_ids and not told:
                return self.env["mail.message"]
            partner_ids = told
        return super().message_notify(
            partner_ids=partner_ids, model=model, res_id=res_id, **kwargs
        )

    def _message_update_content(
        self, message, /, *, body, attachment_ids=None, partner_ids=None, **kwargs
    ):
        """Mention nobody later who may not know of it."""
        if partner_ids:
            partner_ids = self._leave_out_barred(partner_ids)
        return super()._message_update_content(
            message,
            body=body,
            attachment_ids=attachment_ids,
            partner_ids=partner_ids,
            **kwargs,
        )

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Let nobody follow who may not know of it."""
        return super()._message_subscribe(
            self._leave_out_barred(partner_ids),
            subtype_ids=subtype_ids,
            customer_ids=customer_ids,
        )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Tell nobody who may not know of it, however they got here."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        barred = set(self._get_barred_partners().ids) if recipients else ()
        return [data for data in recipients if data["id"] not in barred]
