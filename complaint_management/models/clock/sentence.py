# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a clock says, as a plain sentence for the people who work on the case."""

from odoo import api, fields, models

from ...tools.answer.wording import HOURS_PER_DAY, say_day, say_length, say_moment
from ...tools.clock.deadline import WORKING_UNITS
from .case_next_due import SOON

MANAGER = "complaint_management.group_complaint_manager"
# How urgent a clock is, the most urgent first.
LEVELS = [
    ("failed", "Set aside"),
    ("late", "Late"),
    ("warn", "Due soon"),
    ("ok", "Running"),
    ("paused", "On hold"),
    ("missed", "Missed"),
    ("met", "Met"),
    ("done", "Ended"),
]
ICONS = {
    "failed": "fa-exclamation-triangle",
    "late": "fa-exclamation-circle",
    "warn": "fa-hourglass-half",
    "ok": "fa-clock-o",
    "paused": "fa-pause-circle",
    "met": "fa-check-circle",
    "missed": "fa-times-circle",
    "done": "fa-minus-circle",
}
ORDER = [level for level, _label in LEVELS]


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    sentence = fields.Char(
        string="Deadline",
        compute="_compute_sentence",
        compute_sudo=True,
        help="In words, as of now.",
    )
    level = fields.Selection(
        selection=LEVELS,
        string="How It Stands",
        compute="_compute_sentence",
        compute_sudo=True,
    )

    @api.depends("state", "date_due", "date_stop", "outcome", "error")
    @api.depends_context("lang", "tz", "uid")
    def _compute_sentence(self):
        for clock in self:
            clock.level, clock.sentence = clock._say()

    @api.depends("milestone")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for clock in self:
            clock.display_name = clock.milestone and clock._get_milestone_label()

    def _filter_current(self):
        """The clocks worth a sentence: what is open, else how it ended last."""
        current = {}
        for clock in self.sorted(
            lambda clock: (clock._is_open(), clock.round, clock.id)
        ):
            current[clock._get_place()] = clock
        return self.filtered(lambda clock: clock == current[clock._get_place()])

    def _get_place(self):
        """What the clock takes the place of; every open promise stands for itself."""
        is_promise = self.milestone == "promise" and self._is_open()
        return self.id if is_promise else self.milestone

    def _get_sentence(self):
        """What the clock says now, for the widget ``complaint_clock_list``.

        :return: dict with the text, how urgent it is (level), and an icon that
            says so without colour
        """
        self.ensure_one()
        level, text = self._say()
        return {
            "id": self.id,
            "milestone": self.milestone,
            "label": self._get_milestone_label(),
            "text": text,
            "level": level,
            "icon": ICONS[level],
        }

    def _get_milestone_label(self):
        labels = dict(self._fields["milestone"]._description_selection(self.env))
        return labels[self.milestone]

    def _say(self):
        """The level of the clock and its sentence."""
        if self.state == "paused":
            return "paused", self._say_paused()
        if self.state == "running":
            now = fields.Datetime.now()
            if self.date_due < now:
                return "late", self._say_late(now)
            return self._get_running_level(now), self._say_running(now)
        if self.state == "cancelled":
            return "done", self._say_lifted()
        if self.outcome == "repromised":
            return "done", self._say_repromised()
        return self.outcome, self._say_ended()

    def _get_running_level(self, now):
        soon = self._get_working_time().add(now, SOON * 3600)
        return "warn" if self.date_due <= soon else "ok"

    def _say_length(self, seconds):
        """A length of the clock's own time; see ``say_length``."""
        hours_per_day = 0
        if self.unit in WORKING_UNITS:
            hours_per_day = self.calendar_id.hours_per_day or HOURS_PER_DAY
        return say_length(self.env, seconds, hours_per_day)

    def _say_running(self, now):
        milestone, when = (
            self._get_milestone_label(),
            say_moment(self.env, self.date_due),
        )
        left = self._say_length(self._get_measure().elapsed(now, self.date_due))
        if not left:
            return self.env._(
                "%(milestone)s due %(when)s", milestone=milestone, when=when
            )
        return self.env._(
            "%(milestone)s due %(when)s, %(left)s left",
            milestone=milestone,
            when=when,
            left=left,
        )

    def _say_late(self, now):
        milestone, when = (
            self._get_milestone_label(),
            say_moment(self.env, self.date_due),
        )
        late = self._say_length(self._get_measure().elapsed(self.date_due, now))
        if not late:
            return self.env._(
                "%(milestone)s was due %(when)s", milestone=milestone, when=when
            )
        return self.env._(
            "%(milestone)s was due %(when)s: %(late)s late",
            milestone=milestone,
            when=when,
            late=late,
        )

    def _say_paused(self):
        pause = self.complaint_id._get_open_pause()
        values = {
            "milestone": self._get_milestone_label(),
            "since": say_day(self.env, self.date_paused),
            "left": self._say_length(max(0, self.remaining_seconds)),
            "what": pause.asked_what,
            "whom": self._say_whom(pause.asked_whom),
        }
        if not values["left"]:
            return self.env._("%(milestone)s on hold since %(since)s", **values)
        if not pause.asked_what:
            return self.env._(
                "%(milestone)s on hold since %(since)s, %(left)s left", **values
            )
        return self.env._(
            "%(milestone)s on hold since %(since)s, %(left)s left: waiting for "
            "%(what)s from %(whom)s",
            **values,
        )

    def _say_whom(self, asked_whom):
        """Whom we wait for, as it stands within a sentence."""
        return {
            "customer": self.env._("the complainant"),
            "supplier": self.env._("a supplier"),
            "authority": self.env._("an authority"),
            "department": self.env._("another department"),
            "other": self.env._("somebody else"),
        }.get(asked_whom)

    def _say_ended(self):
        if self.is_late:
            return self._say_missed()
        milestone, when = (
            self._get_milestone_label(),
            say_moment(self.env, self.date_stop),
        )
        early = self._say_length(
            max(0, self._get_measure().elapsed(self.date_stop, self.date_due))
        )
        if not early:
            return self.env._(
                "%(milestone)s met %(when)s", milestone=milestone, when=when
            )
        return self.env._(
            "%(milestone)s met %(when)s, %(early)s early",
            milestone=milestone,
            when=when,
            early=early,
        )

    def _say_missed(self):
        milestone, when = (
            self._get_milestone_label(),
            say_moment(self.env, self.date_stop),
        )
        late = self._say_length(self.late_seconds)
        if not late:
            return self.env._(
                "%(milestone)s missed, done %(when)s", milestone=milestone, when=when
            )
        return self.env._(
            "%(milestone)s missed, done %(when)s: %(late)s late",
            milestone=milestone,
            when=when,
            late=late,
        )

    def _say_repromised(self):
        return self.env._(
            "%(milestone)s promised anew %(when)s",
            milestone=self._get_milestone_label(),
            when=say_moment(self.env, self.date_stop),
        )

    def _say_lifted(self):
        return self.env._(
            "%(milestone)s lifted %(when)s",
            milestone=self._get_milestone_label(),
            when=say_moment(self.env, self.date_stop),
        )
