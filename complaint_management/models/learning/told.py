# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One customer of an incident, and whether they were told."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..case.life_cycle import OPEN_STATES

# Told in one go, and committed together.
BATCH = 50
# So often it is tried by itself.
TRIES = 3
_logger = logging.getLogger(__name__)


class ComplaintIncidentTold(models.Model):
    """A case whose customer is told something about its incident, once.

    It is as readable as the case. The job tells batch by batch: a row and what it sent
    are committed together, so that a job that is killed goes on where it was.
    """

    _name = "complaint.incident.told"
    _description = "Customer Told of an Incident"
    _inherit = ["complaint.part.mixin"]
    _order = "news_id desc, state, id"
    _rec_name = "complaint_id"
    _log_access = False

    news_id = fields.Many2one(
        comodel_name="complaint.incident.news",
        string="Word to Customers",
        required=True,
        ondelete="cascade",
        index=True,
    )
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
    reason = fields.Selection(
        selection=[
            ("closed", "The case is closed"),
            ("cancelled", "The case is cancelled"),
            ("left", "The case left the incident"),
            ("unsure", "Perhaps nobody complained: it looks like spam"),
        ],
        string="Why Skipped",
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

    _once = models.UniqueIndex(
        "(news_id, complaint_id)", "This customer is told of it already."
    )
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

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
                rows.news_id._finish()
                seconds_left = commit_progress(len(rows), remaining=1)
            self.env["complaint.incident.news"].search(
                [("state", "=", "sending")]
            )._finish()
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
                "SELECT told.id FROM complaint_incident_told told"
                " JOIN complaint_complaint complaint"
                " ON complaint.id = told.complaint_id"
                " WHERE told.state = 'waiting' AND told.id > %s"
                " ORDER BY told.id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                after,
                BATCH,
            )
        )
        return self.sudo().browse(row_id for (row_id,) in rows)

    def _tell(self):
        """Tell these customers; one that fails keeps no other; called as sudo."""
        results = {row: row._tell_safely() for row in self}
        for row, vals in results.items():
            row.write(vals)
        for author, rows in self.grouped(lambda row: row.news_id.author_id).items():
            rows.contact_id.write({"user_id": author.id})
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
            _logger.info("Told row %s failed", self.id, exc_info=True)
            tries = self.tries + 1
            state = "failed" if tries >= TRIES else "waiting"
            return {"state": state, "tries": tries, "error": str(error)}
        return {"state": "told", "contact_id": contact.id, "error": False}

    def _give_words(self):
        """Give the customer these words, in their language and on their way.

        They reach also the protected, whom the author may not know of. They promise no
        more than the author may promise (R90).

        :return: the contact that keeps it
        """
        case = self.complaint_id._as_the_house()
        words = self.news_id.with_context(lang=case.lang).body
        as_author = case.with_user(self.news_id.author_id).sudo()
        as_author._check_words([("message", words)], promises_only=True)
        return case._give_notice(words)

    def _get_skip_reason(self):
        """Why the customer is not told any more, as it is now; or False."""
        self.ensure_one()
        case = self.complaint_id
        if case.incident_id != self.news_id.incident_id:
            return "left"
        if case.state not in OPEN_STATES:
            return case.state
        return "unsure" if case.is_suspected_spam else False
