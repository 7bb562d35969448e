# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How rarely chance brings so many (early warning, R146): exact, and fast."""

from math import exp

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.warning.tail import get_tail

# From SciPy 1.17: poisson.sf and nbinom.sf.
REFERENCES = [
    (5, 2, 1, 0.052653017343711125),
    (5, 2, 1.5, 0.08794391098917853),
    (5, 2, 3, 0.13168724279835387),
    (12, 4.2, 1.8, 0.016108728666771488),
    (3, 0.3, 1, 0.003599493183089468),
    (40, 20, 2.5, 0.00947630175959591),
    (9, 2.1, 1.3, 0.0023233581967207154),
    (30, 20, 1, 0.021818217525557418),
    (900, 700, 6, 0.0020346964605698495),
    (1, 5, 2, 0.96875),
    (2, 40, 3, 0.9999999958892402),
]
MEANS = st.floats(0.01, 300)
DISPERSIONS = st.one_of(st.just(1.0), st.floats(1.0, 20))


@pytest.mark.parametrize("count, mean, dispersion, tail", REFERENCES)
def test_the_tail_is_that_of_the_reference(count, mean, dispersion, tail):
    assert get_tail(count, mean, dispersion) == pytest.approx(tail, rel=1e-9)


def test_nothing_or_more_always_comes():
    assert get_tail(0, 2, 1.5) == 1.0
    assert get_tail(0, 0) == 1.0


def test_where_nothing_is_expected_nothing_comes():
    assert get_tail(1, 0) == 0.0


def test_less_than_chance_varies_counts_as_chance():
    assert get_tail(5, 2, 0.4) == get_tail(5, 2, 1.0)


@given(st.integers(0, 500), MEANS, DISPERSIONS)
@settings(max_examples=200, deadline=None)
def test_more_are_rarer(count, mean, dispersion):
    tail = get_tail(count, mean, dispersion)
    assert 0.0 <= get_tail(count + 1, mean, dispersion) <= tail * (1 + 1e-9) <= 1 + 1e-9


@given(st.integers(1, 300), MEANS, DISPERSIONS)
@settings(max_examples=200, deadline=None)
def test_where_more_are_expected_more_are_commoner(count, mean, dispersion):
    tail = get_tail(count, mean, dispersion)
    assert get_tail(count, mean * 1.1, dispersion) >= tail * (1 - 1e-9)


@given(st.floats(0.1, 60), DISPERSIONS)
@settings(max_examples=100, deadline=None)
def test_the_tails_add_up_to_the_mean(mean, dispersion):
    """The sum over all n of P(Y >= n) is the mean: a law that no table knows."""
    total, count, tail = 0.0, 1, 1.0
    while tail > 1e-13 or count <= mean:
        tail = get_tail(count, mean, dispersion)
        total += tail
        count += 1
    assert total == pytest.approx(mean, rel=1e-8)


@given(MEANS)
@settings(max_examples=50, deadline=None)
def test_one_or_more_is_all_but_none(mean):
    assert get_tail(1, mean) == pytest.approx(1 - exp(-mean), rel=1e-9)


@given(st.integers(1, 300), MEANS)
@settings(max_examples=100, deadline=None)
def test_a_little_dispersion_changes_little(count, mean):
    near = get_tail(count, mean, 1.0001)
    assert near == pytest.approx(get_tail(count, mean), rel=0.2, abs=1e-30)


def test_giants_have_a_tail_too():
    assert get_tail(1_003_000, 1_000_000) == pytest.approx(0.00135, rel=0.02)
    assert get_tail(10**6, 1.0) == 0.0
    assert 0.0 < get_tail(1_100_000, 1_000_000, 1000) < 0.01
