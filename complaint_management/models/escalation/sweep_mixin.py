# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Working through what is due, whatever fails, is killed or runs twice."""

import logging

import psycopg2

from odoo import fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.clock.news import News
from ..case.life_cycle import MANAGER

_logger = logging.getLogger(__name__)

# Records that are locked, fired and committed together.
BATCH = 200
# Another sweep took the rows: how often the next ones are tried in one run.
MAX_CONFLICTS = 20
# The database is gone or busy: no fault of the record that it happened at.
DATABASE_FAULTS = (psycopg2.OperationalError, psycopg2.InterfaceError)
# What is longer is not read.
LONGEST_ERROR = 1000


class ComplaintSweepMixin(models.AbstractModel):
    """Records to which something happens at a moment of their own.

    A batch is selected and locked in one statement, so two sweeps never see the
    same record; what it caused is committed with the fact that it happened, so a
    kill neither loses nor repeats anything. When a batch fails, each record is
    tried alone, and only the one that fails is parked.
    """

    _name = "complaint.sweep.mixin"
    _description = "Swept by the Complaint Clocks"

    # ------------------------------------------------------------------
    # What a model says about itself
    # ------------------------------------------------------------------

    def _lock_due(self, now, limit, skipped):
        """Select and lock what is due, the earliest first.

        :param datetime now: in UTC
        :param int limit: how many at most
        :param skipped: ids to leave out
        :return: records
        """
        raise NotImplementedError

    def _fire_due(self, now, news):
        """Let everything happen that is due for these records, and plan the next.

        :param datetime now: in UTC
        :param news: what is to be told, as ``News``
        """
        raise NotImplementedError

    def _filter_due(self, now):
        """Those that something is due for, still."""
        raise NotImplementedError

    def _park(self, text):
        """Set a record aside, so that it does not fail again and again.

        :param str text: the error
        """
        raise NotImplementedError

    def _say_parked(self):
        """That a record was set aside, and why, for the managers."""
        raise NotImplementedError

    def _get_cases(self):
        """The cases of the records."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # The loop
    # ------------------------------------------------------------------

    def _sweep(self):
        """Fire everything that is due, batch by batch, as long as there is time.

        :return: whether everything was done
        """
        conflicts, skipped = 0, []
        while conflicts < MAX_CONFLICTS:
            now = fields.Datetime.now()
            try:
                batch = self._lock_due(now, BATCH, skipped)
                if not batch:
                    return True
                batch._sweep_batch(now)
                # Nothing moved them on: not again in this run.
                skipped += batch._filter_due(now).ids
                seconds_left = self.env["ir.cron"]._commit_progress(len(batch))
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                conflicts += 1
                continue
            if not seconds_left:
                return False
        return False

    def _sweep_batch(self, now):
        """Fire a locked batch; what fails together is tried one by one."""
        try:
            self._sweep_together(now)
            return
        except DATABASE_FAULTS:
            raise
        except Exception:
            _logger.info(
                "A batch of %s %s failed", len(self), self._name, exc_info=True
            )
        parked = self.browse()
        for record in self:
            try:
                record._sweep_together(now)
            except DATABASE_FAULTS:
                raise
            except Exception as error:
                _logger.warning("%s was set aside", record, exc_info=True)
                (apart,) = record._split_by_company()
                apart._park(str(error)[:LONGEST_ERROR] or type(error).__name__)
                parked += record
        parked._tell_managers()

    def _sweep_together(self, now):
        with self.env.cr.savepoint():
            for records in self._split_by_company():
                news = News()
                records._fire_due(now, news)
                news.deliver(records.env["complaint.complaint"])

    def _split_by_company(self):
        """The records company by company, speaking its language."""
        return [
            records.with_context(
                **company._get_complaint_voice(),
                # Mails go through the queue, so that a kill repeats nothing.
                mail_notify_force_send=False,
                mail_activity_quick_update=True,
            )
            for company, records in self.grouped("company_id").items()
        ]

    def _tell_managers(self):
        """Let the managers know of what nobody watches any more; one message each."""
        managers = self.env.ref(MANAGER).sudo().all_user_ids.filtered("active")
        for records in self._split_by_company():
            news = News()
            for user in managers:
                if records.company_id not in user.company_ids:
                    continue
                cases = records._get_cases().with_user(user)._filtered_access("read")
                for record in records.filtered(lambda r, c=cases: r._get_cases() <= c):
                    news.tell(user, record._get_cases(), (record, "_say_parked"))
            news.deliver(records._get_cases())
