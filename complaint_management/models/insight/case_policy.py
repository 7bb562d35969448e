# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How we handle a case, as it was in force when the case came in (R159)."""

from odoo import models
from odoo.exceptions import UserError


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_policy_versions(self):
        """The versions that were in force on the day on which the case came in.

        :return: ``complaint.policy.version``
        """
        self.ensure_one()
        company = self.company_id
        path = self.category_id.parent_path or ""
        documents_sudo = self.env["complaint.policy.document"].sudo()
        valid = documents_sudo.search(
            documents_sudo._get_valid_domain(
                company, [int(id_) for id_ in path.split("/") if id_]
            )
        )
        day = company._get_complaint_day_of(self.date_received)
        versions = self.env["complaint.policy.version"]
        return versions.browse(
            version.id for version in valid._get_in_force(day).values()
        )

    def action_view_policies(self):
        """Open what was in force when the case came in.

        :raises UserError: nothing was
        """
        self.ensure_one()
        self.check_access("read")
        versions = self._get_policy_versions()
        if not versions:
            raise UserError(
                self.env._(
                    "No policy or procedure was in force for this case when it was "
                    "received. Those of today stand under Learning, Policies."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_policy_version_action"
        )
        action.update(
            name=self.env._("How We Handle This"),
            domain=[("id", "in", versions.ids)],
            context={"create": False},
        )
        if len(versions) == 1:
            action.update(res_id=versions.id, views=[(False, "form")])
        return action
