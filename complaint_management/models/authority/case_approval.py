# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Requests for approval as the case and its lines see them (R92)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

STAFF = "complaint_management.group_complaint_user"


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    approval_id = fields.Many2one(
        comodel_name="complaint.approval",
        string="Request for Approval",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"approval_id"}

    def _void_approval(self):
        """What was asked for, or approved, changed: it is asked for again."""
        requests_sudo = self.sudo().approval_id
        requests_sudo._withdraw(
            self.env._("What was asked for changed before it was decided.")
        )
        result = super()._void_approval()
        self._write_sealed({"approval_id": False})
        return result

    def _approve(self):
        """Who approves the decision answers the requests about it."""
        requests_sudo = self.sudo().approval_id.filtered(
            lambda approval: approval.state == "pending"
        )
        result = super()._approve()
        if requests_sudo:
            requests_sudo._decide("approved")
        return result

    def _write_sealed(self, vals):
        """A request whose lines were all promised, refused or cancelled is over."""
        requests_sudo = self.env["complaint.approval"].sudo()
        if vals.get("state", "draft") != "draft":
            requests_sudo = self.sudo().approval_id.filtered(
                lambda approval: approval.state == "pending"
            )
        result = super()._write_sealed(vals)
        requests_sudo.filtered(
            lambda approval: all(line.state != "draft" for line in approval.remedy_ids)
        )._withdraw()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_requests(self):
        """What is not asked for any more needs no decision."""
        self.sudo().approval_id._withdraw(
            self.env._("What was asked for was deleted before it was decided.")
        )


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    approval_ids = fields.One2many(
        comodel_name="complaint.approval",
        inverse_name="complaint_id",
        string="Requests for Approval",
        groups=STAFF,
    )
    pending_approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Approval Asked From",
        compute="_compute_pending_approver_id",
        groups=STAFF,
    )

    @api.depends("approval_ids.state", "approval_ids.approver_id")
    def _compute_pending_approver_id(self):
        for complaint in self:
            pending = complaint.approval_ids.filtered(
                lambda approval: approval.state == "pending"
            )
            complaint.pending_approver_id = pending[:1].approver_id

    def action_ask_approval(self, reason=None):
        """Ask the nearest person who may promise what the user may not (R92).

        Nothing is promised meanwhile. A dialog offers to tell the customer so.

        :param str reason: why the customer should get it
        :raises UserError: nothing is beyond authority, or nobody may decide
        """
        self.check_access("write")
        self.remedy_ids._check_case_open()
        for complaint in self:
            complaint._ask_approval(reason)
        return len(self) > 1 or self._open_honest_notice()

    def _ask_approval(self, reason):
        lines = self._get_lines_to_ask_for()
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing on %s is above your approval limit, or it was asked for "
                    "already.",
                    self.display_name,
                )
            )
        incomplete = lines._get_incomplete()
        if incomplete:
            raise UserError(incomplete._say_incomplete())
        approver = self._find_approvers(lines)[:1]
        if not approver:
            raise UserError(
                self.env._(
                    "Nobody can approve it: whoever has the authority handles the case "
                    "or is part of what it is about. Ask a complaint manager to give "
                    "somebody else the authority."
                )
            )
        self.env["complaint.approval"]._ask(self, lines, approver, reason)

    def _open_honest_notice(self):
        """The dialog that tells the customer honestly that somebody else decides."""
        self.ensure_one()
        return {
            **self.action_send_notice(),
            "name": self.env._("Tell the Customer That Somebody Else Decides"),
            "context": {
                "default_complaint_id": self.id,
                "default_notice": "beyond",
            },
        }

    def _after_transition(self, name, reason, when):
        """On a case that has ended nothing waits for approval."""
        result = super()._after_transition(name, reason, when)
        if name in ("cancel", "resolve", "settle", "close"):
            self.sudo().approval_ids._withdraw()
        return result
