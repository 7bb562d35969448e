# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One complainant who is told something, once, by a job that goes on where it was."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

# Told in one go, and committed together.
BATCH = 50
# So often it is tried by itself.
TRIES = 3
_logger = logging.getLogger(__name__)


class ComplaintTellingMixin(models.AbstractModel):
    """A case whose complainant is told something, and whether they were.

    It is as readable as the case. The job tells batch by batch: a row and what it sent
    are committed together, so that a job that is killed goes on where it was. A model
    says with ``_get_skip_reason`` who is not told, and with ``_give_words`` what the
    others hear.
    """

    _name = "complaint.telling.mixin"
    _description = "Complainant Who Is Told"
    _inherit = ["complaint.part.mixin"]
    _rec_name = "complaint_id"

    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("told", "Told"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
        ],
        required=True,
        default="waiting",
    )
    error = fields.Char(string="What Stood Against It")
    tries = fields.Integer(default=0, aggregator=None)
    contact_id = fields.Many2one(
        comodel_name="complaint.contact",
        string="How They Were Told",
        ondelete="set null",
        index="btree_not_null",
    )
    medium = fields.Selection(related="contact_id.medium", string="By Way Of")
    is_arrived = fields.Boolean(
        related="contact_id.answered",
        string="Arrived",
        help="The mail was sent, or whoever had the task to call or write did it.",
    )

    @api.model
    def _cron_tell(self):
        """Tell all who wait, batch by batch.

        Safe to kill, and to run twice. What fails for a reason of the moment, or is
        held by somebody else, is tried again in the next run.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        last_id, seconds_left = 0, commit_progress(remaining=1)
        try:
            while seconds_left and (rows := self._lock_waiting(last_id)):
                last_id = rows[-1].id
                rows._tell()
                rows._after_told()
                seconds_left = commit_progress(len(rows), remaining=1)
            self.sudo()._after_told()
            commit_progress(remaining=0)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()

    @api.model
    def _lock_waiting(self, after):
        """The next who wait, locked with their cases; without those that others hold.

        :param int after: id of the row up to which this run has come
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT told.id FROM %s told"
                " JOIN complaint_complaint complaint"
                " ON complaint.id = told.complaint_id"
                " WHERE told.state = 'waiting' AND told.id > %s AND %s"
                " ORDER BY told.id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                SQL.identifier(self._table),
                after,
                self._get_ready_condition(),
                BATCH,
            )
        )
        return self.sudo().browse(row_id for (row_id,) in rows)

    @api.model
    def _get_ready_condition(self):
        """Which of those who wait can be told now: SQL on ``told`` and ``complaint``.

        Whoever waits for something else is not gone through in each run.
        """
        return SQL("TRUE")

    def _tell(self):
        """Tell these customers; one that fails keeps no other; called as sudo."""
        for row in self:
            row.write(row._tell_safely())
        self.env.flush_all()

    def _tell_safely(self):
        """Tell one customer.

        :return: dict of values for the row
        """
        self.ensure_one()
        if reason := self._get_skip_reason():
            return {"state": "skipped", "reason": reason}
        try:
            with self.env.cr.savepoint():
                contact = self._give_words()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except UserError as error:
            return {"state": "failed", "error": str(error)}
        except Exception as error:
            _logger.info("%s failed", self, exc_info=True)
            tries = self.tries + 1
            state = "failed" if tries >= TRIES else "waiting"
            return {"state": state, "tries": tries, "error": str(error)}
        return {"state": "told", "contact_id": contact.id, "error": False}

    def _get_skip_reason(self):
        """Why the customer is not told any more, as it is now; or False."""
        raise NotImplementedError

    def _give_words(self):
        """Tell the customer, in their language and on their way.

        :return: the contact that keeps it
        """
        raise NotImplementedError

    def _after_told(self):
        """What follows when these rows, or at the end all, were gone through."""
