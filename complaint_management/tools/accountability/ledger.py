# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What points count on a day: the arithmetic of a ledger, without a database.

An entry counts from the day on which it was confirmed until the day on which it
expires, that day excluded. It stays in the ledger afterwards: what was earned in a
period does not change when it expires (R131). The figures on the screens come from
SQL; the tests hold them against these few lines.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Entry:
    """An entry of the ledger.

    ``points`` are below zero for a penalty; ``until`` is None for an entry that never
    expires.
    """

    points: int
    since: date
    until: date | None = None
    is_reward: bool = False

    def counts_on(self, day):
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Balance:
    """Points on a day: in all, of rewards and of penalties; and how they move.

    ``recent`` are the points of the last months, expired or not, ``earlier`` those of
    as many months before.
    """

    points: int = 0
    rewards: int = 0
    penalties: int = 0
    recent: int = 0
    earlier: int = 0

    @property
    def trend(self):
        return self.recent - self.earlier


def get_periods(day, months):
    """The period that ends with ``day``, and the one before: equally long, to be fair.

    :param date day: last day of the later period
    :param int months: how long each is
    :return: days after which the earlier and the later period begin
    """
    return day - relativedelta(months=2 * months), day - relativedelta(months=months)


def add_up(entries, day, months):
    """The balance of some entries.

    :param entries: iterable of ``Entry``
    :param date day: the day to look at
    :param int months: length of the periods that the trend compares
    """
    first, second = get_periods(day, months)
    counting = [entry for entry in entries if entry.counts_on(day)]
    return Balance(
        points=sum(entry.points for entry in counting),
        rewards=sum(entry.points for entry in counting if entry.is_reward),
        penalties=sum(entry.points for entry in counting if not entry.is_reward),
        recent=sum(e.points for e in entries if second < e.since <= day),
        earlier=sum(e.points for e in entries if first < e.since <= second),
    )
