# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What early warning finds, and how often it cries wolf (docs/early-warning.md).

The bounds are what the rule reaches with these seeds, and a little room: they guard
against a change that makes it worse, and say nothing about the complaints of anybody.
"""

from odoo.addons.complaint_management.tools.warning import find_episodes, judge

from .outbreaks import measure


def warns(counts):
    return judge(counts, since=0).is_signal


def test_it_finds_outbreaks_and_rarely_cries_wolf():
    figures = measure(warns, seed=1, runs=4, find_episodes=find_episodes)
    assert figures.false_alarms <= 0.0125
    assert figures.worst_scenario <= 0.09
    assert figures.found >= 0.55
    assert figures.found_middle >= 0.72
    assert figures.found_strong >= 0.88
    assert figures.episodes <= 0.45


def test_it_finds_more_than_what_needs_five_years():
    """``farringtonFlexible`` of R finds 0.571 at 0.010 false alarms a week."""
    figures = measure(warns, seed=2, runs=25, find_episodes=find_episodes)
    assert figures.false_alarms <= 0.0105
    assert figures.worst_scenario <= 0.05
    assert figures.found >= 0.58
    assert figures.found_middle >= 0.77
    assert figures.found_strong >= 0.9
    assert figures.episodes <= 0.42
