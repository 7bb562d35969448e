# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What two things have to do with each other: a category with a product."""

from typing import NamedTuple

LEAST_RATIO = 2.0
LEAST_CHI_SQUARE = 4.0
LEAST_COUNT = 3


class Disproportion(NamedTuple):
    """How much oftener a product has a kind of complaint than the others have it.

    :ivar bool is_signal: whether all three thresholds are reached
    :ivar float ratio: proportional reporting ratio; infinite where others never have it
    :ivar float chi_square: of the four counts, with Yates's correction
    :ivar int count: complaints of this kind about this product
    """

    is_signal: bool
    ratio: float
    chi_square: float
    count: int


def disproportion(a, b, c, d):
    """Whether a product has more complaints of one kind than its share.

    :param int a: complaints of this kind about this product
    :param int b: complaints of other kinds about this product
    :param int c: complaints of this kind about other products
    :param int d: complaints of other kinds about other products
    :return: a ``Disproportion``
    """
    ratio = _get_ratio(a, b, c, d)
    chi_square = _get_chi_square(a, b, c, d)
    is_signal = (
        a >= LEAST_COUNT and ratio >= LEAST_RATIO and chi_square >= LEAST_CHI_SQUARE
    )
    return Disproportion(is_signal, ratio, chi_square, a)


def _get_ratio(a, b, c, d):
    if not a or not c + d:
        return 0.0
    return a * (c + d) / ((a + b) * c) if c else float("inf")


def _get_chi_square(a, b, c, d):
    bottom = (a + b) * (c + d) * (a + c) * (b + d)
    if not bottom:
        return 0.0
    total = a + b + c + d
    apart = max(abs(a * d - b * c) - total / 2, 0.0)
    return total * apart * apart / bottom
