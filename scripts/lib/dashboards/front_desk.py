"""What the front desk looks at: what came in, what waits, what was solved at once."""

from .figures import LOOK, REACHED
from .file import Dashboard
from .parts import (
    ANALYSIS,
    CASE,
    COUNTED,
    FACTS,
    OPEN,
    by,
    card,
    lines,
    narrowed,
    past,
    pick,
)

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
    now = {
        title: board.pivot(title, CASE, domain)
        for title, domain in (
            ("Received today", (*COUNTED, ("date_received", ">=", "today"))),
            ("To acknowledge", (("state", "=", "new"),)),
            ("Without handler", (*OPEN, ("user_id", "=", False))),
            (
                "Due today",
                (("next_due_date", ">=", "today"), ("next_due_date", "<", "today +1d")),
            ),
            ("Late", (("is_overdue", "=", True),)),
        )
    }
    menus = {"Due today": "complaint_menu_due", "Late": "complaint_menu_due"}
    samples = {
        "Received today": 7,
        "To acknowledge": 4,
        "Without handler": 1,
        "Due today": 5,
        "Late": 2,
    }
    board.cards(
        *(
            card(
                title,
                board,
                pivot,
                menu=menus.get(title, "complaint_menu_all"),
                sample=(samples[title],),
                **({"color": LOOK} if title == "Late" else {}),
            )
            for title, pivot in now.items()
        )
    )
    received = board.twins(
        "Received",
        FACTS,
        COUNTED,
        date="date_received",
        action=ANALYSIS,
    )
    acknowledged = board.twins(
        "Acknowledged",
        FACTS,
        past(COUNTED, "date_acknowledged"),
        measures=("days_to_acknowledge",),
        date="date_acknowledged",
        action=ANALYSIS,
    )
    closed = board.twins(
        "Closed",
        FACTS,
        past(COUNTED, "date_closed"),
        measures=("first_contact_resolution",),
        date="date_closed",
        action=ANALYSIS,
    )
    answered = board.twins(
        "Answered",
        FACTS,
        past(COUNTED, "date_answered"),
        measures=("satisfied",),
        date="date_answered",
        action=ANALYSIS,
    )
    reached = [
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
    board.cards(
        *(
            card(
                title,
                board,
                *twins,
                measure=measure,
                kind=kind,
                better=better,
                color=REACHED,
                menu="complaint_menu_all",
                sample=sample,
            )
            for title, twins, measure, kind, better, sample in reached
        )
    )
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
        (title, pivot, None, "__count", "number", (samples[title],))
        for title, pivot in now.items()
    ]
    figures = [
        (title, *twins, measure, kind, sample)
        for title, twins, measure, kind, _better, sample in reached
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
