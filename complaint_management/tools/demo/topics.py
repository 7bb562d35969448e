# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What customers of the demonstration's group complain about, and how often.

A group with a power utility, stores, restaurants and a bank: what a year does to it can
be read here. Categories and causes are named by the ends of their external ids.
"""

from math import cos, pi
from typing import NamedTuple

BILLS = ("process_billing", "process_data", "customer_misunderstanding")
STAFF = ("staff_attitude", "staff_knowledge", "staff_care", "staff_capacity")
GOODS = ("product_defect", "product_storage", "supplier_goods")
CARRIER = ("supplier_carrier", "process_handover", "staff_care")
WORDS = ("communication_said", "process_information", "sales_promise")


class Topic(NamedTuple):
    """One thing that goes wrong again and again.

    ``weekly`` is how often in an ordinary week. It swings by the share ``swing`` around
    that in a year, highest on the day ``peak`` of it, and grows by the share ``trend``
    a year. What is rare happens in these ``weeks`` ago only. ``upheld`` is how often
    the customer is right, ``late`` how often they wait longer than promised.
    """

    category: str
    weekly: float
    causes: tuple
    subjects: tuple
    handler: str = "handler"
    peak: int = 1
    swing: float = 0.1
    trend: float = 0.0
    upheld: float = 0.6
    late: float = 0.06
    severities: tuple = (30, 60, 10, 0)
    has_amount: bool = False
    weeks: tuple = ()


class Change(NamedTuple):
    """From so long ago on a category has so many times as much as before."""

    category: str
    weeks_ago: int
    factor: float


class Outbreak(NamedTuple):
    """A batch of cases with one cause, so many in each week from so long ago on."""

    category: str
    weeks_ago: int
    counts: tuple
    cause: str
    subjects: tuple


TOPICS = (
    # Power utility
    Topic(
        "utility_billing",
        2.8,
        BILLS,
        (
            "Bill of CNY {amount} although nobody was at home",
            "Estimated bill, CNY {amount} too much",
            "电费比上个月多了{amount}元",
            "电费单重复扣款{amount}元",
        ),
        peak=20,
        swing=0.3,
        has_amount=True,
        late=0.1,
    ),
    Topic(
        "utility_meter",
        0,
        ("equipment_meter", "equipment_failure"),
        (
            "The display of the meter is dark",
            "Meter counts although all is switched off",
            "电表显示屏不亮",
        ),
        # Rare, so that three in a week are news whenever this is loaded.
        weeks=(103, 97, 80, 62, 49, 31),
    ),
    Topic(
        "utility_outage",
        1.5,
        ("external_weather", "equipment_failure", "communication_silence"),
        (
            "No power for {days} hours, and nobody said why",
            "Power gone for the third time this month",
            "停电{days}小时，没有提前通知",
        ),
        peak=200,
        swing=0.4,
        upheld=0.4,
        late=0.12,
    ),
    Topic(
        "utility_field",
        0.8,
        ("staff_capacity", "process_handover", "communication_said"),
        (
            "Waited all morning for the fitter",
            "The fitter left the wall open",
            "约好上门检修，没有人来",
        ),
    ),
    # Stores
    Topic(
        "price_shelf",
        1.6,
        ("process_data", "staff_care", "process_handover"),
        (
            "Shelf says {small}.90, the till took more",
            "Offer of the leaflet not known to the till",
            "货架价格和收银价格不一样，多收{small}元",
        ),
        upheld=0.85,
        severities=(60, 38, 2, 0),
    ),
    Topic(
        "price_double",
        0.7,
        ("process_billing", "equipment_it"),
        ("Charged twice, CNY {amount}", "同一笔消费扣了两次，{amount}元"),
        upheld=0.8,
        has_amount=True,
    ),
    Topic(
        "price_refund",
        0.9,
        ("process_billing", "communication_silence", "staff_capacity"),
        (
            "Refund of CNY {amount} promised {days} days ago",
            "退款{amount}元等了{days}天还没到",
        ),
        upheld=0.75,
        has_amount=True,
        late=0.14,
    ),
    Topic(
        "retail_staff",
        1.0,
        STAFF,
        (
            "Nobody at the counter knew, nobody asked",
            "Was laughed at for asking",
            "店员态度冷淡，问了也不回答",
        ),
        upheld=0.5,
    ),
    Topic(
        "retail_stock",
        0.8,
        ("process_information", "staff_care", "supplier_goods"),
        ("Offer sold out on the first morning", "促销商品第一天就卖完了"),
        peak=340,
        swing=0.35,
        upheld=0.55,
        severities=(70, 30, 0, 0),
    ),
    Topic(
        "retail_return",
        1.3,
        ("staff_rule", "policy_hard", "customer_misunderstanding"),
        (
            "Return refused without the box",
            "Voucher instead of my CNY {amount}",
            "退货被拒绝，说没有原包装",
        ),
        peak=10,
        swing=0.4,
        has_amount=True,
    ),
    Topic(
        "quality_defect",
        2.0,
        GOODS,
        (
            "Kettle leaks on the first day",
            "Screen with a dead line",
            "Zip torn after {days} days",
            "新买的电饭锅用了{days}天就坏了",
        ),
        upheld=0.8,
        late=0.08,
    ),
    Topic(
        "quality_early",
        0.9,
        ("product_design", "product_defect"),
        ("Broken {days} weeks after the guarantee", "保修期刚过{days}天就坏了"),
        upheld=0.45,
        has_amount=True,
    ),
    Topic(
        "quality_wrong",
        0.5,
        ("product_information", "sales_promise"),
        ("Not what the picture showed", "实物和描述不符"),
    ),
    # Delivery
    Topic(
        "delivery_late",
        2.6,
        CARRIER,
        (
            "Parcel {days} days late",
            "Waited at home, nobody came",
            "快递晚了{days}天",
        ),
        peak=340,
        swing=0.4,
        trend=0.15,
        upheld=0.75,
        late=0.1,
    ),
    Topic(
        "delivery_damage",
        0.9,
        CARRIER,
        (
            "Wardrobe arrived with a broken door",
            "Carton wet, {days} cups broken",
            "送到的洗衣机外壳凹了一块",
        ),
        peak=340,
        swing=0.2,
        upheld=0.85,
        has_amount=True,
    ),
    Topic(
        "delivery_wrong",
        0.7,
        ("process_handover", "process_data"),
        ("The neighbour's parcel, not mine", "送来的颜色不对"),
        upheld=0.85,
    ),
    # Restaurants
    Topic(
        "catering_food",
        1.3,
        ("staff_care", "process_rule", "supplier_goods"),
        ("Fish cold, rice hard", "Soup too salty, twice", "菜是冷的，换了一次还是冷的"),
        upheld=0.7,
        severities=(50, 48, 2, 0),
    ),
    Topic(
        "catering_foreign",
        0.35,
        ("staff_care", "supplier_goods"),
        ("A piece of plastic in the salad", "面里有一根头发"),
        upheld=0.9,
        severities=(0, 60, 40, 0),
    ),
    Topic(
        "catering_service",
        1.2,
        STAFF,
        (
            "{hours} minutes until somebody took the order",
            "Table given away although it was booked",
            "等了{hours}分钟才上菜",
        ),
        peak=130,
        swing=0.2,
    ),
    # Bank
    Topic(
        "finance_charges",
        1.1,
        ("process_information", "sales_promise", "customer_misunderstanding"),
        (
            "Fee of CNY {small} that nobody told me of",
            "Card fee although the account is free",
            "账户多收{small}元管理费",
        ),
        handler="officer",
        upheld=0.4,
        has_amount=True,
    ),
    Topic(
        "finance_branch",
        0.8,
        ("staff_capacity", "staff_knowledge"),
        ("One counter of five open", "网点排队{hours}分钟"),
        handler="officer",
    ),
    Topic(
        "finance_selling",
        0.4,
        WORDS,
        ("Told it was a savings plan", "理财产品没有说明风险"),
        handler="officer",
        late=0.15,
        severities=(0, 60, 40, 0),
    ),
    # Everywhere
    Topic(
        "service_wait",
        2.2,
        ("staff_capacity", "organisation_duty"),
        (
            "{hours} minutes on the phone, then cut off",
            "Five menus and no person",
            "热线等了{hours}分钟没人接",
        ),
        upheld=0.7,
        severities=(60, 40, 0, 0),
    ),
    Topic(
        "service_promise",
        0.8,
        ("communication_said", "process_handover"),
        ("Nobody called back, as promised", "说好回电，{days}天没有消息"),
        upheld=0.8,
        late=0.12,
    ),
    Topic(
        "service_rude",
        0.5,
        ("staff_attitude",),
        ("Hung up on me", "客服说话不耐烦"),
        upheld=0.5,
    ),
    Topic(
        "contract_cancel",
        0.6,
        ("policy_hard", "process_information"),
        ("Cancelled in time, charged all the same", "合同到期后还在扣费"),
        has_amount=True,
    ),
    Topic(
        "privacy_marketing",
        0.4,
        ("process_data", "organisation_duty"),
        ("Advertising after I had said no", "拒绝后还收到推销短信"),
        handler="officer",
        upheld=0.7,
    ),
)

# What lasts. A new tariff brought questions; a second team answers the hotline.
CHANGES = (
    Change("finance_charges", 40, 3.0),
    Change("service_wait", 30, 0.4),
)

# What the demonstration tells case by case counts as well, by weeks ago: so much is
# left for the rest of that week.
TOLD = {1: 0.5, 2: 0.75, 3: 0.85, 4: 0.85}

# What came in one go, and was over. The one of this week stands in
# ``demo/case/complaint_demo.xml``: its cases are still open.
OUTBREAKS = (
    Outbreak(
        "delivery_damage",
        54,
        (9, 12, 6, 2),
        "supplier_carrier",
        (
            "Box torn open, the glass inside broken",
            "Packed without any padding",
            "箱子没有填充物，里面全碎了",
        ),
    ),
)


def get_factor(topic, weeks_ago, day):
    """How many times as often as in an ordinary week something happens.

    :param Topic topic: what happens
    :param float weeks_ago: how long ago
    :param date day: when
    """
    year_day = day.timetuple().tm_yday
    factor = 1 + topic.swing * cos(2 * pi * (year_day - topic.peak) / 365.25)
    factor *= 1 - topic.trend * weeks_ago / 52
    for change in CHANGES:
        if change.category == topic.category and weeks_ago < change.weeks_ago:
            factor *= change.factor
    return factor * TOLD.get(weeks_ago, 1)
