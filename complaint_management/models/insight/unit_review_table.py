# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of a period review, and what it speaks of, as tables."""

from typing import NamedTuple

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

STATES = [
    ("draft", "Being Written"),
    ("held", "Held"),
    ("closed", "Followed Up"),
]
KINDS = [
    ("unit", "A unit looks back"),
    ("management", "Management review"),
]
EVERY = [
    ("month", "Each month"),
    ("quarter", "Each quarter"),
    ("half", "Twice a year"),
    ("year", "Once a year"),
]

ACTS = {
    "hold": Act(
        label=_lt("Held"),
        done=_lt("Held: figures and findings stay as they are"),
        sources=("draft",),
        target="held",
        role="writer",
        needs=("over", "findings", "decisions"),
    ),
    "close": Act(
        label=_lt("Followed Up"),
        done=_lt("All that was decided was followed up"),
        sources=("held",),
        target="closed",
        role="writer",
        needs=("followed",),
    ),
    "reopen": Act(
        label=_lt("Write Again"),
        done=_lt("Being written again"),
        sources=("held", "closed"),
        target="draft",
        role="officer",
        needs=("reason",),
    ),
}


class Topic(NamedTuple):
    """What a review speaks of.

    :ivar label: what it is called
    :ivar hint: what to think about
    :ivar bool is_needed: something has to be said to it
    """

    label: object
    hint: object
    is_needed: bool = True


# A unit sums up and judges how it handled complaints in its period (R222).
UNIT_TOPICS = {
    "figures": Topic(
        _lt("What the figures say"),
        _lt("Where do we stand, and what changed since the period before?"),
    ),
    "causes": Topic(
        _lt("What went wrong, and why"),
        _lt("The causes that came up most. What do they have in common?"),
    ),
    "handling": Topic(
        _lt("How we handled it"),
        _lt("What went well, what did not? What did customers say?"),
    ),
    "actions": Topic(
        _lt("What became of the actions"),
        _lt("What was done, is late, or did not work?"),
    ),
    "reviews": Topic(
        _lt("What reviews of our cases say"), _lt("What do reviewers advise?"), False
    ),
    "resources": Topic(
        _lt("What we need"), _lt("People, training, time, means."), False
    ),
}
# Whether the mechanism is effective (R224); the inputs are those of ISO 10002.
MANAGEMENT_TOPICS = {
    "last": Topic(
        _lt("What we decided last time"), _lt("Was it done, and did it help?")
    ),
    "targets": Topic(
        _lt("Targets reached"),
        _lt("Which were missed, and why? Are they the right ones?"),
    ),
    "figures": Topic(
        _lt("Figures and trends"), _lt("What gets better, what gets worse?")
    ),
    "causes": Topic(
        _lt("Causes that come back"), _lt("What have they in common, across units?")
    ),
    "actions": Topic(
        _lt("Whether actions worked"), _lt("Which did not, and what follows from that?")
    ),
    "reviews": Topic(
        _lt("Reviews of cases"), _lt("How good is the handling itself, and is it fair?")
    ),
    "resources": Topic(
        _lt("Resources"), _lt("Are people, training, time and means enough?")
    ),
    "changes": Topic(
        _lt("Changes"),
        _lt("Inside: products, processes, people. Outside: law, market, customers."),
    ),
    "effective": Topic(
        _lt("Is the mechanism effective?"),
        _lt("Does it find what is wrong, put it right, and keep it from coming back?"),
    ),
}
TOPICS = {"unit": UNIT_TOPICS, "management": MANAGEMENT_TOPICS}
# Figures by code of ``complaint.measures``; what is not measured is left out.
FIGURES = (
    "received",
    "complaints",
    "closed",
    "open",
    "days_to_acknowledge",
    "days_to_answer",
    "days_to_close",
    "in_time",
    "within_3_days",
    "within_7_days",
    "first_contact_resolution",
    "upheld",
    "reopened",
    "recurrence",
    "promise_kept",
    "satisfaction_result",
    "satisfaction_handling",
    "dissatisfied",
    "share_recovered",
    "came_back",
    "value_gap",
    "value_given",
)
