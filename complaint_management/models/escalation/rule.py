# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A rule that has nobody to call says so where it is written."""

from odoo import api, fields, models

from .escalation_rule import PEOPLE_FIELDS


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    silence = fields.Char(
        string="Whom It Does Not Reach",
        compute="_compute_silence",
        help="Said while nobody is there whom the rule names.",
    )

    @api.depends(*PEOPLE_FIELDS, "company_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_silence(self):
        for rule in self:
            rule.silence = rule._get_silence(rule.company_id or self.env.company)

    def _get_silence(self, company):
        """Why nobody of a company would hear of this rule; empty if somebody would.

        :param company: one ``res.company``
        """
        self.ensure_one()
        rule = self.sudo()
        if not rule._needs_people() or rule.to_handler:
            return ""
        if not rule._names_people():
            return self.env._("Choose whom the rule calls.")
        if any(rule._reach_somebody(company)):
            return ""
        return self.env._(
            "Nobody is there whom this rule names: teams have no leader, departments "
            "no manager, the group no member, or those named have left. Officers hear "
            "of it instead."
        )

    def _reach_somebody(self, company):
        """Whether each way of naming people that the rule uses finds anybody.

        :param company: one ``res.company``
        :return: generator of bool
        """
        named = self.user_ids | self.group_id.all_user_ids
        yield any(user._works_in(company) for user in named)
        places = [("company_id", "in", (company.id, False))]
        if self.to_team_leader:
            teams = self.env["helpdesk.ticket.team"]
            yield bool(teams.search_count([*places, ("user_id.active", "=", True)], 1))
        if self.to_department_manager:
            managed = [*places, ("manager_id.user_id.active", "=", True)]
            yield bool(self.env["hr.department"].search_count(managed, 1))
        if self.chain_level:
            led = [*places, ("parent_id.user_id.active", "=", True)]
            yield bool(self.env["hr.employee"].search_count(led, 1))
