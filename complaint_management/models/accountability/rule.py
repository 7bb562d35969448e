# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

BASES = [
    ("caused", "Caused the complaint"),
    ("mishandled", "Handled the complaint badly"),
    ("good", "Handled it well"),
]
LIABILITIES = [("direct", "The person"), ("head", "The head of department")]
RULE_FAULTS = [
    ("violation", "Violation or dereliction"),
    ("ordinary", "Ordinary mistake"),
]
KINDS = [
    ("reminder", "Reminder"),
    ("warning", "Warning"),
    ("points", "Points"),
    ("training", "Training"),
    ("bonus_review", "Bonus review"),
    ("praise", "Praise"),
    ("money", "Amount of money"),
]
MOST_POINTS = 1000
MOST_MONTHS = 120


class ComplaintPenaltyRule(models.Model):
    """The rule book: what a person answers for, or is thanked for (R65, R66, R131).

    A matrix of basis, liability and fault level (R8, R9). Every employee may read it,
    as nobody answers for a rule that they could not know. The terms of a rule that an
    entry cites stay as they are: ``action_new_version`` ends the rule, and a copy of
    it begins.
    """

    _name = "complaint.penalty.rule"
    _description = "Accountability Rule"
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    clause = fields.Text(
        translate=True, help="What the rule says, as it is cited to the person."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: shared by all companies.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    # The matrix
    basis = fields.Selection(selection=BASES, required=True, default="caused")
    liability = fields.Selection(selection=LIABILITIES, required=True, default="direct")
    fault_level = fields.Selection(
        selection=RULE_FAULTS,
        help="Empty: for each. Nobody answers for what was no fault of ours.",
    )

    # What follows
    kind = fields.Selection(selection=KINDS, required=True, default="reminder")
    points = fields.Integer(
        help="How much the entry weighs: from 0 to 1000, for praise as for penalties."
    )
    months = fields.Integer(
        string="Valid for Months", default=12, help="0: the entry never expires."
    )
    amount = fields.Monetary(
        help="Only where the company allows it; nothing is posted to payroll."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        default=lambda self: self.env.company.currency_id,
    )

    # Who and when
    propose_on = fields.Selection(
        selection=[
            ("verdict", "Verdict with a fault"),
            ("clock", "Missed deadline"),
            ("promise", "Broken promise"),
            ("repeat", "The same again"),
            ("praise", "Praise by a customer"),
            ("rating", "Good rating"),
        ],
        string="What Proposes It",
        help="What proposes an entry by itself; a person decides. Empty: only people "
        "propose.",
    )
    repeat_months = fields.Integer(
        string="Again Within Months",
        default=6,
        help="How long after an earlier entry it counts as the same again.",
    )
    rating_min = fields.Integer(
        string="Rating From", default=5, help="The lowest rating that proposes."
    )
    confirm_by = fields.Selection(
        selection=[
            ("accountability", "Any accountability officer"),
            ("manager", "An officer who is also complaint manager"),
            ("department_head", "An officer who leads the person's department"),
        ],
        string="Confirmed By",
        required=True,
        default="accountability",
        help="Only accountability officers read entries, so whoever confirms is one.",
    )
    badge_ref = fields.Reference(
        selection="_selection_badge_ref",
        string="Badge",
        help="Granted with a reward, where badges are in use.",
    )

    # Since when, until when
    date_from = fields.Date(string="Valid From", help="Empty: always was.")
    date_to = fields.Date(string="Valid Until", copy=False, help="Empty: no end.")
    is_used = fields.Boolean(
        string="Cited",
        compute="_compute_is_used",
        compute_sudo=True,
        groups="complaint_management.group_complaint_accountability",
        help="Entries cite it: its terms do not change any more.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(date_from, '-infinity'::date))",
        "A rule with this code begins on that day already.",
    )
    _points_range = models.Constraint(
        f"CHECK (points BETWEEN 0 AND {MOST_POINTS})",
        "Points lie between 0 and 1000.",
    )
    _months_range = models.Constraint(
        f"CHECK (months BETWEEN 0 AND {MOST_MONTHS})",
        "An entry is valid for at most 120 months, or for ever (0).",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount IS NULL OR amount >= 0)", "The amount cannot be negative."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A rule ends after it begins.",
    )

    @api.model
    def _selection_badge_ref(self):
        """Badges, where the app that has them is installed."""
        if "gamification.badge" not in self.env:
            return []
        return [("gamification.badge", self.env._("Badge"))]

    def _compute_is_used(self):
        cited = self._get_used()
        for rule in self:
            rule.is_used = rule in cited

    @api.depends("code", "name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.name}"

    # ------------------------------------------------------------------
    # What a rule may say
    # ------------------------------------------------------------------

    @api.constrains("basis", "kind", "fault_level")
    def _check_kind_fits(self):
        """Praise is for good work, and the rest of the sanctions is not."""
        for rule in self:
            if rule.basis != "good" and rule.kind == "praise":
                raise ValidationError(
                    self.env._(
                        "“%s” praises: choose the basis “Handled it well”.", rule.name
                    )
                )
            if rule.basis == "good" and (
                rule.kind in ("reminder", "warning") or rule.fault_level
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” rewards good work: it has no fault level, and neither "
                        "reminds nor warns.",
                        rule.name,
                    )
                )

    @api.constrains("kind", "amount", "currency_id", "company_id")
    def _check_money_allowed(self):
        """Money only where the company switched it on: many laws forbid it."""
        for rule in self.filtered(lambda rule: rule.kind == "money"):
            company = rule.company_id or self.env.company
            if not company.complaint_penalty_money:
                raise ValidationError(
                    self.env._(
                        "%(company)s does not allow entries with an amount of money. "
                        "Choose another kind for “%(rule)s”.",
                        company=company.name,
                        rule=rule.name,
                    )
                )
            if not (rule.amount and rule.currency_id):
                raise ValidationError(
                    self.env._("Enter amount and currency of “%s”.", rule.name)
                )

    @api.model
    def _check_numbers(self, vals):
        """Refuse numbers that the database could not even hold."""
        for fname, most in (("points", MOST_POINTS), ("months", MOST_MONTHS)):
            if not 0 <= (vals.get(fname) or 0) <= most:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” lies between 0 and %(most)s.",
                        field=self._fields[fname]._description_string(self.env),
                        most=most,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_numbers(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_numbers(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """A copy is another rule: it needs another code."""
        vals_list = super().copy_data(default)
        if "code" in (default or {}) or "date_from" in (default or {}):
            return vals_list
        return [
            {**vals, "code": self.env._("%s (copy)", vals["code"])}
            for vals in vals_list
        ]
