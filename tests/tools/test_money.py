# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which amounts a text names, and what only looks like one."""

import doctest

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.authority import money
from odoo.addons.complaint_management.tools.authority.money import find_amounts

AMOUNTS = [
    ("You get 5,000 USD.", 5000, "USD"),
    ("You get 5.000,00 €", 5000, "EUR"),
    ("€5,000.50 will follow", 5000.5, "EUR"),
    ("EUR 5 000,50", 5000.5, "EUR"),
    ("EUR 5'000.-", 5000, "EUR"),
    ("CHF 250.-", 250, "CHF"),
    ("50,- €", 50, "EUR"),
    ("5 000 VND", 5000, "VND"),
    ("500.000đ", 500_000, "VND"),
    ("5 triệu đồng", 5_000_000, "VND"),
    ("500 nghìn đồng", 500_000, "VND"),
    ("赔偿您5000元", 5000, "CNY"),
    ("赔偿您五千元", 5000, "CNY"),
    ("一万二千元", 12_000, "CNY"),
    ("两百五十块钱", 250, "CNY"),
    ("1.5万元", 15_000, "CNY"),
    ("¥5000", 5000, "CNY"),
    ("￥５０００", 5000, "CNY"),
    ("5000美元", 5000, "USD"),
    ("USD 5k", 5000, "USD"),
    ("$5k", 5000, "USD"),
    ("US$ 1,234,567.89", 1_234_567.89, "USD"),
    ("two hundred and fifty euros", 250, "EUR"),
    ("five thousand dollars", 5000, "USD"),
    ("five thousand two hundred dollars", 5200, "USD"),
    ("12.50 euro", 12.5, "EUR"),
    ("£20", 20, "GBP"),
    ("5 Tsd. is none, 5 tsd € is", 5000, "EUR"),
]
PROMISED = [
    ("We pay you 5,000.", 5000),
    ("we will refund 300 to your account", 300),
    ("Wir erstatten Ihnen 120", 120),
    ("我们赔偿您5000", 5000),
    ("Chúng tôi bồi thường 500.000 cho quý khách", 500_000),
    ("we shall compensate you with 5k", 5000),
]
NONE = [
    "",
    "On 12.03.2026 at 14:30",
    "2026-03-12",
    "Case C/2026/00012",
    "Call +49 30 123456 or 138-0000-0000",
    "19 % off, 50 percent",
    "The meter reads 14,500 kWh",
    "Order 4711 of May 5",
    "We pay within 14 days",
    "We refund invoice 4711",
    "We pay on 12.03.2026",
    "We pay the bill no. 20260012",
    "You pay 3 months less",
    "退款将在3天内到账",
    "赔偿将在2026年5月支付",
    "电表读数14500度",
    "三月五日",
    "一个元件",
    "Version 5.0, section 3.2, 10.000 customers",
]


@pytest.mark.parametrize(("text", "value", "currency"), AMOUNTS)
def test_amounts(text, value, currency):
    (amount,) = find_amounts(text)
    assert amount.value == pytest.approx(value)
    assert amount.currencies[0] == currency


@pytest.mark.parametrize(("text", "value"), PROMISED)
def test_promised_without_currency(text, value):
    (amount,) = find_amounts(text)
    assert amount.value == value
    assert amount.is_promise
    assert not amount.currencies


@pytest.mark.parametrize("text", NONE)
def test_none(text):
    assert not find_amounts(text)


@pytest.mark.parametrize(
    ("text", "is_promise"),
    [
        ("We refund 300 €.", True),
        ("You asked us to refund 300 €.", False),
        ("We do not pay 300 €.", False),
        ("Your bill of 300 € was right.", False),
        ("Sie erhalten morgen Post. Wir zahlen Ihnen 300 €", True),
        ("您要求赔偿300元", False),
        ("我们赔偿300元", True),
        ("找零无误，因此不退还300元", False),
    ],
)
def test_promise_or_quote(text, is_promise):
    (amount,) = find_amounts(text)
    assert amount.is_promise is is_promise


def test_several():
    """Each amount once, in order, with its sentence."""
    amounts = find_amounts("You paid 1,200.50 EUR. We refund 300 € and $20.\nThanks")
    assert [amount.value for amount in amounts] == [1200.5, 300, 20]
    assert [amount.text for amount in amounts] == ["1,200.50 EUR", "300 €", "$20"]
    assert amounts[1].sentence == "We refund 300 € and $20"


@given(
    st.integers(1, 999_999_999),
    st.sampled_from([",", ".", " ", "'", "\u202f", ""]),
    st.sampled_from(["{} €", "EUR {}", "{}元", "${}", "{} VND", "{} đồng"]),
)
def test_any_grouping(number, mark, form):
    """Whole amounts are read the same, however their thousands are divided."""
    written = f"{number:,}".replace(",", mark)
    (amount,) = find_amounts(f"Here are {form.format(written)}, as agreed")
    assert amount.value == number


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("0123456789.,€$ 元五千万k%-:/\npaywe"), max_size=200
    )
)
def test_any_text(text):
    """Whatever is written is read, and what is found stands in it."""
    for amount in find_amounts(text):
        assert amount.value > 0
        assert amount.text in text


def test_examples():
    assert not doctest.testmod(money).failed
