# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a deadline can be extended, by how much, and who decides (rule 4)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .target import DAY_UNITS

EXTENSION = "complaint_management.mail_activity_type_extension"


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    def _check_extension(self, amount):
        """Whether a deadline can be extended.

        :param float amount: by how much, in its unit
        :raises UserError: naming what stands against it, and the limit
        """
        self.ensure_one()
        clock = self.sudo()
        units = dict(clock._fields["unit"]._description_selection(self.env))
        if not clock._is_open():
            raise UserError(self.env._("This deadline has ended."))
        if amount <= 0 or (clock.unit in DAY_UNITS and amount % 1):
            raise UserError(
                self.env._(
                    "Enter how many %(unit)s more, as a whole number above 0.",
                    unit=units[clock.unit].lower(),
                )
                if clock.unit in DAY_UNITS
                else self.env._("Enter a time longer than 0.")
            )
        if clock.state == "running" and clock.date_due < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "The deadline passed on %s. More time has to be asked for, and "
                    "given, before.",
                    format_datetime(self.env, clock.date_due, dt_format="short"),
                )
            )
        if clock.unit == "promised_date" or not clock.cap_amount:
            raise UserError(self.env._("This deadline cannot be extended."))
        if clock.is_resumed:
            clock._check_resumed_extension(amount)
            return
        total = clock.amount + clock.extended_amount + amount
        if total > clock.cap_amount:
            raise UserError(
                self.env._(
                    "%(total)g %(unit)s are more than the %(cap)g that are allowed "
                    "with all extensions: at the latest %(date)s.",
                    total=total,
                    unit=units[clock.unit].lower(),
                    cap=clock.cap_amount,
                    date=format_datetime(self.env, clock.cap_date, dt_format="short"),
                )
            )

    def _check_resumed_extension(self, amount):
        """A clock that goes on after a reopening keeps the cap of its first start."""
        due = self._get_extended_due(amount)
        if self.cap_date and due > self.cap_date:
            raise UserError(
                self.env._(
                    "It would be due %(due)s, later than with all extensions: at the "
                    "latest %(cap)s.",
                    due=format_datetime(self.env, due, dt_format="short"),
                    cap=format_datetime(self.env, self.cap_date, dt_format="short"),
                )
            )

    def _withdraw_requests(self):
        """Nobody decides any more on time for deadlines that end."""
        waiting = self.extension_ids.filtered(
            lambda extension: extension.state == "requested"
        )
        waiting._withdraw()
