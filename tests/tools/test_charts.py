# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Charts on paper: whatever comes in, all stands in the box and can be read."""

import string
from itertools import groupby
from math import isfinite

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from odoo.addons.complaint_management.tools.insight.charts import (
    DOTS_UP_TO,
    Limits,
    Row,
    draw_bars,
    draw_line,
    draw_pareto,
)
from odoo.addons.complaint_management.tools.insight.control import get_limits
from odoo.addons.complaint_management.tools.insight.shapes import (
    FONT,
    MORE,
    fit,
    get_width,
    is_empty,
)

# A busy machine is no fault of theirs.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LABELS = st.text(max_size=80) | st.text(
    alphabet=string.ascii_letters + "电费投诉ệĐấm ", min_size=30, max_size=200
)
VALUES = (
    st.none()
    | st.integers(-5, 10**15)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.floats(0, 1)
)
ROW = st.builds(Row, LABELS, VALUES, VALUES)
ROWS = st.lists(ROW, max_size=40)
# Also more than have room for a dot each.
TIMES = ROWS | st.lists(ROW, min_size=DOTS_UP_TO + 1, max_size=DOTS_UP_TO + 20)


def check(chart):
    """All is finite and in the box, and no text runs over its edges."""
    for rect in chart.rects:
        assert all(isfinite(number) for number in rect[:4])
        assert rect.width > 0 and rect.height > 0
        assert 0 <= rect.x and rect.x + rect.width <= chart.width + 0.1
        assert 0 <= rect.y and rect.y + rect.height <= chart.height + 0.1
    for path in chart.paths:
        for point in path.points.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= chart.width and 0 <= y <= chart.height + 0.1
    for dot in chart.dots:
        assert 0 <= dot.x <= chart.width and 0 <= dot.y <= chart.height
    for text in chart.texts:
        width = get_width(text.words)
        start = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
        assert start >= -0.1 and start + width <= chart.width + 0.1
        assert 0 <= text.y <= chart.height + FONT / 2


@patient
@given(ROWS)
def test_bars(rows):
    chart = draw_bars(rows, say=lambda value: f"{value:,.0f}")
    check(chart)
    assert len([text for text in chart.texts if text.role == "label"]) == len(rows)


@patient
@given(ROWS)
def test_pareto(rows):
    chart = draw_pareto(
        rows, say=lambda value: f"{value:,.0f}", say_share="{:.0%}".format
    )
    check(chart)
    lengths = [rect.width for rect in chart.rects]
    assert lengths == sorted(lengths, reverse=True)
    if lengths:
        assert [text.words for text in chart.texts if text.role == "share"][-1] == (
            "100%"
        )


def is_known(row):
    """Whether there was something to measure."""
    return row.value is not None and isfinite(row.value)


def get_runs(rows):
    """Which rows follow one another without a gap, by their numbers."""
    runs = groupby(range(len(rows)), key=lambda number: is_known(rows[number]))
    return [list(run) for known, run in runs if known]


def is_beyond(row, limits):
    return not limits.low <= max(row.value, 0) <= limits.high


def is_dotted(rows, limits, marked, run, number):
    """In a long row of values only those that matter have a dot, and lone ones."""
    return (
        len(rows) <= DOTS_UP_TO
        or number >= len(rows) - marked
        or len(run) == 1
        or bool(limits and is_beyond(rows[number], limits))
    )


@patient
@given(
    TIMES,
    st.none() | st.builds(Limits, VALUES.filter(bool), st.just(0.0), VALUES),
    st.integers(0, 70),
)
def test_line(rows, limits, marked):
    """A dot for each value that is drawn, and a line that is broken at gaps."""
    if limits and (limits.high is None or not isfinite(limits.high)):
        limits = None
    chart = draw_line(rows, limits, marked, say=lambda value: f"{value:,.1f}")
    check(chart)
    runs = get_runs(rows)
    dotted = [
        number
        for run in runs
        for number in run
        if is_dotted(rows, limits, marked, run, number)
    ]
    assert len(chart.dots) == len(dotted)
    paths = [path.points.split() for path in chart.paths if path.role == "now"]
    assert [len(path) for path in paths] == [len(run) for run in runs if len(run) > 1]
    if not runs:
        assert is_empty(chart) and not chart.texts
        return
    # All that is known is seen, in its own place: on the line or as a dot.
    seen = {point for path in paths for point in path}
    seen |= {f"{dot.x},{dot.y}" for dot in chart.dots}
    places = sorted(float(point.split(",")[0]) for point in seen)
    assert len(places) == len(set(places)) == sum(map(len, runs))
    beyond = [dot for dot in chart.dots if dot.role == "beyond"]
    assert len(beyond) == sum(
        bool(limits) and is_beyond(rows[number], limits) for number in dotted
    )


