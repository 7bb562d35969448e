# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How rarely chance brings so many: the upper tail of counts.

Counts are Poisson, or negative binomial where they vary more than that. Both are one
family here: ``P(k+1) / P(k) = (k * spread + start) / (k + 1)``, with ``spread`` being
``1 - 1 / dispersion`` and ``start`` ``mean / dispersion``.
"""

from math import exp, lgamma, log

# So little above the Poisson's variance cannot be told from it.
NEXT_TO_POISSON = 1e-6
PRECISION = 1e-12
TINY = 1e-300


def get_tail(count, mean, dispersion=1.0):
    """The probability of ``count`` or more, by chance.

    Exact to nine digits for counts of thousands. A count above the mean takes some
    microseconds, however large; one below it takes the longer the more are expected.

    :param int count: what was counted
    :param float mean: what was expected
    :param float dispersion: variance divided by mean; below 1 it is taken as 1
    :return: from 0.0 to 1.0
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if dispersion - 1 < NEXT_TO_POISSON:
        dispersion = 1.0
    spread, start = 1 - 1 / dispersion, mean / dispersion
    if count > mean:
        first = _get_probability(count, mean, dispersion)
        return min(first * _sum_from(count, spread, start), 1.0)
    first = _get_probability(count - 1, mean, dispersion)
    return max(1.0 - first * _sum_down_from(count - 1, spread, start), 0.0)


def _get_probability(count, mean, dispersion):
    """The probability of exactly ``count``."""
    if dispersion == 1.0:
        return exp(count * log(mean) - mean - lgamma(count + 1))
    size = mean / (dispersion - 1)
    return exp(
        lgamma(count + size)
        - lgamma(size)
        - lgamma(count + 1)
        - size * log(dispersion)
        + count * log(1 - 1 / dispersion)
    )


def _sum_from(count, spread, start):
    """All terms from ``count`` on, divided by the first of them.

    They are the hypergeometric series 2F1(count + size, 1; count + 1; spread): Gauss's
    continued fraction of it, from its head (Lentz), needs a few steps for a count of
    five and some hundreds for one of a million.
    """
    fraction, above, below = 1.0, 1.0, 0.0
    step, change = 0, 0.0
    while abs(change - 1.0) > PRECISION:
        half, odd = divmod(step, 2)
        if odd:
            part = (half + 1) * ((half + 1) * spread - start)
        else:
            part = (count + half) * ((count + half) * spread + start)
        part /= (count + step) * (count + step + 1)
        below = 1.0 / ((1.0 - part * below) or TINY)
        above = (1.0 - part / above) or TINY
        change = above * below
        fraction *= change
        step += 1
    return 1.0 / fraction


def _sum_down_from(count, spread, start):
    """All terms from ``count`` down to none, divided by the first of them."""
    total = term = 1.0
    while count and term > PRECISION * total:
        term *= count / ((count - 1) * spread + start)
        total += term
        count -= 1
    return total
