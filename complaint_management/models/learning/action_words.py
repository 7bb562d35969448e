# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is counted before and after an action, in sentences for managers (R139)."""

from odoo import api, fields, models

from ...tools.learning.effect import LEAST, Effect


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    base_words = fields.Char(
        string="Value Before",
        compute="_compute_base_words",
        help="Counted by the product when the plan was made, and kept as it was then.",
    )
    effect_sentence = fields.Text(
        string="What the Figures Say", compute="_compute_effect_sentence"
    )

    # ------------------------------------------------------------------
    # The value before
    # ------------------------------------------------------------------

    @api.depends("base_figures")
    @api.depends_context("lang", "uid")
    def _compute_base_words(self):
        for action in self:
            figures = action._get_shown_figures("base_figures")
            action.base_words = bool(figures) and action._say_base(figures)

    def _say_base(self, figures):
        """What was counted before, in a few words for managers.

        A few cases only are not told apart: the number would tell of single ones.

        :param dict figures: as ``_count_windows`` returns them
        """
        if figures["counted"] < LEAST:
            return self.env._(
                "fewer than %(least)s in %(days)s days",
                least=LEAST,
                days=figures["days"],
            )
        return self._say_figures(figures)

    def _say_figures(self, figures):
        """What was counted in a time, in a few words for managers."""
        counted, days, measure = (
            figures[key] for key in ("counted", "days", "measure")
        )
        if measure == "count":
            return self.env._(
                "%(cases)s in %(days)s days, %(weekly)s a week",
                cases=counted,
                days=days,
                weekly=_round(7 * counted / days),
            )
        if not counted:
            return self.env._("nothing to compare in %s days", days)
        if measure == "satisfaction":
            marks = sum(i * n for i, n in enumerate(figures["marks"], 1))
            return self.env._(
                "%(mean)s of 5 on average, from %(counted)s ratings in %(days)s days",
                mean=_round(marks / counted),
                counted=counted,
                days=days,
            )
        share = _round(100 * figures["hits"] / counted)
        if measure == "late":
            return self.env._(
                "%(share)s %% late (%(hits)s of %(counted)s in %(days)s days)",
                share=share,
                hits=figures["hits"],
                counted=counted,
                days=days,
            )
        return self.env._(
            "%(share)s %% reopened (%(hits)s of %(counted)s in %(days)s days)",
            share=share,
            hits=figures["hits"],
            counted=counted,
            days=days,
        )

    # ------------------------------------------------------------------
    # What came since
    # ------------------------------------------------------------------

    @api.depends("after_figures", "base_figures", "target_percent")
    @api.depends_context("lang", "uid")
    def _compute_effect_sentence(self):
        for action in self:
            after = action._get_shown_figures("after_figures")
            action.effect_sentence = bool(after) and action._say_effect(after)

    def _say_effect(self, after):
        """What was counted before and since, and what follows, for managers.

        :param dict after: the figures since it was done
        """
        before = self._get_shown_figures("base_figures")
        effect = Effect(**after["effect"])
        reason = self._say_why(effect)
        if effect.why in ("gone", "archived", "early") or not before:
            return reason
        lines = [
            self.env._(
                "Before: %(before)s. Since it was done: %(after)s.",
                before=self._say_base(before),
                after=self._say_figures(after),
            )
        ]
        if effect.change is not None:
            lines.append(self._say_change(effect.change))
        lines += [reason, *self._say_doubts(before, after)]
        return "\n".join(lines)

    def _say_change(self, change):
        given = {"change": f"{abs(change):.0f}", "target": f"{self.target_percent:g}"}
        if self.measure == "satisfaction":
            if change > 0:
                return self.env._(
                    "%(change)s %% higher; the target was %(target)s %%.", **given
                )
            return self.env._(
                "%(change)s %% lower; the target was %(target)s %% higher.", **given
            )
        if change >= 0:
            return self.env._(
                "%(change)s %% less; the target was %(target)s %%.", **given
            )
        return self.env._(
            "%(change)s %% more; the target was %(target)s %% less.", **given
        )

    def _say_why(self, effect):
        """What follows from the figures, and how sure it is."""
        say = self.env._
        if effect.why == "reached":
            return say(
                "By chance alone so much better comes %s: it seems to have worked.",
                self._say_chance(effect.chance),
            )
        if effect.why == "chance":
            return say(
                "By chance alone so much better comes %s: that proves nothing yet. "
                "Look again later, or decide by what you saw.",
                self._say_chance(effect.chance),
            )
        return {
            "missed": say("It is better, and clearly less than was agreed."),
            "worse": say("It is not better than before: it seems not to have worked."),
            "short": say(
                "It is better; whether as much as was agreed cannot be told yet. Look "
                "again later, or decide by what you saw."
            ),
            "few": say(
                "These are too few to tell whether it worked: decide by what you saw."
            ),
            "empty": say("There is nothing to compare: decide by what you saw."),
            "gone": say(
                "What was to be counted is not there any more: a category, cause or "
                "department was deleted or changed. Decide by what you saw."
            ),
            "archived": say(
                "A category, cause or department that was to be counted is archived: "
                "that fewer come in there proves nothing. Decide by what you saw."
            ),
            "early": say(
                "It was to be seen on %(day)s whether it worked, and that is not after "
                "the day on which it was done. Look again later.",
                day=self._say_day(self.date_effect),
            ),
        }[effect.why]

    def _say_chance(self, chance):
        if chance <= 0.001:
            return self.env._("less than once in 1000 times")
        if chance > 0.4:
            return self.env._("about every second time")
        return self.env._("about once in %s times", round(1 / chance))

    def _say_doubts(self, before, after):
        """What may be wrong with the figures.

        :return: list of sentences
        """
        doubts, again = [], after["again"]
        change = abs(again["counted"] - before["counted"])
        if change >= 3 and change > before["counted"] / 5:
            doubts.append(
                self.env._(
                    "Counted today, the time before has %s: cases were sorted "
                    "differently since the plan was made.",
                    self._say_base(again),
                )
            )
        if after["unknown"]:
            doubts.append(
                self.env._(
                    "Of %s cases since then the cause is not known yet.",
                    after["unknown"],
                )
            )
        return doubts


def _round(number):
    """A figure as people say it: no more digits than it deserves; rare is not never."""
    if 0 < number < 0.1:
        return f"{number:.2f}"
    return f"{number:.0f}" if not number or number >= 10 else f"{number:.1f}"
