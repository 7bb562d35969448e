# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError


class _Seal:
    """Proves that values come from the model's own methods.

    An object of this module cannot be forged by a remote call or an import, and
    code that runs during the write can do nothing else with it.
    """

    def __init__(self, fnames, vals_list):
        self._fnames = fnames
        self._vals_list = self._get_sealed(vals_list)

    def covers(self, vals_list):
        return self._vals_list == self._get_sealed(vals_list)

    def _get_sealed(self, vals_list):
        return [
            {fname: vals[fname] for fname in self._fnames & set(vals)}
            for vals in vals_list
        ]


class ComplaintSealedMixin(models.AbstractModel):
    """Records of which the product writes some fields, and nobody else.

    A model names them in ``_get_sealed_fields``. They are written by
    ``_write_sealed`` and ``_create_sealed``, which no remote call reaches: so
    what the buttons check cannot be passed by another door.
    """

    _name = "complaint.sealed.mixin"
    _description = "Written by Its Buttons"

    @api.model
    def _get_sealed_fields(self):
        """Names of the fields that only the model's own methods write.

        :return: set of field names
        """
        return set()

    def _write_sealed(self, vals):
        """Write sealed fields, and others with them."""
        seal = _Seal(self._get_sealed_fields(), [vals])
        return self.with_context(complaint_seal=seal).write(vals)

    @api.model
    def _create_sealed(self, vals_list):
        """Create records with values of sealed fields."""
        seal = _Seal(self._get_sealed_fields(), vals_list)
        records = self.with_context(complaint_seal=seal).create(vals_list)
        return records.with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_sealed_by_us(vals_list):
            initial = self._get_initial_vals()
            for vals in vals_list:
                self._check_sealed(
                    fname
                    for fname in initial.keys() & set(vals)
                    if vals[fname] and vals[fname] != initial[fname]
                )
            vals_list = [{**vals, **initial} for vals in vals_list]
        unsealed = self.with_context(complaint_seal=None)
        return super(ComplaintSealedMixin, unsealed).create(vals_list)

    @api.model
    def _get_initial_vals(self):
        """What sealed fields begin with, whatever defaults a link or a user sets."""
        return {
            fname: field.default(self) if field.default else False
            for fname, field in self._fields.items()
            if fname in self._get_sealed_fields() and not field.compute
        }

    def write(self, vals):
        if not self._is_sealed_by_us([vals]):
            vals = self._drop_unchanged(vals, self._get_sealed_fields())
            self._check_sealed(self._get_sealed_fields() & set(vals))
        unsealed = self.with_context(complaint_seal=None)
        return super(ComplaintSealedMixin, unsealed).write(vals)

    @api.model
    def _is_sealed_by_us(self, vals_list):
        seal = self.env.context.get("complaint_seal")
        return isinstance(seal, _Seal) and seal.covers(vals_list)

    @api.model
    def _check_sealed(self, fnames):
        """Refuse values that only the buttons write.

        :param fnames: sealed fields that somebody tries to write
        :raises UserError: naming the fields and what to do instead
        """
        labels = [self._fields[fname]._description_string(self.env) for fname in fnames]
        if labels:
            raise UserError(
                self.env._(
                    "%(fields)s cannot be written directly: use the buttons, which "
                    "check who may do it and keep what was said.",
                    fields=", ".join(sorted(labels)),
                )
            )
