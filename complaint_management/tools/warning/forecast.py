# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many cases a week would have if nothing happened: level, growth and season.

Up to three years are laid over each other. Their totals tell the growth, their phases
the season. Weeks that stick out are no measure of others: they are replaced by what was
expected, and the season is fitted again. Then the recent half-year corrects the level,
and the same week of other years what is no wave, as the days before Christmas. Wherever
there are few cases, the answer is drawn to the usual: no growth, no season, no change.
"""

from math import exp, log, sqrt
from operator import mul, sub
from typing import NamedTuple

from . import season
from .season import MIDDLES, PHASE, PHASES, YEAR

MOST_YEARS = 3
# How strong things usually are, as standard deviations of a logarithm: the growth of a
# year, what the recent half-year and the same week of other years may change.
GROWTH = 0.3
LEVEL = 0.3
SAME_WEEK = 0.5
# The recent half-year. What is to be found may have begun in the weeks after it.
GUARD = 2
RECENT = 26
RECENT_PHASES = (GUARD + RECENT) // PHASE
# Where the years declined faster than this (logarithm a year), or where there is only
# one, a low season may be a level that changed: not less is expected than lately.
DECLINE = -0.2
# Without a year to compare with, this is how many weeks are.
LATELY = 8
# Of so many weeks the dispersion is taken; without what sticks out it is too small.
DISPERSION_WEEKS = 104
MENDING = 1.12
# By so many standard deviations a week sticks out; with so few cases it never does.
OUTLIER = 2.58
FEW = 2


class Forecast(NamedTuple):
    """What was to be expected.

    :ivar float week: in the week that is judged
    :ivar float before: in the week before it
    :ivar float dispersion: variance divided by mean, at least 1
    :ivar float doubt: variance of the logarithm of what was expected
    """

    week: float
    before: float
    dispersion: float
    doubt: float


def forecast_by_level(past):
    """What the last weeks let expect, where there is no year to compare with.

    :param past: counts of weeks, the latest first; more than ``GUARD``
    :return: a ``Forecast``
    """
    dispersion = max(_measure_dispersion(past), 1.0)
    mean, size = _get_level(past[GUARD : GUARD + LATELY], dispersion)
    return Forecast(mean, mean, dispersion, dispersion / (mean * size))


def forecast_by_season(past):
    """What a year and more of history lets expect.

    :param past: counts of weeks, the latest first; at least 52
    :return: a ``Forecast``
    """
    years = min(len(past) // YEAR, MOST_YEARS)
    weeks = past[: years * YEAR]
    measured = _measure_dispersion(weeks)
    first = _Years(weeks, years, max(measured, 1.0))
    first.begin()
    cleaned = first.replace_outliers(weeks)
    if cleaned is not weeks:
        measured = _measure_dispersion(cleaned)
    second = _Years(cleaned, years, max(MENDING * measured, 1.0))
    second.improve(first)
    return second.forecast(past)


class _Years:
    """Whole years laid over each other: their growth, their level, their season."""

    def __init__(self, past, years, dispersion):
        self.years, self.dispersion = years, dispersion
        sums = list(map(sum, zip(*[iter(past)] * PHASE, strict=True)))
        self.counts = [sum(sums[phase::PHASES]) for phase in range(PHASES)]
        self.growth = self._get_growth(sums)
        # How many weeks of today a week of each phase, and of each year, is worth.
        self.shares = [exp(-self.growth * back / YEAR) for back in MIDDLES]
        self.ages = [exp(-self.growth * year) for year in range(years)]
        weeks = PHASE * sum(self.ages)
        self.mean = (sum(self.counts) + 0.1) / (weeks * sum(self.shares))
        self.usual = [self.mean * weeks * share for share in self.shares]

    def _get_growth(self, sums):
        """The logarithm of the growth of a year; none is seen within one year."""
        apart = self.years - 1
        if not apart:
            return 0.0
        last, first = sum(sums[:PHASES]) + 0.5, sum(sums[-PHASES:]) + 0.5
        variance = self.dispersion * (1 / last + 1 / first) / apart**2
        return log(last / first) / apart * GROWTH**2 / (GROWTH**2 + variance)

    def begin(self):
        """Find the season roughly."""
        self._set(season.begin(self.counts, self.usual, self.dispersion), None)

    def improve(self, former):
        """Find the season, from where ``former`` has it."""
        change = former.mean / self.mean
        level, *waves = former.coefficients
        self._set(
            *season.improve(
                self.counts,
                self.usual,
                self.dispersion,
                [level + log(change), *waves],
                [change * factor for factor in former.factors],
            )
        )

    def _set(self, coefficients, doubt):
        self.coefficients, self.doubt = coefficients, doubt
        self.factors = season.get_factors(coefficients)
        # What is expected a week in each phase of the last year.
        self.means = [
            self.mean * share * factor
            for share, factor in zip(self.shares, self.factors, strict=True)
        ]

    def replace_outliers(self, past):
        """The weeks, with what was expected in place of what sticks out."""
        means = [mean * age for age in self.ages for mean in self.means]
        most = map(max, *(past[week::PHASE] for week in range(PHASE)))
        limit = OUTLIER**2 * self.dispersion
        cleaned = past
        for phase, (count, mean) in enumerate(zip(most, means, strict=True)):
            if count <= FEW or count <= mean or (count - mean) ** 2 <= limit * mean:
                continue
            if cleaned is past:
                cleaned = list(past)
            bound = max(mean + sqrt(limit * mean), FEW)
            for week in range(phase * PHASE, (phase + 1) * PHASE):
                if past[week] > bound:
                    cleaned[week] = mean
        return cleaned

    def forecast(self, past):
        """What is expected now: the season, corrected by what it does not know."""
        recent = past[GUARD : GUARD + RECENT]
        level = self.mean * self._get_change(recent)
        week, before = (
            level * factor
            for factor in season.get_factors(
                self.coefficients, (season.TODAY, season.WEEK_BEFORE)
            )
        )
        before *= exp(-self.growth / YEAR)
        week *= self._get_same_week(past[YEAR - 1 :: YEAR], week)
        before *= self._get_same_week(past[YEAR::YEAR], before)
        if self.years == 1 or self.growth < DECLINE:
            least, _size = _get_level(recent, self.dispersion)
            week, before = max(week, least), max(before, least)
        return Forecast(week, before, self.dispersion, self.doubt)

    def _get_change(self, recent):
        """By how much the recent half-year differs, without what sticks out of it."""
        means = self._repeat(self.means)
        half = RECENT // 2
        rise = max(sorted(recent)[half] / sorted(means)[half], 1.0)
        width = OUTLIER * sqrt(self.dispersion * rise)
        bounds = self._repeat([rise * m + width * sqrt(m) for m in self.means])
        return self._weigh(sum(map(min, recent, bounds)), sum(means), LEVEL)

    def _repeat(self, phases):
        """What holds in each phase, for each week of the recent half-year."""
        weeks = [value for value in phases[:RECENT_PHASES] for _week in range(PHASE)]
        return weeks[GUARD : GUARD + RECENT]

    def _get_same_week(self, counts, mean):
        """By how much more a week had in most of the other years, if there are two."""
        if len(counts) < 2:
            return 1.0
        factors = [
            self._weigh(count, mean * age * self.ages[1], SAME_WEEK)
            for count, age in zip(counts, self.ages, strict=False)
        ]
        return max(sorted(factors)[(len(factors) - 1) // 2], 1.0)

    def _weigh(self, seen, expected, width):
        """The ratio of both, the nearer to 1 the fewer there are."""
        usual = self.dispersion / width**2
        return (usual + seen) / (usual + expected)


def _measure_dispersion(weeks):
    """Variance by mean, from steps between neighbours: no level or season fools it."""
    weeks = weeks[:DISPERSION_WEEKS]
    total = sum(weeks)
    if not total:
        return 0.0
    steps = list(map(sub, weeks, weeks[1:]))
    return sum(map(mul, steps, steps)) / len(steps) / 2 * len(weeks) / total


def _get_level(weeks, dispersion):
    """Mean of the weeks that do not stick out, and their number."""
    mean = sum(weeks) / len(weeks)
    middle = max(sorted(weeks)[len(weeks) // 2], mean / 2)
    bound = middle + OUTLIER * sqrt(dispersion * middle)
    kept = [count for count in weeks if count <= bound]
    if len(kept) * 2 < len(weeks):
        kept = weeks
    return (sum(kept) + 0.5) / len(kept), len(kept)
