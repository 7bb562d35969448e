# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Signals that belong together: one notice for each episode, not for each week."""

from typing import NamedTuple

# An episode is over after so many weeks without a signal.
QUIET_WEEKS = 4
# After a lasting change the same thing is not told again and again: in any
# CALM_WEEKS weeks at most so many episodes begin; further signals join the last one.
CALM_WEEKS = 13
MOST_IN_CALM_WEEKS = 2


class Episode(NamedTuple):
    """Signals that belong together.

    :ivar int first: index of its first week with a signal
    :ivar int last: index of its last week with a signal
    """

    first: int
    last: int


def joins_episode(starts, last, week):
    """Whether a signal belongs to the last episode, or begins another one.

    All are numbers of weeks on one scale; for days that are judged each by the seven
    days that end with it, divide by 7.

    :param starts: when the earlier episodes of the same thing began, oldest first
    :param last: when the last of them had its last signal, None without any
    :param week: when the signal is
    """
    if last is None or not starts:
        return False
    if week - last <= QUIET_WEEKS:
        return True
    recent = sum(1 for start in starts if week - start < CALM_WEEKS)
    return recent >= MOST_IN_CALM_WEEKS


def find_episodes(signals):
    """The episodes of a series.

    :param signals: for each week whether it has a signal, oldest first
    :return: list of ``Episode``
    """
    episodes = []
    for week, is_signal in enumerate(signals):
        if not is_signal:
            continue
        starts = [episode.first for episode in episodes[-MOST_IN_CALM_WEEKS:]]
        last = episodes[-1].last if episodes else None
        if joins_episode(starts, last, week):
            episodes[-1] = episodes[-1]._replace(last=week)
        else:
            episodes.append(Episode(week, week))
    return episodes
