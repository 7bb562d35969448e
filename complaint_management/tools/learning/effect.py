# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether what was done worked: what was counted before, and what after.

Each test asks two things. Is what happened likely by chance alone, had nothing
changed? And is it likely, had the target been reached? Only where the first is
unlikely, and the target is reached, it was effective; where the second is unlikely, or
nothing got better, it was not. All else is open, and said to be.

Counts: of all cases together, how many fall into the time after is binomial, given the
lengths of the two times (the exact conditional test of two Poisson rates). Shares:
Fisher's exact test. Means: the difference against its standard error.
"""

from math import comb, erf, exp, lgamma, log, sqrt
from typing import NamedTuple

# A chance that small is called unlikely.
UNLIKELY = 0.05
# With fewer before, nothing is known.
LEAST = 5
# Nothing in so long a time: with 95 per cent certainty fewer than 3 in it.
RULE_OF_THREE = 3.0

EFFECTIVE, INEFFECTIVE, INCONCLUSIVE = "effective", "ineffective", "inconclusive"


class Effect(NamedTuple):
    """What the figures say.

    ``outcome`` is "effective", "ineffective" or "inconclusive"; ``why`` a word for the
    sentence: "reached", "missed", "worse", "chance", "short", "few" or "empty".
    ``change`` is how much better it is in per cent, None where that is unknown, and
    ``chance`` how likely so much better is, had nothing changed.
    """

    outcome: str
    why: str
    change: float | None = None
    chance: float | None = None


def binomial_at_most(count, total, share):
    """The chance of at most ``count`` of ``total``, each with chance ``share``."""
    if count >= total or share <= 0:
        return 1.0
    if share >= 1 or count < 0:
        return 0.0
    up, down, whole = log(share), log(1 - share), lgamma(total + 1)
    return min(
        1.0,
        sum(
            exp(
                whole
                - lgamma(k + 1)
                - lgamma(total - k + 1)
                + k * up
                + (total - k) * down
            )
            for k in range(count + 1)
        ),
    )


def compare_counts(before, days_before, after, days_after, target):
    """How many cases came before and after, in times of so many days.

    :param int before: cases in the base window
    :param float days_before: its length
    :param int after: cases since it was done
    :param float days_after: length of that time
    :param float target: by how many per cent fewer it was to be
    :return: an ``Effect``
    """
    if days_before <= 0 or days_after <= 0:
        return Effect(INCONCLUSIVE, "empty")
    if before < LEAST:
        return Effect(INCONCLUSIVE, "few")
    ratio = (after / days_after) / (before / days_before)
    total, change = before + after, 100 * (1 - ratio)
    share = days_after / (days_before + days_after)
    chance = binomial_at_most(after, total, share)
    kept = max(0.0, 1 - target / 100) * days_after
    met = kept / (days_before + kept)
    too_many = 1 - binomial_at_most(after - 1, total, met) if after else 1.0
    return _judge(change, target, chance, too_many)


def compare_shares(hits_before, before, hits_after, after, target):
    """Of how many cases something was true, before and after; fewer is better.

    :param int hits_before: cases of which it was true, of ``before``
    :param int hits_after: cases of which it was true, of ``after``
    :param float target: by how many per cent smaller the share was to be
    :return: an ``Effect``
    """
    if not after or not before:
        return Effect(INCONCLUSIVE, "empty")
    if hits_before < LEAST or after < LEAST:
        return Effect(INCONCLUSIVE, "few")
    share_before, share_after = hits_before / before, hits_after / after
    change = 100 * (1 - share_after / share_before)
    chance = _fisher_at_most(hits_after, after, hits_before + hits_after, before)
    aim = share_before * max(0.0, 1 - target / 100)
    too_many = 1 - binomial_at_most(hits_after - 1, after, aim) if hits_after else 1.0
    return _judge(change, target, chance, too_many)


def compare_means(before, after, target):
    """How content they were, before and after; more is better.

    :param before: list of marks
    :param after: list of marks
    :param float target: by how many per cent the mean was to rise
    :return: an ``Effect``
    """
    if not before or not after:
        return Effect(INCONCLUSIVE, "empty")
    if len(before) < LEAST or len(after) < LEAST:
        return Effect(INCONCLUSIVE, "few")
    first, second = sum(before) / len(before), sum(after) / len(after)
    if not first:
        return Effect(INCONCLUSIVE, "empty")
    change = 100 * (second / first - 1)
    error = sqrt(
        _spread(before, first) / len(before) + _spread(after, second) / len(after)
    )
    aim = first * (1 + target / 100)
    chance = 1 - _normal(second - first, error)
    too_low = _normal(second - aim, error)
    return _judge(change, target, chance, too_low)


def _judge(change, target, chance, missed):
    """What follows from the two chances.

    :param float change: how much better it is in per cent
    :param float chance: how likely that is, had nothing changed
    :param float missed: how likely so little is, had the target been reached
    """
    if change >= target and chance <= UNLIKELY and change > 0:
        return Effect(EFFECTIVE, "reached", change, chance)
    if change <= 0:
        return Effect(INEFFECTIVE, "worse", change, chance)
    if change < target and missed <= UNLIKELY:
        return Effect(INEFFECTIVE, "missed", change, chance)
    return Effect(
        INCONCLUSIVE, "chance" if chance > UNLIKELY else "short", change, chance
    )


def _fisher_at_most(hits, drawn, marked, others):
    """The chance of at most ``hits`` among ``drawn``, where ``marked`` are marked.

    :param int drawn: cases after
    :param int marked: cases of which it was true, before and after
    :param int others: cases before
    """
    whole = comb(drawn + others, marked)
    lowest = max(0, marked - others)
    ways = sum(
        comb(drawn, k) * comb(others, marked - k) for k in range(lowest, hits + 1)
    )
    return ways / whole


def _spread(marks, mean):
    return sum((mark - mean) ** 2 for mark in marks) / max(1, len(marks) - 1)


def _normal(distance, error):
    """The chance of less than ``distance``, where its standard error is ``error``."""
    if not error:
        return 0.5 if not distance else float(distance > 0)
    return (1 + erf(distance / error / sqrt(2))) / 2
