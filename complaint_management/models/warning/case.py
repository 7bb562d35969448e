# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New cases are looked at right after they were registered, never while they are."""

import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, html2plaintext

from ...tools.case.phases import prepares_new
from ..case.complaint import BULK_REGISTRATION
from .rule import NIGHTLY

BATCH = 200
_logger = logging.getLogger(__name__)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # Empty for cases from before this was watched: they are no news.
    watch_pending = fields.Boolean(
        readonly=True, copy=False, export_string_translation=False
    )

    _watch_pending_idx = models.Index("(id) WHERE watch_pending IS TRUE")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"watch_pending"}

    @prepares_new
    def _ask_to_watch(self, vals):
        """Have a new case looked at soon, unless it comes with an older register, or
        we found it ourselves."""
        is_news = not self._is_numbered_later() and not vals.get("is_found_by_us")
        return {**vals, "watch_pending": is_news}

    # ------------------------------------------------------------------
    # Right after the registration
    # ------------------------------------------------------------------

    @api.model
    def _cron_watch_new(self):
        """Look at what was registered since the last time; batch by batch.

        Safe to kill, and to run twice: a case is locked while it is looked at, and
        committed together with what it raised.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        is_more = True
        try:
            self._let_imports_pass()
            seconds_left = commit_progress(remaining=1)
            while is_more and seconds_left:
                cases = self._lock_new()
                cases._watch_new()
                is_more = len(cases) == BATCH
                seconds_left = commit_progress(len(cases), remaining=int(is_more))
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()

    @api.model
    def _let_imports_pass(self):
        """What was registered in one go with many others calls nobody at once."""
        self.env.execute_query(
            SQL(
                "UPDATE complaint_complaint SET watch_pending = NULL"
                " WHERE watch_pending IS TRUE AND create_date IN ("
                "SELECT create_date FROM complaint_complaint WHERE watch_pending"
                " GROUP BY create_date HAVING count(*) > %s) RETURNING id",
                BULK_REGISTRATION,
            )
        )
        self.invalidate_model(["watch_pending"])

    @api.model
    def _lock_new(self):
        self.flush_model(["watch_pending"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM complaint_complaint WHERE watch_pending IS TRUE"
                " ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                BATCH,
            )
        )
        return self.sudo().browse(case_id for (case_id,) in rows)

    def _watch_new(self):
        """Let each rule that looks at once look at these cases; called as sudo."""
        if not self:
            return
        rules = self.env["complaint.alert.rule"].sudo()
        for rule in rules.search([("trigger", "not in", NIGHTLY)]):
            try:
                with self.env.cr.savepoint():
                    rule._look_at(self)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                raise
            except Exception as error:
                _logger.info("Early warning rule %s failed", rule.id, exc_info=True)
                rule._note_failure(error)
        # Past the ORM: nothing of the case has changed.
        self.env.execute_query(
            SQL(
                "UPDATE complaint_complaint SET watch_pending = NULL"
                " WHERE id IN %s RETURNING id",
                self._ids,
            )
        )
        self.invalidate_recordset(["watch_pending"], flush=False)

    # ------------------------------------------------------------------
    # What is looked at
    # ------------------------------------------------------------------

    def _get_words_to_watch(self):
        """What the complainant says, as plain text."""
        self.ensure_one()
        return "\n".join(
            part
            for part in (self.name, html2plaintext(self.description or ""), self.demand)
            if part
        )

    def _is_critical(self):
        """Whether the case, or its category, is critical."""
        self.ensure_one()
        return "3" in (self.severity, self.category_id._get_inherited("severity"))

    def _get_batch_keys(self):
        """What the case is about, so that a second one of the same is noticed.

        What names a customer is left out of protected cases. A hook: other rooms add
        what they know.

        :return: list of pairs of a model and an id
        """
        self.ensure_one()
        origin = self.origin_ref
        if not origin or not origin.exists():
            return []
        if self.identity_mode != "named" and "partner_id" in origin._fields:
            return []
        return [(origin._name, origin.id)]

    def _group_by_batch_key(self):
        """The cases by what they are about."""
        found = defaultdict(self.browse)
        for case in self:
            for key in case._get_batch_keys():
                found[(case.company_id, *key)] |= case
        return found
