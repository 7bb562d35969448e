# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was created can be deleted or cancelled: then the promise is open again."""

import logging

from odoo import api, fields, models
from odoo.tools import format_list

_logger = logging.getLogger(__name__)

# When a document does not fulfil anything any more, besides being deleted. An
# opportunity that is lost was one.
VOID = {
    "account.move": [("state", "=", "cancel")],
    "loyalty.card": [("active", "=", False)],
    "project.task": ["|", ("state", "=", "1_canceled"), ("active", "=", False)],
    "repair.order": [("state", "=", "cancel")],
    "stock.picking": [("state", "=", "cancel")],
}
ACTIVITY = "complaint_management.mail_activity_type_fulfil"
# Remedies that are looked at together.
BATCH = 1000


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    is_result_void = fields.Boolean(
        string="Undone",
        compute="_compute_is_result_void",
        help="What was created for it has been deleted or cancelled since.",
    )

    @api.depends("state", "result_model", "result_id")
    def _compute_is_result_void(self):
        void = self._get_void()
        for remedy in self:
            remedy.is_result_void = remedy in void

    def _get_void(self):
        """The fulfilled lines whose documents are deleted or cancelled."""
        created = self.filtered(
            lambda remedy: (
                remedy.state == "fulfilled"
                and remedy.result_id
                and remedy.result_model in self.env
            )
        )
        void = self.browse()
        for model, remedies in created.grouped("result_model").items():
            documents_sudo = self.env[model].sudo().with_context(active_test=False)
            ids = remedies.mapped("result_id")
            standing = documents_sudo.browse(ids).exists()
            if model in VOID:
                standing -= documents_sudo.search([("id", "in", ids), *VOID[model]])
            standing_ids = set(standing.ids)
            void |= remedies.filtered(
                lambda remedy, ids=standing_ids: remedy.result_id not in ids
            )
        return void

    # ------------------------------------------------------------------
    # Taking up again
    # ------------------------------------------------------------------

    @api.model
    def _cron_follow_results(self):
        """Open promises again whose documents were deleted or cancelled."""
        commit_progress = self.env["ir.cron"]._commit_progress
        created = [("state", "=", "fulfilled"), ("result_id", ">", 0)]
        last_id = 0
        while batch := self.sudo().search(
            [*created, ("id", ">", last_id)], order="id", limit=BATCH
        ):
            last_id = batch[-1].id
            for remedies in batch._get_void().grouped("complaint_id").values():
                remedies._take_up_or_log()
            if not commit_progress(len(batch)):
                break

    def _take_up_or_log(self):
        """One case that fails does not stop the others."""
        try:
            with self.env.cr.savepoint():
                self._take_up_again()
        except Exception:
            _logger.warning("%s could not be taken up again", self, exc_info=True)

    def action_take_up_again(self):
        """Open promises again of which this user sees that they are undone.

        Nothing happens to those that stand.
        """
        self.check_access("write")
        self._take_up_again()
        return True

    def _take_up_again(self):
        """Open promises again, and tell the case and whoever handles it."""
        locked_sudo = self.sudo().try_lock_for_update()
        locked_sudo.invalidate_recordset(["state", "result_id"])
        void_sudo = locked_sudo._get_void()
        for complaint, remedies in void_sudo.grouped("complaint_id").items():
            note = remedies._say_undone()
            remedies._write_sealed(
                {
                    "state": "accepted",
                    "date_fulfilled": False,
                    "fulfilled_by_id": False,
                    "result_model": False,
                    "result_id": False,
                    "result_name": False,
                }
            )
            complaint._log_note(self.env._("A promise is open again"), note)
            complaint._ask_to_fulfil(note)

    def _say_undone(self):
        return self.env._(
            "What was created is deleted or cancelled: %s.",
            format_list(
                self.env,
                [f"{line.display_name} ({line.result_name})" for line in self],
            ),
        )

    def action_fulfil(self):
        """Whoever was asked to do it has done it."""
        result = super().action_fulfil()
        self.complaint_id._stop_asking_to_fulfil()
        return result
