# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The people a protected case is about have no part in it, by any door (R153).

Odoo lets those who follow, were mentioned, or have something to do read it, whatever
the rules of the record say. So they never become one of these, and cease to be it
when a case becomes protected, or becomes one about them.
"""

from odoo import models

from ...tools.case.phases import follows, follows_new

# What decides who is barred from a case.
BARRING_FIELDS = {
    "identity_mode",
    "complained_employee_ids",
    "complained_department_ids",
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_barred_partners(self):
        """The contacts of those who may not know of these cases."""
        protected_sudo = self.sudo().filtered(
            lambda case: case.identity_mode != "named"
        )
        return protected_sudo._get_accused_users().partner_id

    @follows_new()
    @follows(*BARRING_FIELDS)
    def _bar_accused(self):
        """Take the people that protected cases are about out of what hangs on them."""
        protected = self.sudo().filtered(
            lambda case: (
                case.identity_mode != "named"
                and (case.complained_employee_ids or case.complained_department_ids)
            )
        )
        for complaint in protected:
            barred = complaint._get_barred_partners()
            if barred:
                complaint.message_unsubscribe(barred.ids)
                complaint._bar_from_messages(barred)
                complaint._bar_from_activities(barred.user_ids)
                complaint._bar_from_handling(barred.user_ids)

    def _bar_from_messages(self, partners):
        """Let nobody of them read what was sent to them before."""
        messages_sudo = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    "|",
                    ("partner_ids", "in", partners.ids),
                    ("notified_partner_ids", "in", partners.ids),
                ]
            )
        )
        for message in messages_sudo:
            message.partner_ids -= partners
        messages_sudo.notification_ids.filtered(
            lambda row: row.res_partner_id in partners
        ).unlink()

    def _bar_from_activities(self, users):
        """What they had to do on the case, somebody else does."""
        for complaint in self:
            complaint.activity_ids.filtered(
                lambda activity: activity.user_id in users
            ).user_id = complaint._get_contact_person()

    def _bar_from_handling(self, users):
        """Who came to be barred later, by a change among the staff, hands it over."""
        for fname in ("user_id", "investigator_id", "backup_user_id"):
            if self[fname] in users:
                self[fname] = False
        if self.handover_user_id in users:
            self._end_handover()
