# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the complainant reads on the page of their case, in plain words.

How it stands, what we promised, what we wait for and what happened: nothing of how
we work on it. Language and time zone are those of the environment, the reader's.
"""

from odoo import fields, models
from odoo.tools import format_date, format_time

from ..case.life_cycle import OPEN_STATES

# How a case stands, for its complainant, where nothing else is said.
STATUS_BY_STATE = {
    "new": "received",
    "acknowledged": "confirmed",
    "assessed": "examined",
    "investigating": "examined",
    "proposed": "preparing",
    "resolved": "resolved",
    "closed": "closed",
}
STATUS_BY_CANCEL_REASON = {"withdrawn": "withdrawn", "merged": "merged"}
# Bootstrap colours: what asks for an act stands out, the rest stays quiet.
TONES = {"waiting": "warning", "answered": "primary", "resolved": "success"}
# Steps that a complainant reads of; the others are ours.
TOLD_STEPS = (
    "acknowledge",
    "investigate",
    "propose",
    "answer",
    "answer_inquiry",
    "decide_suggestion",
    "resolve",
    "close",
    "reopen",
    "cancel",
)
# Deadlines that concern the complainant.
PROMISED = ("acknowledge", "answer", "resolve", "update", "promise")
KILOBYTE = 1024


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # How it stands
    # ------------------------------------------------------------------

    def _get_portal_status(self):
        """How the case stands, in a word and in a sentence.

        :return: dict with ``code``, ``label``, ``text`` and ``tone``, a colour of
            Bootstrap
        """
        self.ensure_one()
        code = self._get_portal_status_code()
        return {
            "code": code,
            "label": self._get_portal_status_labels()[code],
            "text": self._explain_portal_status(code),
            "tone": TONES.get(code, "secondary"),
        }

    def _get_portal_status_code(self):
        if self.state == "cancelled":
            return STATUS_BY_CANCEL_REASON.get(self.cancel_reason, "ended")
        if self._get_portal_wait():
            return "waiting"
        if self.state == "proposed" and self.date_answered:
            return "answered"
        return STATUS_BY_STATE[self.state]

    def _get_portal_status_labels(self):
        """The words for how a case stands, in the order in which it goes on."""
        return {
            "received": self.env._("Received"),
            "confirmed": self.env._("Confirmed"),
            "examined": self.env._("Being examined"),
            "waiting": self.env._("Waiting for you"),
            "preparing": self.env._("Answer being prepared"),
            "answered": self.env._("Answered"),
            "resolved": self.env._("Settled"),
            "closed": self.env._("Closed"),
            "withdrawn": self.env._("Withdrawn"),
            "merged": self.env._("Continued in another case"),
            "ended": self.env._("Ended"),
        }

    def _explain_portal_status(self, code):
        sentences = {
            "received": self.env._(
                "We have it. You will hear from us who looks after it."
            ),
            "confirmed": self.env._(
                "We know that it arrived, and find out what it takes to answer you."
            ),
            "examined": self._explain_examination(),
            "waiting": self.env._("We need something from you before we can go on."),
            "preparing": self.env._(
                "We know what happened, and are preparing our answer."
            ),
            "answered": self.env._("You find our answer below."),
            "resolved": self.env._("You find our answer below."),
            "closed": self.env._("We have finished our work on it."),
            "withdrawn": self.env._("It was taken back. We do nothing further."),
            "merged": self.env._(
                "We handle it together with another case about the same matter."
            ),
            "ended": self._explain_ending(),
        }
        return sentences[code]

    def _explain_ending(self):
        return self.env._(
            "We ended it without an answer. If you do not know why, please ask us."
        )

    def _explain_examination(self):
        if self.kind == "suggestion":
            return self.env._("We are considering your suggestion.")
        return self.env._("We are looking into the facts.")

    def _get_portal_wait(self):
        """What we wait for from the complainant.

        :return: dict with ``since``, a day in words, and ``what`` was asked; None
            when nothing is waited for
        """
        self.ensure_one()
        pause = self.sudo()._get_open_pause()
        if pause.asked_whom != "customer" or self.state not in OPEN_STATES:
            return None
        return {
            "since": self._say_portal_day(pause.date_start),
            "what": pause.asked_what or "",
        }

    # ------------------------------------------------------------------
    # What we promised
    # ------------------------------------------------------------------

    def _get_portal_promises(self):
        """What the complainant can count on, by when; broken promises are owned.

        :return: list of dicts with ``text``, ``is_late`` and ``milestone``, the
            earliest first
        """
        self.ensure_one()
        clocks_sudo = self._get_promised_clocks()
        running = clocks_sudo.filtered(lambda clock: clock.state == "running")
        now = fields.Datetime.now()
        late = running.filtered(lambda clock: clock.date_due < now)
        promises = self._say_portal_promises(late, self._get_late_sentences, True)
        if late:
            promises[-1]["text"] += " " + self._say_portal_apology()
        promises += self._say_portal_promises(
            running - late, self._get_promise_sentences, False
        )
        if clocks_sudo - running:
            promises.append(self._say_portal_standstill())
        return promises

    def _get_promised_clocks(self):
        """Open deadlines that we still have to keep; as sudo."""
        if self.state not in OPEN_STATES:
            return self.sudo().clock_ids.browse()
        # Who reads that we know of it is not promised to be told.
        kept = set() if self.state == "new" else {"acknowledge"}
        if self.date_answered:
            # Who has our answer waits for no news.
            kept.add("update")
        if self._can_respond():
            # Settling the matter hangs on the complainant now.
            kept.add("resolve")
        return self.sudo().clock_ids.filtered(
            lambda clock: clock._is_open() and clock.milestone in {*PROMISED} - kept
        )

    def _say_portal_promises(self, clocks, get_sentences, is_late):
        return [
            {
                "text": get_sentences(self._say_portal_deadline(clock.date_due))[
                    clock.milestone
                ],
                "is_late": is_late,
                "milestone": clock.milestone,
            }
            for clock in clocks.sorted("date_due")
        ]

    def _say_portal_apology(self):
        """Once for all that is late: more of it would sound like none."""
        return self.env._("We are late, and we are sorry. We are still on it.")

    def _get_promise_sentences(self, day):
        return {
            "acknowledge": self.env._("We confirm that it arrived by %s.", day),
            "answer": self.env._("You get our answer by %s.", day),
            "resolve": self.env._("We settle the matter with you by %s.", day),
            "update": self.env._("You hear from us how far we are by %s.", day),
            "promise": self.env._("We call you back by %s.", day),
        }

    def _get_late_sentences(self, day):
        return {
            "acknowledge": self.env._("We should have confirmed it by %s.", day),
            "answer": self.env._("We promised you our answer by %s.", day),
            "resolve": self.env._("We promised to settle the matter by %s.", day),
            "update": self.env._("We promised to tell you more by %s.", day),
            "promise": self.env._("We promised to call you back by %s.", day),
        }

    def _say_portal_standstill(self):
        """That dates stand still, and what sets them going again."""
        if self._get_portal_wait():
            text = self.env._(
                "Our dates stand still until we hear from you; then they go on."
            )
        else:
            text = self.env._(
                "We wait for information from somebody else, and our dates stand "
                "still. We go on as soon as we have it."
            )
        return {"text": text, "is_late": False, "milestone": False}

    # ------------------------------------------------------------------
    # What happened
    # ------------------------------------------------------------------

    def _get_portal_timeline(self):
        """What happened, oldest first: dates and plain words, nothing internal.

        :return: list of dicts with ``date`` (UTC), ``day`` in words and ``text``
        """
        self.ensure_one()
        entries = [(self.date_received, self._say_received())]
        told = set()
        for log in self.sudo().transition_ids.sorted("id"):
            if log.name == "reopen":
                told.clear()
            if log.name in TOLD_STEPS and (
                log.name == "answer" or log.name not in told
            ):
                entries.append((log.date, self._say_portal_step(log.name)))
                told.add(log.name)
        entries += self._get_portal_questions()
        return [
            {"date": date, "day": self._say_portal_day(date), "text": text}
            for date, text in sorted(entries, key=lambda entry: entry[0])
        ]

    def _say_received(self):
        return {
            "complaint": self.env._("We received your complaint."),
            "suggestion": self.env._("We received your suggestion."),
            "inquiry": self.env._("We received your question."),
        }[self.kind]

    def _say_portal_step(self, name):
        return {
            "acknowledge": self.env._("We confirmed that it arrived."),
            "investigate": self.env._("We began to look into the facts."),
            "propose": self.env._("We found out what happened, and began our answer."),
            "answer": self.env._("We gave you our answer."),
            "answer_inquiry": self.env._("We answered your question."),
            "decide_suggestion": self.env._("We decided, and told you our decision."),
            "resolve": self.env._("The matter was settled."),
            "close": self.env._("The case was closed."),
            "reopen": self.env._("The case was opened again."),
            "cancel": self._explain_portal_status(
                STATUS_BY_CANCEL_REASON.get(self.cancel_reason, "ended")
            ),
        }[name]

    def _get_portal_questions(self):
        """When we asked the complainant for something."""
        return [
            (
                pause.date_start,
                self.env._("We asked you for: %s", pause.asked_what)
                if pause.asked_what
                else self.env._("We asked you for something."),
            )
            for pause in self.sudo().pause_ids
            if pause.asked_whom == "customer"
        ]

    # ------------------------------------------------------------------
    # The answer, and files
    # ------------------------------------------------------------------

    def _say_file_size(self, size):
        """How big a file is, roughly: "240 KB", "1.5 MB"."""
        if size < KILOBYTE**2:
            return self.env._("%s KB", max(1, round(size / KILOBYTE)))
        return self.env._("%s MB", format(size / KILOBYTE**2, ".1f"))

    def _say_portal_reopening(self):
        """How the complainant can come back on what they were told.

        :return: the sentence; empty as long as there is nothing to come back on
        """
        self.ensure_one()
        if self.state not in ("resolved", "closed"):
            return self._get_reopening_sentence() if self.date_answered else ""
        if self._get_past_reopening():
            return self.env._(
                "If the matter is not settled for you, tell us: we then register a "
                "new case that goes on where this one ended."
            )
        return self.env._(
            "If the matter is not settled for you, tell us until %s: we then take "
            "up your case again.",
            format_date(self.env, self.reopen_deadline, date_format="full"),
        )

    # ------------------------------------------------------------------
    # Days as the reader says them
    # ------------------------------------------------------------------

    def _say_portal_short_day(self, moment):
        """A day where there is little room: "November 27, 2026"."""
        return format_date(self.env, moment, date_format="long")

    def _say_portal_deadline(self, moment):
        """A day in full; of today the hour matters more.

        What is not read at once names the day: ``complaint_name_days`` in the context.
        """
        local = fields.Datetime.context_timestamp(self.env["res.lang"], moment)
        if local.date() != fields.Date.context_today(self.env["res.lang"]):
            return self._say_portal_day(moment)
        if self.env.context.get("complaint_name_days"):
            return self._say_portal_moment(moment)
        time = format_time(self.env, local.timetz(), time_format="short")
        return self.env._("%(time)s today", time=time)

    def _say_portal_moment(self, moment):
        local = fields.Datetime.context_timestamp(self.env["res.lang"], moment)
        return self.env._(
            "%(day)s, %(time)s",
            day=self._say_portal_short_day(moment),
            time=format_time(self.env, local.timetz(), time_format="short"),
        )
