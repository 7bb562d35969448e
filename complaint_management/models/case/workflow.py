# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One method moves the state, as the table in ``life_cycle`` says."""

from odoo import api, fields, models

from ...tools.case.phases import prepares_new
from .life_cycle import (
    CANCEL_REASONS,
    MANAGER,
    STATES,
    TRANSITIONS,
)

# Written by ``_transition`` and the chapters' hooks only; rooms seal more.
PROTECTED_FIELDS = frozenset(
    {
        "state",
        "decision_state",
        "cancel_reason",
        "merged_into_id",
        "approver_id",
        "reopen_count",
        "date_first_resolved",
        "date_acknowledged",
        "date_assessed",
        "date_answered",
        "date_resolved",
        "date_closed",
        "date_answer_read",
        "ending_words",
    }
)


class ComplaintComplaint(models.Model):
    _name = "complaint.complaint"
    _inherit = ["complaint.sealing.mixin", "complaint.complaint"]

    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="new",
        copy=False,
        index=True,
        group_expand=True,
    )
    cancel_reason = fields.Selection(
        selection=CANCEL_REASONS, readonly=True, copy=False
    )
    merged_into_id = fields.Many2one(
        comodel_name="complaint.complaint",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
    )
    merged_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="merged_into_id",
        string="Merged Cases",
    )
    date_acknowledged = fields.Datetime(
        string="Acknowledged On", readonly=True, copy=False
    )
    date_assessed = fields.Datetime(string="Assessed On", readonly=True, copy=False)
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    date_resolved = fields.Datetime(string="Resolved On", readonly=True, copy=False)
    date_first_resolved = fields.Datetime(
        string="First Resolved On", readonly=True, copy=False
    )
    date_closed = fields.Datetime(string="Closed On", readonly=True, copy=False)
    reopen_count = fields.Integer(string="Times Reopened", readonly=True, copy=False)
    transition_ids = fields.One2many(
        comodel_name="complaint.transition",
        inverse_name="complaint_id",
        string="Process Log",
    )

    # ------------------------------------------------------------------
    # The guard
    # ------------------------------------------------------------------

    @prepares_new
    def _begin(self, vals):
        """Let a case begin where all begin.

        :raises UserError: somebody wants it to begin elsewhere
        """
        return self._begin_sealed([vals])[0]

    def _check_written(self, vals):
        """Let nobody but the product write what only it writes.

        :param dict vals: as they come in
        :return: the values to write, without what an import leaves as it is
        """
        if not self._is_written_by_us(vals):
            vals = self._drop_sealed(vals)
            self._check_kind_changeable(vals)
        return vals

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | PROTECTED_FIELDS

    @api.model
    def _get_never_preset(self):
        """Names of fields that begin the same, whatever a link or a user presets."""
        return self._get_sealed_fields()

    @api.model
    def _check_protected(self, fnames):
        """Refuse values that only the product writes; see ``_check_sealed``."""
        self._check_sealed(fnames)

    @api.model
    def _say_sealed(self, labels):
        return self.env._(
            "%(fields)s cannot be written directly: the buttons on the "
            "case do it, check what is needed and keep the log.",
            fields=labels,
        )

    def _write_protected(self, vals):
        """Write what only the product writes; see ``_write_sealed``."""
        return self._write_sealed(vals)

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _transition(self, name, reason=None, override=False, when=None, vals=None):
        """Move cases along one row of ``TRANSITIONS``; the only writer of state.

        All cases move or none does. What is missing is told in one message.

        :param str name: a key of ``TRANSITIONS``
        :param str reason: why, in the user's words; kept in the log
        :param bool override: a manager passes the gate or skips steps; needs
            a reason, and never passes what ``musts`` names (R196)
        :param datetime when: the moment of the act in UTC, when it is recorded
            later than it happened; now by default
        :param dict vals: protected values that come with the move
        :raises AccessError: the user has not the group or the role
        :raises UserError: the move is not open to a case, or something is missing
        :return: True
        """
        transition = TRANSITIONS[name]
        when = when or fields.Datetime.now()
        given = {**(vals or {}), "reason": reason}
        self.check_access("write")
        self._check_actor(
            transition._replace(group=MANAGER) if override else transition
        )
        self._check_source(transition, override)
        passed = self._check_missing(transition, override, given)
        self._check_moment(when)
        logs = self.env["complaint.transition"]._log(
            self, name, reason=reason, when=when, override=override, passed=passed
        )
        for target, complaints in self.grouped(
            lambda complaint: transition.target_for(complaint.kind)
        ).items():
            complaints._write_protected(
                {**(vals or {}), **transition.prepare_vals(target, when)}
            )
        logs._tell()
        self._after_transition(name, reason, when)
        return True

    def _after_transition(self, name, reason, when):
        """Call the chapters' hook ``_after_transition_<name>``, if any.

        :param str name: the transition that was made
        :param reason: why, as given to ``_transition``
        :param datetime when: the moment of the act, in UTC
        """
        hook = getattr(self, f"_after_transition_{name}", None)
        if hook:
            hook(reason=reason, when=when)
