# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Timing: a subject is warmed up, then takes turns with what it is compared to."""

import cProfile
import gc
import io
import pstats
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field


@dataclass
class Subject:
    """Something that can be timed again and again.

    ``trial`` is a context manager: it prepares, gives what is to be timed as a
    function, and cleans up afterwards. Only the function counts. ``warm`` is a
    smaller trial that warms up as well.
    """

    label: str
    trial: Callable[[], AbstractContextManager]
    warm: Callable[[], AbstractContextManager] | None = None
    times: list = field(default_factory=list)

    @property
    def seconds(self):
        """The best time: what the work costs when nothing else disturbs it."""
        return min(self.times)

    def run(self):
        with self.trial() as act:
            self.times.append(_time(act))

    def warm_up(self):
        with (self.warm or self.trial)() as act:
            act()


def _time(act):
    """Seconds that ``act`` takes, without pauses for the garbage of others."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start
    finally:
        gc.enable()


def take_turns(subjects, repeat):
    """Time all subjects ``repeat`` times, by turns: a busy moment hits them alike."""
    for subject in subjects:
        subject.warm_up()
    for _turn in range(repeat):
        for subject in subjects:
            subject.run()


def profile(subject, lines=60):
    """Where the time of one more run goes: the profile as text, slowest first."""
    profiler = cProfile.Profile()
    with subject.trial() as act:
        profiler.runcall(act)
    text = io.StringIO()
    stats = pstats.Stats(profiler, stream=text)
    stats.sort_stats("cumulative").print_stats(lines)
    stats.sort_stats("tottime").print_stats(lines)
    return text.getvalue()
