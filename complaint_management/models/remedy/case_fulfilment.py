# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was done for a customer by another app, seen from the case."""

from odoo import models

from .fulfilment_undone import ACTIVITY


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _ask_to_fulfil(self, note):
        """Ask whoever speaks with the customer to keep the promise.

        :param str note: what happened to it
        """
        self.ensure_one()
        user = self.sudo()._get_contact_person()
        self.sudo().activity_schedule(ACTIVITY, user_id=user.id, note=note)

    def _stop_asking_to_fulfil(self):
        """Nothing is left to be done of what was agreed."""
        done_sudo = self.sudo().filtered(
            lambda case: all(line.state != "accepted" for line in case.remedy_ids)
        )
        done_sudo.activity_feedback([ACTIVITY])

    def _check_need_promises_kept(self, given):
        """What was created and is gone does not keep a promise."""
        open_promises = super()._check_need_promises_kept(given)
        void = self.remedy_ids._get_void()
        if not void:
            return open_promises
        undone = self.env._(
            "%s Press “Take Up Again” on the remedy.", void._say_undone()
        )
        return " ".join(filter(None, (open_promises, undone)))

    def _forget_traces(self, traces):
        """What was created for customers names them (R152)."""
        result = super()._forget_traces(traces)
        self.sudo().remedy_ids._part_from_results()
        return result
