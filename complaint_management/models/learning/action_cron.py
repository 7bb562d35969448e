# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the product does about actions by itself, once a day and soon after a check."""

import logging

from odoo import api, models
from odoo.tools import split_every

from ..common.steps import run_step

CRON = "complaint_management.ir_cron_follow_actions"
# So many are worked on, and kept, at a time.
BATCH = 50
_logger = logging.getLogger(__name__)


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    @api.model
    def _cron_follow(self):
        """Do for actions what their days ask for.

        Safe to kill, and to run again: each step finds what is due by what was not done
        yet, so that a missed day loses nothing, and nothing happens twice.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        actions = self.sudo().with_context(active_test=False)
        for find, step in self._get_daily_steps():
            due = getattr(actions, find)()
            commit_progress(remaining=len(due))
            for ids in split_every(BATCH, due.ids):
                run_step(actions.browse(ids), step, _logger)
                if not commit_progress(len(ids)):
                    return

    @api.model
    def _get_daily_steps(self):
        """What is done for actions each day, in this order; extend it.

        :return: list of pairs of names: of the method that finds the actions, and of
            the one that does something for a batch of them
        """
        return [("_find_effects_due", "_look_at_effects")]

    @api.model
    def _find_effects_due(self):
        return self.search(self._get_effect_due_domain())

    @api.model
    def _ask_to_follow(self):
        """Have the steps done soon, and not only in the night."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()
