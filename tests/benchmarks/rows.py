# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A row of the table: two times, their ratio, and what was to be reached."""

from dataclasses import dataclass

from .measure import Subject


@dataclass(frozen=True)
class Target:
    """A bound of the ratio ours / peer; or, ``faster``, of peer / ours."""

    bound: float
    faster: bool = False

    def __str__(self):
        return f">= {self.bound:g}x faster" if self.faster else f"<= {self.bound:g}"

    def is_reached(self, ratio):
        return 1 / ratio >= self.bound if self.faster else ratio <= self.bound


@dataclass
class Row:
    """One comparison.

    ``count`` is the number of things that one run handles: times are told per
    thing. Without a ``target`` the row informs, and is neither reached nor missed.
    """

    name: str
    ours: Subject
    peer: Subject
    count: int = 1
    target: Target | None = None

    @property
    def ratio(self):
        return self.ours.seconds / self.peer.seconds

    @property
    def is_reached(self):
        return None if self.target is None else self.target.is_reached(self.ratio)

    def as_dict(self):
        return {
            "row": self.name,
            "count": self.count,
            "ours": self.ours.label,
            "ours_seconds": self.ours.times,
            "peer": self.peer.label,
            "peer_seconds": self.peer.times,
            "ratio": self.ratio,
            "target": self.target and str(self.target),
            "reached": self.is_reached,
        }
