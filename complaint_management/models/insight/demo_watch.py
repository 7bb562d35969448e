# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the watch would have seen in the nights of the demonstration's past."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.demo.misses import MISSES
from ..case.messages import loads_demo
from ..warning.alert import CALM
from .demo_history import WEEKS

WEEK = timedelta(weeks=1)
JUDGED_WITHIN = timedelta(days=1)
# Before, there is too little to compare with.
FIRST_WATCH = WEEKS - 8
ALERTS = "complaint.alert"
# What officers said of what stood out; some of it was chance.
TARIFF = "The new tariff of the bank: customers ask about it, and will for a while."
CHANCE = "Looked at each case: nothing in common."
REASONS = (
    "Two people were ill that week; it is over.",
    "Looked at each case: three causes, one bad week.",
    "An offer of the week brought more customers, and more questions.",
)
# What comes once in so few weeks is called a false alarm now and then.
OFTEN = 200


class ComplaintDemoHistory(models.AbstractModel):
    _inherit = "complaint.demo.history"

    @api.model
    def _report_near_misses(self):
        """What nearly went wrong, told by staff over the two years."""
        misses = self.env["complaint.near.miss"]
        if not loads_demo(self.env) or misses.search_count([], limit=1):
            return misses
        now = fields.Datetime.now()
        users = self._find_all("res.users", "user_demo_")
        categories = self._find_all("complaint.category", "complaint_category_")
        return misses.create(
            [
                {
                    "date": now
                    - timedelta(days=miss.days_ago, hours=miss.days_ago % 7),
                    "user_id": users[miss.who].id,
                    "category_id": categories[miss.category].id,
                    "description": miss.text,
                    "reply": miss.reply,
                    "company_id": self.env.ref("base.main_company").id,
                }
                for miss in MISSES
            ]
        )

    @api.model
    def _watch_past(self):
        """Let each rule look as it would have at the end of each past week.

        What it raises is dated then. Officers judged what is over; what is of this
        week waits for somebody.

        :return: the alerts
        """
        alerts = self.env[ALERTS]
        if not loads_demo(self.env) or alerts.search_count([], limit=1):
            return alerts
        self._date_registrations()
        rules = self.env["complaint.alert.rule"].search([("trigger", "=", "more")])
        now, night = fields.Datetime.now(), self._get_last_night()
        quiet = rules.with_context(mail_activity_automation_skip=True)
        for weeks_ago in range(FIRST_WATCH, -1, -1):
            end = night - weeks_ago * WEEK
            raised = self.env[ALERTS]
            for rule in quiet:
                raised |= rule._watch(end=end).with_env(self.env)
            followed = raised.filtered(self._is_of_outbreak)
            self._follow_outbreak(followed, end)
            if weeks_ago > 1:
                self._judge(raised - followed, end + JUDGED_WITHIN)
            self._date(raised, end)
            alerts |= raised
        self._date_ends(alerts, now)
        self._plan_look(alerts)
        self._do_deeds()
        return alerts

    @api.model
    def _get_last_night(self):
        """When the watch looked last: at one in the morning."""
        night = fields.Datetime.now().replace(hour=1, minute=0, second=0)
        is_to_come = night > fields.Datetime.now()
        return night - timedelta(days=is_to_come)

    @api.model
    def _date_registrations(self):
        """What is told case by case was registered when it was received.

        Otherwise it were an import of today, which the watch leaves out. Nothing of it
        is news: it is not looked at one by one any more.
        """
        told = self._find_all("complaint.complaint", "complaint_demo_")
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_complaint SET create_date = date_received,"
                " watch_pending = NULL WHERE id IN %s",
                tuple(case.id for case in told.values()),
            )
        )
        self.env.invalidate_all()

    @api.model
    def _judge(self, alerts, when):
        """What an officer said when it was new.

        :param datetime when: the moment in UTC
        """
        officer = self._find_all("res.users", "user_demo_")["officer"]
        shifted = self._find_shifted()
        for alert in alerts.with_user(officer):
            alert._perform_act("acknowledge", {})
            if (alert.subject_model, alert.subject_id) in shifted:
                alert._perform_act("explain", {"reason": TARIFF})
            elif alert.every <= OFTEN and alert.id % 3 == 0:
                alert._perform_act("dismiss", {"reason": CHANCE})
            else:
                reason = REASONS[alert.id % len(REASONS)]
                alert._perform_act("explain", {"reason": reason})
            if alert.state == "closed":
                alert.sudo()._write_sealed({"date_closed": when})

    @api.model
    def _find_shifted(self):
        """What has had a new level since a tariff came: the charges, and their unit."""
        categories = self._find_all("complaint.category", "complaint_category_")
        charges = categories["finance_charges"]
        records = (charges, charges.parent_id, charges._get_inherited("department_id"))
        return {(record._name, record.id) for record in records}

    @api.model
    def _date(self, alerts, moment):
        """Alerts were raised then, and what was said of them soon after."""
        if not alerts:
            return
        self.env.flush_all()
        self._date_rows("complaint_alert", "create_date", moment, alerts.ids)
        messages = self.env["mail.message"].search(self._get_log_domain(alerts))
        self._date_rows("mail_message", "date", moment + JUDGED_WITHIN, messages.ids)
        self.env.invalidate_all()

    @api.model
    def _date_ends(self, alerts, loaded):
        """What ended by itself did so when it had been quiet for long.

        :param datetime loaded: when the past began to be written
        """
        ended = alerts.filtered(
            lambda alert: alert.date_closed and alert.date_closed >= loaded
        )
        for alert in ended:
            when = min(alert.date_last + CALM, loaded)
            alert._write_sealed({"date_closed": when})
            messages = self.env["mail.message"].search(
                self._get_log_domain(alert) & Domain("date", ">=", loaded)
            )
            messages.date = when

    @api.model
    def _get_log_domain(self, alerts):
        return Domain("model", "=", ALERTS) & Domain("res_id", "in", alerts.ids)

    @api.model
    def _date_rows(self, table, column, moment, ids):
        """Write a moment that the ORM keeps for itself."""
        if ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id IN %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    moment,
                    tuple(ids),
                )
            )

    @api.model
    def _plan_look(self, alerts):
        """Whoever has to look into what is new has it among their tasks."""
        new = alerts.filtered(lambda alert: alert.state == "new")
        new.sudo()._plan({alert: alert.told_user_ids for alert in new})
