# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether an action worked, from what was counted before and after (R143)."""

from math import comb

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from odoo.addons.complaint_management.tools.learning.effect import (
    LEAST,
    binomial_at_most,
    compare_counts,
    compare_means,
    compare_shares,
)


@pytest.mark.parametrize(
    "before, days_before, after, days_after, target, outcome, why",
    [
        # Twenty in a quarter, then two: no chance.
        (20, 90, 2, 90, 50, "effective", "reached"),
        # None at all, where one would have expected five.
        (5, 90, 0, 90, 50, "effective", "reached"),
        # None in a week proves nothing.
        (5, 90, 0, 7, 50, "inconclusive", "chance"),
        # As many as before, or more.
        (20, 90, 20, 90, 50, "ineffective", "worse"),
        (20, 90, 31, 90, 50, "ineffective", "worse"),
        # Fewer, and clearly not by the half.
        (200, 90, 150, 90, 50, "ineffective", "missed"),
        # Half as many, of few: by chance as well.
        (6, 90, 3, 90, 50, "inconclusive", "chance"),
        # Clearly fewer, and a little short of the target.
        (100, 90, 55, 90, 50, "inconclusive", "short"),
        (4, 90, 0, 90, 50, "inconclusive", "few"),
        (0, 90, 0, 90, 50, "inconclusive", "few"),
        (20, 90, 0, 0, 50, "inconclusive", "empty"),
        # The time after is half as long: 10 are as many as before.
        (20, 90, 10, 45, 30, "ineffective", "worse"),
    ],
)
def test_counts(before, days_before, after, days_after, target, outcome, why):
    effect = compare_counts(before, days_before, after, days_after, target)
    assert (effect.outcome, effect.why) == (outcome, why)


def test_binomial_is_exact():
    for total, share in ((12, 0.5), (30, 1 / 3), (7, 0.02)):
        for count in range(total):
            exact = sum(
                comb(total, k) * share**k * (1 - share) ** (total - k)
                for k in range(count + 1)
            )
            assert binomial_at_most(count, total, share) == pytest.approx(exact)
    # Of five thousand, half: no overflow.
    assert binomial_at_most(2500, 5000, 0.5) == pytest.approx(0.5056, abs=1e-3)


def test_shares():
    assert compare_shares(20, 40, 2, 40, 50).outcome == "effective"
    assert compare_shares(20, 40, 20, 40, 50).outcome == "ineffective"
    assert compare_shares(6, 40, 3, 40, 50).outcome == "inconclusive"
    assert compare_shares(4, 40, 0, 40, 50).why == "few"
    assert compare_shares(20, 40, 0, 0, 50).why == "empty"


def test_means():
    low, high = [1, 2, 1, 2, 2, 1, 1, 2], [4, 5, 4, 5, 5, 4, 4, 5]
    assert compare_means(low, high, 20).outcome == "effective"
    assert compare_means(high, low, 20).outcome == "ineffective"
    assert compare_means(low, low, 20).outcome == "ineffective"
    assert compare_means(low[:4], high, 20).why == "few"
    assert compare_means([], high, 20).why == "empty"
    assert compare_means([3] * 6, [4] * 6, 20).outcome == "effective"


COUNTS = st.integers(0, 3000)
DAYS = st.integers(1, 1000)
TARGETS = st.integers(1, 100)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(COUNTS, DAYS, COUNTS, DAYS, TARGETS)
def test_counts_hold_what_they_promise(before, days_before, after, days_after, target):
    """Never effective with too few, without the target, or where it got worse."""
    effect = compare_counts(before, days_before, after, days_after, target)
    if effect.chance is not None:
        assert 0 <= effect.chance <= 1 + 1e-9
    if before < LEAST:
        assert effect.outcome == "inconclusive"
    if effect.outcome == "effective":
        assert effect.change >= target
    fewer = compare_counts(before, days_before, max(0, after - 1), days_after, target)
    order = {"ineffective": 0, "inconclusive": 1, "effective": 2}
    assert order[fewer.outcome] >= order[effect.outcome]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 80), st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_shares_are_chances(hits_before, misses_before, hits_after, misses_after):
    effect = compare_shares(
        hits_before,
        hits_before + misses_before,
        hits_after,
        hits_after + misses_after,
        50,
    )
    if effect.chance is not None:
        assert 0 <= effect.chance <= 1 + 1e-9
    if effect.outcome == "effective":
        assert effect.change >= 50
