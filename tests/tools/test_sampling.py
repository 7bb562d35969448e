# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A sample is drawn again by its seed, and nobody gets what they may not review."""

from collections import Counter

from hypothesis import given, strategies as st

from odoo.addons.complaint_management.tools.insight.agreement import agree
from odoo.addons.complaint_management.tools.insight.sampling import (
    Candidate,
    put_in_order,
    share_out,
)

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 60),
        stratum=st.one_of(st.none(), st.integers(1, 4)),
        risk=st.integers(0, 3),
    ),
    unique_by=lambda one: one.id,
)
SCORES = st.one_of(st.none(), st.integers(1, 5))
FIT = st.dictionaries(
    st.sampled_from("abcd"), st.sets(st.integers(1, 20)), min_size=1, max_size=4
)


@given(CANDIDATES, st.integers(), st.randoms(use_true_random=False))
def test_order_is_drawn_again(candidates, seed, chance):
    """The same seed draws the same, in whatever order they are found."""
    order = put_in_order(candidates, seed)
    assert sorted(order) == sorted(one.id for one in candidates)
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert put_in_order(shuffled, seed) == order


@given(CANDIDATES, st.integers(), st.integers(1, 60))
def test_each_stratum_gets_its_part(candidates, seed, count):
    """No stratum has two more than another that has still some left."""
    strata = {one.id: one.stratum for one in candidates}
    drawn = Counter(strata[id_] for id_ in put_in_order(candidates, seed)[:count])
    everything = Counter(strata.values())
    most = max(drawn.values(), default=0)
    for stratum, size in everything.items():
        assert drawn[stratum] >= min(size, most - 1)


@given(CANDIDATES, st.integers())
def test_risk_comes_first(candidates, seed):
    """Within a stratum nothing comes before what is riskier."""
    by_id = {one.id: one for one in candidates}
    for stratum in {one.stratum for one in candidates}:
        risks = [
            by_id[id_].risk
            for id_ in put_in_order(candidates, seed)
            if by_id[id_].stratum == stratum
        ]
        assert risks == sorted(risks, reverse=True)


@given(FIT, st.integers(1, 20), st.integers(1, 2))
def test_shared_out_to_those_who_may(fit, count, each):
    """Nobody gets what they may not review, nor the same twice."""
    order = list(range(1, 21))
    pairs = share_out(order, fit, count, each)
    assert all(id_ in fit[reviewer] for id_, reviewer in pairs)
    assert len(set(pairs)) == len(pairs)
    reviewed = Counter(id_ for id_, _reviewer in pairs)
    assert set(reviewed.values()) <= {each}
    possible = [id_ for id_ in order if sum(id_ in ids for ids in fit.values()) >= each]
    assert len(reviewed) == min(count, len(possible))


def test_load_is_even():
    fit = dict.fromkeys("abc", set(range(1, 31)))
    pairs = share_out(range(1, 31), fit, 10, 2)
    load = Counter(reviewer for _id, reviewer in pairs)
    assert max(load.values()) - min(load.values()) <= 1


@given(st.lists(st.tuples(SCORES, SCORES)))
def test_agreement_is_the_same_both_ways(pairs):
    there = agree(pairs)
    back = agree([(second, first) for first, second in pairs])
    assert there.count == back.count == sum(None not in pair for pair in pairs)
    assert there.share == back.share
    if there.kappa is None:
        assert back.kappa is None
    else:
        assert abs(there.kappa - back.kappa) < 1e-9
        assert there.kappa <= 1 + 1e-9


@given(st.lists(st.integers(1, 5), min_size=1))
def test_who_says_the_same_agrees(scores):
    """Full agreement is 1, but where all scores are the same nobody can tell."""
    found = agree([(score, score) for score in scores])
    assert found.share == 1
    assert found.kappa == (1 if len(set(scores)) > 1 else None)


def test_kappa_by_hand():
    """Worked out by hand from the weighted table of both reviewers."""
    found = agree([(1, 1), (2, 3), (4, 4), (5, 3), (None, 2)])
    assert (found.count, found.share) == (4, 0.5)
    # Seen (0+1+0+4)/4 = 1.25; expected (4+9+25... over all 16 pairs) = 62/16.
    expected = sum((a - b) ** 2 for a in (1, 2, 4, 5) for b in (1, 3, 4, 3)) / 16
    assert abs(found.kappa - (1 - 1.25 / expected)) < 1e-9


def test_nothing_in_common():
    assert agree([]) == agree([(None, 3)]) == (0, None, None)
