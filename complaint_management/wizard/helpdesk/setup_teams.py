# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether there are teams, and somebody leads them."""

from odoo import models

TEAMS = "helpdesk_mgmt.helpdesk_ticket_team_action"


class ComplaintSetup(models.TransientModel):
    _inherit = "complaint.setup"

    def _get_team_checks(self):
        return [
            *super()._get_team_checks(),
            self._check_teams,
            self._check_team_leaders,
        ]

    def _get_teams(self):
        return (
            self.env["helpdesk.ticket.team"]
            .sudo()
            .search([("company_id", "in", (self.company_id.id, False))])
        )

    def _check_teams(self):
        teams = self._get_teams().filtered("user_ids")
        return self._say(
            teams,
            self.env._("Teams"),
            self.env._("Teams with members: %s", self._join(teams.mapped("name"))),
            self.env._("No team has members: nobody sees the cases of a team."),
            TEAMS,
        )

    def _check_team_leaders(self):
        teams = self._get_teams()
        alone = teams.filtered(lambda team: not team.user_id)
        return self._say(
            teams and not alone,
            self.env._("Team leaders"),
            self.env._("Each team has a leader, whom escalation rules can call."),
            self.env._(
                "Teams without a leader, whom escalation rules would call: %s",
                self._join(alone.mapped("name")) or "–",
            ),
            TEAMS,
        )
