# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ways to an entry that lead through other records: its files and its tasks."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .penalty import ACCOUNTABILITY

ENTRY = "complaint.penalty"


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _filter_with_files(self):
        """Entries whose files the user may see: as an officer, not as the person."""
        if self.env.su:
            return self
        if not self.env.user.has_group(ACCOUNTABILITY):
            return self.browse()
        return self - self._filter_about(*self._get_oneself()).with_env(self.env)


class IrAttachment(models.Model):
    """What is attached to an entry may be by others, and is for officers only.

    The person reads the facts, with the pictures in them.
    """

    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        entries = self.env[ENTRY].browse(model_and_ids.get(ENTRY, ())).exists()
        for entry in entries - entries._filter_with_files():
            yield ENTRY, entry.id


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.constrains("user_id", "res_model", "res_id")
    def _check_may_read_entry(self):
        """A task on an entry is for who may read the entry.

        :raises ValidationError: it would tell somebody else that there is one
        """
        tasks = self.sudo().filtered(
            lambda task: task.res_model == ENTRY and task.user_id
        )
        for user, for_user in tasks.grouped("user_id").items():
            entries = self.env[ENTRY].browse(for_user.mapped("res_id")).exists()
            entries = entries.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            if entries != entries._filtered_access("read"):
                raise ValidationError(
                    self.env._(
                        "Choose an accountability officer of the company: %s may not "
                        "read this entry.",
                        user.name,
                    )
                )
