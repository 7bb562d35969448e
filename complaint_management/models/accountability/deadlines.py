# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Deadlines of statements and appeals: no clocks, which all readers of a case see."""

from odoo import api, fields, models
from odoo.fields import Domain

# Business days after the time for an appeal in which an officer still admits one.
LATE_DAYS = 5
# Entries that one turn of the scheduled action moves.
BATCH = 500


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _get_due(self, start, days):
        """Close of the Nth business day of the company after ``start``.

        :param datetime start: in UTC
        :param int days: business days
        :return: datetime in UTC; also when nobody ever works by the calendar
        """
        company = self.company_id.sudo()
        return company._get_complaint_working_time().add_business_days(start, days)

    @api.model
    def _get_deadline_domains(self, now):
        """What is due, by act."""
        return {
            "statement_over": Domain("state", "=", "notified")
            & Domain("date_statement", "=", False)
            & Domain("is_statement_over", "=", False)
            & Domain("date_statement_due", "<=", now),
            "finish": Domain("state", "=", "confirmed")
            & Domain("is_final", "=", False)
            & Domain("date_final_due", "<=", now),
        }

    @api.model
    def _cron_run_deadlines(self):
        """End the time for statements and appeals that is over.

        Entries that somebody decides on right now are left for the next run.
        """
        in_cron = "ir_cron_progress_id" in self.env.context
        commit_progress = self.env["ir.cron"]._commit_progress
        now = fields.Datetime.now()
        for act, domain in self._get_deadline_domains(now).items():
            while due := self.search(domain, limit=BATCH).try_lock_for_update(
                allow_referencing=True
            ):
                due._move(
                    act, {"is_statement_over": True} if act == "statement_over" else {}
                )
                if in_cron and not commit_progress(len(due)):
                    return
