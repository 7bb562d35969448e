"""What a manager looks at: how much, how fast, how well, why, and where."""

from .figures import LOOK
from .file import Dashboard
from .parts import (
    ANALYSIS,
    CASE,
    COUNTED,
    DUE_TODAY,
    FACTS,
    LATE,
    OPEN,
    SAMPLE_BY_CHANNEL,
    SAMPLE_BY_UNIT,
    SAMPLE_CAUSES,
    SAMPLE_MONTHS,
    SAMPLE_UNITS,
    WHY,
    ages,
    by,
    card,
    happened,
    lines,
    months,
    narrowed,
    pareto,
    pick,
    ranked,
    reached,
)

MISSED = (*COUNTED, ("missed_deadline", "=", True))


def management(is_sample=False):
    """What a manager looks at: how much, how fast, how well, why, where."""
    board = Dashboard("management", narrowed(), is_sample)
    opened = board.pivot("Open", CASE, OPEN)
    late = board.pivot("Late", CASE, LATE)
    due = board.pivot("Due today", CASE, DUE_TODAY)
    decide = board.pivot("To decide", "complaint.to.decide")
    received = happened(board, "Received", "date_received", "repeated", "recurrence")
    closed = happened(
        board, "Closed", "date_closed", "in_time", "promise_kept", "reopened"
    )
    answered = happened(
        board,
        "Answered",
        "date_answered",
        "within_3_days",
        "within_7_days",
        "days_to_answer_median",
        "days_to_answer_most",
        "upheld",
        "satisfied",
        "satisfaction_with_result",
    )
    board.cards(
        card("Open cases", board, opened, menu="complaint_menu_all", sample=(90,)),
        card(
            "Late cases",
            board,
            late,
            menu="complaint_menu_late",
            color=LOOK,
            sample=(9,),
        ),
        card("Due today", board, due, menu="complaint_menu_due", sample=(14,)),
        card(
            "To decide",
            board,
            decide,
            menu="complaint_menu_to_decide",
            sample=(6,),
        ),
    )
    analysis = {"menu": "complaint_menu_report"}
    board.cards(
        card("Received", board, *received, **analysis, sample=(118, 126)),
        card("Closed", board, *closed, **analysis, better="more", sample=(121, 117)),
        *reached(
            board,
            [
                ("All deadlines kept", closed, "in_time", "share", "more", (0.91, 0.9)),
                ("Satisfied", answered, "satisfied", "share", "more", (0.71, 0.66)),
            ],
            **analysis,
        ),
    )
    new, done = (
        board.pivot(
            title,
            FACTS,
            (*COUNTED, (date, ">=", "today =1d -11m")),
            rows=[f"{date}:month"],
            action=ANALYSIS,
        )
        for title, date in (
            ("Received by month", "date_received"),
            ("Closed by month", "date_closed"),
        )
    )
    board.charts(
        board.combo(
            "New against closed, by month",
            "complaint_menu_report",
            ("New", "Closed"),
            months(board, new, done, ("date_received", "date_closed"), SAMPLE_MONTHS),
            months=True,
        ),
        ages(board, "complaint_menu_all"),
    )
    board.charts(
        pareto(board, "Root causes", "date_received", "complaint_menu_report"),
        board.bars(
            "Late in the period, by unit",
            FACTS,
            ["department_id"],
            "complaint_menu_report",
            dict(SAMPLE_UNITS),
            domain=MISSED,
            date="date_received",
            horizontal=True,
            order="DESC",
            action=ANALYSIS,
            context=WHY,
        ),
    )
    kinds, rows = lines(
        board,
        [
            ("Open now", opened, None, "__count", "number", (90,)),
            ("Late now", late, None, "__count", "number", (9,)),
            ("Due today", due, None, "__count", "number", (14,)),
            ("To decide", decide, None, "__count", "number", (6,)),
            ("Received", *received, "__count", "number", (118, 126)),
            ("Closed", *closed, "__count", "number", (121, 117)),
            (
                "Within 3 working days",
                *answered,
                "within_3_days",
                "share",
                (0.52, 0.47),
            ),
            (
                "Within 7 working days",
                *answered,
                "within_7_days",
                "share",
                (0.83, 0.8),
            ),
            (
                "Days to answer, median",
                *answered,
                "days_to_answer_median",
                "days",
                (2.9, 3.2),
            ),
            (
                "Days to answer, 9 of 10",
                *answered,
                "days_to_answer_most",
                "days",
                (8.8, 9.6),
            ),
            ("All deadlines kept", *closed, "in_time", "share", (0.91, 0.9)),
            ("Promised calls kept", *closed, "promise_kept", "share", (0.95, 0.92)),
            ("Upheld", *answered, "upheld", "share", (0.64, 0.61)),
            ("Satisfied", *answered, "satisfied", "share", (0.71, 0.66)),
            (
                "Satisfaction, of 5",
                *answered,
                "satisfaction_with_result",
                "rating",
                (3.8, 3.6),
            ),
            ("Reopened", *closed, "reopened", "share", (0.04, 0.05)),
            ("Repeated", *received, "repeated", "share", (0.05, 0.06)),
            ("Came back after action", *received, "recurrence", "share", (0.02, 0.03)),
        ],
    )
    heads = ("Figure", "Period", "Before")
    half = len(rows) // 2
    board.tables(
        ("Figures", heads, kinds[:half], rows[:half]),
        ("And how good they were", heads, kinds[half:], rows[half:]),
    )
    missed = {"date": "date_received", "action": ANALYSIS}
    board.tables(
        ranked(
            board,
            "Late by unit",
            FACTS,
            "department_id",
            MISSED,
            title="Late in the period, by unit",
            heads=("Unit", "Late"),
            sample=SAMPLE_UNITS,
            context=WHY,
            **missed,
        ),
        ranked(
            board,
            "Late by cause",
            FACTS,
            "cause_id",
            MISSED,
            title="Late in the period, by root cause",
            heads=("Root Cause", "Late"),
            sample=SAMPLE_CAUSES,
            **missed,
        ),
    )
    unit, channel = ("Unit", "department_id"), ("Channel", "channel_id")
    kept = {"in_time": ("In time", "share")}
    answers = {
        "days_to_answer_median": ("Days", "days"),
        "satisfied": ("Satisfied", "share"),
    }
    for group, sample in ((unit, SAMPLE_BY_UNIT), (channel, SAMPLE_BY_CHANNEL)):
        board.tables(
            by(board, "Received", group, "date_received", {}, pick(sample, 1)),
            by(board, "Closed", group, "date_closed", kept, pick(sample, 2, 3)),
        )
    board.tables(
        *(
            by(
                board,
                "Answered",
                group,
                "date_answered",
                answers,
                pick(sample, 4, 5, 6),
            )
            for group, sample in ((unit, SAMPLE_BY_UNIT), (channel, SAMPLE_BY_CHANNEL))
        )
    )
    return board
