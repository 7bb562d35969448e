# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How sensitive a rule is, in words that a manager chooses from."""

from typing import NamedTuple


class Sensitivity(NamedTuple):
    """What a choice means.

    :ivar float alpha: what ``judge`` takes
    :ivar float a_year: about how many episodes a year chance brings in one series, as
        measured (docs/early-warning.md)
    """

    alpha: float
    a_year: float


SENSITIVITIES = {
    "rare": Sensitivity(0.002, 0.12),
    "balanced": Sensitivity(0.01, 0.36),
    "early": Sensitivity(0.03, 0.77),
}
