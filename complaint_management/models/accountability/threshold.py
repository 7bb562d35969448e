# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

CRON = "complaint_management.ir_cron_penalty_thresholds"
# When one of these of an entry is written, people may be over a threshold, or not any
# more. Points and states change together with the dates of the acts.
WATCHED = {"state", "is_final", "reversed_by_id"}
_logger = logging.getLogger(__name__)


class ComplaintPenaltyThreshold(models.Model):
    """How much calls for more: a next step is proposed to a person (R131, R133).

    "Three entries within 12 months: a training". Nobody is punished by a number: what
    is proposed is a ``complaint.penalty.step``, about which an accountability officer
    decides. Once for each crossing: whoever stays above is not proposed again, whoever
    falls below and crosses it anew is.

    Only final entries count: nothing follows from an entry that can be appealed.
    """

    _name = "complaint.penalty.threshold"
    _description = "Accountability Threshold"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: for each company, by its own entries.",
    )
    side = fields.Selection(
        selection=[("penalty", "Penalties"), ("reward", "Rewards")],
        string="Rewards or Penalties",
        required=True,
        default="penalty",
    )
    measure = fields.Selection(
        selection=[("points", "Points"), ("entries", "Number of entries")],
        string="What Counts",
        required=True,
        default="points",
    )
    limit = fields.Integer(
        string="At Least", required=True, default=10, help="So many, or more."
    )
    months = fields.Integer(
        string="Within Months",
        required=True,
        default=12,
        help="Entries that were confirmed in so many months and have not expired.",
    )
    step = fields.Selection(
        selection=[
            ("talk", "Talk"),
            ("training", "Training"),
            ("warning", "Warning"),
            ("bonus_review", "Bonus review"),
            ("thanks", "Thanks in person"),
        ],
        string="Measure",
        required=True,
        default="talk",
        help="Proposed to an accountability officer, who decides.",
    )
    step_ids = fields.One2many(
        comodel_name="complaint.penalty.step",
        inverse_name="threshold_id",
        string="Proposed Steps",
    )

    _limit_positive = models.Constraint(
        'CHECK ("limit" >= 1)', "A threshold begins at 1."
    )
    _months_range = models.Constraint(
        "CHECK (months BETWEEN 1 AND 120)",
        "A threshold looks back for 1 to 120 months.",
    )

    # ------------------------------------------------------------------
    # Who is over it
    # ------------------------------------------------------------------

    def _get_window(self, day):
        """Entries that count for this threshold on a day, as a ``Domain``.

        :param date day: a local date
        """
        self.ensure_one()
        entries = self.env["complaint.penalty"]
        begin = entries._get_end_of_day(fields.Date.subtract(day, months=self.months))
        domain = (
            entries._get_counting_domain(day)
            & Domain("is_final", "=", True)
            & Domain("is_reward", "=", self.side == "reward")
            & Domain("date_confirmed", ">=", begin)
            # Nothing follows for who has left.
            & Domain("employee_id.active", "=", True)
            # What was reversed did not happen.
            & Domain("reverses_id", "=", False)
            & Domain("reversed_by_id", "=", False)
        )
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        return domain

    def _get_crossings(self, day):
        """Who is over the threshold on a day.

        :param date day: a local date
        :return: dict of (employee id, company id) to points or entries
        """
        self.ensure_one()
        aggregate = "balance:sum" if self.measure == "points" else "__count"
        sign = -1 if (self.measure, self.side) == ("points", "penalty") else 1
        operator = "<=" if sign < 0 else ">="
        groups = (
            self.env["complaint.penalty"]
            .sudo()
            ._read_group(
                self._get_window(day),
                ["employee_id", "company_id"],
                [aggregate],
                having=[(aggregate, operator, sign * self.limit)],
            )
        )
        return {
            (employee.id, company.id): sign * value
            for employee, company, value in groups
        }

    # ------------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Propose steps to whoever crossed a threshold; end crossings that are over.

        Every night, and soon after an entry became final. Safe to repeat.
        """
        thresholds = self.sudo().search([("active", "=", True)])
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=len(thresholds))
        for threshold in thresholds:
            try:
                threshold._watch()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Threshold %s could not be watched", threshold.id)
            if not commit_progress(1):
                break

    def _watch(self):
        """Bring the steps of this threshold up to date with the ledger.

        :return: the steps that were proposed, as sudo
        """
        self.ensure_one()
        day = fields.Date.context_today(self)
        crossings = self._get_crossings(day)
        steps = self.env["complaint.penalty.step"].sudo()
        running = steps.search(
            [("threshold_id", "=", self.id), ("date_left", "=", False)]
        )
        over = running.filtered(lambda step: step._get_key() in crossings)
        (running - over)._leave()
        known = {step._get_key() for step in over}
        return steps._propose(
            self, {key: crossings[key] for key in crossings.keys() - known}, day
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        """A threshold that proposed something is kept with what it proposed."""
        if self.sudo().step_ids:
            raise UserError(
                self.env._("This threshold proposed steps: archive it instead.")
            )


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def write(self, vals):
        """What was decided is held against the thresholds soon."""
        result = super().write(vals)
        if WATCHED & set(vals):
            self._watch_thresholds()
        return result

    def _watch_thresholds(self):
        """Have the thresholds looked at, where an entry counts or just stopped."""
        if not self.sudo().filtered("is_final"):
            return
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()
