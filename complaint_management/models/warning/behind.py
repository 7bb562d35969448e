# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is behind an alert: searched anew, with the rights of who looks."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .rule_counts import WEEK


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    shown_count = fields.Integer(
        string="To Read", compute="_compute_behind", export_string_translation=False
    )
    hidden_count = fields.Integer(
        string="Not Shown",
        compute="_compute_behind",
        help="They are counted, and are not shown to you.",
    )

    @api.depends("date_first", "date_last", "complaint_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_behind(self):
        for alert in self:
            records, domain = alert._get_records(), alert._get_behind_domain()
            shown = counted = 0
            if records is not None and records.has_access("read"):
                shown = records.search_count(domain)
            if records is not None:
                domain &= alert._get_unbarred_domain(records)
                counted = records.sudo().search_count(domain)
            alert.shown_count = shown
            alert.hidden_count = counted - shown

    @api.model
    def _get_unbarred_domain(self, records):
        """Whom a protected case is about does not learn that there is one (R153).

        :param records: the model of what was counted
        :return: a ``Domain``
        """
        if records._name != "complaint.complaint":
            return Domain.TRUE
        return Domain("id", "not in", self.env.user.sudo().barred_complaint_ids.ids)

    def _get_records(self):
        """The model of what was counted, with what is archived; None if it is gone."""
        self.ensure_one()
        sources = self.env["complaint.alert.rule"]._get_sources()
        source = sources.get(self.sudo().source)
        if not source or source.model not in self.env:
            return None
        return self.env[source.model].with_context(active_test=False)

    def _get_behind_domain(self):
        """What was counted while it stood out, as a ``Domain``."""
        self.ensure_one()
        alert = self.sudo()
        if alert.complaint_id:
            return Domain("id", "=", alert.complaint_id.id)
        rule = alert.rule_id
        if rule.trigger == "again":
            return alert._get_again_domain()
        if not rule._get_dimension() or rule.dimension != alert.dimension:
            # The rule watches something else by now.
            return Domain.FALSE
        source = rule._get_sources()[rule.source]
        return (
            rule._get_subject_domain(alert.company_id, alert.subject_id)
            & Domain(source.date, ">", alert.date_first - max(1, alert.weeks) * WEEK)
            & Domain(source.date, "<=", alert.date_last)
        )

    def _get_again_domain(self):
        """The cases about the same thing, from some hours before the first alert."""
        begin = self.date_first - timedelta(hours=self.rule_id.hours)
        counted = self.rule_id._get_again_domain(
            self.company_id, self.subject_model, self.subject_id
        )
        return (
            counted
            & Domain("date_received", ">=", begin)
            & Domain("date_received", "<=", self.date_last)
        )

    def action_view_behind(self):
        """Open what was counted, as far as the user may read it.

        :raises UserError: there is nothing that could be shown
        """
        self.ensure_one()
        self.check_access("read")
        records = self._get_records()
        if records is None or not records.has_access("read"):
            raise UserError(self.env._("What was counted is not shown to you."))
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Behind: %s", self.subject),
            "res_model": records._name,
            "view_mode": "list,form",
            "domain": list(self._get_behind_domain()),
            "context": {"active_test": False, "create": False},
        }
        if self.complaint_id:
            action.update(
                view_mode="form", res_id=self.complaint_id.id, views=[(False, "form")]
            )
        return action
