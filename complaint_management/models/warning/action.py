# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is done about what stood out."""

from odoo import api, fields, models


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    alert_ids = fields.Many2many(
        comodel_name="complaint.alert",
        relation="complaint_action_alert_rel",
        column1="action_id",
        column2="alert_id",
        string="Early Warnings",
        copy=False,
        help="What stood out, and led to it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """An alert about which something is done was followed up.

        :raises AccessError: the user may not act on one of the alerts
        """
        actions = super().create(vals_list)
        actions._follow_alerts(self.env["complaint.alert"])
        return actions

    def write(self, vals):
        if "alert_ids" not in vals:
            return super().write(vals)
        before = self.sudo().alert_ids
        result = super().write(vals)
        self._follow_alerts(before)
        return result

    def _follow_alerts(self, before):
        """Let the alerts that came new be followed up.

        :param before: alerts that led to the actions already
        """
        new = (self.sudo().alert_ids - before).with_env(self.env)
        new = new.filtered(
            lambda alert: alert.sudo().state not in ("followed", "closed")
        )
        if new:
            new._act("follow")


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    action_ids = fields.Many2many(
        comodel_name="complaint.action",
        relation="complaint_action_alert_rel",
        column1="alert_id",
        column2="action_id",
        string="Actions",
        readonly=True,
    )
    action_count = fields.Integer(compute="_compute_action_count")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"action_ids"}

    @api.depends("action_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_action_count(self):
        """How many there are that the reader may see."""
        counts = dict(
            self.env["complaint.action"]._read_group(
                [("alert_ids", "in", self.ids)], ["alert_ids"], ["__count"]
            )
        )
        for alert in self:
            alert.action_count = counts.get(alert._origin, 0)

    def action_plan(self):
        """Plan an action about it, with what is known already.

        :return: the action that opens a new ``complaint.action``
        """
        self.ensure_one()
        self._check_may_act("follow")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan an Action"),
            "res_model": "complaint.action",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": self._get_action_defaults(),
        }

    def _get_action_defaults(self):
        """With what an action begins that is made from this alert."""
        link = fields.Command.link
        alert = self.sudo()
        is_cause = alert.dimension == "cause" and alert._get_subject_record()
        return {
            "default_alert_ids": [link(self.id)],
            "default_complaint_ids": [link(id_) for id_ in alert.complaint_id.ids],
            "default_cause_ids": [link(alert.subject_id)] if is_cause else [],
            "default_department_id": alert._get_unit().id,
            "default_company_id": alert.company_id.id,
        }

    def action_view_actions(self):
        """Open what is done about it."""
        self.ensure_one()
        actions = self.env["complaint.action"].search([("alert_ids", "in", self.ids)])
        return actions._get_records_action(name=self.env._("Actions"))
