# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries of people who left: what is kept is about the work, not about them."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.date_utils import start_of

from ..common.proof import Proof

# Everything that says who it was, or could.
FORGOTTEN = (
    "employee_id",
    "employee_user_id",
    "employee_name",
    "job_title",
    "role",
    "facts",
    "evidence",
    "statement",
    "appeal",
    "confirm_reason",
    "late_appeal_reason",
    "decision_reason",
    "override_reason",
    "review_reason",
)
# Of these only the month is kept.
MONTHS = (
    "date_proposed",
    "date_notified",
    "date_statement_due",
    "date_statement",
    "date_confirmed",
    "date_appeal_due",
    "date_final_due",
    "date_appealed",
    "date_decided",
    "date_final",
)
# Acts of the person, whose account the log names.
SPOKEN = ("state", "appeal")
# Says that what is final may be forgotten.
_FORGETTING = Proof("complaint_forgetting")


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    is_forgotten = fields.Boolean(
        string="Anonymised",
        readonly=True,
        help="The person left, and the entry no longer says who it was.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"is_forgotten"}

    def _forget(self, reason):
        """Anonymise final entries of people who left; rule and points remain.

        Department and month remain, so that the figures of the past stay true. What
        was forgotten cannot be restored.

        :param str reason: why, for the log
        :raises AccessError: the user is no officer
        :raises UserError: an entry is not final, or the person is still there
        """
        self._check_officer()
        self.check_access("write")
        self._check_forgettable()
        for entry in _FORGETTING.give(self.sudo()):
            entry._write_sealed(
                {
                    **dict.fromkeys(FORGOTTEN, False),
                    **entry._prepare_months(),
                    "is_forgotten": True,
                }
            )
        self._search_all_tasks().unlink()
        self.env["complaint.penalty.event"]._forget_people(self)
        self._log_act("forget", reason)

    def _check_final_stays(self, vals):
        """A final entry is not changed; only who it is about is forgotten."""
        if _FORGETTING.get(self.env):
            return None
        return super()._check_final_stays(vals)

    def _check_forgettable(self):
        """Whether nothing more can happen to these entries.

        :raises UserError: naming the entries that are still needed
        """
        kept = self - self._filter_forgettable()
        if kept:
            raise UserError(
                self.env._(
                    "Only final entries of people who left can be anonymised, and not "
                    "those that wait for a review: %s",
                    ", ".join(kept.mapped("name")),
                )
            )

    def _filter_forgettable(self):
        """Final entries of people who left, with nothing left to decide."""
        return self.filtered(
            lambda entry: (
                entry.is_final
                and entry.has_left
                and not entry.needs_review
                and not entry.is_forgotten
            )
        )

    def _prepare_months(self):
        """The dates of the entry, as the beginning of their month."""
        self.ensure_one()
        return {
            fname: start_of(self[fname], "month") for fname in MONTHS if self[fname]
        }

    def _search_all_tasks(self):
        """Tasks on these entries, also those that are done, as sudo."""
        tasks = self.env["mail.activity"].sudo().with_context(active_test=False)
        return tasks.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )


class ComplaintPenaltyEvent(models.Model):
    _inherit = "complaint.penalty.event"

    @api.model
    def _forget_people(self, penalties):
        """Keep what happened in which month, without words and without people."""
        events = self.sudo().search([("penalty_id", "in", penalties.ids)])
        events.flush_recordset()
        for event in events:
            vals = {"note": None, "date": start_of(event.date, "month")}
            if event.act in SPOKEN:
                vals["user_id"] = SUPERUSER_ID
            # Below ``write``, which refuses: nothing else rewrites the log.
            event._write(vals)
        events.invalidate_recordset()
