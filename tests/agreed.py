# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life cycle as it was agreed, written down apart from the code it checks."""

from .common import DECISION_STEPS, KINDS

OPEN = ("new", "acknowledged", "assessed", "investigating", "proposed", "resolved")
# The life cycle as it was agreed: from, to, whose kind. The table in the code must
# say the same; a change here is a change of the product.
AGREED = {
    "acknowledge": (("new",), "acknowledged", KINDS),
    "answer_inquiry": (("new", "acknowledged"), "resolved", ("inquiry",)),
    "assess": (("new", "acknowledged"), "assessed", ("complaint", "suggestion")),
    "investigate": (("assessed",), "investigating", ("complaint",)),
    "propose": (("investigating",), "proposed", ("complaint",)),
    "request_approval": (("proposed",), None, ("complaint",)),
    "approve": (("proposed",), None, ("complaint",)),
    "refuse": (("proposed",), None, ("complaint",)),
    "answer": (("proposed",), None, ("complaint",)),
    "decide_suggestion": (("assessed",), "resolved", ("suggestion",)),
    "resolve": (("proposed",), "resolved", ("complaint",)),
    "settle": (
        ("acknowledged", "assessed", "investigating", "proposed"),
        "resolved",
        ("complaint",),
    ),
    "close": (("resolved",), "closed", KINDS),
    "reopen": (
        ("resolved", "closed"),
        {
            "complaint": "investigating",
            "suggestion": "assessed",
            "inquiry": "acknowledged",
        },
        KINDS,
    ),
    "cancel": (OPEN, "cancelled", KINDS),
}
# Who may do it, of all who can see the case.
EDITORS = {"clerk", "handler", "investigator", "colleague", "officer", "manager"}
HANDLERS = {"handler", "officer", "manager"}
INVESTIGATORS = HANDLERS | {"investigator"}
ALLOWED = {
    "acknowledge": EDITORS,
    "answer_inquiry": EDITORS,
    "assess": HANDLERS,
    "investigate": HANDLERS,
    "propose": INVESTIGATORS,
    "request_approval": INVESTIGATORS,
    "approve": {"manager"},
    "refuse": {"manager"},
    "answer": HANDLERS,
    "decide_suggestion": {"manager"},
    "resolve": HANDLERS,
    "settle": EDITORS,
    "close": HANDLERS,
    "reopen": HANDLERS,
    "cancel": HANDLERS,
}
ROLES = sorted(EDITORS | {"employee", "outsider"})
# How far the decision of a proposed complaint must be.
DECISIONS = {
    "request_approval": ("proposed",),
    "approve": ("pending",),
    "refuse": ("pending",),
    "answer": ("approved",),
    "resolve": ("answered",),
    "settle": ("acknowledged", "assessed", "investigating", "proposed"),
}
# What the moves ask for besides the case.
GIVEN = {
    "refuse": {"reason": "Explain the amount"},
    "reopen": {"reason": "Billed wrongly again"},
    "cancel": {"reason": "Taken back", "vals": {"cancel_reason": "withdrawn"}},
}


def is_agreed(name, kind, place):
    """Whether the move is open to a complete case of ``kind`` in ``place``."""
    sources, _target, kinds = AGREED[name]
    state = "proposed" if place in DECISION_STEPS else place
    return kind in kinds and state in sources and place in DECISIONS.get(name, (place,))


def get_target(name, kind, state):
    """Where the move leads a case of ``kind`` that is in ``state``."""
    target = AGREED[name][1]
    if isinstance(target, dict):
        return target[kind]
    return target or state
