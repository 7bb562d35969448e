# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports that a company wants, made in the night after their period is over."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.insight.period import KINDS, find_missing

TO_READ = "complaint_management.mail_activity_type_period_report"
_logger = logging.getLogger(__name__)


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    goes_unread = fields.Boolean(
        string="Goes Out Unread",
        readonly=True,
        copy=False,
        help="Its company wanted that when it was made, and nobody took it in hand.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"goes_unread"}

    def write(self, vals):
        """Who edits the sentences has read them, and lets the report go."""
        result = super().write(vals)
        if {"summary", "typical"} & set(vals):
            self.filtered("goes_unread").sudo()._write_sealed({"goes_unread": False})
        return result

    @api.model
    def _cron_make(self):
        """Make what is missing, and send what goes out unread.

        Safe to kill, and to run again: a report is there before it is counted, and is
        counted and committed as a whole. A missed night loses nothing: all periods
        that ended since the last report are made.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        reports = self.sudo()
        reports._plan_wanted()
        for find, step in (
            (reports._find_to_make, "_make_by_itself"),
            (reports._find_to_send, "_send_by_itself"),
        ):
            due = find()
            if not commit_progress(remaining=len(due)):
                return
            for report in due:
                report._try_step(step)
                if not commit_progress(1):
                    return

    @api.model
    def _plan_wanted(self):
        """Note which reports are missing, once each."""
        for kind in KINDS:
            wanted = [(f"complaint_report_{kind}", "=", True)]
            for company in self.env["res.company"].search(wanted):
                self._plan_kind(company, kind)

    @api.model
    def _plan_kind(self, company, kind):
        today = company._get_complaint_day_of(fields.Datetime.now())
        whole = [
            ("company_id", "=", company.id),
            ("kind", "=", kind),
            ("department_id", "=", False),
            ("category_id", "=", False),
            ("industry_id", "=", False),
        ]
        last = self.search(
            [*whole, ("is_scheduled", "=", True)], order="date_from desc", limit=1
        )
        lang = self.with_company(company)._get_default_lang()
        starts = find_missing(kind, last.date_from or None, today)
        there = self.search([*whole, ("lang", "=", lang), ("date_from", "in", starts)])
        known = set(there.mapped("date_from"))
        self.with_company(company)._create_sealed(
            [
                {
                    "kind": kind,
                    "date_from": start,
                    "company_id": company.id,
                    "lang": lang,
                    "user_id": company.complaint_report_user_id.id,
                    "partner_ids": [
                        fields.Command.set(company.complaint_report_partner_ids.ids)
                    ],
                    "is_scheduled": True,
                }
                for start in starts
                if start not in known
            ]
        )

    @api.model
    def _find_to_make(self):
        """What was planned and not made yet, also by a night that was cut short."""
        return self.search([("state", "=", "making")], order="date_to, id")

    @api.model
    def _find_to_send(self):
        """What goes out unread: nobody has to look at it first.

        Its company wanted that when it was made, and wants it still.
        """
        return self.search(
            [
                ("state", "=", "draft"),
                ("goes_unread", "=", True),
                ("company_id.complaint_report_auto", "=", True),
                ("partner_ids", "!=", False),
            ],
            order="date_to, id",
        )

    def _try_step(self, step):
        """Do it for one report; one that fails keeps no other, and says why.

        What was made and cannot go waits for its analyst. Somebody else may work on it
        now: the next run looks again.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                getattr(self, step)()
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.invalidate_all(flush=False)
        except Exception as error:
            self.env.invalidate_all(flush=False)
            if not isinstance(error, UserError):
                _logger.exception("Report %s: %s failed", self.id, step)
            self._write_sealed({"error": str(error)})
            if self.state == "draft":
                self._ask_to_read()

    def _make_by_itself(self):
        self._act("make")
        if self.company_id.complaint_report_auto:
            self._write_sealed({"goes_unread": True})
        else:
            self._ask_to_read()

    def _send_by_itself(self):
        self._act("send")

    def _ask_to_read(self):
        """The analyst is asked to read it, as long as there is one who may."""
        self.ensure_one()
        analyst = self.user_id
        if not analyst or not self.with_user(analyst).has_access("write"):
            return
        if not self.activity_search([TO_READ]):
            self.activity_schedule(
                TO_READ, user_id=analyst.id, date_deadline=fields.Date.today()
            )

    def _after_act(self, name, given):
        """Who let it go, or said that it is ready, has read it."""
        result = super()._after_act(name, given)
        if name in ("release", "send"):
            self.sudo().activity_feedback([TO_READ])
        return result
