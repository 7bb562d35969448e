"""Whether the house learns: actions, what came of them, lessons, trainings."""

from .figures import LOOK, REACHED
from .file import Dashboard
from .parts import (
    ACTION,
    COUNTED,
    DEPARTMENT,
    FACTS,
    LESSON,
    card,
    lines,
    period,
    ranked,
    share,
)
from .questions import Filter

SIGNED = "date_effect_signed"


def learning(is_sample=False):
    """For officers, who read the actions of their companies."""
    board = Dashboard(
        "learning",
        [period("last_90_days"), Filter("Unit", "hr.department", DEPARTMENT)],
        is_sample,
    )
    opened = board.pivot("Open actions", ACTION, (("state", "=", "open"),))
    late = board.pivot("Overdue actions", ACTION, (("is_overdue", "=", True),))
    done = board.twins(
        "Actions done", ACTION, (("date_done", "!=", False),), date="date_done"
    )
    effective = board.twins(
        "Found effective", ACTION, (("effect", "=", "effective"),), date=SIGNED
    )
    known = board.twins(
        "Found effective or not",
        ACTION,
        (("effect", "in", ["effective", "ineffective"]),),
        date=SIGNED,
    )
    again = board.pivot("Came back", ACTION, (("has_come_back", "=", True),))
    lessons = board.twins(
        "Lessons", LESSON, (("state", "=", "approved"),), date="date_approved"
    )
    # Who took part is for those who plan trainings: here only what was agreed.
    trained = board.twins(
        "Trainings agreed on, held",
        ACTION,
        (("type", "=", "training"), ("date_done", "!=", False)),
        date="date_done",
    )
    wrong = board.twins(
        "Found ineffective", ACTION, (("effect", "=", "ineffective"),), date=SIGNED
    )
    facts = board.twins(
        "Cases",
        FACTS,
        COUNTED,
        measures=("recurrence", "repeated"),
        date="date_received",
    )
    menu = "complaint_menu_action"
    board.cards(
        card("Open actions", board, opened, menu=menu, sample=(17,)),
        card("Overdue actions", board, late, menu=menu, color=LOOK, sample=(3,)),
        card(
            "Causes that came back",
            board,
            again,
            menu=menu,
            color=LOOK,
            sample=(2,),
        ),
        card(
            "Actions done",
            board,
            *done,
            menu=menu,
            better="more",
            color=REACHED,
            sample=(12, 9),
        ),
        card(
            "Lessons approved",
            board,
            *lessons,
            menu="complaint_menu_lesson",
            better="more",
            color=REACHED,
            sample=(5, 4),
        ),
    )
    board.cards(
        {
            "title": "Actions that worked",
            "key": share(board, effective[0], known[0], 0.82),
            "baseline": share(board, effective[1], known[1], 0.78),
            "kind": "share",
            "better": "more",
            "color": REACHED,
            "menu": menu,
        },
        card(
            "Came back after action",
            board,
            *facts,
            measure="recurrence",
            kind="share",
            better="less",
            menu="complaint_menu_report",
            sample=(0.02, 0.03),
        ),
        card(
            "Repeated",
            board,
            *facts,
            measure="repeated",
            kind="share",
            better="less",
            menu="complaint_menu_report",
            sample=(0.05, 0.06),
        ),
        card(
            "Trainings held as actions",
            board,
            *trained,
            better="more",
            menu=menu,
            sample=(4, 3),
        ),
        card(
            "Actions that did not work",
            board,
            *wrong,
            better="less",
            menu=menu,
            color=LOOK,
            sample=(2, 3),
        ),
    )
    board.charts(
        board.bars(
            "Actions, by kind and state",
            ACTION,
            ["kind", "state"],
            menu,
            {"Corrective action": 21, "Preventive action": 9, "Improvement": 6},
            action="complaint_action_action",
        ),
        board.bars(
            "Did they work?",
            ACTION,
            ["effect"],
            menu,
            {"Effective": 14, "Ineffective": 3, "Inconclusive": 2},
            domain=(("effect", "!=", False),),
            kind="pie",
            action="complaint_action_action",
        ),
    )
    now = [
        ("Open actions", opened, None, "__count", "number", (17,)),
        ("Overdue actions", late, None, "__count", "number", (3,)),
        ("Causes that came back", again, None, "__count", "number", (2,)),
    ]
    reached = [
        ("Actions done", *done, "__count", "number", (12, 9)),
        ("Found effective", *effective, "__count", "number", (9, 7)),
        ("Found ineffective", *wrong, "__count", "number", (2, 2)),
        ("Trainings held as actions", *trained, "__count", "number", (4, 3)),
        ("Lessons approved", *lessons, "__count", "number", (5, 4)),
    ]
    board.tables(
        ("Now", ("Figure", "Now"), *lines(board, now)),
        ("In the period", ("Figure", "Period", "Before"), *lines(board, reached)),
    )
    board.tables(
        ranked(
            board,
            "Open actions by unit",
            ACTION,
            "department_id",
            (("state", "=", "open"),),
            title="Open actions, by unit",
            heads=("Unit", "Actions"),
            sample=[("Billing", 8), ("Field Service", 6), ("Front Desk", 3)],
            action="complaint_action_action",
        ),
        ranked(
            board,
            "Actions by type",
            ACTION,
            "type",
            title="Actions, by type",
            heads=("Type", "Actions"),
            sample=[
                ("Fix the process", 15),
                ("Train people", 9),
                ("Change a policy", 4),
            ],
            action="complaint_action_action",
        ),
    )
    return board
