# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import format_date

SLIP = "complaint_management.action_report_tracking_slip"


class ComplaintTrackingSlip(models.TransientModel):
    """Issue a tracking code, and show it once to be printed or written down (R150).

    To whom it is handed is asked before. The code comes and goes with the dialog's
    context; it is stored nowhere.
    """

    _name = "complaint.tracking.slip"
    _description = "Tracking Slip"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    handed_to = fields.Char(
        help="Kept in the log of the case, with your name: what is done with the code "
        "is marked with both. Write no name of a protected person.",
    )
    code = fields.Char(compute="_compute_code")
    url = fields.Char(string="Page", compute="_compute_code")

    @api.depends("complaint_id")
    @api.depends_context("complaint_code")
    def _compute_code(self):
        for slip in self:
            slip.code = self.env.context.get("complaint_code")
            slip.url = f"{slip.complaint_id.get_base_url()}/complaints/track"

    def action_issue(self):
        """Issue the code, and show it.

        :raises UserError: nobody is to get it, or the case is not a protected one
        """
        self.ensure_one()
        code = self.complaint_id._issue_tracking_code(self.handed_to)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tracking Code"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.complaint_id.id,
                "complaint_code": code,
            },
        }

    def action_print(self):
        """Print the slip to hand over, in the complainant's language."""
        self.ensure_one()
        case = self.complaint_id
        case.check_access("read")
        return self.env.ref(SLIP).report_action(
            None,
            data={
                "code": self.code,
                "number": case.number,
                "company": case.company_id.name,
                "url": self.url,
                "lang": case.lang,
                "day": format_date(
                    case.with_context(lang=case.lang).env, fields.Date.today()
                ),
            },
        )
