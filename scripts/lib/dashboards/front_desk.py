"""What the front desk looks at: what came in, what waits, what was solved at once."""

from .figures import LOOK, REACHED
from .file import Dashboard
from .parts import (
    CASE,
    COUNTED,
    FACTS,
    OPEN,
    ROWS,
    card,
    groups,
    lines,
    narrowed,
)

SAMPLE_BY_CHANNEL = [
    ("Phone", 49, 0.58, 0.2),
    ("Email", 38, 0.31, 0.5),
    ("Web form", 31, 0.35, 0.4),
]


def front_desk(is_sample=False):
    """Figures of the cases that the reader may read: handlers, those of their teams."""
    board = Dashboard("front desk", narrowed(), is_sample)
    now = {
        title: board.pivot(title, CASE, domain)
        for title, domain in (
            ("Received today", (("date_received", ">=", "today"),)),
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
    measures = ("first_contact_resolution", "days_to_acknowledge", "satisfied")
    received = board.twins(
        "Received",
        FACTS,
        COUNTED,
        measures=measures,
        date="date_received",
    )
    board.cards(
        *(
            card(
                title,
                board,
                *received,
                measure=measure,
                kind=kind,
                better=better,
                color=REACHED,
                menu="complaint_menu_all",
                sample=sample,
            )
            for title, measure, kind, better, sample in (
                ("Received", "__count", "number", None, (118, 126)),
                (
                    "Resolved at first contact",
                    "first_contact_resolution",
                    "share",
                    "more",
                    (0.44, 0.41),
                ),
                (
                    "Days to acknowledge",
                    "days_to_acknowledge",
                    "days",
                    "less",
                    (0.3, 0.4),
                ),
                ("Satisfied", "satisfied", "share", "more", (0.71, 0.66)),
            )
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
        ("Received", *received, "__count", "number", (118, 126)),
        ("Resolved at first contact", *received, measures[0], "share", (0.44, 0.41)),
        ("Days to acknowledge", *received, measures[1], "days", (0.3, 0.4)),
        ("Satisfied", *received, measures[2], "share", (0.71, 0.66)),
    ]
    board.tables(
        ("Now", ("Figure", "Now"), *lines(board, waiting)),
        ("In the period", ("Figure", "Period", "Before"), *lines(board, figures)),
    )
    pivots = [
        board.pivot(
            f"By {title}",
            FACTS,
            COUNTED,
            rows=[fname],
            sort="__count",
            measures=measures[:2],
            date="date_received",
        )
        for title, fname in (("channel", "channel_id"), ("category", "category_id"))
    ]
    heads = ("Received", "At once", "Days")
    kinds = [("number", "share", "days")] * ROWS
    names = ["__count", *measures[:2]]
    board.tables(
        (
            "By channel",
            ("Channel", *heads),
            kinds,
            groups(board, pivots[0], "channel_id", names, SAMPLE_BY_CHANNEL),
        ),
        (
            "By category",
            ("Category", *heads),
            kinds,
            groups(
                board,
                pivots[1],
                "category_id",
                names,
                [("Wrong bill", 41, 0.4, 0.3), ("Late delivery", 35, 0.22, 0.4)],
            ),
        ),
    )
    return board
