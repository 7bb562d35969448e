# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

ASKED_WHOM = [
    ("customer", "The complainant"),
    ("supplier", "A supplier"),
    ("authority", "An authority"),
    ("department", "Another department"),
    ("other", "Somebody else"),
]


class ComplaintPause(models.Model):
    """One justified interval in which a case waits for somebody else."""

    _name = "complaint.pause"
    _description = "Complaint Pause"
    _inherit = ["complaint.part.mixin"]
    _order = "date_start desc, id desc"
    _rec_name = "reason"

    reason = fields.Text(required=True, readonly=True)
    asked_what = fields.Char(
        string="What Was Asked", readonly=True, help="What we wait for."
    )
    asked_whom = fields.Selection(
        selection=ASKED_WHOM,
        required=True,
        default="customer",
        readonly=True,
    )
    date_start = fields.Datetime(string="Since", required=True, readonly=True)
    date_limit = fields.Date(
        string="At the Longest Until",
        required=True,
        readonly=True,
        help="The pause ends by itself after this day.",
    )
    date_end = fields.Datetime(string="Ended", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True
    )

    _one_open_uniq = models.UniqueIndex(
        "(complaint_id) WHERE date_end IS NULL",
        "The case is on hold already.",
    )
    _ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A pause cannot end before it started.",
    )

    def _get_latest_end(self):
        """When the last day of the pause is over where the company works, in UTC."""
        self.ensure_one()
        company = self.company_id
        calendar = company.complaint_calendar_id or company.resource_calendar_id
        zone = pytz.timezone(calendar.tz or "UTC")
        midnight = datetime.combine(self.date_limit + timedelta(days=1), time.min)
        end = zone.localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)
        return max(end, self.date_start)

    # ------------------------------------------------------------------
    # The clocks obey
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        pauses = super().create(vals_list)
        ended = pauses.filtered("date_end")
        for since, group in (pauses - ended).grouped("date_start").items():
            group.complaint_id._get_open_clocks()._pause(since)
        ended.complaint_id._get_open_clocks()._replan(
            self.env._("A time on hold was entered later."),
            keep_terms=True,
            undo=True,
        )
        return pauses

    def write(self, vals):
        """Clocks go on when a pause ends."""
        running = self.filtered(lambda pause: not pause.date_end)
        result = super().write(vals)
        ended = running.filtered("date_end")
        for until, group in ended.grouped("date_end").items():
            group.complaint_id._get_open_clocks()._resume(until)
        return result

    @api.constrains("complaint_id", "date_start", "date_end")
    def _check_overlap(self):
        """A case waits once at a time: no minute is left out of a deadline twice."""
        for _case, pauses in self.complaint_id.pause_ids.grouped(
            "complaint_id"
        ).items():
            # One that ended in the second it began comes before its successor.
            ordered = pauses.sorted(
                lambda pause: (pause.date_start, pause.date_end or datetime.max)
            )
            for before, after in zip(ordered, ordered[1:], strict=False):
                if not before.date_end or before.date_end > after.date_start:
                    raise ValidationError(
                        self.env._(
                            "%(case)s was on hold already at %(date)s: times on hold "
                            "do not overlap.",
                            case=after.complaint_id.display_name,
                            date=format_datetime(
                                self.env, after.date_start, dt_format="short"
                            ),
                        )
                    )
