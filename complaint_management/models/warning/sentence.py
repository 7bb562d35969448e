# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an alert says, in a sentence and in a small chart, for each reader."""

import json

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, formatLang, get_lang

from .rule_counts import WEEK

# Rarer than once in so many weeks is "practically never".
NEVER = 5200


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    sentence = fields.Char(
        string="What It Says", compute="_compute_sentence", compute_sudo=True
    )
    chart = fields.Text(compute="_compute_chart")

    @api.depends(
        "weeks",
        "count",
        "recent",
        "season",
        "has_year",
        "every",
        "word",
        "rule_id.trigger",
        "rule_id.hours",
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for alert in self:
            alert.sentence = alert._say()

    def _say(self):
        """The sentence for managers; each number is what was counted or measured."""
        self.ensure_one()
        rule = self.rule_id
        if rule.trigger == "words":
            return self.env._("The case says: %s.", self.word)
        if rule.trigger == "critical":
            return self.env._("A new critical case.")
        if rule.trigger == "again":
            return self.env._(
                "%(count)s cases within %(hours)s hours about the same thing.",
                count=self.count,
                hours=rule.hours,
            )
        return f"{self._say_count()} {self._say_chance()}"

    def _say_count(self):
        env = self.env
        values = {
            "count": self.count,
            "weeks": self.weeks,
            "recent": self._say_rate(self.recent),
            "season": self._say_rate(self.season),
        }
        if self.weeks > 1 and self.has_year:
            return env._(
                "%(count)s in %(weeks)s weeks; %(recent)s a week in the last "
                "half-year, %(season)s a week at this season last year.",
                **values,
            )
        if self.weeks > 1:
            return env._(
                "%(count)s in %(weeks)s weeks; %(recent)s a week before. There is no "
                "year yet to compare with.",
                **values,
            )
        if self.has_year:
            return env._(
                "%(count)s this week; %(recent)s a week in the last half-year, "
                "%(season)s a week at this season last year.",
                **values,
            )
        return env._(
            "%(count)s this week; %(recent)s a week before. There is no year yet to "
            "compare with.",
            **values,
        )

    def _say_rate(self, rate):
        """How many a week; of what is rare, more exactly: it is not nothing."""
        if not rate:
            return "0"
        return formatLang(self.env, rate, digits=2 if rate < 0.1 else 1)

    def _say_chance(self):
        if self.every > NEVER:
            return self.env._("By chance that practically never happens.")
        return self.env._(
            "By chance that happens about once in %s weeks.", max(1, self.every)
        )

    @api.depends("history", "date_drawn", "weeks")
    @api.depends_context("lang", "tz")
    def _compute_chart(self):
        """What Odoo's small chart draws: a bar for each week, the last ones marked."""
        for alert in self:
            alert.chart = json.dumps(alert._draw())

    def _draw(self):
        self.ensure_one()
        counts = self.history or []
        end = self.date_drawn or self.date_last
        last = (end - self.date_last) // WEEK
        marked = range(last, last + max(1, self.weeks))
        locale = babel_locale_parse(get_lang(self.env).code)
        bars = [
            {
                "label": format_skeleton("MMMd", end - back * WEEK, locale=locale),
                "value": count,
                "type": "future" if back in marked else "past",
            }
            for back, count in zip(range(len(counts) - 1, -1, -1), counts, strict=True)
        ]
        return [{"key": self.env._("In the seven days until"), "values": bars}]
