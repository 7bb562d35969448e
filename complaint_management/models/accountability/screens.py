# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screens of an entry say and offer, to the person and to officers."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..case.life_cycle import MANAGER
from .penalty import ACCOUNTABILITY as OFFICER
from .table import ACTS

REPORT = "complaint_management.action_report_penalty_entries"
MY_FORM = "complaint_management.complaint_penalty_view_form_my"
SAYINGS = {"notified": "statement", "confirmed": "appeal"}


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    is_mine = fields.Boolean(
        string="About Me",
        compute="_compute_is_mine",
        compute_sudo=True,
        help="The entry is about the user who looks at it.",
    )
    has_left = fields.Boolean(
        compute="_compute_has_left",
        compute_sudo=True,
        search="_search_has_left",
        groups=OFFICER,
        help="The employee was archived or deleted: the entry can be anonymised.",
    )
    has_account = fields.Boolean(
        compute="_compute_has_left",
        compute_sudo=True,
        groups=OFFICER,
        help="The employee logs in, so that nobody else speaks for them.",
    )
    is_appeal_over = fields.Boolean(compute="_compute_is_appeal_over")
    points_weighed = fields.Integer(
        string="Signed Points",
        compute="_compute_points_weighed",
        aggregator=None,
        help="As they count: rewards above zero, penalties below.",
    )
    points_weighed_final = fields.Integer(
        string="Signed Points Decided",
        compute="_compute_points_weighed",
        aggregator=None,
    )
    next_step = fields.Char(compute="_compute_next_step", compute_sudo=True)
    decision_problem = fields.Char(
        string="Why You Do Not Decide",
        compute="_compute_decision_problem",
        groups=OFFICER,
    )
    may_decide = fields.Boolean(
        compute="_compute_decision_problem",
        groups=OFFICER,
        help="You decide on it, or pass what stands against it with a reason.",
    )

    @api.depends("employee_id.user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for entry in self:
            user = entry.employee_id.user_id
            entry.is_mine = bool(user) and user == self.env.user

    @api.depends("employee_id.active", "employee_id.user_id")
    def _compute_has_left(self):
        for entry in self:
            entry.has_left = not entry.employee_id.active
            entry.has_account = bool(entry._get_employee_user())

    @api.depends("points", "points_final", "is_reward")
    def _compute_points_weighed(self):
        """The same sign on the entry, in lists and in balances."""
        for entry in self:
            sign = 1 if entry.is_reward else -1
            entry.points_weighed = sign * entry.points
            entry.points_weighed_final = sign * entry.points_final

    @api.depends("date_appeal_due")
    def _compute_is_appeal_over(self):
        now = fields.Datetime.now()
        for entry in self:
            due = entry.date_appeal_due
            entry.is_appeal_over = bool(due) and due < now

    @api.model
    def _search_has_left(self, operator, value):
        if operator != "in":
            return NotImplemented
        here = self.env["hr.employee"].sudo()._search([("active", "=", True)])
        return ["|", ("employee_id", "=", False), ("employee_id", "not in", here)]

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Who opens an entry by a link or a task gets the form that is for them."""
        if not view_id and view_type == "form" and not self.env.user.has_group(OFFICER):
            view_id = self.env.ref(MY_FORM).id
        return super().get_view(view_id, view_type, **options)

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    @api.depends(
        "state",
        "is_final",
        "is_statement_over",
        "date_statement",
        "date_statement_due",
        "date_appeal_due",
        "date_expiry",
        "balance",
        "reversed_by_id",
    )
    @api.depends_context("uid", "lang", "tz")
    def _compute_next_step(self):
        for entry in self:
            entry.next_step = entry._say_next_step()

    def _say_next_step(self):
        """What happens next, or that nothing does, as a sentence."""
        self.ensure_one()
        if self.reversed_by_id:
            return self.env._("Taken back: it counts no more.")
        if self.state in ("proposed", "notified"):
            return self._say_before_decision()
        if self.state == "appealed":
            return self.env._(
                "Somebody who had no part in the first decision decides on the "
                "appeal. Until then it does not count."
            )
        if self.state == "confirmed" and not self.is_final and self.date_appeal_due:
            return self._say_appeal()
        return self._say_count()

    def _say_appeal(self):
        """Until when an appeal is possible, or was."""
        day = self._say_day(self.date_appeal_due)
        if self.is_appeal_over:
            return self.env._(
                "The time for an appeal ended on %(day)s. %(count)s",
                day=day,
                count=self._say_count(),
            )
        return self.env._("An appeal is possible until %s.", day)

    def _say_before_decision(self):
        if self.state == "proposed":
            if self.is_reward:
                return self.env._("Waits for confirmation; the person is told then.")
            return self.env._(
                "The person knows nothing of it yet: tell them, or dismiss it."
            )
        if self.date_statement:
            return self.env._("The statement is there: a decision comes next.")
        if self.is_statement_over:
            return self.env._(
                "The time for a statement is over: a decision comes next."
            )
        day = self._say_day(self.date_statement_due)
        if self.is_mine:
            return self.env._(
                "You can tell your side until %s. Nothing is decided before.", day
            )
        return self.env._(
            "The person can tell their side until %s. Nothing is decided before.", day
        )

    def _say_count(self):
        """What a decided entry counts, and until when."""
        if not self.balance:
            return self.env._("It does not count.")
        if not self.date_expiry:
            return self.env._("It counts %+d, without an end.", self.balance)
        day = format_date(self.env, self.date_expiry)
        if self.is_expired:
            return self.env._(
                "It counted %(points)+d until %(day)s.", points=self.balance, day=day
            )
        return self.env._(
            "It counts %(points)+d until %(day)s.", points=self.balance, day=day
        )

    def _say_state(self):
        """Where the entry stands, as a label."""
        return self._say_choice("state")

    # ------------------------------------------------------------------
    # Who decides
    # ------------------------------------------------------------------

    def _get_act_to_decide(self):
        """What is decided next: the first decision, or the one on the appeal."""
        self.ensure_one()
        return "uphold" if self.state == "appealed" else "confirm"

    @api.depends("state", "employee_id", "proposer_id", "confirmer_id")
    @api.depends_context("uid", "lang")
    def _compute_decision_problem(self):
        is_manager = self.env.user.has_group(MANAGER)
        for entry in self:
            undecided = entry.state in ("proposed", "notified", "appealed")
            entry.decision_problem = undecided and entry._get_decision_problem(
                entry._get_act_to_decide()
            )
            entry.may_decide = is_manager or not entry.decision_problem

    def _get_decision_problem(self, act):
        """Why the user may not decide, in words; or False.

        :param str act: "confirm", "uphold" or another decision
        """
        self.ensure_one()
        try:
            self._check_may_decide(act)
        except (AccessError, UserError) as refusal:
            return str(refusal)
        return False

    def _get_possible_decisions(self):
        """What can be decided as the entry stands: keys of ``ACTS``.

        :return: list of str
        """
        self.ensure_one()
        if self.is_final:
            can_reverse = not (self.reverses_id or self.reversed_by_id)
            possible = ["reverse"] if can_reverse else []
        else:
            possible = [
                act
                for act in ("confirm", "dismiss", "uphold", "reduce", "waive")
                if self.state
                in (ACTS[act].rewards if self.is_reward else ACTS[act].sources)
            ]
        if self.needs_review:
            possible.append("keep")
        return [act for act in possible if act != "reduce" or self.points_final > 1]

    def _can_pass_conflict(self, act):
        """Whether the user may pass what stands against their deciding.

        :param str act: a key of ``ACTS``
        """
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            return False
        try:
            self._check_may_decide(act, override_reason="?")
        except (AccessError, UserError):
            return False
        return True

    # ------------------------------------------------------------------
    # Dialogs
    # ------------------------------------------------------------------

    def _open_dialog(self, model, name, **defaults):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{fname}": value for fname, value in defaults.items()},
        }

    def action_say(self):
        """Open the dialog for the statement, or for the appeal.

        :raises UserError: there is nothing to say to at present
        """
        self.ensure_one()
        self.check_access("read")
        act = SAYINGS.get(self.state)
        if not act or self.is_reward or self.is_final and act == "statement":
            raise UserError(
                self.env._("There is nothing to say to this entry at present.")
            )
        names = {
            "statement": self.env._("Statement"),
            "appeal": self.env._("Appeal"),
        }
        return self._open_dialog(
            "complaint.penalty.say", names[act], penalty_id=self.id, act=act
        )

    def action_print_entries(self):
        """Print these entries, as the person may read them (R69).

        :return: the report action
        """
        self.check_access("read")
        return self.env.ref(REPORT).report_action(self)

    @api.model
    def action_print_mine(self):
        """Print everything that is written down about the user.

        :raises UserError: nothing is
        :return: the report action
        """
        entries = self.search([("employee_id.user_id", "=", self.env.uid)])
        if not entries:
            raise UserError(self.env._("Nothing is written down about you."))
        return entries.action_print_entries()

    def action_open_decision(self):
        """Open the dialog in which an officer decides.

        The context says what to begin with: ``penalty_act``.
        """
        self.ensure_one()
        self._check_officer()
        self._check_not_about_oneself()
        return self._open_dialog(
            "complaint.penalty.decide",
            self.env._("Decide on %s", self.name),
            penalty_id=self.id,
            act=self.env.context.get("penalty_act") or self._get_act_to_decide(),
        )

    def action_open_forget(self):
        """Open the dialog that anonymises entries of people who left."""
        self._check_officer()
        return self._open_dialog(
            "complaint.penalty.forget",
            self.env._("Anonymise"),
            penalty_ids=self.ids,
        )

    # ------------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------------

    def _get_print_name(self):
        """Name of the PDF; nothing in it tells what it is about."""
        numbers = [entry.name.replace("/", "-") for entry in self[:1]]
        return " - ".join([*numbers, self.env._("Personal")])

    def _get_printed_facts(self):
        """What the person may read of the entry, for the PDF.

        :return: list of (label, value, whether it is text with lines)
        """
        self.ensure_one()
        facts = [
            (self.env._("Rule"), self.rule_name, False),
            (self.env._("The rule says"), self.clause, True),
            (self.env._("Kind"), self._say_choice("kind"), False),
            (self.env._("Points"), self._say_points(), False),
            (self.env._("Case"), self.case_reference, False),
            (self.env._("Role in the case"), self.role, False),
            (self.env._("What happened"), self.facts, False),
            (self.env._("Told on"), self._say_day(self.date_notified), False),
            (self.env._("What you said"), self.statement, True),
            (self.env._("Decided on"), self._say_day(self.date_confirmed), False),
            (self.env._("Decided by"), self.sudo().confirmer_id.name, False),
            (self.env._("Reason"), self.confirm_reason, True),
            (self.env._("Your appeal"), self.appeal, True),
            (self.env._("Last decision on"), self._say_day(self.date_decided), False),
            (self.env._("Last decision by"), self.sudo().decider_id.name, False),
            (self.env._("Its reason"), self.decision_reason, True),
            (self.env._("What comes next"), self.next_step, False),
        ]
        return [fact for fact in facts if fact[1]]

    def _say_points(self):
        """The points as decided, else as proposed; nothing for an entry without."""
        points = self.points_final if self.date_confirmed else self.points
        return str(points) if points else ""

    def _say_choice(self, fname):
        """The label of a choice."""
        self.ensure_one()
        labels = dict(self._fields[fname]._description_selection(self.env))
        return labels.get(self[fname], "")
