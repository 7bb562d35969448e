# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Escalation rules: when something happens to a late or stalled case, and what."""

from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..case.complaint import SEVERITIES
from ..clock.target import MILESTONES

# Triggers that a clock has the moment for; the others belong to the case.
CLOCK_TRIGGERS = ("share", "before", "after")
MILESTONE_FIELDS = {f"on_{milestone}": milestone for milestone, _label in MILESTONES}

# What says whether a rule calls people, and whom.
PEOPLE_FIELDS = (
    "do_notify",
    "activity_type_id",
    "reassign",
    "to_handler",
    "to_team_leader",
    "to_department_manager",
    "chain_level",
    "user_ids",
    "group_id",
)


class ComplaintEscalationRule(models.Model):
    """Who is called and what is done when a deadline comes near or passes.

    A rule fires at most once for each deadline, and only if its conditions are
    met at that moment (DESIGN.md 5). The ``_fire`` chapter says what it does.
    """

    _name = "complaint.escalation.rule"
    _inherit = ["complaint.owned.mixin", "complaint.cached.mixin"]
    _description = "Complaint Escalation Rule"
    _order = "sequence, id"
    _owner_field = "user_id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        required=True,
        default=lambda self: self.env.user,
        copy=False,
        help="The server action of the rule runs with the rights of this user.",
    )

    # When
    trigger = fields.Selection(
        selection=[
            ("share", "A share of the time has passed"),
            ("before", "Before the deadline"),
            ("after", "When the deadline passes, or later"),
            ("stalled", "Nobody works on the case"),
            ("reassigned", "The case is handed from one to the next"),
        ],
        required=True,
        default="after",
    )
    share = fields.Float(
        string="Share of the Time",
        default=75.0,
        help="In percent of the time allowed, pauses left out.",
    )
    offset_hours = fields.Float(string="Hours", help="0: at the deadline itself.")
    offset_working = fields.Boolean(string="Counted in Working Time", default=True)
    stall_hours = fields.Float(
        string="Idle Working Hours",
        default=16.0,
        help="Since the last step, message, contact or handover by the staff. "
        "Time on hold does not count.",
    )
    max_reassignments = fields.Integer(
        string="Handovers at Most",
        default=3,
        help="The rule fires when a case was handed over more often than that.",
    )
    quiet_hours = fields.Boolean(
        string="In Working Time Only",
        default=True,
        help="Outside working time the rule waits for the next opening, so that "
        "nobody gets a mail at midnight.",
    )

    # For which
    policy_id = fields.Many2one(
        comodel_name="complaint.sla.policy",
        string="SLA Policy",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: for all policies.",
    )
    on_acknowledge = fields.Boolean(string="Acknowledgement")
    on_assess = fields.Boolean(string="Assessment")
    on_answer = fields.Boolean(string="Answer")
    on_notice = fields.Boolean(string="Notice of the Decision")
    on_resolve = fields.Boolean(string="Resolution")
    on_update = fields.Boolean(string="Progress Notice")
    on_followup = fields.Boolean(string="Follow-up")
    on_promise = fields.Boolean(string="Promised Call-Back")
    on_authority = fields.Boolean(string="Reply to the Authority")
    severity = fields.Selection(selection=SEVERITIES, string="Severity at Least")
    domain = fields.Char(
        string="Cases", help="Empty: for all cases. Checked when the rule fires."
    )

    # Who
    to_handler = fields.Boolean(string="Handler")
    to_team_leader = fields.Boolean(string="Team Leader")
    to_department_manager = fields.Boolean(string="Manager of the Handling Unit")
    chain_level = fields.Integer(
        string="Managers Up from the Handler",
        help="1: the handler's manager, 2: the manager's manager, and so on. "
        "0: nobody. Who has left is passed over for the next one up.",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        string="These Users",
        domain="[('share', '=', False)]",
    )
    group_id = fields.Many2one(
        comodel_name="res.groups", string="Everybody in This Group"
    )

    # What
    do_notify = fields.Boolean(string="Notify", default=True)
    activity_type_id = fields.Many2one(
        comodel_name="mail.activity.type",
        string="Schedule an Activity",
        domain="[('res_model', 'in', (False, 'complaint.complaint'))]",
        ondelete="restrict",
    )
    severity_to = fields.Selection(selection=SEVERITIES, string="Raise Severity To")
    reassign = fields.Boolean(
        help="To the first of these people who is present. Nothing changes when "
        "that is the handler.",
    )
    propose_penalty = fields.Boolean(
        string="Propose an Entry",
        help="Once the decision finds a fault of ours, an entry is proposed to the "
        "accountability officers, for who was responsible when the deadline passed "
        "and who leads them, as the rule book says.",
    )
    action_server_id = fields.Many2one(
        comodel_name="ir.actions.server",
        string="Run a Server Action",
        domain="[('model_id.model', '=', 'complaint.complaint')]",
        ondelete="restrict",
        groups="base.group_system",
    )
    reschedule_from = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="The sweep still has to plan anew what has this id or a higher one. "
        "0: everything knows this rule.",
    )
    silence = fields.Char(
        string="Whom It Does Not Reach",
        compute="_compute_silence",
        help="Said while nobody is there whom the rule names.",
    )

    _share_in_time = models.Constraint(
        "CHECK (trigger != 'share' OR (share > 0 AND share <= 100))",
        "The share of the time lies between 0 and 100 %. For a time after the "
        "deadline choose “When the deadline passes, or later”.",
    )
    _offset_positive = models.Constraint(
        "CHECK (offset_hours >= 0 AND (trigger != 'before' OR offset_hours > 0))",
        "Enter how many hours before or after the deadline, as a number above 0.",
    )
    _stall_positive = models.Constraint(
        "CHECK (trigger != 'stalled' OR stall_hours > 0)",
        "Enter after how many working hours without work the rule fires.",
    )
    _reassignments_positive = models.Constraint(
        "CHECK (trigger != 'reassigned' OR max_reassignments > 0)",
        "Enter how often a case may be handed over, as a number above 0.",
    )
    _chain_positive = models.Constraint(
        "CHECK (chain_level >= 0)", "Levels of managers are counted from 1."
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self.filtered("domain"):
            try:
                rule._get_domain().validate(self.env["complaint.complaint"])
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "The cases of “%(rule)s” cannot be found that way: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.constrains(
        "do_notify",
        "activity_type_id",
        "severity_to",
        "reassign",
        "action_server_id",
        "propose_penalty",
    )
    def _check_does_something(self):
        for rule in self.sudo():
            acts = rule.severity_to or rule.action_server_id or rule.propose_penalty
            if not (rule._needs_people() or acts):
                raise ValidationError(
                    self.env._("“%s” does nothing: choose what it does.", rule.name)
                )
            model = rule.action_server_id.model_id.model
            if model and model != "complaint.complaint":
                raise ValidationError(
                    self.env._(
                        "The server action of “%s” is not made for cases.", rule.name
                    )
                )

    @api.constrains(*PEOPLE_FIELDS)
    def _check_has_people(self):
        for rule in self:
            if rule._needs_people() and not rule._names_people():
                raise ValidationError(self.env._("Choose whom “%s” is for.", rule.name))

    @api.constrains("severity", "severity_to")
    def _check_severity_rises(self):
        for rule in self.filtered("severity_to"):
            if rule.severity_to <= (rule.severity or SEVERITIES[0][0]):
                raise ValidationError(
                    self.env._(
                        "“%s” can only raise the severity: choose a higher one than "
                        "the cases have already.",
                        rule.name,
                    )
                )

    def _needs_people(self):
        self.ensure_one()
        return bool(self.do_notify or self.activity_type_id or self.reassign)

    def _names_people(self):
        self.ensure_one()
        return bool(
            self.to_handler
            or self.to_team_leader
            or self.to_department_manager
            or self.chain_level
            or self.user_ids
            or self.group_id
        )

    def _get_domain(self):
        self.ensure_one()
        return Domain(literal_eval(self.domain or "[]"))

    # ------------------------------------------------------------------
    # A rule that has nobody to call says so where it is written
    # ------------------------------------------------------------------

    @api.depends(*PEOPLE_FIELDS, "company_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_silence(self):
        for rule in self:
            rule.silence = rule._get_silence(rule.company_id or self.env.company)

    def _get_silence(self, company):
        """Why nobody of a company would hear of this rule; empty if somebody would.

        :param company: one ``res.company``
        """
        self.ensure_one()
        rule = self.sudo()
        if not rule._needs_people() or rule.to_handler:
            return ""
        if not rule._names_people():
            return self.env._("Choose whom the rule calls.")
        if any(rule._reach_somebody(company)):
            return ""
        return self.env._(
            "Nobody is there whom this rule names: teams have no leader, departments "
            "no manager, the group no member, or those named have left. Officers hear "
            "of it instead."
        )

    def _reach_somebody(self, company):
        """Whether each way of naming people that the rule uses finds anybody.

        :param company: one ``res.company``
        :return: generator of bool
        """
        named = self.user_ids | self.group_id.all_user_ids
        yield any(user._works_in(company) for user in named)
        places = [("company_id", "in", (company.id, False))]
        if self.to_team_leader:
            teams = self.env["complaint.complaint"].team_id
            yield bool(teams.search_count([*places, ("user_id.active", "=", True)], 1))
        if self.to_department_manager:
            managed = [*places, ("manager_id.user_id.active", "=", True)]
            yield bool(self.env["hr.department"].search_count(managed, 1))
        if self.chain_level:
            led = [*places, ("parent_id.user_id.active", "=", True)]
            yield bool(self.env["hr.employee"].search_count(led, 1))

    # ------------------------------------------------------------------
    # Create, write and delete
    # ------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fired(self):
        events = self.env["complaint.clock.event"].sudo()
        if events.search_count([("rule_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "This rule has fired: the ledger of deadlines names it. Archive "
                    "it instead."
                )
            )
