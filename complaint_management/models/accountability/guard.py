# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What nobody writes past the acts, and what nobody changes once it is final."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .penalty import ACCOUNTABILITY

# What people enter; the rest is written by the acts.
GIVEN = frozenset(
    {"complaint_id", "employee_id", "rule_id", "role", "facts", "evidence"}
)
# What may be put right until the person is told.
EDITABLE = frozenset({"role", "facts", "evidence"})
# What is kept of the rule, whatever becomes of it.
FROZEN = (
    "clause",
    "basis",
    "liability",
    "fault_level",
    "kind",
    "points",
    "months",
    "amount",
    "currency_id",
    "confirm_by",
)
SEALED = frozenset(
    {
        "name",
        "company_id",
        "rule_code",
        "rule_name",
        *FROZEN,
        "employee_user_id",
        "employee_name",
        "department_id",
        "job_title",
        "origin",
        "state",
        "points_final",
        "balance",
        "is_reward",
        "is_final",
        "is_statement_over",
        "date_proposed",
        "date_notified",
        "date_statement_due",
        "date_statement",
        "statement",
        "date_confirmed",
        "confirmer_id",
        "confirm_reason",
        "date_appeal_due",
        "date_final_due",
        "date_appealed",
        "appeal",
        "late_appeal_reason",
        "date_decided",
        "decider_id",
        "decision_reason",
        "date_final",
        "date_expiry",
        "proposer_id",
        "override_reason",
        "override_user_id",
        "reverses_id",
        "reversed_by_id",
        "needs_review",
        "review_reason",
    }
)
# What still happens to a final entry, and changes nothing about what was decided.
AFTER_FINAL = frozenset({"needs_review", "review_reason", "reversed_by_id"})


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | SEALED

    @api.model_create_multi
    def create(self, vals_list):
        """Entries begin as proposals, whoever makes them by whatever door."""
        if self._is_created_by_us(vals_list) and self.env.su:
            return super().create(vals_list)
        self._begin_sealed(vals_list)
        return self._propose_by_hand(
            [{fname: vals[fname] for fname in GIVEN & set(vals)} for vals in vals_list]
        )

    def write(self, vals):
        if not self._is_written_by_us(vals):
            self._check_editable(vals)
        self._check_final_stays(vals)
        return super().write(vals)

    def _check_editable(self, vals):
        """Facts are put right until the person was told, by somebody else.

        :raises UserError: it is too late, or it is about the user themselves
        """
        if not (GIVEN & set(vals)):
            return
        # First: what is said below would tell that there is an entry.
        self.check_access("read")
        if (GIVEN - EDITABLE) & set(vals):
            raise UserError(
                self.env._(
                    "Case, person and rule of an entry stay as they are. Dismiss it "
                    "and propose another one."
                )
            )
        self._check_not_about_oneself()
        if any(penalty.state != "proposed" for penalty in self):
            raise UserError(
                self.env._(
                    "The person was told already: what they answer to stays as it is."
                )
            )

    def _check_final_stays(self, vals):
        """A correction of a final entry is another entry that reverses it."""
        changed = (SEALED | GIVEN) & set(vals) - AFTER_FINAL
        final = changed and self.sudo().filtered("is_final")
        if final:
            raise UserError(
                self.env._(
                    "%(entries)s is final: reverse it instead of changing it.",
                    entries=", ".join(final.mapped("name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Entries are kept: dismiss, waive or reverse them instead.")
        )

    def copy_data(self, default=None):
        """An entry is proposed, and not copied."""
        raise UserError(self.env._("Propose a new entry instead of copying one."))

    def _check_officer(self):
        """Only accountability officers act on entries.

        :raises AccessError: the user is none
        """
        if not self.env.user.has_group(ACCOUNTABILITY):
            raise AccessError(
                self.env._("Only accountability officers act on these entries.")
            )
