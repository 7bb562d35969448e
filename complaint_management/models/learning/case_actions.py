# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is done about a case, so that it does not come back."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

STAFF = "complaint_management.group_complaint_user"
# So many are named of those that still have to be planned.
MOST_NAMES = 5


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    action_ids = fields.Many2many(
        comodel_name="complaint.action",
        relation="complaint_action_case_rel",
        column1="complaint_id",
        column2="action_id",
        string="Actions",
        copy=False,
        groups=STAFF,
        help="What is done so that it does not come back.",
    )
    action_count = fields.Integer(
        string="Actions Taken", compute="_compute_action_count", groups=STAFF
    )

    @api.depends("action_ids")
    @api.depends_context("uid")
    def _compute_action_count(self):
        """Those that the user may read."""
        counts = dict(
            self.env["complaint.action"]._read_group(
                [("complaint_ids", "in", self.ids)], ["complaint_ids"], ["__count"]
            )
        )
        for complaint in self:
            complaint.action_count = counts.get(complaint._origin, 0)

    def action_view_actions(self):
        """Open the actions of the case; the first one is begun at once."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_action_action"
        )
        action.update(
            name=self.env._("Actions: %s", self.display_name),
            domain=[("complaint_ids", "in", self.ids)],
            context=self._get_action_defaults(),
        )
        if not self.action_count:
            action.update(views=[(False, "form")], view_mode="form")
        return action

    def _get_action_defaults(self):
        """With what an action begins that is made from this case.

        :return: dict for a context
        """
        self.ensure_one()
        unit = self.sudo().responsible_department_ids[:1] or self.department_id
        return {
            "default_complaint_ids": [fields.Command.link(self.id)],
            "default_cause_ids": [
                fields.Command.link(id_) for id_ in self.cause_id.ids
            ],
            "default_department_id": unit.id,
            "default_company_id": self.company_id.id,
        }

    def _take_over_records(self, merged):
        """What the merged cases led to, the one that goes on led to: it is told."""
        case_sudo = self.sudo()
        actions_sudo = merged.sudo().action_ids - case_sudo.action_ids
        actions_sudo.filtered(
            lambda action: (
                not (action.user_id | action.checker_id).barred_complaint_ids
                & case_sudo
            )
        ).write({"complaint_ids": [fields.Command.link(self.id)]})
        return super()._take_over_records(merged)

    # ------------------------------------------------------------------
    # The closing gate
    # ------------------------------------------------------------------

    def _get_unplanned_actions(self):
        """Actions that nobody has done, and nobody will do by a day, as sudo."""
        today = fields.Date.context_today(self)
        return self.sudo().action_ids.filtered(
            lambda action: (
                action.state == "open"
                and not (
                    action.user_id and action.date_due and action.date_due >= today
                )
            )
        )

    def _check_need_actions_planned(self, given):
        """Each action is done, waived, or planned: with an owner and a date."""
        self.ensure_one()
        unplanned = self._get_unplanned_actions()
        if not unplanned:
            return None
        readable = unplanned.with_env(self.env)._filtered_access("read")
        names = [f"“{name}”" for name in readable[:MOST_NAMES].mapped("name")]
        more = len(unplanned) - len(names)
        if more:
            names.append(self.env._("%s more", more))
        return self.env._(
            "Each action is done, waived, or planned with an owner and a date to come. "
            "Not yet: %s.",
            ", ".join(names),
        )

    @api.constrains("action_ids")
    def _check_actions_of_closed(self):
        self.sudo().action_ids._check_closed_planned()


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    @api.constrains("complaint_ids", "user_id", "date_due", "state")
    def _check_closed_planned(self):
        """What is still done about a closed case has an owner and a date."""
        for action in self.sudo():
            if action.state != "open" or (action.user_id and action.date_due):
                continue
            if "closed" in action.complaint_ids.mapped("state"):
                raise ValidationError(
                    self.env._(
                        "“%s” belongs to a closed case: enter who owns it, and by when "
                        "it is done.",
                        action.name,
                    )
                )
