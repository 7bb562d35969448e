# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A question that is asked regularly, apart from single cases (R135, R215)."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ...tools.case.acts import Act
from ...tools.insight.words import capitalize

_lt = LazyTranslate(__name__)

AUDIENCES = [("customers", "Customers"), ("employees", "Employees")]
FREQUENCIES = [
    ("week", "Each Week"),
    ("month", "Each Month"),
    ("quarter", "Each Quarter"),
    ("half", "Twice a Year"),
    ("year", "Each Year"),
]
STEPS = {
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "half": relativedelta(months=6),
    "year": relativedelta(years=1),
}
# The most days to answer, after the day of the mail: the last is before the next round,
# also in the shortest month, so that no two rounds take answers together.
DAYS = {"week": 6, "month": 27, "quarter": 88, "half": 180, "year": 364}
STATES = [("draft", "Draft"), ("running", "Running")]
CRON = "complaint_management.ir_cron_polls"
ACTS = {
    "start": Act(
        label=_lt("Start"),
        done=_lt("Started"),
        sources=("draft",),
        target="running",
        needs=("people",),
    ),
    "stop": Act(
        label=_lt("Stop"),
        done=_lt("Stopped: nobody is asked any more"),
        sources=("running",),
        target="draft",
    ),
}


class ComplaintPoll(models.Model):
    """How satisfied customers or employees are, asked of some of them at regular times.

    Complaint managers set it up. Each time it goes out is a round, with its own result
    (``complaint.poll.round``). Whom it asks tells ``poll_audience``.
    """

    _name = "complaint.poll"
    _description = "Satisfaction Survey"
    _inherit = ["complaint.acts.mixin", "mail.thread"]
    _order = "state desc, date_next, name, id"
    _check_company_auto = True
    _keeps_evidence = True

    name = fields.Char(
        required=True,
        tracking=True,
        help="For yourselves: whoever is asked reads the question.",
    )
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="set null",
        tracking=True,
        help="Who is told what came of each round.",
    )
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", copy=False
    )

    # Who is asked, and what
    audience = fields.Selection(
        selection=AUDIENCES,
        string="Who Is Asked",
        required=True,
        default="customers",
        tracking=True,
    )
    months = fields.Integer(
        string="Customers of the Last Months",
        default=12,
        aggregator=None,
        tracking=True,
        help="Who had a case in this time and, where these apps are installed, an "
        "order or an invoice. Of each company one person is asked.",
    )
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_poll_department_rel",
        # One that was dissolved still narrows whom it asks.
        context={"active_test": False},
        string="Only These Units",
        check_company=True,
        help="With the units below them. Empty: all employees.",
    )
    question = fields.Char(
        translate=True,
        tracking=True,
        help="They answer from “very satisfied” to “very dissatisfied”. Translate it "
        "for those who read another language. Empty: our usual question, in the "
        "language of each.",
    )

    # When, and how many
    frequency = fields.Selection(
        selection=FREQUENCIES,
        string="How Often",
        required=True,
        default="quarter",
        tracking=True,
    )
    date_next = fields.Date(
        string="Next Round",
        default=fields.Date.context_today,
        copy=False,
        tracking=True,
    )
    answer_days = fields.Integer(
        string="Days to Answer",
        required=True,
        default=14,
        aggregator=None,
        tracking=True,
        help="Then the links in the mails end, and the result stays as it is.",
    )
    share = fields.Integer(
        string="Share Asked",
        required=True,
        default=100,
        aggregator=None,
        tracking=True,
        help="How many of a hundred who could be asked are drawn by chance.",
    )
    most = fields.Integer(
        string="At Most",
        default=200,
        aggregator=None,
        tracking=True,
        help="So many people in one round. 0: no limit.",
    )
    cooldown_days = fields.Integer(
        string="Days until Asked Again",
        required=True,
        default=lambda self: self.env.company.complaint_survey_cooldown_days,
        aggregator=None,
        tracking=True,
        help="Who was asked within these days, by any survey or about a case, is left "
        "in peace. 0: nobody is.",
    )

    round_ids = fields.One2many(
        comodel_name="complaint.poll.round", inverse_name="poll_id", string="Rounds"
    )
    round_count = fields.Integer(string="Number of Rounds", compute="_compute_rounds")
    last_words = fields.Char(string="Last Result", compute="_compute_rounds")

    _months_sane = models.Constraint(
        "CHECK (months BETWEEN 1 AND 120)", "Ask customers of the last 1 to 120 months."
    )
    _share_sane = models.Constraint(
        "CHECK (share BETWEEN 1 AND 100)", "The share asked is from 1 to 100 %."
    )
    _most_not_negative = models.Constraint(
        "CHECK (most >= 0)", "The most people asked in a round is zero or more."
    )
    _cooldown_days_not_negative = models.Constraint(
        "CHECK (cooldown_days >= 0)",
        "The days until somebody is asked again cannot be negative.",
    )
    _answer_days_positive = models.Constraint(
        "CHECK (answer_days >= 1)", "There is at least one day to answer."
    )
    _due_idx = models.Index("(date_next) WHERE state = 'running'")

    @api.model
    def _get_acts(self):
        return {**super()._get_acts(), **ACTS}

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"state"}

    @api.depends("round_ids.state", "round_ids.result_words")
    @api.depends_context("lang", "uid")
    def _compute_rounds(self):
        for poll in self:
            closed = poll.round_ids.filtered(lambda one: one.state == "closed")
            poll.round_count = len(poll.round_ids)
            poll.last_words = closed[:1].result_words

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------

    @api.constrains("frequency", "answer_days")
    def _check_answer_days(self):
        """One round is over before the next begins."""
        for poll in self:
            most = DAYS[poll.frequency]
            if poll.answer_days > most:
                raise ValidationError(
                    self.env._(
                        "The next round would begin before the answers to this one are "
                        "in: give at most %s days to answer.",
                        most,
                    )
                )

    @api.constrains("state", "date_next")
    def _check_date_next(self):
        for poll in self:
            if poll.state == "running" and not poll.date_next:
                raise ValidationError(
                    self.env._("Say when the next round of “%s” is.", poll.name)
                )

    def write(self, vals):
        self._check_same(vals)
        return super().write(vals)

    def _check_same(self, vals):
        """Results can be compared only while the same people are asked.

        :raises UserError: there are rounds already
        """
        changing = self._filter_changing(vals, {"audience", "company_id"})
        asked = changing.filtered(lambda poll: poll.sudo().round_ids)
        if asked:
            raise UserError(
                self.env._(
                    "“%s” has been asked already: duplicate it to ask somebody else.",
                    asked[0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_never_asked(self):
        """What people answered is kept."""
        asked = self.filtered(lambda poll: poll.sudo().round_ids)
        if asked:
            raise UserError(
                self.env._(
                    "“%s” has results: archive it instead.", asked[0].display_name
                )
            )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_start(self):
        """Let surveys go out when it is time, the first one soon.

        :raises UserError: nobody could be asked
        """
        self._act("start")
        self.env.ref(CRON).sudo()._trigger()
        return True

    def action_stop(self):
        """Let surveys go out no more; a round that runs is brought to its end."""
        return self._act("stop")

    def action_archive(self):
        self.filtered(lambda poll: poll.state == "running").action_stop()
        return super().action_archive()

    def _check_needs_people(self, given):
        if not any(self._find_reach()):
            return self._say_nobody()

    def _prepare_act_vals(self, name, given):
        """Who starts late does not catch up on what was missed."""
        vals = super()._prepare_act_vals(name, given)
        if name == "start":
            today = self._get_today()
            vals["date_next"] = max(self.date_next or today, today)
        return vals

    def action_ask_now(self):
        """Ask today, whatever the calendar says; the next round keeps its day.

        :return: an action that opens the round
        :raises UserError: a round takes answers already, or nobody can be asked
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_for_act()
        if self._has_open_round():
            raise UserError(
                self.env._("A round of “%s” takes answers already.", self.name)
            )
        begun = self.sudo()._begin()
        if not begun:
            raise UserError(capitalize(self._say_nobody()))
        self.env.ref(CRON).sudo()._trigger()
        return self._open_rounds(begun)

    def action_view_rounds(self):
        """Open what came of it, round by round."""
        self.ensure_one()
        self.check_access("read")
        return self._open_rounds()

    def _open_rounds(self, one=None):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_poll_round_action"
        )
        action.update(domain=[("poll_id", "=", self.id)], context={})
        if one:
            action.update(res_id=one.id, views=[(False, "form")])
        return action

    def _get_today(self):
        """Which day it is where the company is."""
        self.ensure_one()
        return self.company_id._get_complaint_day_of(fields.Datetime.now())

    def _has_open_round(self):
        self.ensure_one()
        return any(one.state != "closed" for one in self.sudo().round_ids)
