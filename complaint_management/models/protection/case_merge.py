# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was promised protection does not lose it by a merge (R149)."""

from odoo import models

from .case_vault import CUSTODIAN


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_merge_obstacles(self):
        return super()._get_merge_obstacles() + self._get_merge_identity_obstacles()

    def _get_merge_identity_obstacles(self):
        """Who was promised protection does not lose it by a merge (R149)."""
        modes = set(self.mapped("identity_mode"))
        if len(modes) > 1:
            return [
                self.env._(
                    "Named, confidential and anonymous cases cannot be merged: it "
                    "would tell more people who complained than was promised."
                )
            ]
        if modes != {"confidential"}:
            return []
        if not (self.env.su or self.env.user.has_group(CUSTODIAN)):
            # Whether it works would let anybody try out who complained.
            return [
                self.env._(
                    "Only a custodian of identities merges confidential cases: that "
                    "they are of the same person tells who complained."
                )
            ]
        if any(not self[0]._is_same_person(case) for case in self[1:]):
            return [
                self.env._(
                    "Confidential cases of different people cannot be merged: each "
                    "would be known to those who work on the other."
                )
            ]
        return []
