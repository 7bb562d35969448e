# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Drawing a sample that anybody can draw again, and giving it to reviewers."""

from collections import defaultdict
from math import ceil
from random import Random
from typing import NamedTuple


class Candidate(NamedTuple):
    """Something that may be drawn.

    :ivar int id: which one
    :ivar stratum: to what it belongs; each gets its part of the sample
    :ivar risk: what is riskier comes first within its stratum; equal for all where
        chance alone decides
    """

    id: int
    stratum: object = None
    risk: float = 0


def put_in_order(candidates, seed):
    """In which order candidates are drawn: one of each stratum in turn.

    The same candidates and the same seed give the same order, in whatever order the
    candidates are given.

    :param candidates: ``Candidate``s
    :param seed: any number
    :return: list of ids, each once
    """
    chance = Random(seed)
    strata = defaultdict(list)
    for one in sorted(set(candidates), key=lambda one: one.id):
        strata[one.stratum].append((-one.risk, chance.random(), one.id))
    queues = [sorted(rows) for _name, rows in sorted(strata.items(), key=_by_first_id)]
    chance.shuffle(queues)
    longest = max(map(len, queues), default=0)
    return [
        queue[turn][-1]
        for turn in range(longest)
        for queue in queues
        if turn < len(queue)
    ]


def _by_first_id(item):
    """Strata in an order that does not hang on what they are called."""
    _name, rows = item
    return min(row[-1] for row in rows)


def share_out(order, fit, count, each=1):
    """Who reviews what: whoever may, and has least so far.

    :param order: ids in the order in which they were drawn
    :param dict fit: reviewer and the ids that they may review
    :param int count: how many are reviewed
    :param int each: how many reviewers look at the same one
    :return: list of pairs of an id and a reviewer
    """
    load = dict.fromkeys(fit, 0)
    places = {reviewer: place for place, reviewer in enumerate(fit)}
    pairs = []
    for id_ in order:
        if len(pairs) >= count * each:
            break
        able = [reviewer for reviewer in fit if id_ in fit[reviewer]]
        if len(able) < each:
            continue
        able.sort(key=lambda reviewer: (load[reviewer], places[reviewer]))
        for reviewer in able[:each]:
            load[reviewer] += 1
            pairs.append((id_, reviewer))
    return pairs


def draw(ids, share, seed, most=0):
    """Whom chance chooses; the same ids and the same seed give the same.

    :param ids: in whatever order
    :param int share: how many of a hundred, 1 to 100; of some it is at least one
    :param seed: any number
    :param int most: no more than so many; 0: no limit
    :return: list of ids, in the order in which they were drawn
    """
    ids = sorted(set(ids))
    count = ceil(len(ids) * share / 100)
    return Random(seed).sample(ids, min(count, most or count))
