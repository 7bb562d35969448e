# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Why this policy applies to a case, and not another one."""

from odoo import models

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
