# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The charts of a report: bars beside those before, a line with limits, a Pareto.

Values are numbers, or None where there was nothing to measure: that is drawn as a gap,
and never as zero. Who calls says how a value is written.
"""

from math import isfinite
from typing import NamedTuple

from .shapes import (
    FONT,
    WIDTH,
    Dot,
    Path,
    Rect,
    Text,
    begin,
    fit,
    get_width,
    join,
    place,
)

# Bars lie, so that names of any length stand beside them and can be read.
ROW, BAR, THIN = 24, 13, 6
LABELS = 200
GAP = 8
VALUES = 72
# A line.
LINE_HEIGHT = 190
TOP, BOTTOM, LEFT, RIGHT = 14, 24, 52, 60
DOTS_UP_TO = 40
# A Pareto.
SHARES = 78


class Row(NamedTuple):
    """One bar: its name, what it is worth now, and what it was in the period before."""

    label: str
    value: float | None
    before: float | None = None


class Limits(NamedTuple):
    """What is usual: the middle, and between what nearly all values lie by chance."""

    center: float
    low: float
    high: float


def _clean(value):
    """A number that can be drawn, or None."""
    if value is None or isinstance(value, bool) or not isfinite(value):
        return None
    return max(float(value), 0.0)


def _get_most(values):
    return max((value for value in values if value), default=0.0)


def _scale(value, most, room):
    """How long something is that is worth ``value``; what is there is seen."""
    if not value or not most:
        return 0.0
    return max(place(min(value / most, 1.0) * room), 0.5)


def draw_bars(rows, say=str, gap="–"):
    """Lying bars, the period before as a thin one below each.

    :param rows: list of ``Row``
    :param say: how a value is written
    :param str gap: what is written where there is none
    :return: a ``Chart``
    """
    rows = [Row(row.label, _clean(row.value), _clean(row.before)) for row in rows]
    chart = begin(ROW * len(rows) + 4)
    most = _get_most([value for row in rows for value in (row.value, row.before)])
    room = WIDTH - LABELS - GAP - VALUES
    for number, row in enumerate(rows):
        y = number * ROW + 2
        _write_label(chart, y, row.label)
        length = _scale(row.value, most, room)
        if length:
            chart.rects.append(Rect(LABELS + GAP, y + 1, length, BAR, "now"))
        before = _scale(row.before, most, room)
        if before:
            chart.rects.append(Rect(LABELS + GAP, y + BAR + 2, before, THIN, "before"))
        words = fit(gap if row.value is None else say(row.value), VALUES - 6)
        x = LABELS + GAP + max(length, before) + 6
        chart.texts.append(Text(place(x), y + FONT, words, "start", "value"))
    _draw_axis(chart, len(rows) * ROW + 2)
    return chart


def _write_label(chart, y, label):
    words = fit(label, LABELS)
    chart.texts.append(Text(LABELS, y + FONT, words, "end", "label"))


def _draw_axis(chart, bottom):
    """The line on which lying bars stand."""
    x = LABELS + GAP
    if chart.texts:
        chart.paths.append(Path(join([(x, 0), (x, bottom)]), "axis"))


def draw_pareto(rows, say=str, say_share=str, others=None):
    """Lying bars from the most to the least, and the share that they add up to.

    :param rows: list of ``Row``, in any order; what is worth nothing is left out
    :param others: a ``Row`` of all that is not named, which stands last
    :param say: how a value is written
    :param say_share: how a share from 0 to 1 is written
    :return: a ``Chart``
    """
    rows = [Row(row.label, _clean(row.value)) for row in rows]
    rows = sorted((row for row in rows if row.value), key=lambda row: -row.value)
    if others and _clean(others.value):
        rows.append(Row(others.label, _clean(others.value)))
    chart = begin(ROW * len(rows) + 4)
    total, most = sum(row.value for row in rows), _get_most(row.value for row in rows)
    room = WIDTH - LABELS - GAP - VALUES - SHARES
    added, points = 0.0, []
    for number, row in enumerate(rows):
        y = number * ROW + 2
        added += row.value
        share = min(added / total, 1.0)
        _write_label(chart, y, row.label)
        length = _scale(row.value, most, room)
        chart.rects.append(Rect(LABELS + GAP, y + 1, length, BAR, "now"))
        # In a column of its own: the line runs across the bars.
        words = fit(say(row.value), VALUES - 6)
        chart.texts.append(Text(WIDTH - SHARES, y + FONT, words, "end", "value"))
        words = fit(say_share(share), SHARES - 4)
        chart.texts.append(Text(WIDTH - 2, y + FONT, words, "end", "share"))
        points.append((LABELS + GAP + share * room, y + BAR / 2 + 1))
    if len(points) > 1:
        chart.paths.append(Path(join(points), "share"))
    chart.dots.extend(Dot(place(x), place(y), "share") for x, y in points)
    _draw_axis(chart, len(rows) * ROW + 2)
    return chart


def draw_line(rows, limits=None, marked=0, say=str):
    """Values in their order of time, with what is usual behind them.

    :param rows: list of ``Row``, the oldest first
    :param limits: ``Limits``, or None where nothing is known
    :param int marked: so many of the last ones are the period itself
    :param say: how a value is written
    :return: a ``Chart``
    """
    rows = [Row(row.label, _clean(row.value)) for row in rows]
    if not any(row.value is not None for row in rows):
        return begin(0)
    chart = begin(LINE_HEIGHT)
    most = _get_most([row.value for row in rows] + [limits.high if limits else 0])
    box = _Box(len(rows), most or 1.0)
    _draw_scale(chart, box, say)
    if limits:
        _draw_limits(chart, box, limits, say)
    _draw_values(chart, box, rows, limits, marked)
    _write_times(chart, box, rows)
    return chart


class _Box:
    """Where a value stands in a drawing over time."""

    def __init__(self, count, most):
        self.count, self.most = count, most
        self.width = WIDTH - LEFT - RIGHT
        self.height = LINE_HEIGHT - TOP - BOTTOM
        self.bottom = LINE_HEIGHT - BOTTOM

    def x(self, number):
        return LEFT + self.width * (number + 0.5) / self.count

    def y(self, value):
        return self.bottom - self.height * min(value / self.most, 1.0)


def _draw_scale(chart, box, say):
    ends = [(LEFT, TOP), (LEFT, box.bottom), (LEFT + box.width, box.bottom)]
    chart.paths.append(Path(join(ends), "axis"))
    for value in (0, box.most):
        words = fit(say(value), LEFT - 6)
        y = place(box.y(value) + FONT / 3)
        chart.texts.append(Text(LEFT - 4, y, words, "end", "value"))


def _draw_limits(chart, box, limits, say):
    """The middle and the limits, with their values beside them, one above another."""
    seen = []
    for role, value in (
        ("limit", limits.high),
        ("center", limits.center),
        ("limit", limits.low),
    ):
        if (value := _clean(value)) is None:
            continue
        y = box.y(value)
        ends = [(LEFT, y), (LEFT + box.width, y)]
        chart.paths.append(Path(join(ends), role))
        if all(abs(y - other) >= FONT for other in seen):
            seen.append(y)
            words = fit(say(value), RIGHT - 6)
            x = LEFT + box.width + 4
            chart.texts.append(Text(x, place(y + FONT / 3), words, "start", role))


def _draw_values(chart, box, rows, limits, marked):
    """The line, with gaps where nothing was measured, and what is beyond the limits.

    A value between two gaps is no line: it is seen as a dot, however many there are.
    """
    run, alone = [], set()
    for number, row in enumerate([*rows, Row("", None)]):
        if row.value is not None:
            run.append((box.x(number), box.y(row.value)))
            continue
        if len(run) > 1:
            chart.paths.append(Path(join(run), "now"))
        elif run:
            alone.add(number - 1)
        run = []
    first = len(rows) - marked
    for number, row in enumerate(rows):
        if row.value is None:
            continue
        role = "now" if number >= first else "before"
        if limits and not limits.low <= row.value <= limits.high:
            role = "beyond"
        if role != "before" or len(rows) <= DOTS_UP_TO or number in alone:
            x, y = place(box.x(number)), place(box.y(row.value))
            chart.dots.append(Dot(x, y, role))


def _write_times(chart, box, rows):
    """As many names of times as there is room for; the last one always."""
    room = box.width / len(rows)
    widest = max(get_width(row.label) for row in rows) + 8
    step = max(1, -int(-widest // room))
    for number in range(len(rows) - 1, -1, -step):
        words = fit(rows[number].label, min(box.width, max(room * step, 1)))
        half = get_width(words) / 2
        x = min(max(box.x(number), half), WIDTH - half)
        y = LINE_HEIGHT - BOTTOM + FONT + 4
        chart.texts.append(Text(place(x), y, words, "middle", "label"))
