# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reminders: one for each stage of an action; and who takes it over.

What is overdue goes up: the owner, who leads the unit, who leads the one above, an
officer. A stage is kept with the date that it was about: a missed night loses nothing,
nothing is said twice, and a date that is extended begins anew (R39).
"""

from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from .action_acts import CHECK_WITHIN, TO_DO


class Stage(NamedTuple):
    """When somebody is reminded of an action.

    ``state`` is the one that it waits in, ``day`` names a method that says until when,
    ``after`` is how many days after that somebody is told. ``who`` is the "owner", the
    "checker", or how many steps above.
    """

    state: str
    day: str
    after: int
    who: str | int


STAGES = {
    "soon": Stage("open", "_get_due_day", -3, "owner"),
    "due": Stage("open", "_get_due_day", 0, "owner"),
    "overdue": Stage("open", "_get_due_day", 1, "owner"),
    "overdue_1": Stage("open", "_get_due_day", 4, 0),
    "overdue_2": Stage("open", "_get_due_day", 8, 1),
    "overdue_3": Stage("open", "_get_due_day", 15, 2),
    "check": Stage("done", "_get_check_day", 0, "checker"),
    "check_1": Stage("done", "_get_check_day", 7, 0),
    "check_2": Stage("done", "_get_check_day", 14, 2),
    "effect": Stage("checked", "_get_sign_day", 0, "checker"),
    "effect_1": Stage("checked", "_get_sign_day", 14, 0),
    "effect_2": Stage("checked", "_get_sign_day", 28, 2),
}
# So many days before one of the days somebody is told first.
FIRST = -min(stage.after for stage in STAGES.values())


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    reminders = fields.Json(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"reminders"}

    @api.model
    def _get_daily_steps(self):
        return [
            ("_find_forlorn", "_hand_over"),
            *super()._get_daily_steps(),
            ("_find_to_remind", "_remind"),
        ]

    # ------------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------------

    @api.model
    def _find_to_remind(self):
        """Actions of which a stage has come and nobody was told; as sudo."""
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=FIRST)
        waiting = self.search(
            Domain("state", "=", "open") & Domain("date_due", "<=", soon)
            | Domain("state", "=", "done")
            & Domain("date_done", "<=", today - CHECK_WITHIN)
            | Domain("state", "=", "checked")
            & Domain("effect_proposal", "!=", False)
            & Domain("date_effect_signed", "=", False)
        )
        return waiting.filtered(lambda action: action._get_stages_to_tell(today))

    def _get_stages_to_tell(self, today):
        """The stages that have come, and that nobody was told of yet.

        :return: dict of key in ``STAGES`` to the day that it is about
        """
        self.ensure_one()
        told, stages = self.reminders or {}, {}
        for key, stage in STAGES.items():
            day = stage.state == self.state and getattr(self, stage.day)()
            if (
                day
                and fields.Date.add(day, days=stage.after) <= today
                and told.get(key) != str(day)
            ):
                stages[key] = day
        return stages

    def _get_due_day(self):
        """Until when it is done."""
        self.ensure_one()
        return self.date_due

    def _get_sign_day(self):
        """From when on somebody signs whether it worked."""
        self.ensure_one()
        is_to_sign = self.effect_proposal and not self.date_effect_signed
        return is_to_sign and self.date_effect

    def _remind(self):
        """Tell whoever has to know; each of them once, with the latest; as sudo."""
        today = fields.Date.context_today(self)
        for action in self:
            stages = action._get_stages_to_tell(today)
            messages = {}
            for key in stages:
                user = action._get_reminded(STAGES[key].who)
                if user:
                    messages[user] = key
            for user, key in messages.items():
                action._tell_stage(user, key, stages[key])
            told = {key: str(day) for key, day in stages.items()}
            action._write_sealed({"reminders": {**(action.reminders or {}), **told}})

    def _get_reminded(self, who):
        """Who is reminded at a stage.

        :param who: as ``Stage`` has it
        :return: one ``res.users``, or nobody
        """
        self.ensure_one()
        able = self._get_next_owners()
        if who == "owner":
            return able[:1]
        owners = self._get_owners().sudo() | self.done_by_id
        if who == "checker":
            return (self.checker_id & self._filter_able(self.checker_id)) or (
                able - owners
            )[:1]
        heads = self._filter_able(self._get_heads().sudo()) - owners
        officers = self._filter_able(self.company_id._get_complaint_people()) - owners
        above = [*heads[:2], *(officers - heads)[:1]]
        return above[who] if who < len(above) else self.env["res.users"]

    def _tell_stage(self, user, key, day):
        """Tell one person that something waits for them, or for somebody below."""
        there = self.with_context(
            lang=user.lang or self.env.lang, mail_notify_force_send=False
        )
        sentence = there._say_stage(key, day)
        there.message_notify(
            partner_ids=user.partner_id.ids,
            subject=sentence,
            body=Markup("<p>%s</p><p>%s</p>") % (sentence, there._get_html_link()),
            author_id=self.env.ref("base.partner_root").id,
        )
        if isinstance(STAGES[key].who, int):
            house = self.with_context(**self.company_id._get_complaint_voice())
            house._message_log(
                body=house.env._(
                    "%(name)s was told: %(what)s",
                    name=user.name,
                    what=house._say_stage(key, day),
                )
            )

    def _say_stage(self, key, day):
        """What the reader is reminded of, in one sentence."""
        self.ensure_one()
        stage, said = STAGES[key], {"action": self.name, "day": self._say_day(day)}
        if stage.state == "done":
            return self.env._(
                "“%(action)s” is done, and was to be checked by %(day)s.", **said
            )
        if stage.state == "checked":
            return self.env._(
                "Did “%(action)s” work? That was to be signed from %(day)s on.", **said
            )
        if key == "soon":
            return self.env._("“%(action)s” is due on %(day)s.", **said)
        if key == "due":
            return self.env._("“%(action)s” is due today, %(day)s.", **said)
        return self.env._("“%(action)s” was due on %(day)s, and is not done.", **said)

    # ------------------------------------------------------------------
    # Whoever has left
    # ------------------------------------------------------------------

    @api.model
    def _find_forlorn(self):
        """Actions that wait for somebody who has left; as sudo."""
        waiting = self.search(
            Domain("state", "=", "open") & Domain("user_id.active", "=", False)
            | Domain("state", "in", ("open", "done", "checked"))
            & Domain("checker_id.active", "=", False)
            & Domain("date_effect_signed", "=", False)
        )
        return waiting.filtered(lambda action: action._get_forlorn_fields())

    def _get_forlorn_fields(self):
        """By which fields somebody who has left still has it."""
        self.ensure_one()
        fnames = ["user_id"] if self.state == "open" else []
        if self.state in ("open", "done") or self._get_sign_day():
            fnames.append("checker_id")
        return [
            fname
            for fname in fnames
            if self[fname] and not self[fname]._works_in(self.company_id)
        ]

    def _hand_over(self):
        """Give them to the next; as sudo."""
        for action in self:
            for fname in action._get_forlorn_fields():
                action._hand_to(fname, action._get_takers(fname)[:1])

    def _get_takers(self, fname):
        """Who takes it over, the nearest first.

        :param str fname: "user_id" or "checker_id"
        """
        self.ensure_one()
        able = self._get_next_owners()
        if fname == "checker_id":
            return able - self._get_owners().sudo() - self.done_by_id
        return (able - self.checker_id) or able

    def _hand_to(self, fname, user):
        """Let it be somebody else's; where nobody is left to check it, nobody does."""
        self.ensure_one()
        vals = {fname: user.id}
        if fname == "user_id" and user and user == self.checker_id:
            vals["checker_id"] = False
        # What was agreed stays; only who is there for it changes.
        self._write_sealed(vals)

    def _get_task_owner(self, task):
        """Who does a task now that was left to nobody."""
        if task.activity_type_id == self.env.ref(TO_DO):
            return self._get_takers("user_id")
        return self._get_takers("checker_id") or super()._get_task_owner(task)

    def _after_task_handed_over(self, task):
        """The action goes with its task (R39)."""
        self.ensure_one()
        kind = task.activity_type_id
        fname = "user_id" if kind == self.env.ref(TO_DO) else "checker_id"
        kinds = [self.env.ref(xmlid) for xmlid in self._get_work_kinds()]
        if kind in kinds and fname in self._get_forlorn_fields():
            self._hand_to(fname, task.user_id)
        return super()._after_task_handed_over(task)

    def _filter_able(self, users):
        """Those who are here, work in the company, and may know of the cases.

        :param users: ``res.users``, as sudo
        """
        self.ensure_one()
        return users.filtered(lambda user: self._lets_know(user))
