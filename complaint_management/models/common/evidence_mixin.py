# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

# How long people put right what they wrote or uploaded themselves by mistake.
SLIP = timedelta(minutes=15)


class ComplaintEvidenceMixin(models.AbstractModel):
    """Records that tell what came in and what was done: nobody rewrites them.

    Models of Odoo's and of ours wear it. They say with ``_filter_evidence`` which of
    their records are kept, and with ``_get_evidence_open_fields`` what people still
    write on these. The product itself works as the system. Whom it keeps evidence
    for, a model says with ``_keeps_evidence = True``: what hangs on its records is
    kept, too.

    Odoo does some things as the system that people ask for: such methods call
    ``_check_evidence`` with the rights of who asks.
    """

    _name = "complaint.evidence.mixin"
    _description = "Kept as Evidence"

    @api.model
    @tools.ormcache()
    def _get_evidence_keepers(self):
        """Names of the models whose messages, files and tasks are kept."""
        return frozenset(
            name
            for name, model in self.env.registry.items()
            if getattr(model, "_keeps_evidence", False)
        )

    @api.model
    def _get_evidence_open_fields(self):
        """Names of the fields that people still write on what is kept."""
        return set()

    @api.model
    def _get_evidence_place_fields(self):
        """Names of the fields that turn a record into one that is kept."""
        return set()

    def _filter_evidence(self):
        """Those of the records that are kept."""
        return self.browse()

    def _filter_slips(self):
        """Those that whoever made them may still put right, or take back."""
        return self.browse()

    def _is_slip_of_ours(self):
        """Whether the user made this record a moment ago."""
        self.ensure_one()
        since = fields.Datetime.now() - SLIP
        return self.create_uid.id == self.env.uid and self.create_date >= since

    def _check_evidence(self):
        """Refuse people to change or to delete what is kept.

        :raises AccessError: saying what to do instead
        """
        if self.env.su:
            return
        kept = self._filter_evidence()
        if kept - kept._filter_slips():
            raise AccessError(self._say_evidence())

    @api.model
    def _say_evidence(self):
        """Why nobody changes it, and what to do instead."""
        return self.env._(
            "What came in and what was done on a case stays as it is. Add what is "
            "missing or wrong as a new message. What must not be kept, a custodian of "
            "identities removes with a reason."
        )

    def write(self, vals):
        if set(vals) - self._get_evidence_open_fields():
            self._check_evidence()
        result = super().write(vals)
        if self._get_evidence_place_fields() & set(vals):
            self._check_evidence()
        return result

    def unlink(self):
        self._check_evidence()
        return super().unlink()
