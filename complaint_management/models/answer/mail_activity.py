# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

# The calls and letters that stand in for a mail.
STAND_INS = {
    "acknowledge": "complaint_management.mail_activity_type_acknowledge",
    "answer": "complaint_management.mail_activity_type_answer",
    "update": "complaint_management.mail_activity_type_notice",
}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who was told by call or letter was told when the task was done (R53)."""
        told = self._get_told_complaints()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        for milestone, complaints_sudo in told.items():
            complaints_sudo._went_out(milestone, fields.Datetime.now())
        return result

    def _get_told_complaints(self):
        """The cases, as sudo, whose complainants these tasks are to tell.

        :raises AccessError: a case is about the user, or whom they report to: who is
            not impartial does not tell the complainant
        :return: dict of milestone to cases
        """
        tasks = self.filtered(lambda task: task.res_model == "complaint.complaint")
        if not tasks:
            return {}
        cases_sudo = self.env["complaint.complaint"].sudo()
        told = {}
        for milestone, xmlid in STAND_INS.items():
            kind = self.env.ref(xmlid, raise_if_not_found=False)
            ids = [task.res_id for task in tasks if task.activity_type_id == kind]
            told[milestone] = cases_sudo.browse(ids).exists()
            told[milestone].with_env(self.env)._check_impartial_actor()
        return told
