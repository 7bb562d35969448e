# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import LockError, UserError

from ..common.proof import Seal

SEAL = Seal("complaint_seal")


class ComplaintSealingMixin(models.AbstractModel):
    """What a model knows of the fields that the product writes, and nobody else.

    It names them in ``_get_sealed_fields``. They are written by ``_write_sealed`` and
    ``_create_sealed``, which no remote call reaches: so what the buttons check cannot
    be passed by another door. ``create`` and ``write`` of ``complaint.sealed.mixin``
    hold to it; a case does so in the phases of its own.
    """

    _name = "complaint.sealing.mixin"
    _description = "Knows What Only Its Buttons Write"

    @api.model
    def _get_sealed_fields(self):
        """Names of the fields that only the model's own methods write.

        :return: set of field names
        """
        return set()

    def _write_sealed(self, vals):
        """Write sealed fields, and others with them."""
        return SEAL.to_write(self, vals, self._get_sealed_fields()).write(vals)

    @api.model
    def _create_sealed(self, vals_list):
        """Create records with values of sealed fields.

        Those that are not given begin as always, whatever defaults a context sets.
        """
        initial = self._get_initial_vals()
        vals_list = [{**initial, **vals} for vals in vals_list]
        model = SEAL.to_create(self, vals_list, self._get_sealed_fields())
        return model.create(vals_list).with_env(self.env)

    @api.model
    def _is_created_by_us(self, vals_list):
        """Whether new records get these values from the model's own methods."""
        return SEAL.covers_create(self, vals_list)

    def _is_written_by_us(self, vals):
        """Whether these records get these values from the model's own methods."""
        return SEAL.covers_write(self, vals)

    def _unsealed(self):
        """These records, for all that is done while they are written."""
        return SEAL.take(self)

    @api.model
    def _begin_sealed(self, vals_list):
        """Let records begin where all begin.

        :param list vals_list: values that somebody gives to new records
        :return: the same with what sealed fields begin with
        :raises UserError: somebody wants one to begin elsewhere
        """
        sealed, initial = self._get_sealed_fields(), self._get_initial_vals()
        for vals in vals_list:
            self._check_sealed(
                fname
                for fname in sealed & set(vals)
                if vals[fname] and vals[fname] != initial.get(fname)
            )
        # What the user may not write begins as always, unless a link says otherwise.
        closed = {fname for fname in initial if not self._may_write_field(fname)}
        self._check_sealed(
            fname for fname in closed if self.env.context.get(f"default_{fname}")
        )
        begun = {fname: initial[fname] for fname in initial.keys() - closed}
        return [{**vals, **begun} for vals in vals_list]

    @api.model
    def _may_write_field(self, fname):
        groups = self._fields[fname].groups
        return not groups or self.env.su or self.env.user.has_groups(groups)

    @api.model
    def _get_initial_vals(self):
        """What sealed fields begin with, whatever defaults a link or a user sets."""
        own = {fname: self._fields[fname] for fname in self._get_sealed_fields()}
        return {
            fname: field.default(self) if field.default else False
            for fname, field in own.items()
            if not field.compute
        }

    def _drop_sealed(self, vals):
        """Let nobody but the product write what only it writes.

        :param dict vals: values that somebody writes
        :return: the same without what an import leaves as it is
        :raises UserError: a sealed field would change
        """
        sealed = self._get_sealed_fields()
        vals = self._drop_unchanged(vals, sealed)
        self._check_sealed(sealed & set(vals))
        return vals

    @api.model
    def _check_sealed(self, fnames):
        """Refuse values that only the buttons write.

        :param fnames: sealed fields that somebody tries to write
        :raises UserError: naming the fields and what to do instead
        """
        labels = [self._fields[fname]._description_string(self.env) for fname in fnames]
        if labels:
            raise UserError(self._say_sealed(", ".join(sorted(labels))))

    @api.model
    def _say_sealed(self, labels):
        """Why nobody writes it, and what to do instead.

        :param str labels: the fields that somebody tries to write
        """
        return self.env._(
            "%(fields)s cannot be written directly: use the buttons, which "
            "check who may do it and keep what was said.",
            fields=labels,
        )


class ComplaintSealedMixin(models.AbstractModel):
    """Records of which the product writes some fields, and nobody else."""

    _name = "complaint.sealed.mixin"
    _inherit = ["complaint.sealing.mixin"]
    _description = "Written by Its Buttons"

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_created_by_us(vals_list):
            vals_list = self._begin_sealed(vals_list)
        return super(ComplaintSealedMixin, self._unsealed()).create(vals_list)

    def write(self, vals):
        # Odoo writes to none as well, as when it merges contacts: nothing changes.
        if self and not self._is_written_by_us(vals):
            vals = self._drop_sealed(vals)
        return super(ComplaintSealedMixin, self._unsealed()).write(vals)

    def _lock_for_act(self):
        """Let nobody else act on these until this is done; the second is told.

        What somebody else did in the meantime counts.

        :raises UserError: somebody else acts on one of them now
        """
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is deciding on this at the moment. Look again in a "
                    "minute."
                )
            ) from error
        self.invalidate_recordset(self._get_sealed_fields())
