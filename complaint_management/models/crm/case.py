# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The opportunity from which a case came, and the one to win the customer back."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        check_company=True,
        index="btree_not_null",
        copy=False,
    )
    winback_lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Win-Back Opportunity",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
    )

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

    @api.model
    def _get_purchase_sources(self):
        """Opportunities that were won are purchases, too."""
        return super()._get_purchase_sources() + [
            (
                "crm.lead",
                [("won_status", "=", "won"), ("active", "in", [True, False])],
                "partner_id.commercial_partner_id",
                "date_closed",
                "expected_revenue:sum",
            )
        ]
