# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ComplaintSourceMixin(models.AbstractModel):
    """A document that a case can be registered from: a ticket, a lead."""

    _name = "complaint.source.mixin"
    _description = "Source of a Complaint"
    # The field of the case that points at the document.
    _complaint_field = None

    complaint_count = fields.Integer(
        compute="_compute_complaint_count", groups="base.group_user"
    )

    @api.depends("complaint_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the cases of each document that the reader may see."""
        field = self._complaint_field
        counts = {
            source.id: count
            for source, count in self.env["complaint.complaint"]._read_group(
                [(field, "in", self.ids)], [field], ["__count"]
            )
        }
        for source in self:
            source.complaint_count = counts.get(source._origin.id, 0)

    def action_register_complaint(self):
        """Register a case from this document, or open the one there is (R178).

        :return: the action that opens the case
        :raises UserError: there is a case that the user may not read
        """
        self.ensure_one()
        self.check_access("read")
        self._take_turns()
        complaint = self._get_registered_complaint()
        if not complaint:
            complaint = self._register_complaint()
        elif not complaint.has_access("read"):
            raise UserError(
                self.env._(
                    "A case was already registered from here. You may not open it; "
                    "ask a complaint officer."
                )
            )
        return complaint._get_records_action()

    def action_view_complaints(self):
        """Open the cases of this document."""
        self.ensure_one()
        complaints = self.env["complaint.complaint"].search(
            [(self._complaint_field, "=", self.id)]
        )
        return complaints._get_records_action(name=self.env._("Complaints"))

    def _take_turns(self):
        """When two people press at once, the second finds the case of the first.

        Updating the row makes the later transaction fail and start anew.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = write_date WHERE id = %s",
                SQL.identifier(self._table),
                self.id,
            )
        )

    def _get_registered_complaint(self):
        """The case that goes on from this document, whoever may read it."""
        cases_sudo = (
            self.env["complaint.complaint"]
            .sudo()
            .with_context(active_test=False)
            .search([(self._complaint_field, "=", self.id)], order="id")
        )
        while survivors_sudo := cases_sudo.merged_into_id - cases_sudo:
            cases_sudo |= survivors_sudo
        going_on_sudo = cases_sudo.filtered(lambda case: case.state != "cancelled")
        return going_on_sudo[:1].with_env(self.env)

    def _register_complaint(self):
        cases = self.env["complaint.complaint"]
        complaint = (
            # An address is taken over as it was written there.
            cases._as_written()
            .create(self._prepare_complaint_vals())
            .with_env(self.env)
        )
        # Who registers need not be able to edit the case, or the document.
        attachments_sudo = (
            self.env["ir.attachment"]
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)])
            .sudo()
        )
        attachments_sudo.copy({"res_model": complaint._name, "res_id": complaint.id})
        self.sudo()._message_log(
            body=self.env._("Registered as complaint %s.", complaint.number)
        )
        return complaint

    def _prepare_complaint_vals(self):
        """What a case takes over from this document; extend in each model."""
        return {
            self._complaint_field: self.id,
            "name": self.display_name,
            "company_id": (self.company_id or self.env.company).id,
            "partner_id": self.partner_id.id,
            "date_received": self.create_date.replace(microsecond=0),
            "first_contact_user_id": self.env.uid,
        }
