# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether an action worked: the product proposes what the figures say, a person signs.

Signed by a checker, who never owned it nor did it. What did not work is open again
(R139, R143).
"""

from datetime import timedelta

from odoo import api, fields, models

from ...tools.learning.effect import (
    EFFECTIVE,
    INCONCLUSIVE,
    INEFFECTIVE,
    Effect,
    compare_counts,
    compare_means,
    compare_shares,
)
from .action_count import MARKS, Window

TO_SIGN = "complaint_management.mail_activity_type_action_effect"
OUTCOMES = [
    (EFFECTIVE, "Effective"),
    (INEFFECTIVE, "Ineffective"),
    (INCONCLUSIVE, "Inconclusive"),
]
# Of so many actions the values are counted with one query.
BATCH = 100
# After it was reopened one waits at least so long before one looks again.
LEAST_WAIT = timedelta(days=28)
# What is known of the effect; nothing again, once the action is open or done anew.
NOTHING_SEEN = {
    "after_figures": False,
    "after_taken_on": False,
    "effect_proposal": False,
}
NOTHING_SIGNED = {
    "effect": False,
    "effect_words": False,
    "effect_signed_by_id": False,
    "date_effect_signed": False,
}


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    after_figures = fields.Json(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    after_taken_on = fields.Datetime(
        string="Value After Taken On", readonly=True, copy=False
    )
    effect_proposal = fields.Selection(
        selection=OUTCOMES,
        string="Figures Say",
        readonly=True,
        copy=False,
        help="What follows from the figures; a person signs it, or says why not.",
    )
    effect = fields.Selection(
        selection=OUTCOMES,
        string="Did It Work?",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
    )
    effect_words = fields.Text(
        string="What the Checker Says", readonly=True, copy=False
    )
    effect_signed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    date_effect_signed = fields.Date(
        string="Effect Signed On", readonly=True, copy=False
    )
    ineffective_count = fields.Integer(
        string="Found Ineffective",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How often it was found that it did not work.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            *NOTHING_SEEN,
            *NOTHING_SIGNED,
            "ineffective_count",
        }

    # ------------------------------------------------------------------
    # At the day of the check
    # ------------------------------------------------------------------

    @api.model
    def _get_effect_due_domain(self):
        """Actions whose effect is looked at, and was not yet."""
        today = fields.Date.context_today(self)
        return [
            ("measure", "!=", False),
            ("state", "in", ("done", "checked")),
            ("date_effect", "<=", today),
            ("after_taken_on", "=", False),
            ("date_effect_signed", "=", False),
        ]

    def _look_at_effects(self):
        """Count what came since these were done, and propose what follows; as sudo."""
        figures = self._count_windows(
            [window for action in self for window in action._get_after_windows()]
        )
        now = fields.Datetime.now()
        for action in self:
            after = action._join_after(figures)
            action._write_sealed(
                {
                    "after_figures": after,
                    "after_taken_on": now,
                    "effect_proposal": after["effect"]["outcome"],
                }
            )
        self._plan_work()

    def _join_after(self, figures):
        """All that is kept of the time since it was done, and what follows.

        :param dict figures: as ``_count_windows`` returns them
        """
        self.ensure_one()
        after = {
            **figures[self.id, "after"],
            "again": figures[self.id, "again"],
            "unknown": figures.get((self.id, "unknown"), {}).get("cases", 0),
        }
        return {**after, "effect": self._find_effect(after)._asdict()}

    def _recount(self, fname, barred):
        if fname != "after_figures":
            return super()._recount(fname, barred)
        windows = self.sudo()._get_after_windows()
        windows = [window._replace(without=barred) for window in windows]
        return self._join_after(self._count_windows(windows))

    def _get_after_windows(self):
        """The time since it was done; the time before, once more; and, of causes,
        what is not known yet."""
        self.ensure_one()
        start = (self.date_done or self.date_effect) + timedelta(days=1)
        end = self.date_effect - timedelta(days=1)
        windows = [
            Window((self.id, "after"), self, start, end),
            Window((self.id, "again"), self, self.base_from, self.base_to),
        ]
        if self.scope_cause_id:
            lacking = Window((self.id, "unknown"), self, start, end, "scope_cause_id")
            windows.append(lacking)
        return windows

    def _find_effect(self, after):
        """What the figures say.

        :param dict after: the figures since it was done
        :return: an ``Effect``
        """
        self.ensure_one()
        before = self._get_shown_figures("base_figures") or {}
        if not before.get("scope") or before["scope"] != after["scope"]:
            return Effect(INCONCLUSIVE, "gone")
        if any(
            "active" in self[fname]._fields and not self[fname].active
            for fname in after["scope"]
        ):
            return Effect(INCONCLUSIVE, "archived")
        if not after["days"]:
            return Effect(INCONCLUSIVE, "early")
        target = self.target_percent
        if self.measure == "count":
            return compare_counts(
                before["counted"],
                before["days"],
                after["counted"],
                after["days"],
                target,
            )
        if self.measure == "satisfaction":
            return compare_means(_list_marks(before), _list_marks(after), target)
        return compare_shares(
            before["hits"], before["counted"], after["hits"], after["counted"], target
        )

    # ------------------------------------------------------------------
    # Signed
    # ------------------------------------------------------------------

    def action_sign(self, outcome=None, words=None, again=None):
        """Say whether it worked, as somebody else than who owns or did it.

        :param str outcome: "effective", "ineffective" or "inconclusive"
        :param str words: why, where it is not what the figures say
        :param again: by when it is done again, where it was ineffective; a ``date``
        :raises AccessError: the user owns it, did it, or may not check it
        """
        again = fields.Date.to_date(again)
        return self._act("sign", outcome=outcome, words=words, again=again)

    def action_look_later(self, later=None, reason=None):
        """Decide later whether it worked: the figures are taken anew on that day.

        :param later: when, a ``date`` to come
        :param str reason: why
        """
        return self._act("look_later", later=fields.Date.to_date(later), reason=reason)

    def _makes_sense(self, name):
        if name in ("sign", "look_later"):
            return bool(self.effect_proposal) and not self.date_effect_signed
        return super()._makes_sense(name)

    def _find_missing(self, name, given):
        missing = super()._find_missing(name, given)
        if name == "look_later" and not missing:
            missing = [words for words in [self._say_nothing_to_sign()] if words]
        return missing

    def _check_needs_outcome(self, given):
        words = self._say_nothing_to_sign()
        if not words and given.get("outcome") not in dict(OUTCOMES):
            words = self.env._("choose whether it worked.")
        return words

    def _say_nothing_to_sign(self):
        """Why nobody can sign now; nothing when one can."""
        if not self.measure:
            return self.env._("nobody planned how to measure whether it worked.")
        if self.date_effect_signed:
            return self.env._("whether it worked is signed already.")
        if not self.effect_proposal:
            return self.env._(
                "whether it worked is seen on %s.", self._say_day(self.date_effect)
            )
        return None

    def _check_needs_words(self, given):
        """Who does not follow the figures says why."""
        proposal, words = self.effect_proposal, (given.get("words") or "").strip()
        if proposal and given.get("outcome") != proposal and not words:
            return self.env._(
                "the figures say “%s”: write down why you decide otherwise.",
                self._get_outcome_label(proposal),
            )

    def _check_needs_again(self, given):
        """What did not work is done anew, by a day to come."""
        day, today = given.get("again"), fields.Date.context_today(self)
        if given.get("outcome") == INEFFECTIVE and not (day and day >= today):
            return self.env._(
                "it did not work, and is open again: say by when something else is "
                "done."
            )

    def _check_needs_later(self, given):
        day = given.get("later")
        if not day or day <= fields.Date.context_today(self):
            return self.env._("choose a day to come on which you look again.")

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        if name == "sign":
            vals.update(self._prepare_signed(given))
        elif name == "look_later":
            vals.update(NOTHING_SEEN, date_effect=given["later"])
        elif name in ("do", "reopen", "send_back"):
            vals.update(NOTHING_SEEN, **NOTHING_SIGNED)
        return vals

    def _prepare_signed(self, given):
        """What is written when somebody signs."""
        signed = {
            "effect": given["outcome"],
            "effect_words": given.get("words"),
            "effect_signed_by_id": self.env.uid,
            "date_effect_signed": fields.Date.context_today(self),
        }
        if given["outcome"] != INEFFECTIVE:
            return signed
        due = given["again"]
        wait = max(self.date_effect - self.date_done, LEAST_WAIT)
        return {
            **self._prepare_act_vals("reopen", {"reason": given.get("words") or False}),
            **signed,
            "state": "open",
            "date_due": due,
            "date_due_first": self.date_due_first or due,
            "extension_count": self.extension_count + 1,
            "date_effect": due + wait,
            "ineffective_count": self.ineffective_count + 1,
        }

    def _get_act_words(self, name, given):
        lines = super()._get_act_words(name, given)
        if name == "sign":
            lines.insert(0, self._get_outcome_label(given["outcome"]))
        elif name == "look_later":
            lines.insert(0, self._say_day(given["later"]))
        return lines

    def _perform_act(self, name, given):
        """The figures on which somebody signed stay in the log."""
        if name == "sign":
            for action in self:
                there = action.with_context(**action.company_id._get_complaint_voice())
                action.sudo()._message_log(body=there.effect_sentence)
        return super()._perform_act(name, given)

    def _after_act(self, name, given):
        if name in ("sign", "look_later"):
            self.sudo().activity_feedback([TO_SIGN], feedback=given.get("words"))
        result = super()._after_act(name, given)
        if name == "sign" and given["outcome"] == INEFFECTIVE:
            self._after_ineffective()
        return result

    def _after_ineffective(self):
        """These did not work and are open again; a hook for who depends on them."""

    def _get_outcome_label(self, outcome):
        field = self._fields["effect"]
        return dict(field._description_selection(self.env))[outcome]

    # ------------------------------------------------------------------
    # The task
    # ------------------------------------------------------------------

    @api.model
    def _get_work_kinds(self):
        return [*super()._get_work_kinds(), TO_SIGN]

    def _get_work(self):
        is_to_sign = self.effect_proposal and not self.date_effect_signed
        if self.state == "checked" and is_to_sign:
            return TO_SIGN, self.checker_id, self.date_effect
        return super()._get_work()


def _list_marks(figures):
    """The single marks behind how often each was given."""
    return [
        int(mark)
        for mark, count in zip(MARKS, figures["marks"], strict=True)
        for _time in range(count)
    ]
