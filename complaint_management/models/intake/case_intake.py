# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a case comes in: front desk, import; and who is told."""

from ast import literal_eval

from odoo import api, models

from ...tools.case.phases import follows, follows_new, prepares_new
from ..case.complaint import BULK_REGISTRATION
from ..case.life_cycle import OFFICER

# What decides whether the customer's salesperson follows a case.
SALESPERSON_FIELDS = {"partner_id", "identity_mode", "complained_employee_ids"}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # Registering
    # ------------------------------------------------------------------

    @prepares_new
    def _name_by_first_line(self, vals):
        """Give a case without a subject the first line of what happened.

        Whoever stands at the counter tells a story, no headline (R87).
        """
        line = not vals.get("name") and self._get_first_line(vals.get("description"))
        return {**vals, "name": line} if line else vals

    @follows_new()
    def _follow_new_salespeople(self):
        """Let salespeople follow the new cases of their customers."""
        self._follow_salespeople({})

    @follows("identity_mode", remember="_get_exposed")
    def _leave_bystanders(self, exposed):
        """Who only looked on follows no case that becomes protected."""
        exposed._unfollow_bystanders()

    def _get_exposed(self, vals):
        """Those of the cases that become protected."""
        if vals["identity_mode"] == "named":
            return self.browse()
        return self.filtered(lambda case: case.identity_mode == "named")

    @api.model
    def _get_never_preset(self):
        """The first line of the story says more than a subject that is preset."""
        return super()._get_never_preset() | {"name"}

    def action_register(self):
        """Open the case that was just registered in the dialog."""
        self.ensure_one()
        return self._get_records_action()

    def action_register_and_new(self):
        """Register the next: somebody is waiting. The number stays until then."""
        self.ensure_one()
        register = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_register_action"
        )
        register["context"] = {
            **literal_eval(register["context"]),
            "complaint_registered": self.number,
        }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s is registered.", self.number),
                "next": register,
            },
        }

    @api.model
    def get_import_templates(self):
        """The file to fill in, offered in the import dialog (R34)."""
        return [
            {
                "label": self.env._("Import Template for Complaints"),
                "template": "/complaint_management/static/xls/"
                "complaint_import_template.xlsx",
            }
        ]

    # ------------------------------------------------------------------
    # The customer's salesperson
    # ------------------------------------------------------------------

    def _get_salespeople(self, vals=None):
        """The user who looks after the customer of each case.

        Nobody for a protected case, and nobody who is complained about.

        :return: dict of case to ``res.users``, empty where there is none
        """
        salespeople = {}
        for complaint_sudo, complaint in zip(self.sudo(), self, strict=True):
            partner = complaint_sudo.partner_id
            user = partner.user_id or partner.commercial_partner_id.user_id
            told = (
                complaint_sudo.identity_mode == "named"
                and user.active
                and not user.share
                and complaint_sudo.company_id in user.company_ids
                and user not in complaint_sudo._get_accused_users()
            )
            salespeople[complaint] = (user if told else user.browse()).with_env(
                self.env
            )
        return salespeople

    @follows(*SALESPERSON_FIELDS, remember="_get_salespeople")
    def _follow_salespeople(self, before):
        """Let salespeople follow their customers' cases, and no others.

        Not through ``_message_auto_subscribe_followers``, which is called case
        by case and would call it an assignment.

        :param before: what ``_get_salespeople`` said before the change
        """
        after = self._get_salespeople()
        for complaint, user in before.items():
            if user and user != after[complaint]:
                complaint._unfollow_salesperson(user)
        by_user = {}
        for complaint, user in after.items():
            if user and user != before.get(complaint):
                by_user.setdefault(user, []).append(complaint.id)
        for user, ids in by_user.items():
            self.browse(ids)._follow_salesperson(user)

    def _follow_salesperson(self, user):
        self.env["mail.followers"]._insert_followers(
            self._name, self.ids, user.sudo().partner_id.ids
        )
        self.invalidate_recordset(["message_follower_ids", "message_partner_ids"])
        quiet = (
            user == self.env.user
            or len(self) > BULK_REGISTRATION
            or self.env.context.get("mail_auto_subscribe_no_notify")
            or self.env.context.get("tracking_disable")
        )
        if quiet:
            return
        for complaint in self.with_context(lang=user.sudo().lang):
            complaint._tell_salesperson(user)

    def _tell_salesperson(self, user):
        customer = self.sudo().partner_id.display_name
        self.message_notify(
            partner_ids=user.sudo().partner_id.ids,
            subject=self.env._(
                "%(customer)s complained: %(case)s",
                customer=customer,
                case=self.display_name,
            ),
            body=self.env._(
                "A case of your customer %(customer)s was registered. You follow it, "
                "so that you know before you meet them.",
                customer=customer,
            ),
            email_layout_xmlid="mail.mail_notification_layout",
        )

    def _unfollow_salesperson(self, user):
        """Take a salesperson off the followers, unless they work on the case."""
        involved = self._get_workers() | self.first_contact_user_id
        if user not in involved:
            self.sudo().message_unsubscribe(user.sudo().partner_id.ids)

    def _unfollow_bystanders(self):
        """Only those who work on a protected case, and officers, go on seeing it."""
        for complaint in self.sudo():
            involved = (
                complaint._get_workers()
                | complaint.first_contact_user_id
                | complaint.create_uid
            )
            bystanders = complaint.message_partner_ids.user_ids.filtered(
                lambda user, involved=involved: (
                    not user.share
                    and user not in involved
                    and not user.has_group(OFFICER)
                )
            )
            complaint.message_unsubscribe(bystanders.partner_id.ids)
