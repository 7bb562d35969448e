# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...models.case.complainant import IDENTITY_MODES


class ComplaintStaffVoice(models.TransientModel):
    """Staff complain or suggest something, and are answered like customers (R134).

    It is gone once it is sent: nothing is left that tells who sent an anonymous case.
    """

    _name = "complaint.staff.voice"
    _description = "My Complaint or Suggestion"

    kind = fields.Selection(
        selection=[("complaint", "Complaint"), ("suggestion", "Suggestion")],
        required=True,
        default="suggestion",
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        string="What Is It About?",
        domain="[('is_for_staff', '=', True),"
        " ('company_id', 'in', [False, allowed_company_ids[0]])]",
    )
    description = fields.Text(string="What Do You Want to Say?")
    identity_mode = fields.Selection(
        selection=IDENTITY_MODES,
        string="Who May Know That It Is You?",
        required=True,
        default="confidential",
    )
    employee_ids = fields.Many2many(
        comodel_name="hr.employee.public",
        string="People It Is About",
        help="Neither they nor anybody above them gets it.",
    )
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        string="Departments It Is About",
        help="Neither who leads them nor anybody above gets it.",
    )
    # Shown once it is sent, and kept nowhere.
    number = fields.Char(readonly=True)
    tracking_code = fields.Char(readonly=True)

    def action_send(self):
        """Register it as the house does, and show its number.

        :return: an action that shows number and tracking code
        :raises UserError: nothing is said, or not what it is about
        """
        self.ensure_one()
        self.check_access("write")
        if not (self.description or "").strip():
            raise UserError(self.env._("Say in a sentence what it is about."))
        if not self.category_id.is_for_staff:
            raise UserError(self.env._("Choose what it is about."))
        submission = secrets.token_urlsafe(32)
        cases = self.env["complaint.complaint"]
        case = cases._register_from_staff(self._prepare_case_vals(), submission)
        shown = {"default_number": case.number, "default_description": False}
        if case.identity_mode == "anonymous":
            code = cases._get_tracking_code(submission)
            shown["default_tracking_code"] = code
        self.sudo().unlink()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank You"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": shown,
        }

    def _prepare_case_vals(self):
        vals = {
            "kind": self.kind,
            "category_id": self.category_id.id,
            "company_id": self.env.company.id,
            "description": plaintext2html(self.description.strip()),
            "identity_mode": self.identity_mode,
            "complained_employee_ids": [Command.set(self.employee_ids.ids)],
            "complained_department_ids": [Command.set(self.department_ids.ids)],
            "lang": self.env.user.lang,
        }
        if self.identity_mode != "anonymous":
            vals["partner_id"] = self.env.user.partner_id.id
        return vals

    def action_view_own(self):
        """Open the page of what one said before, as customers have it."""
        return {"type": "ir.actions.act_url", "url": "/my/complaints", "target": "new"}
