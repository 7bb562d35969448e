# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Forgetting who complained: no way back, so it asks for a custodian and a reason."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...tools.case.phases import follows, refuses
from ..common.proof import Proof
from .case_vault import CUSTODIAN
from .vault_record import IDENTITY_FIELDS

# Says that a custodian gave a reason.
_FORGETTING = Proof("complaint_forgets_complainants")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @refuses("identity_mode")
    def _check_known_forever(self, vals):
        """Let nobody lose for good who complained, by whatever door (R149, R152)."""
        known = self.filtered(lambda case: case.identity_mode != "anonymous")
        if known and vals["identity_mode"] == "anonymous":
            known._check_may_forget()

    @follows("identity_mode", remember="_get_less_protected")
    def _follow_into_merged(self, exposed):
        """Protect the cases that were merged into these, too."""
        for mode, cases in exposed.grouped("identity_mode").items():
            cases._protect_merged(mode)

    def _get_less_protected(self, vals):
        """Those of the cases that become more protected than they are."""
        mode = vals["identity_mode"]
        if mode == "named":
            return self.browse()
        return self.filtered(lambda case: case.identity_mode not in (mode, "anonymous"))

    def _protect_merged(self, mode):
        """Cases that were merged into these tell of the same people.

        :param str mode: "confidential" or "anonymous"
        """
        merged_sudo = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("merged_into_id", "in", self.ids),
                    ("identity_mode", "not in", (mode, "anonymous")),
                ]
            )
        )
        if merged_sudo:
            nobody = dict.fromkeys(IDENTITY_FIELDS, False)
            forgotten = nobody if mode == "anonymous" else {}
            merged_sudo.write({"identity_mode": mode, **forgotten})

    def _check_may_forget(self):
        """Whether who complained may be forgotten, now and by this user.

        The product itself may: complainants ask it to, on their own page.

        :raises AccessError: the user is no custodian
        :raises UserError: a custodian gave no reason
        """
        if self.env.su:
            return
        if not self.env.user.has_group(CUSTODIAN):
            raise AccessError(
                self.env._(
                    "Only a custodian of identities, or the complainant, can have who "
                    "complained forgotten for good. To protect somebody, choose "
                    "“Confidential”: nothing is lost then."
                )
            )
        if not _FORGETTING.get(self.env):
            raise UserError(
                self.env._(
                    "Nobody can restore what is forgotten. Choose “Forget the "
                    "Complainant” in the Actions menu of the case, and write down why."
                )
            )

    def _forget_complainants(self, reason):
        """Make these cases anonymous, and keep who asked for it and why.

        :param str reason: why nobody may know any more who complained
        :raises AccessError: the user is no custodian, or may not edit a case
        :raises UserError: no reason is given, or nobody is known
        """
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(
                self.env._("Write down why it has to be forgotten who complained.")
            )
        if any(case.identity_mode == "anonymous" for case in self):
            raise UserError(self.env._("Who complained is not known here."))
        cases = _FORGETTING.give(self)
        cases._check_may_forget()
        cases.write(
            {"identity_mode": "anonymous", **dict.fromkeys(IDENTITY_FIELDS, False)}
        )
        self._record_access(
            self.env._("Who complained was forgotten for good"), reason.strip()
        )

    def _record_access(self, title, reason):
        """Keep in the log of openings, and on the cases, what a custodian did."""
        self.env["complaint.identity.access"].sudo().create(
            [
                {"complaint_id": case.id, "user_id": self.env.uid, "reason": reason}
                for case in self
            ]
        )
        self._log_note(title, reason)
