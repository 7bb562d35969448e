# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a target is called: for whom, and when."""

from odoo import api, fields, models
from odoo.tools import format_date


class ComplaintGoal(models.Model):
    """A unit, team or category that is gone leaves its name on its targets."""

    _inherit = "complaint.goal"

    may_set = fields.Boolean(
        compute="_compute_may_set", export_string_translation=False
    )

    @api.depends("date_frozen")
    @api.depends_context("uid")
    def _compute_may_set(self):
        """Who sets targets is offered what can be chosen, others what was."""
        may_write = self.browse().has_access("write")
        for goal in self:
            goal.may_set = may_write and not goal.date_frozen

    @api.depends(
        lambda self: [
            "scoped_by",
            *(f"{fname}.name" for fname in self._get_scope_fields()),
        ]
    )
    def _compute_scope(self):
        """The names of the unit and so on; what is gone keeps its last name."""
        for goal in self.with_context(lang=None):
            if goal._get_lost_fields():
                continue
            names = (goal[fname].name for fname in self._get_scope_fields())
            goal.scope = ", ".join(filter(None, names))

    def _get_lost_fields(self):
        """Names of the fields that said for whom it is, and of which that is gone."""
        self.ensure_one()
        marked = (self.id and self.scoped_by or "").split(",")
        return [fname for fname in filter(None, marked) if not self[fname]]

    @api.depends(lambda self: ["scoped_by", "scope", *self._get_scope_fields()])
    @api.depends_context("lang")
    def _compute_scope_hint(self):
        for goal in self:
            goal.scope_hint = goal._say_scope_hint()

    def _say_scope_hint(self):
        """That a unit, team or category is gone or no longer used; else nothing."""
        self.ensure_one()
        if self._get_lost_fields():
            return self.env._(
                "“%s” was dissolved: nothing is measured any more.", self.scope
            )
        for fname in self._get_scope_fields():
            if (
                "active" in self[fname]._fields
                and self[fname]
                and not self[fname].active
            ):
                return self.env._("“%s” is archived.", self[fname].name)
        return False

    def _say_settled(self):
        """Why a target stays as it is."""
        self.ensure_one()
        if self.date_frozen:
            return self.env._(
                "“%s” is over, and its result is kept.", self.display_name
            )
        return self.env._(
            "“%s” is over, and its result becomes known later.", self.display_name
        )

    @api.depends("name", "measure", "scope", "date_from", "date_to", "period")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["measure"]._description_selection(self.env))
        for goal in self:
            what = goal.name or labels.get(goal.measure)
            names = (what, goal.scope, goal.date_from and goal._say_period())
            goal.display_name = ", ".join(filter(None, names))

    @api.depends("date_from", "date_to", "period")
    @api.depends_context("lang")
    def _compute_period_words(self):
        for goal in self:
            goal.period_words = goal.date_from and goal._say_period()

    def _say_period(self):
        """The period, as people write it: "March 2026", "Quarter 1 of 2026"."""
        self.ensure_one()
        begin = self.date_from
        if self.period == "month":
            return format_date(self.env, begin, date_format="MMMM y")
        if self.period == "quarter":
            return self.env._(
                "Quarter %(number)s of %(year)s",
                number=(begin.month + 2) // 3,
                year=begin.year,
            )
        if self.period == "year":
            return str(begin.year)
        return f"{format_date(self.env, begin)} – {format_date(self.env, self.date_to)}"
