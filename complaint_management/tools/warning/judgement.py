# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a week has more than chance explains, or the last two weeks together have."""

from typing import NamedTuple

from .forecast import GUARD, MOST_YEARS, RECENT, forecast_by_level, forecast_by_season
from .season import YEAR
from .tail import get_tail

# A series is judged when its first case is so old, in weeks.
LEAST_AGE = 13
# So many weeks around the same week of last year are "this season".
HALF_SEASON = 3
# One week shows what is sudden, two show what is slow: each may err half as often.
LENSES = ("week", "slow")
# Without a year to compare with, chance is not all that there is: a season may begin.
WITHOUT_YEAR = 5
# What is rarer than once in so many weeks is not told apart.
EVERY_MOST = 10_000


class Judgement(NamedTuple):
    """What is to be said about a week of a series.

    :ivar bool is_signal: whether there is more than chance explains
    :ivar str lens: "week" for a sudden rise, "slow" where two weeks show it better;
        None without a signal
    :ivar int weeks: how many weeks ``count`` is of: 2 with "slow", else 1
    :ivar int count: what was counted in them
    :ivar float recent: mean a week of the recent half-year, None without one
    :ivar float season: mean a week at this season last year, None without one
    :ivar float expected: mean a week that was to be expected; None when not judged,
        or when there were too few to be a signal
    :ivar float dispersion: variance divided by mean, at least 1
    :ivar float p_value: how probable so many are by chance; 1.0 for no more than
        expected
    :ivar int every: by chance about once in so many weeks; at most 10,000
    :ivar bool has_year: whether there was a year to compare with
    """

    is_signal: bool
    lens: str | None
    weeks: int
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
    watched. A series younger than a quarter of a year has no signal: an import of many
    years, dated today, is none. More than three years are not looked at.

    :param counts: counts of weeks, or of seven days that end on the same weekday,
        oldest first
    :param int index: which of them is judged; later ones are not looked at
    :param float alpha: how often chance may bring a signal in a week, see
        ``SENSITIVITIES``
    :param int least: fewer than these are no signal
    :param int since: index of the first week that was watched; by default that of the
        first case
    :return: a ``Judgement``
    """
    index = range(len(counts))[index]
    first = _get_first(counts, index) if since is None else since
    first = max(first, index - MOST_YEARS * YEAR - 1)
    past = list(counts[first:index])[::-1]
    count, has_year = counts[index], len(past) >= YEAR
    looks = [(1, count), (2, count + past[0] if past else count)]
    if len(past) < LEAST_AGE or looks[-1][1] < least:
        return _tell(past, count, has_year)
    forecast = (forecast_by_season if has_year else forecast_by_level)(past)
    means = (forecast.week, forecast.week + forecast.before)
    tails = [
        _get_tail_of(seen, mean, forecast) if seen >= least else 1.0
        for (_weeks, seen), mean in zip(looks, means, strict=True)
    ]
    tail = min(tails)
    p_value = min(tail * len(LENSES) * (1 if has_year else WITHOUT_YEAR), 1.0)
    found = _tell(past, count, has_year)._replace(
        expected=forecast.week,
        dispersion=forecast.dispersion,
        p_value=p_value,
        every=_get_every(p_value),
    )
    if p_value > alpha:
        return found
    which = tails.index(tail)
    weeks, seen = looks[which]
    return found._replace(is_signal=True, lens=LENSES[which], weeks=weeks, count=seen)


def _get_first(counts, index):
    return next((week for week in range(index) if counts[week]), index)


def _get_tail_of(seen, mean, forecast):
    if seen <= mean:
        return 1.0
    return get_tail(seen, mean, forecast.dispersion + mean * forecast.doubt)


def _tell(past, count, has_year):
    """What is known before anything is compared."""
    recent = past[GUARD : GUARD + RECENT]
    season = past[YEAR - 1 - HALF_SEASON : YEAR + HALF_SEASON] if has_year else []
    return Judgement(
        False,
        None,
        1,
        count,
        sum(recent) / len(recent) if recent else None,
        sum(season) / len(season) if season else None,
        None,
        1.0,
        1.0,
        1,
        has_year,
    )


def _get_every(p_value):
    """Weeks, without figures that nobody can stand for."""
    weeks = min(1 / p_value, EVERY_MOST) if p_value else EVERY_MOST
    return int(float(f"{weeks:.1g}")) if weeks > 10 else round(weeks)