@pytest.mark.parametrize("draw", [draw_bars, draw_pareto, draw_line])
def test_nothing_and_one(draw):
    """Without data nothing is drawn; one value is a chart, too."""
    assert is_empty(draw([]))
    check(draw([Row("电费", 1)]))
    assert not is_empty(draw([Row("电费", 1)]))


def test_none_is_a_gap_and_not_zero():
    """What could not be measured is no zero."""
    chart = draw_bars([Row("A", None), Row("B", 0)])
    assert [t.words for t in chart.texts if t.role == "value"] == ["–", "0.0"]
    chart = draw_bars([Row("A", None, 3)], gap="too few")
    assert [t.words for t in chart.texts if t.role == "value"] == ["too few"]
    line = draw_line(
        [Row("1", 3), Row("2", 4), Row("3", None), Row("4", 5), Row("5", 6)]
    )
    assert len([path for path in line.paths if path.role == "now"]) == 2
    assert len(line.dots) == 4


def test_a_lone_value_of_many_is_seen():
    """Between two gaps there is no line that could show it."""
    rows = [Row(str(number), None) for number in range(DOTS_UP_TO + 5)]
    rows[7] = Row("7", 3)
    chart = draw_line(rows)
    assert [dot.role for dot in chart.dots] == ["before"]
    assert not [path for path in chart.paths if path.role == "now"]


def test_bars_are_as_long_as_their_values():
    chart = draw_bars([Row("A", 10, 5), Row("B", 5, 10)])
    a, a_before, b, b_before = (rect.width for rect in chart.rects)
    assert a == b_before == pytest.approx(2 * b, abs=0.2)
    assert a_before == b


def test_pareto_adds_up():
    """The cumulated share is of all, from the most to the least (R140)."""
    chart = draw_pareto(
        [Row("few", 10), Row("most", 60), Row("none", 0), Row("many", 30)],
        say_share="{:.0%}".format,
    )
    words = [text.words for text in chart.texts]
    assert [word for word in words if word.endswith("%")] == ["60%", "90%", "100%"]
    assert [t.words for t in chart.texts if t.role == "label"] == [
        "most",
        "many",
        "few",
    ]


def test_what_is_not_named_stands_last():
    chart = draw_pareto([Row("a", 1), Row("b", 3)], others=Row("Others", 90))
    labels = [text.words for text in chart.texts if text.role == "label"]
    assert labels == ["b", "a", "Others"]


def test_what_is_beyond_the_limits_stands_out():
    rows = [Row(str(number), 10) for number in range(9)] + [Row("now", 40)]
    chart = draw_line(rows, Limits(10, 1, 19), marked=1)
    assert [dot.role for dot in chart.dots] == ["before"] * 9 + ["beyond"]
    assert [path.role for path in chart.paths].count("limit") == 2


@patient
@given(st.text(max_size=300), st.floats(0, 400))
def test_texts_fit(text, room):
    words = fit(text, room)
    assert words == MORE or get_width(words) <= room
    assert "\n" not in words


def test_long_names_keep_their_beginning():
    name = "供电营业厅窗口服务态度与办理时限投诉（含预约、排队、材料不齐退回）"
    assert fit(name, 200).startswith("供电营业厅窗口服务")
    assert fit(name, 200).endswith(MORE)
    name = "Thái độ phục vụ và thời hạn giải quyết hồ sơ tại quầy giao dịch"
    assert fit(name, 200).startswith("Thái độ phục vụ")


@patient
@given(st.lists(st.integers(0, 10**6), max_size=60))
def test_limits(past):
    limits = get_limits(past)
    if limits is None:
        assert len(past) < 8 or not any(past)
    else:
        assert 0 <= limits.low <= limits.center <= limits.high
        assert limits.center == pytest.approx(sum(past) / len(past))


def test_limits_of_a_steady_past():
    """Thirty-six a week: the root is six, and three of it are eighteen."""
    assert get_limits([36] * 20) == Limits(36, 18, 54)
