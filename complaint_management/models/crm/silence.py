# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Winning back a customer who went quiet, and why one is lost, as CRM says (R167)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import plaintext2html


class ComplaintSilence(models.Model):
    _inherit = "complaint.silence"

    lost_reason_id = fields.Many2one(
        comodel_name="crm.lost.reason", readonly=True, ondelete="restrict"
    )
    winback_lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Win-Back Opportunity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"lost_reason_id", "winback_lead_id"}

    @api.model
    def _get_acts(self):
        """Who is lost is lost for a reason that sales count."""
        acts = super()._get_acts()
        return {**acts, "lose": acts["lose"]._replace(needs=("lost_reason",))}

    def _check_needs_lost_reason(self, given):
        reasons = self.env["crm.lost.reason"].sudo()
        if not reasons.browse(given.get("lost_reason") or ()).exists():
            return self.env._("choose why the customer is lost.")

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        if name == "lose":
            return {**vals, "lost_reason_id": given["lost_reason"]}
        return vals

    def _get_act_words(self, name, given):
        words = super()._get_act_words(name, given)
        if name == "lose":
            reasons = self.env["crm.lost.reason"].sudo()
            words.insert(0, reasons.browse(given["lost_reason"]).name)
        return words

    def action_win_back(self):
        """Open the opportunity to win the customer back; create it once.

        :raises AccessError: this is not the user's, or they create no opportunities
        """
        self.ensure_one()
        self._check_may_act("win_back")
        silence = self.sudo()
        if not silence.winback_lead_id:
            leads = self.env["crm.lead"]
            if not leads.has_access("create"):
                raise AccessError(
                    self.env._(
                        "You may not create opportunities. Ask a salesperson to win "
                        "this customer back."
                    )
                )
            known = silence.complaint_id.winback_lead_id
            lead = known or leads.sudo().create(silence._prepare_winback_vals())
            silence._write_sealed({"winback_lead_id": lead.id})
        return silence.winback_lead_id.sudo(False)._get_records_action()

    def _prepare_winback_vals(self):
        """The opportunity says nothing of the case, which may come to be protected."""
        until = self.date_back or fields.Date.context_today(self)
        return {
            "type": "opportunity",
            "name": self.env._("Win back %s", self.partner_id.display_name),
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "description": plaintext2html(self._say_orders(until)),
        }
