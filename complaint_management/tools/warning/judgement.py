# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a week has more than its share: of half a year, and of last year's season."""

from typing import NamedTuple

from .tail import get_tail

# A series is judged when its first case is so old, in weeks.
LEAST_AGE = 13
# With a year and half a season of history there is a season to compare with.
YEAR = 52
HALF_SEASON = 3
# Recent weeks: how many, how few without a year, and how many in between, left out
# since what is to be found may have begun in them.
RECENT = 26
RECENT_WITHOUT_YEAR = 8
GUARD = 2
ALPHA_WITHOUT_YEAR = 0.2
# Of so many weeks the dispersion is taken.
DISPERSION_WEEKS = 104
# Weeks above the median by so many standard deviations are no measure of others.
TRIM = 2.58
EVERY_MOST = 10_000


class Judgement(NamedTuple):
    """What is to be said about one week of a series.

    :ivar bool is_signal: whether it has more than chance explains
    :ivar str lens: "week" for a sudden rise, "slow" for one of four weeks; None
        without a signal
    :ivar int count: in this week
    :ivar float recent: mean a week in the recent half-year, None without any
    :ivar float season: mean a week at this season last year, None without any
    :ivar float expected: mean that the week was compared with, None when not judged
    :ivar float dispersion: variance divided by mean, at least 1
    :ivar float p_value: the probability of so many by chance; 1.0 when not more came
        than expected, or when not judged
    :ivar int every: by chance about once in so many weeks; at most 10,000
    :ivar bool has_year: whether there was a year to compare with
    """

    is_signal: bool
    lens: str | None
    count: int
    recent: float | None
    season: float | None
    expected: float | None
    dispersion: float
    p_value: float
    every: int
    has_year: bool


def judge(counts, index=-1, alpha=0.01, least=3, since=None):
    """Whether a week of a series has more than chance explains.

    Weeks before the first case say nothing, unless ``since`` tells that they were
    watched. Younger than a quarter of a year, nothing is a signal: an import of many
    years on one day is none.

    :param counts: counts of weeks, or of seven days that end on the same weekday,
        oldest first
    :param int index: which of them is judged; later ones are not looked at
    :param float alpha: how rarely chance may bring a signal, in weeks; see
        ``SENSITIVITIES``
    :param int least: fewer than these are no signal
    :param int since: index of the first week that was watched; by default that of the
        first case
    :return: a ``Judgement``
    """
    index = range(len(counts))[index]
    count = counts[index]
    first = _get_first(counts, index) if since is None else since
    history = counts[first:index]
    if len(history) < LEAST_AGE:
        return Judgement(False, None, count, None, None, None, 1.0, 1.0, 1, False)
    dispersion = _get_dispersion(history[-DISPERSION_WEEKS:])
    has_year = len(history) >= YEAR + HALF_SEASON
    length = RECENT if has_year else RECENT_WITHOUT_YEAR
    windows = [history[-length - GUARD : -GUARD]]
    if has_year:
        last_year = len(history) - YEAR
        windows.append(history[last_year - HALF_SEASON : last_year + HALF_SEASON + 1])
    else:
        alpha *= ALPHA_WITHOUT_YEAR
    expected, size = max(_get_expectation(window, dispersion) for window in windows)
    p_value = 1.0
    if count > expected:
        p_value = get_tail(count, expected, dispersion * (1 + 1 / size))
    is_signal = p_value <= alpha and count >= least
    return Judgement(
        is_signal,
        "week" if is_signal else None,
        count,
        _get_mean(history[-RECENT - GUARD : -GUARD]),
        _get_mean(windows[1]) if has_year else None,
        expected,
        dispersion,
        p_value,
        _get_every(p_value),
        has_year,
    )


def _get_first(counts, index):
    return next((week for week in range(index) if counts[week]), index)


def _get_mean(window):
    return sum(window) / len(window)


def _get_dispersion(history):
    """Variance by mean, from differences of neighbours: no level or season fools it."""
    total = sum(history)
    if not total:
        return 1.0
    squares = sum((b - a) ** 2 for a, b in zip(history, history[1:], strict=False))
    return max(1.0, squares / 2 / (len(history) - 1) * len(history) / total)


def _get_expectation(window, dispersion):
    """Mean and number of the weeks that are no outbreak themselves."""
    ordered = sorted(window)
    middle = max(ordered[len(ordered) // 2], _get_mean(window) / 2)
    bound = middle + TRIM * (dispersion * middle) ** 0.5
    kept = [count for count in window if count <= bound]
    if len(kept) * 2 < len(window):
        kept = window
    return (sum(kept) + 0.5) / len(kept), len(kept)


def _get_every(p_value):
    """About once in so many weeks, without figures that nobody can stand for."""
    weeks = min(1 / p_value, EVERY_MOST) if p_value else EVERY_MOST
    return int(float(f"{weeks:.1g}")) if weeks > 10 else round(weeks)
