# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the figures say, in sentences that an analyst may edit (R138, R140, R179)."""

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date, formatLang

from .measures import LEAST


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    # ------------------------------------------------------------------
    # Numbers, as the language of the report writes them
    # ------------------------------------------------------------------

    def _say_number(self, kind, value):
        """A figure, in the currency of the report.

        :param str kind: as a ``Measure`` has it
        :param value: a number, or None
        """
        measures = self.env["complaint.measures"]
        return measures._say(kind, value, currency=self._get_currency())

    def _get_currency(self):
        """That in which it was counted, whatever the company has now."""
        return self.sudo().currency_id or self.company_id.sudo().currency_id

    def _say_count(self, value):
        return self._say_number("number", value)

    # ------------------------------------------------------------------
    # What it shows
    # ------------------------------------------------------------------

    def _write_summary(self, figures):
        """The sentences that the figures allow; called on ``_as_written``.

        :return: Markup
        """
        parts = [
            (None, self._say_volume(figures)),
            (self.env._("What stood out"), self._say_stood_out(figures)),
            (self.env._("What they have in common"), self._say_together(figures)),
            (self.env._("What moved"), self._say_trends(figures)),
            (self.env._("Asked for and granted"), self._say_gap(figures)),
            (self.env._("Where time went"), self._say_bottleneck(figures)),
        ]
        return Markup().join(
            self._list(title, sentences) for title, sentences in parts if sentences
        )

    def _list(self, title, sentences):
        items = Markup().join(Markup("<li>%s</li>") % one for one in sentences)
        heading = Markup("<h4>%s</h4>") % title if title else Markup()
        return heading + Markup("<ul>%s</ul>") % items

    def _get_row(self, figures, code):
        return next((row for row in figures["rows"] if row["code"] == code), None)

    def _say_volume(self, figures):
        row = self._get_row(figures, "complaints") or {}
        if row.get("few"):
            return [
                self.env._("There were too few complaints to say anything of them.")
            ]
        if not row.get("value"):
            return [self.env._("No complaint was received.")]
        return [
            *self._say_received(figures, row),
            *self._say_limits(figures),
            *self._say_pareto(figures),
        ]

    def _say_received(self, figures, row):
        """How many came in, beside those before, where there is a whole period before.

        :param dict row: the figure
        """
        now = self._say_count(row["value"])
        if figures.get("since"):
            return [
                self.env._(
                    "Complaints received: %(now)s. The first case of all is of "
                    "%(day)s: there is no whole period before to compare with.",
                    now=now,
                    day=self._say_day(figures["since"]),
                )
            ]
        # Hidden is not zero.
        before = (
            self.env._("too few")
            if row.get("few_before")
            else self._say_count(row["before"] or 0)
        )
        sentences = [
            self.env._(
                "Complaints received: %(now)s; in the period before: %(before)s.",
                now=now,
                before=before,
            )
        ]
        if row["trend"]:
            sentences.append(
                self.env._("These are more than chance explains.")
                if row["trend"] == "up"
                else self.env._("These are fewer than chance explains.")
            )
        return sentences

    def _say_limits(self, figures):
        limits, own = figures["limits"], figures["own"]
        if not limits:
            return []
        beyond = [count for _day, count in figures["line"][-own:] if count > limits[2]]
        if not beyond:
            return [self.env._("At no time more were received than is usual.")]
        words = {
            "limit": self._say_count(limits[2]),
            "many": self._say_count(len(beyond)),
        }
        if self.kind == "year":
            return [
                self.env._(
                    "Months with more than %(limit)s, which is usual at most: "
                    "%(many)s.",
                    **words,
                )
            ]
        return [
            self.env._(
                "Weeks with more than %(limit)s, which is usual at most: %(many)s.",
                **words,
            )
        ]

    def _say_pareto(self, figures):
        """The vital few among the causes."""
        rows = [row for row in figures["cause"] if row[0] and row[1]]
        total = sum(row[1] or 0 for row in figures["cause"])
        if total < LEAST or not rows:
            return []
        rows = rows[:2]
        share = sum(row[1] for row in rows) / total
        return [
            self.env._(
                "The most frequent causes make up %(share)s: %(causes)s.",
                share=self._say_number("share", share),
                causes=", ".join(row[0] for row in rows),
            )
        ]

    def _say_stood_out(self, figures):
        return [
            self.env._(
                "%(name)s: %(count)s from %(start)s to %(end)s, where %(expected)s "
                "were to be expected. By chance that happens once in %(every)s weeks.",
                name=one["name"] or self.env._("Without a category"),
                count=self._say_count(one["count"]),
                start=self._say_day(one["from"]),
                end=self._say_day(one["to"]),
                expected=formatLang(self.env, one["expected"], digits=1),
                every=self._say_count(one["every"]),
            )
            for one in figures["stood_out"]
        ]

    def _say_day(self, day):
        return format_date(self.env, fields.Date.to_date(day))

    def _say_together(self, figures):
        sentences = []
        for one in figures["together"]:
            words = {
                "count": self._say_count(one["count"]),
                "of": self._say_count(one["of"]),
                "partner": one["partner"],
                "name": one["name"],
            }
            if one["ratio"] is None:
                sentence = self.env._(
                    "%(partner)s: %(count)s of %(of)s complaints are about "
                    "“%(name)s”, which no other has.",
                    **words,
                )
            else:
                sentence = self.env._(
                    "%(partner)s: %(count)s of %(of)s complaints are about "
                    "“%(name)s”, %(ratio)s times as often as with the others.",
                    ratio=formatLang(self.env, one["ratio"], digits=1),
                    **words,
                )
            sentences.append(sentence)
        return sentences

    def _say_trends(self, figures):
        """What moved by more than chance, and whether that is good."""
        labels = self._get_labels()
        sentences = []
        for row in figures["rows"]:
            if not row["trend"] or row["code"] in ("received", "complaints"):
                continue
            words = {
                "name": labels.get(row["code"], row["code"]),
                "before": self._say_number(row["kind"], row["before"]),
                "now": self._say_number(row["kind"], row["value"]),
            }
            better = self._get_direction(row)
            if better == "better":
                sentence = self.env._(
                    "%(name)s: from %(before)s to %(now)s, which is better.", **words
                )
            elif better == "worse":
                sentence = self.env._(
                    "%(name)s: from %(before)s to %(now)s, which is worse.", **words
                )
            else:
                sentence = self.env._("%(name)s: from %(before)s to %(now)s.", **words)
            sentences.append(sentence)
        return sentences

    def _get_direction(self, row):
        """Whether a move that chance does not explain is good.

        :return: "better", "worse" or None
        """
        if not row["trend"] or not row["better"]:
            return None
        is_good = (row["trend"] == "up") == (row["better"] == "more")
        return "better" if is_good else "worse"

    def _say_gap(self, figures):
        gap = figures["gap"][0]
        if (gap["total"] or 0) < LEAST:
            return []
        counts, sentences = gap["demand"].values(), []
        # Where some are hidden, the others are not all.
        if counts and None not in counts:
            asked = sum(counts)
            fair = gap["demand"].get("reasonable", 0) + gap["demand"].get("partly", 0)
            sentences.append(
                self.env._(
                    "Of %(asked)s demands that were judged, %(fair)s were reasonable, "
                    "wholly or in part.",
                    asked=self._say_count(asked),
                    fair=self._say_count(fair),
                )
            )
        if gap["claimed"] and gap["granted"] is not None:
            sentences.append(
                self.env._(
                    "Customers asked for %(claimed)s, and were granted %(granted)s.",
                    claimed=self._say_number("money", gap["claimed"]),
                    granted=self._say_number("money", gap["granted"]),
                )
            )
        row = self._get_row(figures, "satisfaction_result")
        if row and row["value"] is not None:
            sentences.append(
                self.env._(
                    "They rated the result with %s of 5.",
                    self._say_number("rating", row["value"]),
                )
            )
        return sentences

    def _say_bottleneck(self, figures):
        """Where cases stood longest on the way to their answer (R179)."""
        rows = [row for row in figures["states"] if row[1] and row[0] != "resolved"]
        if not rows:
            return []
        state, now, before = max(rows, key=lambda row: row[1])
        words = {
            "state": self._get_state_labels()[state],
            "now": self._say_number("days", now),
        }
        if before is None:
            return [
                self.env._(
                    "Cases stood longest in “%(state)s”: %(now)s on average.", **words
                )
            ]
        return [
            self.env._(
                "Cases stood longest in “%(state)s”: %(now)s on average, %(before)s in "
                "the period before.",
                before=self._say_number("days", before),
                **words,
            )
        ]

    def _get_state_labels(self):
        states = self.env["complaint.complaint"]._fields["state"]
        return {
            **dict(states._description_selection(self.env)),
            "waiting_approval": self.env._("Waiting for Approval"),
        }
