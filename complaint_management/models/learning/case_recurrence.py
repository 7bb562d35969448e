# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case whose cause should be gone, as something was done about it (R143)."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.case.phases import follows, follows_new

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    recurrence_action_ids = fields.Many2many(
        comodel_name="complaint.action",
        relation="complaint_action_recurrence_rel",
        column1="complaint_id",
        column2="action_id",
        string="Came Back After",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="What was done about the same cause before this case came in.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"recurrence_action_ids"}

    @follows("cause_id", "kind")
    def _drop_recurrences(self):
        """Where another cause was found, nothing came back."""
        for complaint in self.sudo().filtered("recurrence_action_ids"):
            is_ours = complaint.kind == "complaint"
            above = is_ours and complaint.cause_id.parent_path or ""
            wrong = complaint.recurrence_action_ids.filtered(
                lambda action, above=above: (
                    not (
                        {str(id_) for id_ in action.cause_ids.ids}
                        & set(above.split("/"))
                    )
                )
            )
            unlink = fields.Command.unlink(complaint.id)
            wrong._write_sealed({"recurrence_ids": [unlink]})

    @follows_new()
    @follows("cause_id", "kind")
    def _flag_recurrences(self, *before):
        """Look whether something was done about their causes already."""
        caused = self.filtered(lambda case: case.cause_id and case.kind == "complaint")
        if not caused:
            return
        actions = self.env["complaint.action"].sudo()
        found = actions._find_recurrences(SQL("complaint.id IN %s", caused._ids))
        actions._keep_recurrences(found)

    def action_open_recurrence(self):
        """Open what was done about the cause before."""
        self.ensure_one()
        self.check_access("read")
        actions = self.recurrence_action_ids
        name = self.env._("Done before: %s", self.display_name)
        return actions._get_records_action(name=name)
