# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How alike two subjects are: words, and scripts without spaces (R178)."""

import doctest

import pytest

from odoo.addons.complaint_management.tools.case import similarity

ALIKE = [
    ("Meter swapped with the shop next door", "Meters swapped: shop next door"),
    ("Charged twice for one order", "I was charged twice for my order"),
    ("Late delivery of washing machine", "Washing machine delivered late"),
    ("电表接错导致多收电费", "多收电费,电表装错"),
    ("停电没有通知", "停电未提前通知"),
    ("收银员态度差", "营业员服务态度差"),
    ("Tôi bị tính sai tiền điện", "Tính sai tiền điện tháng 10"),
    ("电表 meter １２３４", "投诉电表 meter 1234"),
]
UNLIKE = [
    ("Late delivery", "Late refund"),
    ("Staff was rude", "Soup was cold"),
    ("The meter was read wrong", "The waiter was rude"),
    ("电表接错", "电费发票开错"),
    ("电费多收了", "服务员态度恶劣"),
    ("", ""),
    ("!?", "!?"),
]


def _is_alike(left, right):
    return similarity.similarity(left, right) >= similarity.threshold(left)


@pytest.mark.parametrize(("left", "right"), ALIKE)
def test_alike(left, right):
    assert _is_alike(left, right)
    assert _is_alike(right, left)


@pytest.mark.parametrize(("left", "right"), UNLIKE)
def test_unlike(left, right):
    assert not _is_alike(left, right)


@pytest.mark.parametrize(("left", "right"), ALIKE)
def test_database_does_not_sort_out_what_is_alike(left, right):
    substrings, needed = similarity.required_substrings(left)
    # The database folds case, but not the width of characters.
    found = sum(piece in right.lower() for piece in substrings)
    assert found >= needed


def test_examples_in_the_documentation():
    assert doctest.testmod(similarity).failed == 0
