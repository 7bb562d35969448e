# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is done to several cases at once: by the gates of one, all or none."""

from odoo import models
from odoo.exceptions import UserError


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _do_to_all(self, act):
        """Do the same to all cases, or to none; say which of them refuse, and why.

        :param act: a function that takes cases, and raises where it is refused
        :return: what the function returns
        :raises UserError: naming each case that refuses
        """
        try:
            with self.env.cr.savepoint():
                return act(self)
        except UserError as error:
            refusals = self._get_refusals(act) if len(self) > 1 else {}
            if not refusals:
                raise
            lines = [f"{case.display_name}: {why}" for case, why in refusals.items()]
            raise UserError(
                self.env._(
                    "Nothing was done, as %(number)s of %(all)s cases refuse. Take "
                    "them out of the selection, or put right what is missing.",
                    number=len(refusals),
                    all=len(self),
                )
                + "\n\n"
                + "\n".join(lines)
            ) from error

    def _get_refusals(self, act):
        """Try each case alone, and undo it, to find those that refuse.

        :return: dict of case and what it says
        """
        refusals = {}
        for case in self:
            savepoint = self.env.cr.savepoint()
            try:
                act(case)
            except UserError as error:
                refusals[case] = str(error)
            finally:
                savepoint.close(rollback=True)
        return refusals

    # ------------------------------------------------------------------
    # Buttons over the list
    # ------------------------------------------------------------------

    def action_assign(self):
        """Open the dialog that gives the cases to another handler."""
        return self._open_bulk("complaint.assign", self.env._("Assign"))

    def action_send_notices(self):
        """Open the dialog that tells each complainant how far we are.

        One case has its own dialog, with words that are proposed for it.
        """
        if len(self) == 1:
            return self.action_send_notice()
        return self._open_bulk("complaint.notice.bulk", self.env._("Send Notice"))

    def _open_bulk(self, model, name):
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": self.ids},
        }
