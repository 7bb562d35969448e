# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain

CASES = "complaint.complaint"


class ComplaintGuardedMixin(models.AbstractModel):
    """Records that are as hidden as the cases they hang on.

    A model says with ``_get_readable_domain`` what is found, and with
    ``_filter_forbidden`` what is refused; the rules stand with the cases.
    """

    _name = "complaint.guarded.mixin"
    _description = "Guarded Like a Complaint"

    @api.model
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    @api.model
    def _check_may_add(self, vals_list, operation="write"):
        """Whoever adds a document may do so with its case.

        For what is checked against its case: what such a check says would tell of a
        case that the user may not know.

        :param vals_list: the values of new documents
        :param str operation: what the user has to be allowed with the case
        :raises AccessError: the user may not
        """
        if self.env.su:
            return
        default = self.env.context.get("default_complaint_id")
        ids = {vals.get("complaint_id") or default for vals in vals_list}
        cases = self.env[CASES].browse(filter(None, ids))
        cases.check_access(operation)

    @api.model
    def _get_readable_domain(self):
        """Which records the user finds, as a ``Domain``."""
        return Domain.TRUE

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self or self.env.su:
            return result
        forbidden = self._filter_forbidden(operation)
        if not forbidden:
            return result
        if result:
            forbidden |= result[0]
        return forbidden, lambda: forbidden._make_refusal(operation)

    def _make_refusal(self, operation):
        """The error that says why the user may not do this; extend it.

        :param str operation: what they may not do
        :return: an exception
        """
        return self.env["ir.rule"]._make_access_error(operation, self)

    def _filter_forbidden(self, operation):
        """Those of the records on which the user may not do this.

        :param str operation: "read", "write", "create" or "unlink"
        """
        return self.browse()
