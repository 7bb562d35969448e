# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Weekly counts with outbreaks in them, as Noufaily et al. (2013) made them.

Seven kinds of series, each with and without growth, and with a season of no, one or
two waves: 42 scenarios of 624 weeks. What was counted is negative binomial with mean
``exp(theta + beta t + season)`` and variance ``phi`` times that. Four outbreaks lie in
the weeks 313 to 575, and a last one in those that are judged, 576 to 624: in four
copies of the series, since a single one tells little. An outbreak has Poisson(k
standard deviations of the series) cases, spread over weeks by a lognormal distribution:
one half in the first week, nearly all of the others in the second.
"""

from itertools import product
from math import cos, exp, floor, lgamma, log, pi, sin, sqrt
from random import Random
from statistics import fmean, pstdev
from typing import NamedTuple

WEEKS = 624
PAST_OUTBREAKS = range(312, 575)
JUDGED = range(575, 624)
# Weeks without outbreaks are many, outbreaks few: each series has this many last ones.
LAST_OUTBREAKS = 4


class Kind(NamedTuple):
    theta: float
    beta: float
    cosine: float
    sine: float
    phi: float


KINDS = [
    Kind(0.1, 0.0025, 0.6, 0.6, 1.5),
    Kind(-2, 0.005, 0.1, 0.3, 2),
    Kind(1.5, 0.003, 0.2, -0.4, 1),
    Kind(0.5, 0.002, 0.5, 0.5, 5),
    Kind(2.5, 0.001, 1, 0.1, 3),
    Kind(3.75, 0.001, 0.1, -0.1, 1.1),
    Kind(5, 0.0001, 0.05, 0.01, 1.2),
]
SCENARIOS = list(product(KINDS, (False, True), (0, 1, 2)))


def get_means(kind, grows, waves):
    """What is expected in each week of a scenario."""
    return [
        exp(
            kind.theta
            + kind.beta * week * grows
            + sum(
                kind.cosine * cos(2 * pi * wave * week / 52)
                + kind.sine * sin(2 * pi * wave * week / 52)
                for wave in range(1, waves + 1)
            )
        )
        for week in range(1, WEEKS + 1)
    ]


def draw_poisson(random, mean):
    """A Poisson count: by multiplication, or transformed rejection (Hörmann 1993)."""
    if mean < 12:
        count, bound, rest = 0, exp(-mean), random.random()
        while rest > bound:
            rest *= random.random()
            count += 1
        return count
    b = 0.931 + 2.53 * sqrt(mean)
    a = -0.059 + 0.02483 * b
    height = log(1.1239 + 1.1328 / (b - 3.4))
    while True:
        u, v = random.random() - 0.5, 1 - random.random()
        near = 0.5 - abs(u)
        count = floor((2 * a / near + b) * u + mean + 0.43) if near else -1
        if near >= 0.07 and v <= 0.9277 - 3.6224 / (b - 2):
            return count
        if count < 0 or near < 0.013 and v > near:
            continue
        accepted = log(v) + height - log(a / near**2 + b)
        if accepted <= count * log(mean) - mean - lgamma(count + 1):
            return count


def draw_count(random, mean, dispersion):
    """A negative binomial count, of variance ``dispersion`` times ``mean``."""
    if dispersion > 1:
        mean = random.gammavariate(mean / (dispersion - 1), dispersion - 1)
    return draw_poisson(random, mean)


class Outbreak(NamedTuple):
    """A series with a last outbreak of a strength, and the weeks that it is in."""

    counts: list
    strength: int
    weeks: list


class Series(NamedTuple):
    """A series without outbreaks, and the same with one last outbreak or another."""

    quiet: list
    outbreaks: list


def make_series(random, scenario):
    kind, _grows, _waves = SCENARIOS[scenario]
    means = get_means(*SCENARIOS[scenario])
    quiet = [draw_count(random, mean, kind.phi) for mean in means]
    counts = list(quiet)
    spread = pstdev(quiet[: JUDGED.start])
    for strength in random.choices((2, 3, 5, 10), k=4):
        _add_outbreak(random, counts, random.choice(PAST_OUTBREAKS), strength * spread)
    counts[JUDGED.start :] = quiet[JUDGED.start :]
    return Series(quiet, [_make_last(random, counts) for _n in range(LAST_OUTBREAKS)])


def _make_last(random, counts):
    counts = list(counts)
    strength = random.randint(1, 10)
    size = strength * pstdev(counts[: JUDGED.start])
    weeks = _add_outbreak(random, counts, random.choice(JUDGED), size)
    return Outbreak(counts, strength, weeks)


def _add_outbreak(random, counts, start, size):
    weeks = [
        start + int(random.lognormvariate(0, 0.5))
        for _case in range(draw_poisson(random, size))
    ]
    weeks = [week for week in weeks if week < WEEKS]
    for week in weeks:
        counts[week] += 1
    return sorted(set(weeks))


class Figures(NamedTuple):
    """What a rule does: shares of weeks, of outbreaks, and false episodes a year."""

    false_alarms: float
    worst_scenario: float
    found: float
    found_middle: float
    found_strong: float
    episodes: float


def measure(judge, seed, runs, find_episodes):
    """The figures of a rule over all scenarios.

    :param judge: gets counts up to the week to be judged, tells if that is a signal
    :param int runs: how many series of each scenario
    """
    random = Random(seed)
    series = [
        make_series(random, scenario)
        for scenario in range(len(SCENARIOS))
        for _run in range(runs)
    ]
    alarms = [[judge(one.quiet[: week + 1]) for week in JUDGED] for one in series]
    outbreaks = [outbreak for one in series for outbreak in one.outbreaks]
    found = [
        any(judge(one.counts[: week + 1]) for week in one.weeks) for one in outbreaks
    ]
    shares = [fmean(weeks) for weeks in alarms]

    def get_found(strengths):
        return fmean(
            is_found
            for one, is_found in zip(outbreaks, found, strict=True)
            if one.strength in strengths
        )

    return Figures(
        false_alarms=fmean(shares),
        worst_scenario=max(
            fmean(shares[first : first + runs]) for first in range(0, len(shares), runs)
        ),
        found=fmean(found),
        found_middle=get_found((6, 7, 8)),
        found_strong=get_found((9, 10)),
        episodes=fmean(len(find_episodes(weeks)) for weeks in alarms)
        * 52
        / len(JUDGED),
    )
