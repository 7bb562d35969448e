# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a week has more than its share (early warning, R146, R155)."""

from odoo.addons.complaint_management.tools.warning import SENSITIVITIES, judge

TWO_YEARS = [2, 1, 3, 2, 0, 4, 2, 1] * 13


def test_a_week_with_many_is_a_signal():
    found = judge([*TWO_YEARS, 12])
    assert found.is_signal
    assert found.lens == "week"
    assert found.count == 12
    assert found.has_year
    assert 1.5 < found.recent < 2.5
    assert 1.0 < found.season < 3.0
    assert found.p_value < 0.001
    assert found.every >= 1000


def test_a_week_like_the_others_is_none():
    found = judge([*TWO_YEARS, 3])
    assert not found.is_signal
    assert found.lens is None


def test_the_weeks_after_it_are_not_looked_at():
    assert judge([*TWO_YEARS, 12, 50, 60], index=-3) == judge([*TWO_YEARS, 12])


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


def test_an_import_dated_today_is_no_signal():
    assert not judge([0] * 150 + [4000]).is_signal
    assert not judge([4000]).is_signal


def test_sensitivities_are_ordered():
    rare, balanced, early = (SENSITIVITIES[n] for n in ("rare", "balanced", "early"))
    assert rare.alpha < balanced.alpha < early.alpha
    assert rare.a_year < balanced.a_year < early.a_year
