# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What other departments are asked about a case."""

from odoo import api, fields, models

from ...tools.case.phases import follows
from ..case.screens import STAFF
from ..protection.case_accused import BARRING_FIELDS
from .request_table import WAITING


class ComplaintCategory(models.Model):
    _inherit = "complaint.category"

    waits_for_requests = fields.Boolean(
        string="Wait for Internal Answers",
        help="A case is not closed while another department owes it an answer.",
    )


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    request_ids = fields.One2many(
        comodel_name="complaint.request",
        inverse_name="complaint_id",
        string="Internal Requests",
        groups=STAFF,
        copy=False,
    )
    request_count = fields.Integer(
        string="Requests to Departments",
        compute="_compute_request_count",
        groups=STAFF,
    )
    open_request_count = fields.Integer(
        string="Requests Without an Answer",
        compute="_compute_request_count",
        groups=STAFF,
    )

    @api.depends("request_ids.state")
    def _compute_request_count(self):
        for complaint in self:
            requests = complaint.request_ids
            complaint.request_count = len(requests)
            complaint.open_request_count = len(requests._filter_waiting())

    def _check_need_requests_answered(self, given):
        """Where the category says so, nobody closes before all have answered."""
        waiting = self.sudo().request_ids._filter_waiting()
        if waiting and self.sudo().category_id.waits_for_requests:
            return self.env._(
                "Other departments still owe an answer: %s. Wait for it, or withdraw "
                "the request.",
                ", ".join(waiting.department_id.mapped("name")),
            )

    @follows(*BARRING_FIELDS)
    def _plan_requests(self):
        """Whoever may not know of the case any more answers nothing about it (R153)."""
        self.sudo().request_ids._filter_waiting()._plan_answer()

    def _after_transition(self, name, reason, when):
        """Nobody answers what is not needed any more."""
        ended = self.sudo().filtered(lambda case: case.state in ("closed", "cancelled"))
        waiting = ended.request_ids._filter_waiting()
        if waiting:
            waiting.action_withdraw(self.env._("The case has ended."))
        return super()._after_transition(name, reason, when)

    def action_ask_department(self):
        """Open the dialog that asks another department."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask Another Department"),
            "res_model": "complaint.request",
            "view_mode": "form",
            "views": [
                (
                    self.env.ref(
                        "complaint_management.complaint_request_view_form_ask"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def action_view_requests(self):
        """Open what other departments were asked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_request_action"
        )
        return {
            **action,
            "domain": [("complaint_id", "=", self.id)],
            "context": {"default_complaint_id": self.id},
        }


class ComplaintRequest(models.Model):
    _inherit = "complaint.request"

    def _filter_waiting(self):
        """Those that somebody owes an answer."""
        return self.filtered(lambda request: request.state in WAITING)
