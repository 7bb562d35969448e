# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether there is more than chance explains (early warning, R146, R155)."""

from math import cos, pi
from random import Random
from statistics import fmean

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.warning import (
    SENSITIVITIES,
    find_episodes,
    judge,
)

from .outbreaks import draw_count

TWO_YEARS = [2, 1, 3, 2, 0, 4, 2, 1] * 13
COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=220)


def draw_weeks(seed, means, dispersion=1.5):
    random = Random(seed)
    return [draw_count(random, mean, dispersion) for mean in means]


def find_signals(counts, start):
    return [judge(counts, index).is_signal for index in range(start, len(counts))]


def get_share(means, start, runs=12):
    """Share of weeks with a signal, in series in which nothing happens."""
    return fmean(
        is_signal
        for seed in range(runs)
        for is_signal in find_signals(draw_weeks(seed, means), start)
    )


def test_a_week_with_many_is_a_signal():
    found = judge([*TWO_YEARS, 12])
    assert found.is_signal
    assert (found.lens, found.weeks, found.count) == ("week", 1, 12)
    assert found.has_year
    assert 1.5 < found.recent < 2.5
    assert 1.0 < found.season < 3.0
    assert 1.5 < found.expected < 2.5
    assert found.p_value < 0.001
    assert found.every >= 1000


def test_two_weeks_show_what_one_does_not():
    """Neither week is much; both together are."""
    found = judge([*TWO_YEARS, 7, 6])
    assert found.is_signal
    assert (found.lens, found.weeks, found.count) == ("slow", 2, 13)
    assert not judge([*TWO_YEARS, 7]).is_signal


def test_a_week_like_the_others_is_none():
    found = judge([*TWO_YEARS, 3])
    assert not found.is_signal
    assert (found.lens, found.weeks, found.count) == (None, 1, 3)


def test_the_weeks_after_it_are_not_looked_at():
    assert judge([*TWO_YEARS, 12, 50, 60], index=-3) == judge([*TWO_YEARS, 12])


def test_weeks_before_three_years_are_not_looked_at():
    weeks = draw_weeks(1, [4] * 157)
    assert judge([*[90] * 60, *weeks, 12]) == judge([*weeks, 12])


def test_fewer_than_the_least_are_none():
    rare = [1] + [0] * 104
    assert judge([*rare, 3], least=3).is_signal
    assert not judge([*rare, 3], least=4).is_signal


def test_a_series_of_a_few_weeks_is_not_judged():
    found = judge([1] * 12 + [50])
    assert not found.is_signal
    assert found.expected is None
    assert judge([1] * 13 + [50]).is_signal


def test_weeks_before_the_first_case_are_history_only_when_watched():
    assert not judge([0] * 104 + [9]).is_signal
    assert judge([0] * 104 + [9], since=0).is_signal


def test_a_young_series_says_that_it_has_no_year():
    found = judge([2, 1, 3, 2, 0, 4, 2, 1] * 4 + [15])
    assert found.is_signal
    assert not found.has_year
    assert found.season is None


def test_without_a_year_it_takes_more_to_be_a_signal():
    young, old = judge(TWO_YEARS[:40] + [9]), judge([*TWO_YEARS, 9])
    assert old.p_value < young.p_value


@pytest.mark.parametrize("before", [0, 1, 12, 52, 200])
@pytest.mark.parametrize("imported", [5, 300, 1_000_000])
def test_an_import_dated_today_is_no_signal(before, imported):
    assert not judge([0] * before + [imported]).is_signal


def test_an_import_is_none_in_the_weeks_after_it_either():
    after = draw_weeks(2, [3] * 30)
    assert not any(find_signals([0] * 60 + [5000] + after, 60))


def test_an_import_that_is_well_dated_is_history():
    assert not judge(draw_weeks(3, [6] * 500)).is_signal


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("level", [2, 8, 40])
@pytest.mark.parametrize("factor", [2, 3, 10])
def test_a_lasting_change_is_told_once_or_twice(seed, level, factor):
    weeks = draw_weeks(seed, [level] * 130 + [factor * level] * 60)
    episodes = find_episodes(find_signals(weeks, 130))
    assert sum(first < 13 for first, _last in episodes) <= 2


def test_a_lasting_change_becomes_the_new_usual():
    """After half a year and a little, a level that has tripled is no news."""
    assert get_share([20] * 130 + [60] * 70, start=165) < 0.02


@pytest.mark.parametrize("level", [2, 20])
def test_a_season_is_expected(level):
    """Three times as many each summer as each winter is nothing new in the third."""
    means = [level * 3 ** (cos(2 * pi * week / 52) / 2) for week in range(208)]
    assert get_share(means, start=156) < 0.02


def test_a_peak_that_comes_each_year_is_mostly_expected_in_the_third():
    """Without the same week of other years each of them would be a signal."""
    means = [30 if week % 52 in (50, 51) else 10 for week in range(209)]
    assert get_share(means, start=206) < 0.25
    assert get_share(means, start=156) < 0.025


@pytest.mark.parametrize("level", [1, 10])
def test_strong_growth_is_expected(level):
    means = [level * 2 ** (week / 52) for week in range(208)]
    assert get_share(means, start=156) < 0.03


def test_where_an_action_helped_a_normal_week_stays_normal():
    """A year after complaints fell to a third, that is no winter that ends."""
    assert get_share([30] * 120 + [10] * 80, start=160) < 0.03


@pytest.mark.parametrize("years", [0.5, 1, 2, 3, 4])
def test_an_empty_series_has_nothing_to_tell(years):
    found = judge([0] * int(52 * years), since=0)
    assert not found.is_signal
    assert found.p_value == 1.0


def test_one_week_is_enough_to_ask():
    assert not judge([0]).is_signal
    assert not judge([7]).is_signal


def test_giant_counts_are_judged():
    means = [1_000_000 + 2000 * (week % 7) for week in range(157)]
    assert not judge([*means, 1_004_000]).is_signal
    found = judge([*means, 1_500_000])
    assert found.is_signal
    assert found.every == 10_000


def test_a_flood_into_a_quiet_series_is_judged():
    assert judge([*TWO_YEARS, 1_000_000]).is_signal


@given(COUNTS, st.integers(0, 100))
@settings(max_examples=150, deadline=None)
def test_any_series_has_an_answer(counts, extra):
    found = judge(counts)
    assert 0.0 <= found.p_value <= 1.0
    assert 1 <= found.every <= 10_000
    assert found.is_signal == (found.lens is not None)
    assert not found.is_signal or found.p_value <= 0.01
    more = judge([*counts[:-1], counts[-1] + extra])
    assert more.p_value <= found.p_value * (1 + 1e-9) + 1e-12


@given(COUNTS)
@settings(max_examples=100, deadline=None)
def test_what_is_a_signal_rarely_is_one_early(counts):
    rare, balanced, early = (
        judge(counts, alpha=SENSITIVITIES[name].alpha).is_signal
        for name in ("rare", "balanced", "early")
    )
    assert rare <= balanced <= early


@given(st.integers(1, 400), st.integers(60, 157), st.integers(0, 900))
@settings(max_examples=60, deadline=None)
def test_a_steady_series_expects_what_it_has(level, length, last):
    found = judge([*[level] * length, max(last, 3)])
    assert found.expected == pytest.approx(level, rel=0.02, abs=0.1)


def test_sensitivities_are_ordered():
    rare, balanced, early = (SENSITIVITIES[n] for n in ("rare", "balanced", "early"))
    assert rare.alpha < balanced.alpha < early.alpha
    assert rare.a_year < balanced.a_year < early.a_year
