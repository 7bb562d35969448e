# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether somebody who bought regularly has ceased to.

Each is compared with their own rhythm: a rule of thumb about the time since the last
order tells as well who is gone as the models do (Wuebben and von Wangenheim 2008).
"""

from math import ceil
from statistics import median
from typing import NamedTuple

# Fewer orders have no rhythm.
LEAST_ORDERS = 4
# So many times the usual gap is out of the ordinary. A guess: what comes of it is
# measured by the share that comes back.
FACTOR = 3
# Who always had long gaps now and then has one again.
RARE = 0.9
# Nobody is called after a holiday.
LEAST_DAYS = 14
# Who left so long ago is not news.
MOST_DAYS = 365


class Silence(NamedTuple):
    """What is to be said about the orders of a customer.

    :ivar int orders: on how many days there was one
    :ivar int usual: median of the days between two of them
    :ivar int quiet: days since the last one
    :ivar last: the day of the last one
    """

    orders: int
    usual: int
    quiet: int
    last: object


def find_silence(days, today):
    """Whether a customer has been quiet for longer than is usual for them.

    :param days: dates of orders, in any order; several on a day count once
    :param date today: until when they are quiet
    :return: a ``Silence``, or None
    """
    days = sorted({day for day in days if day <= today})
    if len(days) < LEAST_ORDERS:
        return None
    gaps = sorted(
        (later - day).days for day, later in zip(days[:-1], days[1:], strict=True)
    )
    usual, quiet = median(gaps), (today - days[-1]).days
    limit = max(FACTOR * usual, gaps[ceil(RARE * len(gaps)) - 1], LEAST_DAYS)
    if not limit < quiet <= max(2 * limit, MOST_DAYS):
        return None
    return Silence(len(days), round(usual), quiet, days[-1])


def complains_no_more(days, usual, today):
    """Whether a customer who complained does so no more.

    :param days: dates of complaints
    :param int usual: median of the days between two orders
    :param date today: until when
    """
    recent = [day for day in days if (today - day).days <= 2 * usual]
    return bool(days) and not recent
