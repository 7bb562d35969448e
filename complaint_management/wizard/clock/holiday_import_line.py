# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import format_date


class ComplaintHolidayImportLine(models.TransientModel):
    """A day that would be added."""

    _name = "complaint.holiday.import.line"
    _description = "Public Holiday to Load"
    _order = "date, id"

    wizard_id = fields.Many2one(
        comodel_name="complaint.holiday.import",
        required=True,
        index=True,
        ondelete="cascade",
    )
    selected = fields.Boolean(string="Add")
    date = fields.Date(required=True)
    weekday = fields.Char(compute="_compute_weekday")
    name = fields.Char(required=True)
    kind = fields.Selection(
        selection=[("closed", "Closed day"), ("makeup", "Make-up workday")],
        required=True,
    )
    works_like = fields.Selection(
        selection="_selection_works_like",
        help="The weekday whose working hours the make-up workday has.",
    )
    state = fields.Selection(
        selection=[("new", "To add"), ("present", "Already there")], required=True
    )

    @api.model
    def _selection_works_like(self):
        attendances = self.env["resource.calendar.attendance"]
        return attendances._fields["dayofweek"]._description_selection(self.env)

    @api.depends("date")
    def _compute_weekday(self):
        for line in self:
            line.weekday = format_date(self.env, line.date, date_format="EEEE")
