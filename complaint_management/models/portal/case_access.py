# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may open the page of a case, and what its readers may do by other doors.

The page is the only door for people outside. The chatter's own routes, posting and
reading by remote call, and every field that the page does not show are closed to
them, with a link as with a login.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..common.proof import Proof

# What a portal user may read of a case by remote call.
PORTAL_FIELDS = frozenset(
    {
        "id",
        "display_name",
        "active",
        "number",
        "name",
        "kind",
        "identity_mode",
        "date_received",
        "date_answered",
        "date_resolved",
        "date_closed",
        "company_id",
        "access_url",
    }
)
PORTAL_ORDER = "date_received desc, id desc"
# Says that a mail is on its way to the complainant.
_ON_ITS_WAY = Proof("complaint_on_its_way")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # Who has it acts in the complainant's name.
    access_token = fields.Char(groups=fields.NO_ACCESS)

    def _has_field_access(self, field, operation):
        """Let people outside read what the page is made of, and nothing else."""
        if not super()._has_field_access(field, operation):
            return False
        # Asked for each value that is read: a field is cheaper than groups.
        if self.env.su or not self.env.user.share:
            return True
        return operation == "read" and field.name in PORTAL_FIELDS

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Nor do people outside learn by searching what they may not read.

        Odoo does not check fields that have a search method of their own; and our
        usual order begins with how serious we find a case.
        """
        if not (self.env.su or self.env.user._is_internal()):
            domain = Domain(domain)
            for condition in domain.iter_conditions():
                self._check_portal_path(condition.field_expr)
            # Who counts gives no order, and the database takes none.
            order = PORTAL_ORDER if order == self._order else order
        return super()._search(
            domain, offset=offset, limit=limit, order=order, **kwargs
        )

    @api.model
    def _search_display_name(self, operator, value):
        """Customers find a case by what they see of its name."""
        if self.env.su or self.env.user._is_internal():
            return super()._search_display_name(operator, value)
        is_negative = operator in Domain.NEGATIVE_OPERATORS
        combine = Domain.AND if is_negative else Domain.OR
        return combine(Domain(name, operator, value) for name in ("number", "name"))

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Nor by grouping: Odoo does not check fields with several values."""
        self._check_portal_path(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _check_portal_path(self, path):
        """Refuse a path through the fields that begins with a closed one.

        :param str path: as in a domain or a grouping: "name", "date_closed:month"
        :raises AccessError: the user may not read the field
        """
        field = self._fields.get(path.split(".")[0].split(":")[0])
        if field and not self.env.su:
            self._check_field_access(field, "read")

    # ------------------------------------------------------------------
    # The page and its link
    # ------------------------------------------------------------------

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for complaint in self:
            complaint.access_url = f"/my/complaints/{complaint.id}"
        return result

    def _portal_ensure_token(self):
        """The secret of the link, for the product and for the complainant only.

        :raises AccessError: somebody else asks for it
        """
        self.ensure_one()
        if not self.env.su and not self._acts_as_complainant():
            raise AccessError(
                self.env._(
                    "The link to the page belongs to the complainant: it is sent to "
                    "them, and shown to nobody else."
                )
            )
        return super(ComplaintComplaint, self.sudo())._portal_ensure_token()

    def _sign_token(self, pid):
        """Sign for the mails of the product, whoever's act sends them."""
        return super(ComplaintComplaint, self.sudo())._sign_token(pid)

    def _get_share_url(
        self, redirect=False, signup_partner=False, pid=None, share_token=True
    ):
        """With the secret for the complainant; others find the page by logging in."""
        self.check_access("read")
        share_token = share_token and (self.env.su or self._acts_as_complainant())
        return super(ComplaintComplaint, self.sudo())._get_share_url(
            redirect=redirect,
            signup_partner=signup_partner and share_token,
            pid=pid if share_token else None,
            share_token=share_token,
        )

    def _get_customer_link(self):
        """The whole address of the page, with its secret: for mails to the complainant.

        :return: the address; empty for an anonymous case, which has no page
        """
        self.ensure_one()
        return "" if self.identity_mode == "anonymous" else self._make_customer_link()

    def _make_customer_link(self, suffix=""):
        """It has a secret in mails to the complainant only.

        Who previews a mail, or posts it by themselves, gets an address that asks for
        a login: with the secret they could act, and rate, as the complainant.

        :param str suffix: which page of the case, as "/rate"
        """
        complaint_sudo = self.sudo()
        if self._acts_as_complainant() or self._may_have_secret():
            page = complaint_sudo.get_portal_url(suffix=suffix or None)
            return complaint_sudo.get_base_url() + page
        return super()._make_customer_link(suffix)

    def _may_have_secret(self):
        """Whether what is being made goes to the complainant, and to nobody else."""
        return self.env.su or bool(_ON_ITS_WAY.get(self.env))

    def _is_button_for_them(self):
        """Whether a mail of the chatter may bring the complainant to their page."""
        return self.identity_mode == "named"

    def _mail_customer(self, milestone, template_xmlid):
        """Let the mail, and nobody who reads along, have the secret of the page."""
        on_its_way = _ON_ITS_WAY.give(self)
        return super(ComplaintComplaint, on_its_way)._mail_customer(
            milestone, template_xmlid
        )

    def _acts_as_complainant(self):
        """Whether the user is who complained, and may read the case."""
        self.ensure_one()
        return self.has_access("read") and self._lets_act(self.env.user)

    def _lets_act(self, user):
        """Whether somebody who is logged in acts as the complainant.

        :param user: a ``res.users``
        """
        return self._is_complainant(partner=user.partner_id)

    @api.model
    def _search_own(self):
        """The cases that the user finds on their own page.

        Of colleagues who work on cases these are the ones that they brought in as
        customers, and not their work.

        :return: a ``Domain`` to search with as sudo
        """
        domain = Domain("id", "in", self._search([]))
        if not self.env.user._is_internal():
            return domain
        partner = self.env.user.partner_id
        return domain & (
            Domain("partner_id", "=", partner.id)
            | Domain("identity_ids.partner_id", "=", partner.id)
        )

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.number or self.env._("Case")

    # ------------------------------------------------------------------
    # Other doors
    # ------------------------------------------------------------------

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """A button for the complainant of a named case, with the link of the page.

        Others outside have no page; a button would promise them one. Of protected
        cases nobody outside is told by a list of followers.
        """
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        has_button = bool(self) and self[0]._is_button_for_them()
        for name, _is_member, data in groups:
            if name == "portal_customer":
                data["has_button_access"] = has_button
            elif name in ("portal", "customer"):
                data["has_button_access"] = False
        return groups

    @api.model
    def _get_allowed_access_params(self):
        """The link opens the page, not the routes of the chatter."""
        return super()._get_allowed_access_params() - {"hash", "pid", "token"}

    @api.model
    def _get_thread_with_access(self, thread_id, *, mode="read", **kwargs):
        """People outside talk on the page, where what they send is checked."""
        if not self.env.user._is_internal():
            return self.browse()
        # The secrets of the page open nothing here: colleagues have their own rights.
        return super()._get_thread_with_access(thread_id, mode=mode)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Nor do people outside post by remote call, though they read the case."""
        if message_operation == "create" and not self.env.user._is_internal():
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)
