# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Between what limits counts lie by chance: the c-chart of Shewhart.

Counts of complaints vary more than those of a Poisson process, as a day of rain brings
many at once: the limits are as much wider as the past has been.
"""

from math import sqrt

from .charts import Limits

# Fewer counts before tell no limits.
LEAST = 8
SIGMAS = 3


def get_limits(past):
    """What is usual, by the counts of earlier times of the same length.

    :param past: counts, in their order; those of the period itself are not among them
    :return: ``Limits``, or None where there are too few
    """
    if len(past) < LEAST or not any(past):
        return None
    center = sum(past) / len(past)
    # From steps between neighbours, so that a level that moved slowly widens nothing.
    steps = [
        (later - earlier) ** 2 for earlier, later in zip(past, past[1:], strict=False)
    ]
    spread = max(sum(steps) / len(steps) / 2, center)
    width = SIGMAS * sqrt(spread)
    return Limits(center, max(center - width, 0.0), center + width)
