# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is watched, by what, how closely, and who hears of it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.warning import SENSITIVITIES
from .word import CRITICAL_KINDS

CASES = "complaint.complaint"
ALERTS = "complaint.alert"

# What a rule watches.
WATCHED = ("trigger", "source", "dimension")
# What is looked at every night; the others look at once.
NIGHTLY = ("more", "share")


class ComplaintAlertRule(models.Model):
    """A look-out: it raises alerts, at night or at once (R121, R146, R155, R202).

    At night it compares the last seven days with what is usual, for each subject of
    its dimension. At once, right after the registration, it looks for critical words,
    critical categories, and a second case of the same thing.
    """

    _name = "complaint.alert.rule"
    _description = "Early Warning Rule"
    _inherit = "complaint.owned.mixin"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: for each company, by its own cases.",
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        default=lambda self: self.env.user,
        copy=False,
        help="The server action of the rule runs with the rights of this user.",
    )

    # What is watched
    trigger = fields.Selection(
        selection=[
            ("more", "More than usual, looked at every night"),
            ("share", "A product has more of one kind, looked at every night"),
            ("words", "Critical words in a new case, at once"),
            ("critical", "A new case in a critical category, at once"),
            ("again", "A second case of the same thing, at once"),
        ],
        string="When",
        required=True,
        default="more",
    )
    source = fields.Selection(
        selection="_select_sources",
        string="What Is Counted",
        required=True,
        compute="_compute_source",
        store=True,
        readonly=False,
        precompute=True,
    )
    dimension = fields.Selection(
        selection="_select_dimensions",
        string="Each by Itself",
        required=True,
        default="category",
        help="Each category, each customer and so on is compared with its own past.",
    )
    is_personal = fields.Boolean(
        string="About People",
        compute="_compute_is_personal",
        store=True,
        precompute=True,
        help="Only accountability officers see the rule and its alerts.",
    )
    category_ids = fields.Many2many(
        comodel_name="complaint.category",
        relation="complaint_alert_rule_category_rel",
        ondelete="restrict",
        # An archived one still narrows the rule.
        context={"active_test": False},
        string="Only in These Categories",
        help="With all categories below them, wherever these are moved. Empty: all.",
    )
    sensitivity = fields.Selection(
        selection=[
            ("rare", "Few alerts: by chance one in eight years for each"),
            ("balanced", "Usual: by chance one in three years for each"),
            ("early", "Many alerts: by chance three in four years for each"),
        ],
        required=True,
        default="balanced",
    )
    least = fields.Integer(
        string="At Least",
        required=True,
        default=3,
        help="Fewer than so many in seven days raise no alert.",
    )
    max_new = fields.Integer(
        string="New Alerts a Night",
        required=True,
        default=5,
        help="More stood out? The most improbable are raised, and the rule says how "
        "many were not. What goes on comes up the next night.",
    )
    word_kind = fields.Selection(
        selection=CRITICAL_KINDS, string="Words About", help="Empty: all of them."
    )
    hours = fields.Integer(
        string="Within Hours",
        required=True,
        default=48,
        help="Between the first case and the second.",
    )

    # Who hears of it, and what it starts
    to_department_head = fields.Boolean(
        string="Head of the Unit",
        default=True,
        help="Who leads the unit that the category, or the case, names.",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_alert_rule_user_rel",
        string="These Users",
        domain="[('share', '=', False)]",
    )
    group_id = fields.Many2one(
        comodel_name="res.groups", string="Everybody in This Group"
    )
    do_plan = fields.Boolean(
        string="Plan a Task",
        default=True,
        help="For each of them, to look into it. Otherwise they are only told.",
    )
    action_server_id = fields.Many2one(
        comodel_name="ir.actions.server",
        string="Run a Server Action",
        domain=f"[('model_id.model', '=', '{ALERTS}')]",
        ondelete="restrict",
        groups="base.group_system",
        help="On each new alert, for example to escalate it.",
    )

    # What came of it
    alert_ids = fields.One2many(comodel_name=ALERTS, inverse_name="rule_id")
    date_watched = fields.Datetime(string="Last Look", readonly=True, copy=False)
    series_count = fields.Integer(
        string="Subjects Watched", readonly=True, copy=False, aggregator=None
    )
    left_count = fields.Integer(
        string="Not Raised Last Night", readonly=True, copy=False, aggregator=None
    )
    error = fields.Char(
        string="What Went Wrong",
        readonly=True,
        copy=False,
        groups="complaint_management.group_complaint_manager,"
        "complaint_management.group_complaint_accountability",
    )
    is_failing = fields.Boolean(
        compute="_compute_is_failing",
        compute_sudo=True,
        export_string_translation=False,
    )
    alert_count = fields.Integer(string="Alerts", compute="_compute_alert_count")
    open_count = fields.Integer(string="Open Alerts", compute="_compute_alert_count")
    false_share = fields.Float(
        string="False Alarms",
        compute="_compute_alert_count",
        help="The share of alerts that somebody called a false alarm, among those "
        "that somebody looked at.",
    )
    expectation = fields.Char(string="What to Expect", compute="_compute_expectation")

    _least_positive = models.Constraint(
        "CHECK (least >= 1)", "An alert needs one case at least."
    )
    _max_new_positive = models.Constraint(
        "CHECK (max_new BETWEEN 1 AND 100)",
        "Enter how many new alerts a night are raised at most, from 1 to 100.",
    )
    _hours_range = models.Constraint(
        "CHECK (hours BETWEEN 1 AND 720)", "Enter from 1 to 720 hours."
    )

    # ------------------------------------------------------------------
    # Computed fields
    # ------------------------------------------------------------------

    @api.depends("error")
    def _compute_is_failing(self):
        """That it failed may be known; what the failure names only to who mends it."""
        for rule in self:
            rule.is_failing = bool(rule.error)

    @api.depends("trigger")
    def _compute_source(self):
        """Only what is compared with its own past is anything but cases."""
        for rule in self:
            if rule.trigger != "more" or not rule.source:
                rule.source = "case"

    @api.depends("trigger", "dimension")
    def _compute_is_personal(self):
        dimensions = self._get_dimensions()
        for rule in self:
            dimension = dimensions.get(rule.dimension)
            rule.is_personal = bool(
                rule.trigger == "more" and dimension and dimension.personal
            )

    @api.depends("alert_ids.state", "alert_ids.is_false")
    @api.depends_context("uid")
    def _compute_alert_count(self):
        """Counts of what the reader may see; also of those that lie in the past."""
        counts = {rule.id: [0, 0, 0, 0] for rule in self._origin}
        groups = self.env[ALERTS]._read_group(
            [("rule_id", "in", self._origin.ids)],
            ["rule_id", "state", "is_false", "is_judged"],
            ["__count"],
        )
        for rule, state, is_false, is_judged, count in groups:
            for place, counts_here in enumerate(
                (True, state in ("new", "acknowledged"), is_false, is_judged)
            ):
                counts[rule.id][place] += count if counts_here else 0
        for rule in self:
            of_all, of_open, of_false, of_judged = counts.get(
                rule._origin.id, (0, 0, 0, 0)
            )
            rule.alert_count = of_all
            rule.open_count = of_open
            rule.false_share = of_false / of_judged if of_judged else 0.0

    @api.depends("trigger", "sensitivity", "series_count", "left_count", "date_watched")
    @api.depends_context("lang")
    def _compute_expectation(self):
        for rule in self:
            rule.expectation = rule._say_expectation()

    def _say_expectation(self):
        """How many alerts a year chance alone raises, in a sentence."""
        self.ensure_one()
        if self.trigger not in NIGHTLY:
            return self.env._("It looks at each new case within a minute or two.")
        if not self.date_watched:
            return self.env._("It has not looked yet: it does so every night.")
        yearly = SENSITIVITIES[self.sensitivity or "balanced"].a_year
        words = self.env._(
            "Watched now: %(count)s. By chance alone, expect about "
            "%(yearly)s alerts a year.",
            count=self.series_count,
            yearly=max(1, round(self.series_count * yearly)),
        )
        if not self.left_count:
            return words
        return (
            words
            + " "
            + self.env._(
                "Last night %s more stood out and were not raised.", self.left_count
            )
        )

    # ------------------------------------------------------------------
    # What a rule may say
    # ------------------------------------------------------------------

    @api.constrains("source", "dimension", "trigger")
    def _check_dimension(self):
        dimensions, sources = self._get_dimensions(), self._get_sources()
        for rule in self.filtered(lambda rule: rule.trigger == "more"):
            dimension = dimensions.get(rule.dimension)
            if dimension and rule.source in dimension.paths:
                continue
            raise ValidationError(
                self.env._(
                    "“%(rule)s”: %(what)s cannot be told apart by “%(dimension)s”. "
                    "Choose another dimension.",
                    rule=rule.name,
                    what=str(self.env._(sources[rule.source].label)).lower(),
                    dimension=self.env._(dimension.label)
                    if dimension
                    else rule.dimension,
                )
            )

    @api.constrains("action_server_id")
    def _check_server_action(self):
        for rule in self.sudo():
            model = rule.action_server_id.model_id.model
            if model and model != ALERTS:
                raise ValidationError(
                    self.env._(
                        "The server action of “%s” is not made for alerts.", rule.name
                    )
                )

    def write(self, vals):
        self._check_same_watch(vals)
        result = super().write(vals)
        # Only who sees rules about people makes one.
        self.check_access("write")
        return result

    def _check_same_watch(self, vals):
        """What alerts say follows what their rule watches: it stays the same.

        :raises UserError: the rule has raised alerts already
        """
        changed = self.filtered(
            lambda rule: any(
                fname in vals and vals[fname] != rule[fname] for fname in WATCHED
            )
        )
        if changed and self.env[ALERTS].sudo().search_count(
            [("rule_id", "in", changed.ids)], limit=1
        ):
            raise UserError(
                self.env._(
                    "“%s” has raised alerts, which say what it watches. Archive it, "
                    "and make a new rule.",
                    changed[0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        """A rule that raised alerts is kept with them."""
        if self.sudo().alert_ids:
            raise UserError(self.env._("This rule raised alerts: archive it instead."))

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_view_alerts(self):
        """Open the alerts of the rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_alert_action"
        )
        return {
            **action,
            "domain": [("rule_id", "=", self.id)],
            "context": {},
        }

    def action_watch_now(self):
        """Look now, and not only at night.

        :raises AccessError: the user may not change the rule
        """
        self.check_access("write")
        rules = self.sudo().filtered(lambda rule: rule.trigger in NIGHTLY)
        for rule in rules:
            rule._watch()
        return True
