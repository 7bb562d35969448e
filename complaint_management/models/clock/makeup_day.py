# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintMakeupDay(models.Model):
    """A day off that is worked: in China, weekends make up for long holidays.

    A working calendar can only take time away (``resource.calendar.leaves``); this
    gives a date the hours of another weekday. A leave on the same day still wins.
    """

    _name = "complaint.makeup.day"
    _description = "Extra Working Day"
    _inherit = ["complaint.working.time.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    date = fields.Date(required=True)
    works_like = fields.Selection(
        selection="_selection_works_like",
        required=True,
        default="0",
        help="The day has the working hours that this weekday has.",
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Calendar",
        ondelete="cascade",
        check_company=True,
        index="btree_not_null",
        help="Leave empty for all calendars of the company.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        default=lambda self: self._default_company_id(),
        index="btree_not_null",
        help="Leave empty for all companies.",
    )

    _day_uniq = models.UniqueIndex(
        "(date, COALESCE(calendar_id, 0), COALESCE(company_id, 0))",
        "This day is a make-up workday of that calendar already.",
    )

    @api.model
    def _default_company_id(self):
        return self.env.company

    @api.model
    def _selection_works_like(self):
        """The weekdays, named and numbered as in the hours of a calendar."""
        attendance = self.env["resource.calendar.attendance"]
        return attendance._fields["dayofweek"]._description_selection(self.env)
