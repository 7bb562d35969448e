"""Totals of the ledger, for accountability officers: of no person."""

from .figures import LOOK, REACHED
from .file import Dashboard
from .parts import (
    DEPARTMENT,
    ENTRY,
    PART,
    ROWS,
    TOTAL,
    card,
    groups,
    period,
    ranked,
)
from .questions import Filter

ENDED = ("state", "in", ["done", "passed"])


def accountability(is_sample=False):
    """How much is proposed and decided, and by which rule; never who it was."""
    board = Dashboard(
        "accountability",
        [period("last_90_days"), Filter("Unit", "hr.department", DEPARTMENT)],
        is_sample,
    )
    menu = "complaint_menu_penalty"
    waiting = board.pivot(
        "To confirm", ENTRY, (("state", "in", ["proposed", "notified"]),)
    )
    appeals = board.pivot("Appeals to decide", ENTRY, (("state", "=", "appealed"),))
    proposed = board.twins("Proposed", ENTRY, date="date_proposed")
    penalties, rewards = (
        board.twins(
            f"Confirmed, {side}",
            ENTRY,
            (("side", "=", side), ("date_confirmed", "!=", False)),
            measures=("share_appealed", "share_changed", "decide_days"),
            date="date_confirmed",
        )
        for side in ("penalty", "reward")
    )
    board.cards(
        card("To confirm", board, waiting, menu=menu, sample=(3,)),
        card("Appeals to decide", board, appeals, menu=menu, color=LOOK, sample=(1,)),
        card("Proposed", board, *proposed, menu=menu, sample=(14, 17)),
        card("Penalties confirmed", board, *penalties, menu=menu, sample=(8, 10)),
        card(
            "Rewards confirmed",
            board,
            *rewards,
            menu=menu,
            sample=(9, 6),
            better="more",
        ),
    )
    trained = board.twins("Trainings completed", PART, (ENDED,), date="date_done")
    late = board.pivot("Trainings late", PART, (("is_late", "=", True),))
    board.cards(
        card(
            "Penalties appealed",
            board,
            *penalties,
            measure="share_appealed",
            kind="share",
            menu=menu,
            sample=(0.13, 0.1),
        ),
        card(
            "Changed on appeal",
            board,
            *penalties,
            measure="share_changed",
            kind="share",
            menu=menu,
            sample=(0.33, 0.5),
        ),
        card(
            "Days to confirm",
            board,
            *penalties,
            measure="decide_days",
            kind="days",
            better="less",
            menu=menu,
            sample=(6.2, 7.1),
        ),
        card(
            "Trainings completed",
            board,
            *trained,
            better="more",
            menu="complaint_menu_training",
            color=REACHED,
            sample=(23, 18),
        ),
        card(
            "Trainings late",
            board,
            late,
            menu="complaint_menu_training",
            color=LOOK,
            sample=(2,),
        ),
    )
    board.charts(
        board.bars(
            "Points by month",
            TOTAL,
            ["month:month", "side"],
            "complaint_menu_penalty_total",
            {"June": 6, "July": 9, "August": 4, "September": 11},
            measure="points",
            domain=(("month", ">=", "today =1d -11m"),),
            action="complaint_penalty_total_action",
        ),
        board.bars(
            "Entries by rule, in the period",
            ENTRY,
            ["rule_id"],
            menu,
            {"Answered late": 5, "Extra effort for a customer": 7, "Promise broken": 2},
            date="date_proposed",
            horizontal=True,
            order="DESC",
        ),
    )
    units = board.pivot(
        "Points by unit",
        TOTAL,
        (),
        rows=["department_id"],
        sort="entry_count",
        measures=("entry_count", "reward_points", "penalty_points"),
        action="complaint_penalty_total_action",
    )
    board.tables(
        (
            "Totals, by unit",
            ("Unit", "Entries", "Rewards", "Penalties"),
            ["number"] * ROWS,
            groups(
                board,
                units,
                "department_id",
                ["entry_count", "reward_points", "penalty_points"],
                [("Billing", 9, 12, 8), ("Field Service", 7, 6, 5)],
            ),
        ),
        ranked(
            board,
            "Appeals by outcome",
            ENTRY,
            "appeal_outcome",
            (("appeal_outcome", "!=", "none"),),
            title="Appeals, by outcome",
            heads=("Appeal", "Entries"),
            sample=[("Upheld on appeal", 2), ("Reduced", 1)],
        ),
    )
    return board
