# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A product that has a kind of complaint oftener than the others (early warning)."""

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.warning import disproportion

COUNTS = st.integers(0, 5000)


def test_a_product_with_more_than_its_share_is_a_signal():
    found = disproportion(12, 88, 20, 880)
    assert found.is_signal
    assert found.ratio == pytest.approx(5.4)
    assert found.chi_square == pytest.approx(24.7108873, rel=1e-8)
    assert found.count == 12


def test_a_product_with_its_share_is_none():
    found = disproportion(10, 90, 100, 900)
    assert not found.is_signal
    assert found.ratio == pytest.approx(1.0)


def test_two_cases_are_too_few():
    assert not disproportion(2, 0, 1, 10_000).is_signal
    assert disproportion(3, 0, 1, 10_000).is_signal


def test_what_no_other_product_has_is_a_signal():
    found = disproportion(5, 20, 0, 500)
    assert found.is_signal
    assert found.ratio == float("inf")


def test_without_other_products_there_is_nothing_to_compare():
    assert not disproportion(50, 20, 0, 0).is_signal
    assert not disproportion(0, 0, 0, 0).is_signal


@given(COUNTS, COUNTS, COUNTS, COUNTS)
@settings(max_examples=200, deadline=None)
def test_any_counts_have_an_answer(a, b, c, d):
    found = disproportion(a, b, c, d)
    assert found.ratio >= 0
    assert found.chi_square >= 0


@given(st.integers(3, 500), COUNTS, COUNTS, COUNTS)
@settings(max_examples=200, deadline=None)
def test_what_is_a_signal_stays_one_with_more_of_it(a, b, c, d):
    if disproportion(a, b, c, d).is_signal:
        assert disproportion(a + 5, b, c, d).is_signal
