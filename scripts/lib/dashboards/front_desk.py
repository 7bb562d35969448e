"""What the front desk looks at: what came in, what waits, what was solved at once."""

from .figures import LOOK, NOW
from .file import Dashboard
from .parts import (
    CASE,
    COUNTED,
    DUE_TODAY,
    FACTS,
    LATE,
    OPEN,
    by,
    card,
    happened,
    lines,
    narrowed,
    pick,
    reached,
)

# What stands now: which cases, the menu that lists them, its colour, and the sample.
STANDING = {
    "Received today": (
        (*COUNTED, ("date_received", ">=", "today")),
        "complaint_menu_all",
        NOW,
        7,
    ),
    "To acknowledge": ((("state", "=", "new"),), "complaint_menu_all", NOW, 4),
    "Without handler": (
        (*OPEN, ("user_id", "=", False)),
        "complaint_menu_all",
        NOW,
        1,
    ),
    "Due today": (DUE_TODAY, "complaint_menu_due", NOW, 5),
    "Late": (LATE, "complaint_menu_due", LOOK, 2),
}
# Received; acknowledged, after how many days; closed, and solved at once.
SAMPLE_BY_CHANNEL = [
    ("Phone", 49, 49, 0.2, 50, 0.58),
    ("Email", 38, 37, 0.5, 37, 0.31),
    ("Web form", 31, 31, 0.4, 32, 0.35),
]
SAMPLE_BY_CATEGORY = [
    ("Wrong bill", 41, 40, 0.3, 43, 0.4),
    ("Late delivery", 35, 36, 0.4, 33, 0.22),
]


def front_desk(is_sample=False):
    """Figures of the cases that the reader may read: handlers, those of their teams."""
    board = Dashboard("front desk", narrowed(), is_sample)
    now = [
        (title, board.pivot(title, CASE, domain), menu, color, sample)
        for title, (domain, menu, color, sample) in STANDING.items()
    ]
    board.cards(
        *(
            card(title, board, pivot, menu=menu, color=color, sample=(sample,))
            for title, pivot, menu, color, sample in now
        )
    )
    received = happened(board, "Received", "date_received")
    acknowledged = happened(
        board, "Acknowledged", "date_acknowledged", "days_to_acknowledge"
    )
    closed = happened(board, "Closed", "date_closed", "first_contact_resolution")
    answered = happened(board, "Answered", "date_answered", "satisfied")
    measured = [
        ("Received", received, "__count", "number", None, (118, 126)),
        (
            "Resolved at first contact",
            closed,
            "first_contact_resolution",
            "share",
            "more",
            (0.44, 0.41),
        ),
        (
            "Days to acknowledge",
            acknowledged,
            "days_to_acknowledge",
            "days",
            "less",
            (0.3, 0.4),
        ),
        ("Satisfied", answered, "satisfied", "share", "more", (0.71, 0.66)),
    ]
    board.cards(*reached(board, measured, "complaint_menu_all"))
    board.charts(
        board.bars(
            "Received, by channel",
            FACTS,
            ["channel_id"],
            "complaint_menu_all",
            {label: count for label, count, *_rest in SAMPLE_BY_CHANNEL},
            domain=COUNTED,
            date="date_received",
            horizontal=True,
            order="DESC",
        ),
        board.bars(
            "Received, by week and kind",
            FACTS,
            ["date_received:week", "kind"],
            "complaint_menu_all",
            {"Week 1": 24, "Week 2": 31, "Week 3": 28, "Week 4": 35},
            domain=(*COUNTED, ("date_received", ">=", "today =week_start -11w")),
        ),
    )
    waiting = [
        (title, pivot, None, "__count", "number", (sample,))
        for title, pivot, _menu, _color, sample in now
    ]
    figures = [
        (title, *twins, measure, kind, sample)
        for title, twins, measure, kind, _better, sample in measured
    ]
    board.tables(
        ("Now", ("Figure", "Now"), *lines(board, waiting)),
        ("In the period", ("Figure", "Period", "Before"), *lines(board, figures)),
    )
    samples = {
        ("Channel", "channel_id"): SAMPLE_BY_CHANNEL,
        ("Category", "category_id"): SAMPLE_BY_CATEGORY,
    }
    board.tables(
        *(
            by(board, "Received", group, "date_received", {}, pick(sample, 1))
            for group, sample in samples.items()
        )
    )
    days = {"days_to_acknowledge": ("Days", "days")}
    once = {"first_contact_resolution": ("At once", "share")}
    for group, sample in samples.items():
        board.tables(
            by(
                board,
                "Acknowledged",
                group,
                "date_acknowledged",
                days,
                pick(sample, 2, 3),
            ),
            by(board, "Closed", group, "date_closed", once, pick(sample, 4, 5)),
        )
    return board
