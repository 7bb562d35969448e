# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By what it is measured whether an action worked: agreed before anything is done.

What is counted, where and in which time, how much better it is to be, and when one
looks. The value before is counted by the product and kept as it was (R139).
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .action_count import Window

MEASURES = [
    ("count", "Number of complaints"),
    ("reopened", "Share reopened"),
    ("satisfaction", "Satisfaction with the result"),
    ("late", "Share late"),
]
# As long a time before is looked at, unless somebody says otherwise.
BASE_DAYS = 90
# In a shorter time chance decides, and the number tells of single cases.
LEAST_DAYS = 28
# So long after it is due one looks whether it worked, unless somebody says otherwise.
EFFECT_AFTER = timedelta(days=90)
# What the value before depends on.
BASE_PLAN = ("measure", "base_from", "base_to", "company_id")


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    measure = fields.Selection(
        selection=MEASURES,
        string="Measured By",
        help="How one will see that it worked. It is agreed while the action is open, "
        "and stays as it is once it is done.",
    )
    scope_category_id = fields.Many2one(
        comodel_name="complaint.category",
        string="Complaints of Category",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
        help="With the categories below it.",
    )
    scope_cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Complaints with Cause",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
        help="With the causes below it.",
    )
    scope_department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Complaints Handled In",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
        help="With the departments below it.",
    )
    scope_product_id = fields.Many2one(
        comodel_name="complaint.product",
        string="Complaints about Product",
        ondelete="set null",
        check_company=True,
        index="btree_not_null",
    )
    base_from = fields.Date(
        string="Time Before: From",
        copy=False,
        help="The time with which it is compared: at least four weeks. By default the "
        "last 90 days.",
    )
    base_to = fields.Date(string="Time Before: To", copy=False)
    target_percent = fields.Float(
        string="Target (%)",
        default=50,
        digits=(5, 1),
        aggregator=None,
        help="By how many per cent less it is to be. Of satisfaction: by how many per "
        "cent higher.",
    )
    date_effect = fields.Date(
        string="Effect Seen On",
        copy=False,
        help="On this day what was counted since the action was done is compared with "
        "the time before. By default 90 days after it is due.",
    )
    base_figures = fields.Json(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    base_taken_on = fields.Datetime(
        string="Value Before Taken On", readonly=True, copy=False
    )

    _effect_due_idx = models.Index(
        "(date_effect) WHERE measure IS NOT NULL AND state IN ('done', 'checked')"
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"base_figures", "base_taken_on"}

    @api.model
    def _get_scope_paths(self):
        """Which complaints are counted: by field of the action, the field of the case.

        Rooms above add fields of their own. Of a tree, what is below counts as well.

        :return: dict of field of the action to path from a case
        """
        return {
            "scope_category_id": "category_id",
            "scope_cause_id": "cause_id",
            "scope_department_id": "department_id",
            "scope_product_id": "product_id",
        }

    @api.model
    def _get_plan_fields(self):
        """What is agreed about how the effect is seen."""
        return {*BASE_PLAN, *self._get_scope_paths(), "target_percent", "date_effect"}

    @api.model
    def _get_agreed_fields(self):
        return super()._get_agreed_fields() | self._get_plan_fields() - {"company_id"}

    @api.onchange("measure")
    def _onchange_measure(self):
        """Propose the rest of the plan, so that one sees it before it is saved."""
        if not self.measure:
            return
        for fname, value in self._prepare_plan().items():
            self[fname] = value
        if not any(self[fname] for fname in self._get_scope_paths()):
            self.scope_cause_id = self.cause_ids[:1]

    # ------------------------------------------------------------------
    # What may be
    # ------------------------------------------------------------------

    @api.constrains(lambda self: ("measure", *self._get_scope_paths()))
    def _check_scope(self):
        """What is measured is counted somewhere."""
        for action in self:
            if action.measure and not action._get_scope():
                raise ValidationError(
                    self.env._(
                        "Say of which complaints “%s” is measured: of a category, with "
                        "a cause, handled in a department, or about a product.",
                        action.name,
                    )
                )

    @api.constrains("measure", "target_percent")
    def _check_target(self):
        for action in self.filtered("measure"):
            most = 400 if action.measure == "satisfaction" else 100
            if not 0 < action.target_percent <= most:
                raise ValidationError(
                    self.env._(
                        "The target of “%(action)s” lies between 0 and %(most)s per "
                        "cent.",
                        action=action.name,
                        most=most,
                    )
                )

    @api.constrains("base_from", "base_to")
    def _check_base(self):
        """The time before is over, and long enough to tell something."""
        today = fields.Date.context_today(self)
        for action in self.filtered(lambda one: one.base_from and one.base_to):
            days = (action.base_to - action.base_from).days + 1
            if days < LEAST_DAYS or action.base_to >= today:
                raise ValidationError(
                    self.env._(
                        "The time before is at least four weeks long and ends "
                        "yesterday at the latest."
                    )
                )

    # ------------------------------------------------------------------
    # The plan, and the value before
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._keep_plan()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if {*BASE_PLAN, *self._get_scope_paths(), "date_effect"} & set(vals):
            self._keep_plan()
        return result

    def _keep_plan(self):
        """Complete the plans, and take the values before; while nothing is done."""
        planned = self.sudo().filtered(
            lambda action: action.measure and action.state == "open"
        )
        complete = planned.filtered(lambda action: not action._prepare_plan())
        for action in planned - complete:
            action.write(action._prepare_plan())
        complete._take_base()

    def _prepare_plan(self):
        """What of a plan was not said.

        :return: dict of values
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        vals = {}
        if not self.base_to:
            last = today - timedelta(days=1)
            vals["base_to"] = max(last, self.base_from or last)
        if not self.base_from:
            last = self.base_to or vals["base_to"]
            vals["base_from"] = last - timedelta(days=BASE_DAYS - 1)
        if not self.date_effect:
            vals["date_effect"] = (self.date_due or today) + EFFECT_AFTER
        return vals

    def _take_base(self):
        """Count the time before, and keep it with where it was counted; as sudo."""
        windows = [
            Window((action.id,), action, action.base_from, action.base_to)
            for action in self
        ]
        figures = self._count_windows(windows)
        now = fields.Datetime.now()
        for action in self:
            counted = figures[action.id,]
            if counted != action.base_figures:
                action._write_sealed({"base_figures": counted, "base_taken_on": now})
