# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Signals that belong together are told once (early warning)."""

from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.warning import (
    find_episodes,
    joins_episode,
)


def at(*weeks, length=60):
    return [week in weeks for week in range(length)]


def test_no_signal_is_no_episode():
    assert find_episodes([]) == []
    assert find_episodes(at()) == []


def test_signals_with_short_gaps_are_one_episode():
    assert find_episodes(at(10, 11, 15, 19)) == [(10, 19)]


def test_four_quiet_weeks_close_an_episode():
    assert find_episodes(at(10, 15)) == [(10, 10), (15, 15)]


def test_a_third_one_in_a_quarter_joins_the_second():
    """After a lasting change there is one notice, perhaps two, never a flood."""
    assert find_episodes(at(10, 15, 20, 22)) == [(10, 10), (15, 22)]
    assert find_episodes(at(10, 15, 28)) == [(10, 10), (15, 15), (28, 28)]


def test_days_are_parts_of_weeks():
    assert joins_episode([10 + 1 / 7], 10 + 1 / 7, 14)
    assert not joins_episode([10 + 1 / 7], 10 + 1 / 7, 14 + 2 / 7)
    assert not joins_episode([], None, 3)


@given(st.lists(st.booleans(), max_size=150))
@settings(max_examples=200, deadline=None)
def test_episodes_hold_all_signals_and_never_flood(signals):
    episodes = find_episodes(signals)
    inside = {week for first, last in episodes for week in range(first, last + 1)}
    assert all(week in inside for week, is_signal in enumerate(signals) if is_signal)
    assert all(signals[first] and signals[last] for first, last in episodes)
    starts = [episode.first for episode in episodes]
    assert starts == sorted(starts)
    for start in starts:
        assert sum(start <= other < start + 13 for other in starts) <= 2
