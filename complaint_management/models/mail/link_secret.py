# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The link in a mail to the complainant is theirs: the chatter keeps it without key.

Whoever has the key acts in the complainant's name, and would rate in their place. So a
mail that also goes to somebody else carries none, whoever made it: Odoo's composer
writes the words of a template as the system, to whomever a colleague chooses.
"""

import re

from odoo import api, models

_SECRET = re.compile(r"[?&](?:amp;)?access_token=[\w-]+")
_CASE_LINK = re.compile(r"(/my/complaints/[^\s\"'<>?]*)\?access_token=[\w-]+")
CASE = "complaint.complaint"


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        """Colleagues read the chatter, whoever wrote the words of a template there."""
        model = self.env.context.get("default_model")
        for vals in vals_list:
            body = vals.get("body")
            if body and vals.get("model", model) == CASE:
                vals["body"] = type(body)(_CASE_LINK.sub(r"\1", body))
        return super().create(vals_list)


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        model = self.env.context.get("default_model")
        for vals in vals_list:
            if vals.get("model", model) == CASE and vals.get("body"):
                # Stays Markup, if it is.
                body = vals["body"]
                vals["body"] = type(body)(_SECRET.sub("", body))
        mails = super().create(vals_list)
        mails._keep_keys_from_others()
        return mails

    def _keep_keys_from_others(self):
        """Take the key out of mails that go to anybody who is no complainant."""
        for mail_sudo in self.sudo():
            if mail_sudo.model != CASE or not _SECRET.search(mail_sudo.body_html or ""):
                continue
            case_sudo = mail_sudo.env[CASE].browse(mail_sudo.res_id)
            recipients = (
                mail_sudo.email_to,
                mail_sudo.email_cc,
                *mail_sudo.recipient_ids.mapped("email"),
            )
            if case_sudo.access_token and not case_sudo._is_known(*recipients):
                # Links to files keep theirs.
                key = re.compile(rf"[?&](?:amp;)?access_token={case_sudo.access_token}")
                mail_sudo.body_html = key.sub("", mail_sudo.body_html)
