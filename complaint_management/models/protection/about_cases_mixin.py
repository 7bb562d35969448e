# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from functools import reduce
from operator import and_

from odoo import api, models
from odoo.fields import Domain

CASE = "complaint.complaint"


class ComplaintAboutCasesMixin(models.AbstractModel):
    """A document that has cases, and is as hidden as all of them together.

    Where all its cases are protected, and about the reader, they learn nothing of the
    document (R153). Its ``complaint_ids`` are the cases that name it.
    """

    _name = "complaint.about.cases.mixin"
    _description = "As Hidden as Its Cases"
    _inherit = "complaint.guarded.mixin"

    @api.model
    def _get_case_field(self):
        """The field by which a case names such a document."""
        return self._fields["complaint_ids"].inverse_name

    def _find_with_cases(self, domain):
        """Those that have such a case, also one that the user may not read.

        One query, however many cases they have.

        :param domain: which cases, a ``Domain``
        """
        fname = self._get_case_field()
        cases_sudo = self.env[CASE].sudo().with_context(active_test=False)
        groups = cases_sudo._read_group(
            Domain(fname, "in", self._origin.ids) & domain, [fname]
        )
        return self.browse(document.id for (document,) in groups)

    @api.model
    def _get_readable_domain(self):
        """Who may know of none of its cases knows of no such document."""
        return super()._get_readable_domain() & ~self._get_closed_domain()

    @api.model
    def _get_closed_domain(self):
        """Documents all whose cases are protected, and about the user."""
        barred = self.env.user.sudo().barred_complaint_ids
        if not barred:
            return Domain.FALSE
        fname = self._get_case_field()
        cases = self.env[CASE].sudo().with_context(active_test=False)
        others = cases._search([(fname, "!=", False), ("id", "not in", barred.ids)])
        closed = Domain("complaint_ids", "in", barred._as_query(ordered=False))
        return closed & ~Domain("id", "in", others.select(fname))

    def _get_barred_partners(self):
        """The contacts of those who may know of none of the cases."""
        barred = self.env["res.partner"]
        # Of a case that names who complained everybody may know.
        open_to_all = self._find_with_cases(Domain("identity_mode", "=", "named"))
        hidden = (self._origin - open_to_all).sudo().with_context(active_test=False)
        for document in hidden:
            cases = [case._get_barred_partners() for case in document.complaint_ids]
            if cases:
                barred |= reduce(and_, cases)
        return barred

    def _filter_forbidden(self, operation):
        forbidden = super()._filter_forbidden(operation)
        closed = self._get_closed_domain()
        if closed.is_false() or not self.ids:
            return forbidden
        found = self.sudo().search(Domain("id", "in", self.ids) & closed)
        return forbidden | self.browse(found.ids)
