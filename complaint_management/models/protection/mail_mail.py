# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, models
from odoo.tools import email_normalize_all


class MailMail(models.Model):
    """No mail of a protected case leaves to who may not know of it (R153).

    Templates and server actions write mails without asking a document whom they may
    go to.
    """

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """Take out of mails who may not know what they are about."""
        mails = super().create(vals_list)
        for mail in mails.filtered(lambda mail: mail.model == "complaint.complaint"):
            case = self.env[mail.model].browse(mail.res_id)
            barred_sudo = case._get_barred_partners().sudo()
            if barred_sudo:
                mail._leave_out(barred_sudo)
        return mails

    def _leave_out(self, partners):
        """Do not send to these contacts; nor at all, where nobody is left."""
        self.ensure_one()
        addresses = {
            email
            for partner in partners
            for email in email_normalize_all(partner.email)
        }
        vals = {}
        for fname in ("recipient_ids", "partner_ids"):
            if self[fname] & partners:
                vals[fname] = [Command.unlink(partner.id) for partner in partners]
        for fname in ("email_to", "email_cc"):
            known = email_normalize_all(self[fname])
            if addresses & set(known):
                vals[fname] = ",".join(who for who in known if who not in addresses)
        if vals:
            self.write(vals)
            if not (self.recipient_ids or self.email_to or self.email_cc):
                self.state = "cancel"
