# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A reward may come with a badge, where the app that has badges is installed."""

from odoo import fields, models

BADGE = "gamification.badge"
GRANT = "gamification.badge.user"


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    date_badge = fields.Datetime(
        string="Badge Granted On",
        readonly=True,
        help="Once: a badge that was taken away again does not come back.",
    )

    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"date_badge"}

    def action_confirm(self, reason, override_reason=None):
        """Confirm entries; a reward grants the badge of its rule."""
        result = super().action_confirm(reason, override_reason)
        self._grant_badges()
        return result

    def _grant_badges(self):
        """Grant each person the badge of the rule, once for each reward.

        Nothing happens without the app, without a badge or when it was deleted,
        and for people who have no account or do not want to be shown.
        """
        if BADGE not in self.env:
            return
        entries = self.sudo().filtered(lambda entry: entry._deserves_badge())
        if not entries:
            return
        grants = (
            self.env[GRANT]
            .sudo()
            .create([entry._prepare_badge_vals() for entry in entries])
        )
        for grant in grants:
            grant._send_badge()
        entries._write_sealed({"date_badge": fields.Datetime.now()})

    def _deserves_badge(self):
        """Whether there is a badge to grant, and somebody to grant it to."""
        self.ensure_one()
        return bool(
            self.is_reward
            and self.state == "confirmed"
            and not self.reverses_id
            and not self.date_badge
            and self.employee_id.user_id.active
            and not self.employee_id.complaint_board_off
            and self._get_badge()
        )

    def _get_badge(self):
        """The badge of the rule, or nothing when it was deleted."""
        self.ensure_one()
        badge = self.rule_id.badge_ref
        return badge.exists() if badge else None

    def _prepare_badge_vals(self):
        """What a grant is written. Everybody sees it: nothing about the case."""
        self.ensure_one()
        vals = {
            "badge_id": self._get_badge().id,
            "user_id": self.employee_id.user_id.id,
        }
        if "employee_id" in self.env[GRANT]._fields:
            vals["employee_id"] = self.employee_id.id
        return vals
