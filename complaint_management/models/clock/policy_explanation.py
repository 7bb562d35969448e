# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Why this policy applies to a case, and not another one."""

from markupsafe import Markup

from odoo import api, fields, models

from ..case.screens import STAFF

# Criteria of a policy, and what they are compared with on the case.
COMPARED_WITH = {
    "kind": "kind",
    "severity": "severity",
    "grounds": "grounds",
    "identity_mode": "identity_mode",
    "category_ids": "category_id",
    "channel_ids": "channel_id",
    "team_ids": "team_id",
    "partner_tag_ids": "partner_id.category_id",
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    policy_explanation = fields.Html(
        string="Which Policy Applies, and Why",
        compute="_compute_policy_explanation",
        sanitize=False,
        groups=STAFF,
    )

    @api.depends("policy_id", *COMPARED_WITH.values())
    @api.depends_context("lang")
    def _compute_policy_explanation(self):
        for complaint in self:
            complaint.policy_explanation = complaint._explain_policy()

    def _explain_policy(self):
        """The policies in their order, each with why it applies or not.

        :return: Markup, a numbered list
        """
        self.ensure_one()
        complaint = self.sudo()
        policies = self.env["complaint.sla.policy"].sudo()
        rows, is_chosen = [], False
        for spec in policies._get_specs(complaint.company_id.id):
            policy = policies.browse(spec.id)
            misfits = spec.get_misfits(complaint)
            if misfits:
                reason = policy._explain_misfits(misfits, complaint)
            elif is_chosen:
                reason = self.env._("Would fit, but another one comes before it.")
            else:
                reason = self.env._("Applies: it is the first that fits.")
            rows.append((policy, reason, not misfits and not is_chosen))
            is_chosen = is_chosen or not misfits
        if not rows:
            return Markup("<p>%s</p>") % self.env._("There is no policy yet.")
        return Markup("<ol class='mb-0'>%s</ol>") % Markup().join(
            self._format_policy_row(*row) for row in rows
        )

    @api.model
    def _format_policy_row(self, policy, reason, applies):
        icon = "fa-check text-success" if applies else "fa-times text-muted"
        row = Markup(
            "<li><i class='fa fa-fw %s' aria-hidden='true'></i> "
            "<span class='%s'>%s</span><br/><span class='text-muted'>%s</span></li>"
        )
        return row % (icon, "fw-bold" if applies else "", policy.name, reason)


class ComplaintSlaPolicy(models.Model):
    _inherit = "complaint.sla.policy"

    def _explain_misfits(self, misfits, complaint):
        """Why the policy does not apply to a case, in one sentence each.

        :param misfits: field names of the policy, from ``PolicySpec.get_misfits``
        :param complaint: the case, as sudo
        """
        self.ensure_one()
        return " ".join(
            self.env._(
                "%(criterion)s: asks for %(wanted)s, this case has %(found)s.",
                criterion=self._fields[fname]._description_string(self.env),
                wanted=self._say_value(self, fname),
                found=self._say_value(complaint, COMPARED_WITH[fname]),
            )
            for fname in misfits
        )

    def _say_value(self, record, path):
        """The value of a field in words.

        :param record: one record
        :param str path: name of a field, or a path to one
        """
        *way, fname = path.split(".")
        for step in way:
            record = record[step]
        value = record[fname]
        if not value:
            return self.env._("none")
        field = record._fields[fname]
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        return ", ".join(value.mapped("display_name"))
