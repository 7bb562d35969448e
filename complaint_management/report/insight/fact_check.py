# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Once a night: whether the facts are still what follows from the cases.

They can only fall out of step where somebody writes past the product, in the database.
"""

import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# So many cases at once.
BATCH = 10_000
# How far the check of this night came, when its time was up.
REACHED = "complaint_management.facts_checked"
_logger = logging.getLogger(__name__)


class ComplaintFact(models.Model):
    _inherit = "complaint.fact"

    @api.model
    def _find_stale(self, domain):
        """Cases whose facts are not what follows from what is written down.

        :param domain: the cases that are looked at, by their id
        :return: list of ids
        """
        self._keep_in_step()
        kept = self.sudo().with_context(active_test=False)._search(domain)
        columns = self._list_columns(self._table, self._get_columns())
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM ((%s) EXCEPT (%s)) AS stale ORDER BY id",
                self._get_select(domain),
                kept.select(columns),
            )
        )
        return [case_id for (case_id,) in rows]

    @api.model
    def _cron_check(self):
        """Mend the facts that fell out of step, and say how many there were.

        Batch by batch; what is left when the time is up goes on where it stopped.
        """
        parameters = self.env["ir.config_parameter"].sudo()
        commit = self.env["ir.cron"]._commit_progress
        reached = int(parameters.get_param(REACHED, 0))
        batches = self._get_batches(reached)
        seconds_left = commit(remaining=len(batches))
        mended = 0
        for done, (first, last) in enumerate(batches, 1):
            if not seconds_left:
                break
            mended += len(self._mend(first, last))
            parameters.set_param(REACHED, last if done < len(batches) else 0)
            seconds_left = commit(1)
        if mended:
            self._tell_mended(mended)

    @api.model
    def _get_batches(self, reached):
        """The cases that are left to look at, as pairs of the first and the last id."""
        rows = self.env.execute_query(
            SQL(
                "SELECT min(id), max(id) FROM ("
                "SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS batch"
                " FROM complaint_complaint WHERE id > %s) AS cases"
                " GROUP BY batch ORDER BY batch",
                BATCH,
                reached,
            )
        )
        return rows

    @api.model
    def _mend(self, first, last):
        """Write the facts of cases anew that are out of step.

        :param int first: the first case that is looked at
        :param int last: the last one
        :return: ids of the cases that were
        """
        looked_at = Domain("id", ">=", first) & Domain("id", "<=", last)
        stale = self._find_stale(looked_at)
        if stale:
            _logger.info("Figures of %s cases were out of step: %s", len(stale), stale)
            self._write_facts(stale)
        return stale

    @api.model
    def _tell_mended(self, count):
        """Tell whoever runs the system: something writes past the product.

        :param int count: the number of cases, which is all that is said of them
        """
        group = self.env.ref("base.group_system").sudo()
        for user in group.all_user_ids.filtered("active"):
            there = self.with_context(lang=user.lang or self.env.lang)
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=user.partner_id.ids,
                subject=there.env._("Complaints: figures were out of step"),
                body=there.env._(
                    "The figures of %(count)s cases did not say what the cases say, "
                    "and were put right. Something changed cases in the database, "
                    "past the product; the log of the server has their numbers.",
                    count=count,
                ),
                email_layout_xmlid="mail.mail_notification_layout",
            )
