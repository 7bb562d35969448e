# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A competition: units or teams, a measure, a period; only the good is shown (R211)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ...tools.case.acts import Act
from .measures import REPORT

_lt = LazyTranslate(__name__)

STATES = [("draft", "Draft"), ("open", "Running"), ("closed", "Over")]
ACTS = {
    "start": Act(
        label=_lt("Start"),
        done=_lt("Started: all employees see the board"),
        sources=("draft",),
        target="open",
        needs=("days", "participants"),
    ),
    "call_off": Act(
        label=_lt("Call Off"),
        done=_lt("Called off"),
        sources=("open",),
        target="draft",
    ),
    "close": Act(
        label=_lt("Close"),
        done=_lt("Over: the board stays as it is"),
        sources=("open",),
        target="closed",
        needs=("end",),
    ),
}


class ComplaintContest(models.Model):
    """Who handles complaints best in a period: units or teams, and never one person.

    What is measured is how well cases are handled, and never how many there are: nobody
    wins by registering fewer. The board (``contest_board``) shows the first, and nobody
    behind the middle.
    """

    _name = "complaint.contest"
    _description = "Competition"
    _inherit = ["complaint.acts.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _keeps_evidence = True

    name = fields.Char(required=True, tracking=True)
    note = fields.Html(
        string="What It Is About", help="All employees read it, with the board."
    )
    prize = fields.Char(string="What the Winners Get", tracking=True)
    badge_ref = fields.Reference(
        selection="_selection_badge_ref",
        string="Badge",
        help="Granted to everybody of the winners who may be shown on the recognition "
        "board.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Organiser",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="set null",
        tracking=True,
        help="Praises the winners when it is over.",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        group_expand=True,
    )
    measure = fields.Selection(
        selection="_select_measures",
        string="What Is Measured",
        required=True,
        tracking=True,
    )
    among = fields.Selection(
        selection=[("department", "Units")],
        string="Who Takes Part",
        required=True,
        default="department",
        tracking=True,
    )
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_contest_department_rel",
        # One that was dissolved still keeps the others out.
        context={"active_test": False},
        string="These Units",
        check_company=True,
        help="Each with the units below it that do not take part themselves. Empty: "
        "all units, each by itself.",
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="Until", required=True, tracking=True, index=True)
    shown = fields.Integer(
        string="Places Shown",
        required=True,
        default=3,
        aggregator=None,
        help="So many of the first at most, and nobody behind the middle.",
    )

    # The board
    rank_ids = fields.One2many(
        comodel_name="complaint.contest.rank",
        inverse_name="contest_id",
        string="Board",
        readonly=True,
        copy=False,
    )
    date_counted = fields.Datetime(string="Counted On", readonly=True, copy=False)
    leader = fields.Char(
        string="First",
        compute="_compute_leader",
        help="Who is first, or won; several when they are equal.",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A competition ends after it began."
    )
    _shown_sane = models.Constraint(
        "CHECK (shown BETWEEN 1 AND 10)", "Show from 1 to 10 places."
    )

    @api.model
    def _get_acts(self):
        return {**super()._get_acts(), **ACTS}

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"state", "rank_ids", "date_counted"}

    @api.model
    def _selection_badge_ref(self):
        """Badges, where the app that has them is installed."""
        return self.env["complaint.penalty.rule"]._selection_badge_ref()

    @api.model
    def _select_measures(self):
        """What tells of good handling: averages of cases of which more or less is
        better.

        They are known on the last day: the board is closed then.
        """
        measures = self.env["complaint.measures"]
        table = measures._get_measures()
        return [
            (code, label)
            for code, label in measures._select_measures()
            if table[code].fname
            and table[code].better
            and table[code].kind != "money"
            and not table[code].ripens
            and table[code].model == REPORT
        ]

    @api.depends("rank_ids.place", "rank_ids.name")
    def _compute_leader(self):
        for contest in self:
            first = contest.rank_ids.filtered(lambda rank: rank.place == 1)
            contest.leader = ", ".join(first.mapped("name"))

    def write(self, vals):
        self.check_access("write")
        self._check_still_draft(vals)
        return super().write(vals)

    @api.model
    def _get_rules(self):
        """Names of the fields that are the rules of the game."""
        return {
            "measure",
            "among",
            "department_ids",
            "date_from",
            "date_to",
            "shown",
            "company_id",
        }

    def _check_still_draft(self, vals):
        """Nobody changes the rules while others play by them.

        :raises UserError: a competition that runs or is over would change
        """
        begun = self.filtered(lambda contest: contest.state != "draft")
        begun = begun._filter_changing(vals, self._get_rules())
        if begun:
            raise UserError(
                self.env._(
                    "“%s” has begun: its rules stay as they are. Call it off first.",
                    begun[0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        """Who was praised stays praised."""
        if self.filtered(lambda contest: contest.state != "draft"):
            raise UserError(self.env._("A competition that has begun is kept."))

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    def action_start(self):
        """Start competitions: all employees see the board from now on.

        :raises UserError: it is over already, or has one participant only
        """
        return self._act("start")

    def action_call_off(self):
        """Call competitions off: nobody sees them any more, and rules may change."""
        return self._act("call_off")

    def action_close(self):
        """Close competitions whose last day is over; the nightly job does so, too.

        :raises UserError: they still run
        """
        return self._act("close")

    def action_count_now(self):
        """Count now, and not only at night."""
        self.check_access("write")
        self.filtered(lambda contest: contest.state == "open").sudo()._count_board()
        return True

    def _check_needs_days(self, given):
        if self.date_to < self._get_today():
            return self.env._("its last day is over.")

    def _check_needs_participants(self, given):
        chosen = self._get_chosen()
        if chosen and len(chosen) < 2:
            return self.env._("choose two participants at least, or none for all.")

    def _check_needs_end(self, given):
        if self.date_to >= self._get_today():
            return self.env._("it still runs.")

    def _get_today(self):
        """Which day it is where the company is."""
        self.ensure_one()
        return self.company_id._get_complaint_day_of(fields.Datetime.now())

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "call_off":
            self.sudo().rank_ids.unlink()
        elif name == "start":
            self.sudo()._count_board()
        elif name == "close":
            self.sudo()._praise()
        return result

    def _prepare_act(self, name, given):
        if name == "close":
            self.sudo()._count_board()
        return super()._prepare_act(name, given)
