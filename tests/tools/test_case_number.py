# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The number of a case is found wherever it stands."""

import doctest
from time import process_time

import pytest
from hypothesis import given, strategies as st

from odoo.addons.complaint_management.tools.case import number as case_number
from odoo.addons.complaint_management.tools.case.number import (
    MAX_KEYS,
    find_number_keys,
    get_number_key,
)

KEY = "CMP202600107"
TEXTS = [
    "单号CMP/2026/00107的投诉",
    "Nr.CMP/2026/00107",
    "NrCMP/2026/00107",
    "REFCMP/2026/00107!",
    "[CMP/2026/00107] more photos",
    "(cmp/2026/00107)",
    "AW: Re: CMP-2026-00107.pdf",
    "CMP_2026_00107 - Notice.pdf",
    "CMP 2026 00107",
    "CMP / 2026 / 00107",
    "CMP–2026–00107",
    "ＣＭＰ／２０２６／００１０７",
    "#CMP202600107",
    "关于【CMP/2026/00107】",
    "CMP/2026/00107bitte",
    "Order 12 of 2026-11-28: CMP/2026/00107",
    "CMP\\2026\\00107",
]


@pytest.mark.parametrize("text", TEXTS)
def test_found(text):
    assert KEY in find_number_keys(text)


@pytest.mark.parametrize(
    "text", ["", None, "CMP/2026", "CMP/2026/0010", "CMP 2026 and then 00107"]
)
def test_not_found(text):
    assert KEY not in find_number_keys(text)


def test_other_prefixes():
    assert "投诉202600107" in find_number_keys("你好，投诉/2026/00107，谢谢")
    assert "АБ20267" in find_number_keys("по делу АБ-2026-7")
    assert "4711" in find_number_keys("Fall 4711")


@given(
    before=st.text("abc投诉 .,:#-[(", max_size=8),
    after=st.text("xyz的诉 .,:)]!", max_size=8),
    sign=st.sampled_from(["/", "-", "_", ".", " "]),
)
def test_among_anything(before, after, sign):
    text = f"{before}CMP{sign}2026{sign}00107{after}"
    assert KEY in find_number_keys(text)


@given(st.text())
def test_any_text(text):
    """A key is letters and figures, and its own key; few are looked up, all short."""
    key = get_number_key(text)
    assert not key or key.isalnum()
    keys = find_number_keys(text)
    assert len(keys) == len(set(keys)) <= MAX_KEYS
    assert all(any(char.isdigit() for char in found) for found in keys)


@pytest.mark.parametrize("text", ["1 " * 50_000, "a1" * 50_000, "/" * 100_000])
def test_long_texts_take_no_time(text):
    start = process_time()
    find_number_keys(text)
    assert process_time() - start < 1


def test_examples_in_the_documentation():
    assert doctest.testmod(case_number).failed == 0
