# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Staff are asked for their views regularly (R215)."""

import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_staff_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Officer for Staff Matters",
        domain="[('share', '=', False)]",
        help="Gets what staff complain about or suggest, unless it is about them. "
        "Empty: a complaint officer is asked.",
    )
    complaint_staff_ask_months = fields.Integer(
        string="Staff Are Asked Every",
        help="Months after which all staff are invited again to say what should "
        "change. 0: never.",
    )
    complaint_staff_asked_on = fields.Date(string="Staff Asked On", readonly=True)

    _complaint_staff_ask_positive = models.Constraint(
        "CHECK (complaint_staff_ask_months >= 0)",
        "The months between two invitations cannot be negative.",
    )

    @api.model
    def _cron_ask_staff(self):
        """Invite the staff of each company whose turn it is."""
        due = self.search([("complaint_staff_ask_months", ">", 0)]).filtered(
            lambda company: company._is_staff_to_ask()
        )
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=len(due))
        for company in due:
            try:
                with self.env.cr.savepoint():
                    company._ask_staff()
            except Exception:
                _logger.exception("The staff of company %s were not asked", company.id)
            commit_progress(1)

    def _is_staff_to_ask(self):
        """Whether the last invitation is long enough ago."""
        self.ensure_one()
        months = relativedelta(months=self.complaint_staff_ask_months)
        asked = self.complaint_staff_asked_on
        return not asked or asked + months <= fields.Date.context_today(self)

    def _ask_staff(self):
        """Invite everybody who works here, each in their language."""
        self.complaint_staff_asked_on = fields.Date.context_today(self)
        staff_sudo = self.env["hr.employee"].sudo()
        staff_sudo = staff_sudo.search([("company_id", "=", self.id)])
        users = staff_sudo.user_id.filtered(lambda user: user._works_in(self))
        for lang, told in users.grouped("lang").items():
            there = self.with_context(lang=lang or self.env.lang)
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=told.partner_id.ids,
                subject=there.env._("What should change here?"),
                body=there.env._(
                    "What hinders you in your work, what annoys customers, what would "
                    "you do differently? Tell it under Complaints / My Complaint or "
                    "Suggestion, with or without your name. It is decided and answered "
                    "like what customers write."
                ),
                email_layout_xmlid="mail.mail_notification_layout",
            )
