# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How far two reviewers who score the same work agree (DESIGN.md, reviews)."""

from typing import NamedTuple


class Agreement(NamedTuple):
    """How far two reviewers agree.

    :ivar int count: how many scores both gave
    :ivar float share: share of equal scores, or None where both gave none
    :ivar float kappa: Cohen's kappa with quadratic weights: 1 for full agreement, 0
        for what chance alone gives; None where it is not defined, as when everybody
        gave one and the same score
    """

    count: int
    share: float | None
    kappa: float | None


def agree(pairs):
    """How far two reviewers agree on what both scored.

    :param pairs: pairs of scores; a pair in which one of them is None does not count
    :return: an ``Agreement``
    """
    both = [pair for pair in pairs if None not in pair]
    if not both:
        return Agreement(0, None, None)
    share = sum(first == second for first, second in both) / len(both)
    return Agreement(len(both), share, _weigh_kappa(both))


def _weigh_kappa(pairs):
    """Cohen's kappa with quadratic weights.

    A difference of two steps counts as four of one step.
    """
    seen = sum((first - second) ** 2 for first, second in pairs) / len(pairs)
    firsts = [first for first, _second in pairs]
    seconds = [second for _first, second in pairs]
    expected = sum((one - other) ** 2 for one in firsts for other in seconds)
    if not expected:
        return None
    return 1 - seen * len(pairs) ** 2 / expected
