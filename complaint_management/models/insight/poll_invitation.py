# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking by mail: each once, by a job that goes on where it was."""

import hashlib
import logging
import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, get_lang

# Asked in one go, and committed together.
BATCH = 50
TEMPLATE = "complaint_management.mail_template_poll"
PAGE = "/complaints/ask"
# In the context, while mails are written: the tokens by the id of the invitation.
TOKENS = "complaint_poll_tokens"
_logger = logging.getLogger(__name__)


class ComplaintPollInvitation(models.Model):
    """Somebody who is asked in a round; nobody has access, whatever their groups.

    The token of the link is in the mail only. What is kept of it is a fingerprint, and
    with the answer another one: so nobody who looks into the database finds out who
    answered what. The second goes when the round is over.
    """

    _name = "complaint.poll.invitation"
    _description = "Person Asked in a Survey"
    _log_access = False

    round_id = fields.Many2one(
        comodel_name="complaint.poll.round",
        required=True,
        # Found by the index of ``_once``.
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="round_id.company_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner", ondelete="set null", index="btree_not_null"
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", ondelete="set null", index="btree_not_null"
    )
    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("asked", "Asked"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
        ],
        required=True,
        default="waiting",
    )
    date_asked = fields.Datetime(index="btree_not_null")
    is_answered = fields.Boolean()
    fingerprint = fields.Char()

    _once = models.UniqueIndex(
        "(round_id, partner_id)", "This person is asked in this round already."
    )
    _fingerprint_uniq = models.UniqueIndex(
        "(fingerprint)", "Two people cannot have the same link."
    )
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    @api.model
    def _make_fingerprint(self, token, what="link"):
        """What is kept of a token.

        :param str token: as it stands in a link
        :param str what: "link", or "answer": nothing leads from one to the other
        """
        return hashlib.sha256(f"{what}:{token}".encode()).hexdigest()

    def _get_url(self, suffix=""):
        """The address of the page to answer on, while a mail is written.

        :param str suffix: "?score=5", or "/stop"
        """
        self.ensure_one()
        token = self.env.context.get(TOKENS, {}).get(self.id, "-")
        return f"{self.company_id.get_base_url()}{PAGE}/{token}{suffix}"

    def _get_lang(self):
        """In which language somebody is asked."""
        self.ensure_one()
        wanted = self.partner_id.lang or self.company_id.partner_id.lang
        return get_lang(self.env, wanted).code

    # ------------------------------------------------------------------
    # Left in peace
    # ------------------------------------------------------------------

    @api.model
    def _find_asked(self, since, wanted):
        """Who was asked since then, or is about to be, by which survey ever; as sudo.

        :param datetime since: in UTC
        :param set wanted: addresses, ids of contacts, and of companies of customers
        :return: set of the same
        """
        ids = [key for key in wanted if isinstance(key, int)]
        emails = [key for key in wanted if isinstance(key, str)]
        asked = self.search(
            (Domain("date_asked", ">=", since) | Domain("state", "=", "waiting"))
            & (
                Domain("partner_id", "in", ids)
                | Domain("partner_id.commercial_partner_id", "in", ids)
                | Domain("partner_id.email_normalized", "in", emails)
            )
        )
        people = asked.partner_id
        customers = asked.filtered(lambda one: one.round_id.audience == "customers")
        return {
            *people.ids,
            *customers.partner_id.commercial_partner_id.ids,
            *people.mapped("email_normalized"),
        } & wanted

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _ask_waiting(self):
        """Write to all who wait, batch by batch; safe to kill, and to run twice.

        :return: whether all were written to
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        invitations = self.sudo()
        while rows := invitations._lock_waiting():
            rows._ask()
            if not commit_progress(len(rows), remaining=1):
                return False
        return True

    @api.model
    def _lock_waiting(self):
        """The next who wait, locked, without those that another run holds."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM complaint_poll_invitation WHERE state = 'waiting'"
                " ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                BATCH,
            )
        )
        return self.browse(row_id for (row_id,) in rows)

    def _ask(self):
        """Ask these; one that fails keeps no other."""
        ready = self._filter_ready()
        (self - ready).write({"state": "skipped"})
        if ready and not ready._try_to_ask():
            for row in ready:
                if not row._try_to_ask():
                    row.state = "failed"
        self.env.flush_all()

    def _filter_ready(self):
        """Those who can still be asked: much may have changed since they were drawn."""
        ready = self.browse()
        for poll, rows in self.grouped(lambda row: row.round_id.poll_id).items():
            kept = poll._filter_by_mail(rows.partner_id)
            ready += rows.filtered(lambda row, kept=kept: row.partner_id in kept)
        return ready

    def _try_to_ask(self):
        """Ask these together, or not at all.

        :return: whether it went well
        """
        try:
            with self.env.cr.savepoint():
                self._reach_out()
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            self.env.invalidate_all(flush=False)
            _logger.info("%s could not be asked together", self, exc_info=True)
            return False
        return True

    def _reach_out(self):
        """Give each a link, and bring it to them; see ``_filter_reached``."""
        tokens = {row.id: row._make_token() for row in self}
        now = fields.Datetime.now()
        for row in self:
            row.write(
                {
                    "state": "asked",
                    "date_asked": now,
                    "fingerprint": self._make_fingerprint(tokens[row.id]),
                }
            )
        self._filter_reached().with_context(**{TOKENS: tokens})._send()

    def _make_token(self):
        """What stands in a link, and cannot be guessed."""
        self.ensure_one()
        return secrets.token_urlsafe(24)

    def _filter_reached(self):
        """Those to whom something is sent.

        Who complained in confidence counts as asked, and hears nothing: so neither
        figures nor when they can be asked again tell that there is somebody (R152).
        """
        customers = self.filtered(lambda row: row.round_id.audience == "customers")
        polls = self.env["complaint.poll"]
        spared = polls._find_in_confidence(customers.partner_id)
        return self - customers.filtered(lambda row: row.partner_id in spared)

    def _send(self):
        """Queue a mail to each; Odoo sends them, and tries again when it cannot."""
        if not self:
            return
        tokens = self.env.context[TOKENS]
        template = self.env.ref(TEMPLATE).sudo().with_context(**{TOKENS: tokens})
        mails = template.send_mail_batch(self.ids)
        for row, mail in zip(self, mails, strict=True):
            # One click in the mail program, as large providers ask for (RFC 8058).
            mail.headers = repr(
                {
                    "List-Unsubscribe": f"<{row._get_url('/stop')}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                    "Auto-Submitted": "auto-generated",
                    "X-Auto-Response-Suppress": "OOF",
                }
            )
