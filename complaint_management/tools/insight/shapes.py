# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a chart is drawn with, and how much room a text takes.

A chart is a list of shapes with their places; who prints it or shows it (QWeb) needs
no arithmetic, and no program but the one that prints. All is in the units of the
chart's own box.
"""

from typing import NamedTuple
from unicodedata import combining, east_asian_width

WIDTH = 640
FONT = 11
# Mean width of a letter by the size of the font, as the fonts of a PDF have them; a
# little more than less, for nothing may run into the next thing.
NARROW, WIDE = 0.58, 1.02
MORE = "…"


class Rect(NamedTuple):
    """A bar. ``role`` says what it stands for, and so how it is painted."""

    x: float
    y: float
    width: float
    height: float
    role: str


class Path(NamedTuple):
    """A line through points, or a straight one."""

    points: str
    role: str


class Dot(NamedTuple):
    """A point of a line."""

    x: float
    y: float
    role: str


class Text(NamedTuple):
    """Words; ``anchor`` is the end that stands at ``x``: start, middle or end."""

    x: float
    y: float
    words: str
    anchor: str
    role: str


class Chart(NamedTuple):
    """A drawing in a box of ``width`` by ``height``."""

    width: float
    height: float
    rects: list
    paths: list
    dots: list
    texts: list


def begin(height):
    """An empty chart, as high as is needed."""
    return Chart(WIDTH, round(height, 1), [], [], [], [])


def is_empty(chart):
    """Whether there is nothing to draw."""
    return not (chart.rects or chart.paths or chart.dots)


def get_width(text):
    """About how much room a text takes in a line, never less than that."""
    return FONT * sum(
        0 if combining(letter) else WIDE if _is_wide(letter) else NARROW
        for letter in text
    )


def _is_wide(letter):
    return east_asian_width(letter) in "WF" or letter in "MW@%—…mw"


def fit(text, room):
    """A text in one line that takes no more than so much room; the rest is dots.

    :param str text: words, as somebody named something
    :param float room: how much there is
    """
    line = " ".join((text or "").split())
    if get_width(line) <= room:
        return line
    room -= get_width(MORE)
    kept = ""
    for letter in line:
        if get_width(kept + letter) > room:
            break
        kept += letter
    return kept.rstrip() + MORE


def place(value):
    """A place with as many digits as a printer can see."""
    return round(value, 1)


def join(points):
    """The points of a path, as SVG writes them."""
    return " ".join(f"{place(x)},{place(y)}" for x, y in points)


# How a role is painted: fill, stroke, width of the stroke and its dashes. Dark and
# light can be told apart without colours, too.
PAINT = {
    "now": ("#1f4e79", "#1f4e79", 1.6, None),
    "before": ("#b8c7d6", "#8fa3b8", 1, None),
    "beyond": ("#b3261e", "#b3261e", 1.6, None),
    "share": ("#c46a00", "#c46a00", 1.4, None),
    "axis": ("none", "#999999", 1, None),
    "limit": ("#666666", "#777777", 1, "4,3"),
    "center": ("#666666", "#777777", 1, None),
    "label": ("#222222", "none", 0, None),
    "value": ("#222222", "none", 0, None),
}
