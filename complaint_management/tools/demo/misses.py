# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What staff told before a customer was hit."""

from typing import NamedTuple


class Miss(NamedTuple):
    """A near miss: when, by whom, what it is about, and what was done."""

    days_ago: int
    who: str
    category: str
    text: str
    reply: str | None = None


CHANGED = "Changed the same day. Thank you."
MISSES = (
    Miss(3, "handler", "utility_meter", "Two meters of the batch had the same label."),
    Miss(17, "clerk", "price_shelf", "促销标签提前一天挂出，开门前发现。", CHANGED),
    Miss(
        31,
        "investigator",
        "finance_charges",
        "The letter about the new tariff had the old table in it; 40 were printed.",
        "Printed anew. Letters are read by a second person.",
    ),
    Miss(58, "clerk", "delivery_wrong", "Two parcels with labels swapped.", CHANGED),
    Miss(
        96,
        "handler",
        "catering_foreign",
        "Glass broke beside the open salad; all of it was thrown away.",
        "Glasses stand on another shelf now.",
    ),
    Miss(150, "clerk", "retail_stock", "Leaflet promised what was not ordered."),
    Miss(
        208,
        "officer",
        "privacy_marketing",
        "名单里有已经退订的客户，发送前发现。",
        "The list is checked against refusals by the system.",
    ),
    Miss(
        300,
        "clerk",
        "delivery_damage",
        "The new cartons give way when they are stacked.",
        "Told the carrier; padding is back.",
    ),
    Miss(366, "clerk", "delivery_damage", "A carton without padding, seen at loading."),
    Miss(371, "handler", "delivery_damage", "Another one without padding."),
    Miss(
        430,
        "investigator",
        "utility_field",
        "A fitter had the address of the neighbour on his list.",
        CHANGED,
    ),
    Miss(512, "clerk", "price_double", "收银系统卡住，差点重复扣款。", CHANGED),
    Miss(640, "handler", "service_promise", "A call-back was noted for the wrong day."),
)
