# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a report looks, on the page and on paper: what is kept, drawn anew each time."""

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, format_date, get_lang
from odoo.tools.image import image_data_uri

from ...tools.insight.charts import Limits, Row, draw_bars, draw_line, draw_pareto
from ...tools.insight.shapes import PAINT, is_empty
from .period_figures import COUNTS
from .period_table import SECTIONS

# What is told of a proposal.
PROPOSAL = ("name", "reason", "user_id", "department_id", "date_due", "action_id")
# So many bars stand in a chart; the others are added up.
SHOWN = 8


class ComplaintPeriodReport(models.Model):
    _inherit = "complaint.period.report"

    @api.depends(
        "figures",
        "summary",
        "typical",
        "lang",
        "date_made",
        *(f"proposal_ids.{fname}" for fname in PROPOSAL),
    )
    def _compute_page(self):
        for report in self:
            if not report.figures:
                report.page = False
                continue
            here = report._as_shown()
            report.page = self.env["ir.qweb"]._render(
                "complaint_management.period_report_body",
                here._get_page_values(),
                lang=report.lang,
            )

    def _as_shown(self):
        """The report in its own language, whoever reads it."""
        self.ensure_one()
        zone = self.company_id.sudo()._get_complaint_timezone()
        return self.with_context(lang=self.lang, tz=zone)

    def _get_page_values(self):
        """What the template shows; called on ``_as_shown``.

        :return: dict
        """
        self.ensure_one()
        company = self.company_id.sudo()
        has_logo = company.logo and not company.uses_default_logo
        return {
            "report": self,
            "period": self._say_period(),
            "scope": self.figures["scope"],
            "company": self.figures["company"],
            "logo": image_data_uri(company.logo) if has_logo else None,
            "days": (self._say_day(self.date_from), self._say_day(self.date_to)),
            "made_on": format_date(
                self.env,
                company._get_complaint_day_of(self.date_made or fields.Datetime.now()),
            ),
            "sections": self._get_sections(),
            "is_early": any(row.get("unripe") for row in self.figures["rows"]),
            "columns": self._get_columns(),
            "charts": self._draw_all(),
            "gap": self._get_gap_lines(),
            "proposals": self._get_proposal_lines(),
            "paint": PAINT,
            "html_lang": (self.lang or "").replace("_", "-"),
        }

    # ------------------------------------------------------------------
    # Tables
    # ------------------------------------------------------------------

    def _get_sections(self):
        """The figures, part by part, as words.

        :return: list of (title, list of dicts)
        """
        labels, marks = self._get_labels(), self._get_marks()
        rows = self.figures["rows"]
        return [
            (
                self.env._(title),
                [
                    self._get_line_of(row, labels, marks)
                    for row in rows
                    if row["place"] == place
                ],
            )
            for place, title in SECTIONS.items()
            if any(row["place"] == place for row in rows)
        ]

    def _get_labels(self):
        """What measures and counts are called, in the language of the report."""
        measures = self.env["complaint.measures"]._get_measures()
        return {
            code: self.env._(one.label)
            for table in (measures, COUNTS)
            for code, one in table.items()
        }

    def _get_columns(self):
        """Which columns say something in at least one line.

        :return: set of keys of the figures
        """
        return {
            key
            for key in ("trend", "target", "benchmark")
            for row in self.figures["rows"]
            if row[key] is not None
        }

    def _get_marks(self):
        return {
            "better": self.env._("better"),
            "worse": self.env._("worse"),
            "up": self.env._("more"),
            "down": self.env._("less"),
        }

    def _get_line_of(self, row, labels, marks):
        kind = row["kind"]
        value = self._say_number(kind, row["value"])
        before = self._say_number(kind, row["before"])
        if row["few"]:
            value = self.env._("too few")
        elif row.get("unripe"):
            value = self.env._("too early")
        if row.get("few_before"):
            before = self.env._("too few")
        direction = self._get_direction(row) or row["trend"]
        target, benchmark = row["target"], row["benchmark"]
        return {
            "label": labels.get(row["code"], row["code"]),
            "value": value,
            "before": before,
            "mark": marks.get(direction, ""),
            "target": "" if target is None else self._say_number(kind, target),
            "is_met": self._is_met(row),
            "benchmark": "" if benchmark is None else self._say_number(kind, benchmark),
            "source": row["source"],
        }

    def _is_met(self, row):
        """Whether the target was reached, or None where that cannot be said."""
        if None in (row["value"], row["target"]):
            return None
        if row["aim"] == "more":
            return row["value"] >= row["target"]
        return row["value"] <= row["target"]

    def _get_gap_lines(self):
        """What was asked for and what came of it, now and before (R138).

        :return: list of (title, list of (label, now, before))
        """
        now, before = self.figures["gap"]
        if not (now["total"] or before["total"]):
            return []
        cases = self.env["complaint.complaint"]
        parts = []
        for key, fname in (("demand", "demand_verdict"), ("verdict", "verdict")):
            field = cases._fields[fname]
            lines = [
                (
                    label,
                    self._say_or_few("number", now[key].get(value, 0)),
                    self._say_or_few("number", before[key].get(value, 0)),
                )
                for value, label in field._description_selection(self.env)
                if now[key].get(value) or before[key].get(value)
            ]
            if lines:
                parts.append((field._description_string(self.env), lines))
        if any(
            gap[key] != 0 for gap in (now, before) for key in ("claimed", "granted")
        ):
            parts.append(
                (
                    self.env._("Amounts"),
                    [
                        (
                            label,
                            self._say_or_few("money", now[key]),
                            self._say_or_few("money", before[key]),
                        )
                        for key, label in (
                            ("claimed", self.env._("Asked for")),
                            ("granted", self.env._("Granted")),
                        )
                    ],
                )
            )
        return parts

    def _say_or_few(self, kind, value):
        """A figure, or that it is hidden where there is none."""
        if value is None:
            return self.env._("too few")
        return self._say_number(kind, value)

    def _get_proposal_lines(self):
        """What to put right, by whom and when."""
        return [
            {
                "name": one.name,
                "reason": one.reason or "",
                "who": one.sudo().user_id.name or one.sudo().department_id.name or "–",
                "when": self._say_day(one.date_due) if one.date_due else "–",
                "is_action": bool(one.sudo().action_id),
            }
            for one in self.proposal_ids
        ]

    # ------------------------------------------------------------------
    # Charts
    # ------------------------------------------------------------------

    def _draw_all(self):
        """The charts that have something to show.

        :return: list of (title, explanation, ``Chart``)
        """
        both = self.env._("Dark: this period. Light: the period before.")
        drawn = [
            (
                self.env._("Complaints over time"),
                self._say_line(),
                self._draw_course(),
            ),
            (
                self.env._("By category"),
                self._say_groups("category", both),
                self._draw_groups("category"),
            ),
            (
                self.env._("Causes found"),
                self._say_groups(
                    "cause",
                    self.env._("From the most to the least, with the share added up."),
                ),
                self._draw_causes(),
            ),
            (
                self.env._("By unit complained about"),
                self._say_groups(
                    "unit", self.env._("A complaint about two units counts for both.")
                ),
                self._draw_groups("unit"),
            ),
            (
                self.env._("By handling unit"),
                self._say_groups("handling", both),
                self._draw_groups("handling"),
            ),
            (
                self.env._("By product"),
                self._say_groups("product", both),
                self._draw_groups("product"),
            ),
            (
                self.env._("Days in each state, on average"),
                both,
                self._draw_states(),
            ),
        ]
        return [one for one in drawn if not is_empty(one[2])]

    def _say_line(self):
        step = (
            self.env._("Each point is a month.")
            if self.kind == "year"
            else self.env._("Each point is the seven days that end on its date.")
        )
        if not self.figures["limits"]:
            return step
        limits = self.env._(
            "Between the dashed lines lies what is usual; the middle line is the mean."
        )
        return f"{step} {limits}"

    def _draw_course(self):
        rows = [Row(self._say_step(day), count) for day, count in self.figures["line"]]
        limits = self.figures["limits"]
        if not any(count for _day, count in self.figures["line"]):
            rows = []
        return draw_line(
            rows,
            limits and Limits(*limits),
            marked=self.figures["own"],
            say=self._say_count,
        )

    def _say_step(self, day):
        day = fields.Date.to_date(day)
        if self.kind != "year":
            return format_date(self.env, day)
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_skeleton("yMMM", day, locale=locale)

    def _say_groups(self, key, words):
        """How to read a chart of groups, and that something of it is hidden (R152)."""
        if not any(None in row for row in self.figures[key]):
            return words
        hidden = self.env._("Where protected cases are among too few, no bar is drawn.")
        return f"{words} {hidden}"

    def _draw_groups(self, key):
        named, others = self._shorten(self.figures[key])
        rows = [*named, *filter(None, [others])]
        return draw_bars(rows, self._say_count, self.env._("too few"))

    def _draw_causes(self):
        named, others = self._shorten(self.figures["cause"])
        return draw_pareto(
            named,
            self._say_count,
            lambda share: self._say_number("share", share),
            others,
        )

    def _shorten(self, rows):
        """The first of them by name, and the others added up.

        :param rows: list of [name, now, before]
        :return: list of ``Row``, and a ``Row`` or None
        """
        named = [Row(*row) for row in rows if row[0]]
        rest = named[SHOWN:] + [Row(*row) for row in rows if not row[0]]
        named = named[:SHOWN]
        if not rest:
            return named, None
        return named, Row(
            self.env._("Others"),
            self._add_known([row.value for row in rest]),
            self._add_known([row.before for row in rest]),
        )

    def _add_known(self, counts):
        """The sum of what is told; None where all that there is, is hidden."""
        return sum(filter(None, counts)) or (None if None in counts else 0)

    def _draw_states(self):
        labels = self._get_state_labels()
        return draw_bars(
            [
                Row(labels[state], now, before)
                for state, now, before in self.figures["states"]
            ],
            lambda days: self._say_number("days", days),
        )
