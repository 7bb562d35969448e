# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a case comes in: front desk, ticket, lead, import; and who is told."""

from ast import literal_eval

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, is_html_empty

from ...tools.case.phases import follows, follows_new, prepares_new
from ..case.complaint import BULK_REGISTRATION
from ..case.life_cycle import OFFICER

SUBJECT_LENGTH = 80
# What decides whether the customer's salesperson follows a case.
SALESPERSON_FIELDS = {"partner_id", "identity_mode", "complained_employee_ids"}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    channel_id = fields.Many2one(default=lambda self: self._default_channel_id())
    winback_lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Win-Back Opportunity",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
    )
    ticket_closable = fields.Boolean(
        compute="_compute_ticket_closable",
        compute_sudo=True,
        help="The case is resolved and its helpdesk ticket still open.",
    )

    @api.model
    def _default_channel_id(self):
        """At the front desk the complainant stands there."""
        if not self.env.context.get("complaint_front_desk"):
            return False
        return self._find_channel(
            "complaint_management.helpdesk_channel_in_person", self.env.company
        )

    @api.model
    def _find_channel(self, xmlid, company):
        """A channel that came with an addon, as long as the company can use it.

        :param str xmlid: the channel
        :param company: the ``res.company`` of the case
        :return: the channel; empty when it was deleted, archived or given to another
        """
        channel_sudo = self.env["helpdesk.ticket.channel"].sudo()
        channel_sudo |= self.env.ref(xmlid, raise_if_not_found=False) or channel_sudo
        return channel_sudo.filtered(
            lambda channel: (
                channel.active and channel.company_id in (company, company.browse())
            )
        ).with_env(self.env)

    @api.depends("state", "ticket_id.stage_id.closed")
    def _compute_ticket_closable(self):
        for complaint in self:
            complaint.ticket_closable = (
                complaint.state in ("resolved", "closed")
                and bool(complaint.ticket_id)
                and not complaint.ticket_id.closed
            )

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

    def _get_subject(self):
        """The subject, or what it will be when it is left empty."""
        self.ensure_one()
        return self.name or self._get_first_line(self.description)

    @api.model
    def _get_first_line(self, description):
        """The first line of a text, shortened to a subject."""
        if is_html_empty(description):
            return False
        lines = html2plaintext(description, include_references=False).splitlines()
        line = next((line.strip() for line in lines if line.strip()), "")
        if len(line) <= SUBJECT_LENGTH:
            # A subject is no sentence: it is quoted within ours.
            return line.rstrip(".。") if not line.endswith("..") else line
        return line[: SUBJECT_LENGTH - 1].rstrip() + "…"

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

    def action_log_call(self):
        """Open the dialog that logs a call to the complainant."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a Call"),
            "res_model": "complaint.contact",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.id,
                "default_medium": "phone",
                "default_direction": "out",
                "default_user_id": self.env.uid,
            },
        }

    # ------------------------------------------------------------------
    # Helpdesk and CRM
    # ------------------------------------------------------------------

    def action_close_ticket(self):
        """Move the tickets of resolved cases to a closed stage.

        :raises UserError: the user may not edit the ticket, or its team has
            no closed stage
        """
        self.check_access("write")
        for complaint in self.filtered("ticket_closable"):
            complaint._close_ticket()
        return True

    def _close_ticket(self):
        ticket = self.ticket_id
        if not ticket.has_access("write"):
            raise UserError(
                self.env._(
                    "You may not edit the helpdesk ticket of %(case)s. Ask somebody "
                    "of the helpdesk to close it.",
                    case=self.display_name,
                )
            )
        stage = ticket.team_id._get_applicable_stages().filtered("closed")[:1]
        if not stage:
            raise UserError(
                self.env._(
                    "The helpdesk has no closed stage for %(ticket)s. Ask a helpdesk "
                    "manager to add one.",
                    ticket=ticket.display_name,
                )
            )
        ticket.stage_id = stage

    def action_create_winback_lead(self):
        """Open the opportunity to win the customer back; create it once (R170).

        :raises UserError: the complainant is protected
        :raises AccessError: the user may not create opportunities
        """
        self.ensure_one()
        self.check_access("write")
        if not self.winback_lead_id:
            self._check_winback()
            # The customer's salesperson gets it, whose leads not everyone may see.
            self.winback_lead_id = (
                self.env["crm.lead"].sudo().create(self._prepare_winback_lead_vals())
            )
        if self.winback_lead_id.has_access("read"):
            return self.winback_lead_id._get_records_action()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The opportunity is with %s.",
                    self.winback_lead_id.sudo().user_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_winback(self):
        if self.identity_mode != "named":
            raise UserError(
                self.env._(
                    "%(case)s is %(identity)s: an opportunity would tell the sales "
                    "team who complained.",
                    case=self.display_name,
                    identity=dict(
                        self._fields["identity_mode"]._description_selection(self.env)
                    )[self.identity_mode].lower(),
                )
            )
        if not self.env["crm.lead"].has_access("create"):
            raise AccessError(
                self.env._(
                    "You may not create opportunities. Ask a salesperson to win "
                    "this customer back, or an administrator for access to CRM."
                )
            )

    def _prepare_winback_lead_vals(self):
        """What sales may know: the customer and their words, no findings."""
        customer = self.partner_name or self.partner_id.display_name or self.name
        parts = [Markup("<p>%s</p>") % self.display_name]
        if not is_html_empty(self.description):
            parts.append(self.description)
        if self.demand:
            demand = self.env._("Asked for: %s", self.demand)
            parts.append(Markup("<p>%s</p>") % demand)
        return {
            "type": "opportunity",
            "name": self.env._("Win back %s", customer),
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "contact_name": self.partner_name,
            "email_from": self.email_from,
            "phone": self.phone,
            "user_id": self._get_salespeople()[self].id or self.env.uid,
            "description": Markup("").join(parts),
        }

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
        involved = self.user_id | self.investigator_id | self.first_contact_user_id
        if user not in involved:
            self.sudo().message_unsubscribe(user.sudo().partner_id.ids)

    def _unfollow_bystanders(self):
        """Only those who work on a protected case, and officers, go on seeing it."""
        for complaint in self.sudo():
            involved = (
                complaint.user_id
                | complaint.investigator_id
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
