# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an officer sees of an entry about themselves: what everybody sees of theirs."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .penalty import ACCOUNTABILITY


class ComplaintPenalty(models.Model):
    """Groups open fields on all records, and so on the officer's own ones, too.

    These are read as empty here, and not found, counted or exported by what stands
    in the fields that are for officers.
    """

    _inherit = "complaint.penalty"

    @api.model
    def _get_officer_fields(self):
        """Names of the fields that only officers read."""
        return {
            fname
            for fname, field in self._fields.items()
            if field.groups == ACCOUNTABILITY
        }

    def _filter_own(self):
        """Entries about the user, who reads them as an employee, as the user."""
        if self.env.su or not self:
            return self.browse()
        return self.filtered("is_mine")

    def _read_format(self, fnames, load="_classic_read"):
        hidden = self._get_officer_fields() & set(fnames)
        own = hidden and self._filter_own()
        if not own:
            return super()._read_format(fnames, load)
        nothing = {
            fname: [] if self._fields[fname].type.endswith("2many") else False
            for fname in hidden
        }
        open_fields = [fname for fname in fnames if fname not in hidden]
        rows = {
            row["id"]: row
            for row in super(ComplaintPenalty, self - own)._read_format(fnames, load)
        }
        for row in super(ComplaintPenalty, own)._read_format(open_fields, load):
            rows[row["id"]] = row | nothing
        return [rows[id_] for id_ in self._ids if id_ in rows]

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Export what one may read of each of the entries, from here or by a link.

        :raises AccessError: a field for officers, of an entry about the user
        """
        asked = {path[0] for path in fields if path}
        if self._get_officer_fields() & asked and self._filter_own():
            raise AccessError(
                self.env._(
                    "One of these entries is about you: leave it out, or leave out "
                    "the fields that only officers read."
                )
            )
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    @api.model
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        domain = Domain(domain)
        if not (self.env.su or bypass_access):
            asked = {
                condition.field_expr.split(".")[0]
                for condition in domain.iter_conditions()
            }
            asked |= {part.split()[0] for part in (order or "").split(",") if part}
            if self._get_officer_fields() & asked:
                domain &= self._get_others_domain()
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), **kwargs):
        domain = self._narrow_to_others(domain, [*groupby, *aggregates])
        return super()._read_group(domain, groupby, aggregates, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), **kwargs):
        specs = [*aggregates, *(spec for specs in grouping_sets for spec in specs)]
        domain = self._narrow_to_others(domain, specs)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, **kwargs)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """What is for officers groups entries, and nothing that links to them.

        :raises AccessError: a path leads here from a dialog or another entry
        """
        fname = groupby_spec.split(":")[0].split(".")[0]
        if not self.env.su and alias != self._table:
            if fname in self._get_officer_fields():
                raise AccessError(
                    self.env._("Group the entries themselves by what officers read.")
                )
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _narrow_to_others(self, domain, specs):
        """Count the user's own entries by nothing that is for officers.

        :param specs: what is grouped by and aggregated: "field:granularity"
        """
        asked = {spec.split(":")[0].split(".")[0] for spec in specs}
        if self.env.su or not self._get_officer_fields() & asked:
            return domain
        return Domain(domain) & self._get_others_domain()

    @api.model
    def _get_others_domain(self):
        """Entries that are not about the user, as a ``Domain``."""
        return Domain("employee_id", "=", False) | Domain(
            "employee_id.user_id", "!=", self.env.uid
        )
