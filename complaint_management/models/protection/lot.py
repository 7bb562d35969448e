# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from functools import reduce
from operator import and_

from odoo import api, models
from odoo.fields import Domain


class ComplaintLot(models.Model):
    """A serial number can tell whose it is: a lot is as hidden as all of its cases.

    A lot all of whose cases are protected, and about the reader, is not shown to them
    (R153).
    """

    _inherit = "complaint.lot"

    @api.model
    def _get_readable_domain(self):
        return super()._get_readable_domain() & ~self._get_closed_domain()

    @api.model
    def _get_closed_domain(self):
        """Lots all of whose cases are closed to the user."""
        barred = self.env.user.sudo().barred_complaint_ids
        if not barred:
            return Domain.FALSE
        cases = self.env["complaint.complaint"].sudo().with_context(active_test=False)
        others = cases._search([("lot_id", "!=", False), ("id", "not in", barred.ids)])
        closed = Domain("complaint_ids", "in", barred._as_query(ordered=False))
        return closed & ~Domain("id", "in", others.select("lot_id"))

    def _get_barred_partners(self):
        """The contacts of those who may know of none of the cases (R153)."""
        barred = self.env["res.partner"]
        for lot in self.sudo().with_context(active_test=False):
            cases = [case._get_barred_partners() for case in lot.complaint_ids]
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
