# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The department for customer relations follows the cases, and files them (R88)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.case.phases import follows_new


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_relations_department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Customer Relations",
        check_company=True,
        help="Its members follow each new case, as far as it is not closed to them, "
        "and file what came of it. Empty: nobody.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_relations_department_id = fields.Many2one(
        related="company_id.complaint_relations_department_id", readonly=False
    )


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    date_filed = fields.Datetime(
        string="Filed On",
        readonly=True,
        copy=False,
        help="When customer relations put the result on file.",
    )
    filed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="set null"
    )
    can_file = fields.Boolean(compute="_compute_can_file")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"date_filed", "filed_by_id"}

    @api.depends("state", "date_filed")
    @api.depends_context("uid")
    def _compute_can_file(self):
        for complaint in self:
            complaint.can_file = (
                complaint.state in ("resolved", "closed")
                and not complaint.date_filed
                and self.env.user in complaint._get_relations_users()
            )

    def _get_relations_users(self):
        """Members of the department for customer relations."""
        self.ensure_one()
        company = self.sudo().company_id
        unit = company.complaint_relations_department_id
        return unit.member_ids.user_id.filtered(lambda user: user._works_in(company))

    @follows_new()
    def _follow_as_relations(self):
        """Customer relations follow new cases; not those that are closed to them.

        Where no department is named, nothing is asked of the database.
        """
        for company, cases in self.sudo().grouped("company_id").items():
            if not company.complaint_relations_department_id:
                continue
            partners = cases[0]._get_relations_users().partner_id
            able = cases.grouped(
                lambda case, people=partners: people - case._get_barred_partners()
            )
            for followers, group in able.items():
                group.message_subscribe(partner_ids=followers.ids)

    def action_file(self):
        """Put the result on file: customer relations follow what comes of it.

        :raises AccessError: the user does not belong to customer relations
        """
        self.check_access("read")
        for complaint in self:
            if self.env.user not in complaint._get_relations_users():
                raise AccessError(
                    self.env._("Only customer relations file what came of a case.")
                )
            if not complaint.can_file:
                raise UserError(
                    self.env._(
                        "%s is not resolved yet, or filed already.",
                        complaint.display_name,
                    )
                )
            complaint.sudo()._write_protected(
                {"date_filed": fields.Datetime.now(), "filed_by_id": self.env.uid}
            )
            complaint.sudo()._log_note(self.env._("Filed by customer relations"))
        return True
