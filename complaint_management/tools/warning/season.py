# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A season of two waves, fitted to the 13 phases of four weeks that a year has.

It is a Poisson regression that is small enough to be done for ten thousand series a
night: ``count = usual * exp(sum of coefficients * columns)``, where the columns are the
level, and cosine and sine of a wave of a year and of one of half a year. Phases and
weeks are told backwards, from the week that is judged.
"""

from math import cos, exp, log, pi, sin, sqrt
from operator import mul

YEAR = 52
PHASE = 4
PHASES = YEAR // PHASE
# How many weeks back the middle of each phase lies.
MIDDLES = [phase * PHASE + (PHASE + 1) / 2 for phase in range(PHASES)]
# How strong the waves usually are, as standard deviations of the logarithm. The fewer
# cases there are, the more is each coefficient drawn to 0.
WAVES = (0.5, 0.3)
PULLS = [1e-3] + [width**-2 for width in WAVES for _function in (cos, sin)]
# No step is longer than this: a season is not thrown off by a strange year.
LONGEST = 1.5


def _get_wave(number, back):
    turn = 2 * pi * number / YEAR
    return [cos(turn * back), sin(turn * back)]


def _get_wave_of_phase(number, middle):
    """A phase sees the mean of its weeks: the wave is a little lower."""
    half = pi * number / YEAR
    height = sin(half * PHASE) / (PHASE * sin(half))
    return [height * value for value in _get_wave(number, middle)]


NUMBERS = range(1, len(WAVES) + 1)
ROWS = [
    [1.0] + [value for n in NUMBERS for value in _get_wave_of_phase(n, middle)]
    for middle in MIDDLES
]
COLUMNS = list(zip(*ROWS, strict=True))
SQUARES = [sum(map(mul, column, column)) for column in COLUMNS]
PRODUCTS = [
    [list(map(mul, left, right)) for right in COLUMNS[: number + 1]]
    for number, left in enumerate(COLUMNS)
]
TODAY = [1.0] + [value for n in NUMBERS for value in _get_wave(n, 0)]
WEEK_BEFORE = [1.0] + [value for n in NUMBERS for value in _get_wave(n, 1)]


def begin(counts, usual, dispersion):
    """First coefficients, as if each phase was as sure as the others.

    :param counts: what was counted in each phase
    :param usual: what each would have without a season; above 0
    :param float dispersion: variance divided by mean
    """
    floor = sum(usual) / PHASES / 2
    starts = [(count + floor) / 1.5 for count in counts]
    logarithms = [
        log(start / mean) + count / start - 1
        for start, mean, count in zip(starts, usual, counts, strict=True)
    ]
    weight = 2 * floor / dispersion
    return [
        weight * sum(map(mul, logarithms, column)) / (weight * square + pull)
        for column, square, pull in zip(COLUMNS, SQUARES, PULLS, strict=True)
    ]


def improve(counts, usual, dispersion, coefficients, factors):
    """Better coefficients: one step of Newton, which is all that a good start needs.

    :param coefficients: those so far
    :param factors: what they say of each phase, see ``get_factors``
    :return: the coefficients, and the variance of what they say about today
    """
    means = map(mul, usual, factors)
    weights = [mean / dispersion for mean in means]
    rests = [
        count / dispersion - weight
        for count, weight in zip(counts, weights, strict=True)
    ]
    matrix = [
        [sum(map(mul, weights, product)) for product in products]
        for products in PRODUCTS
    ]
    for number, pull in enumerate(PULLS):
        matrix[number][number] += pull
    slope = [
        sum(map(mul, rests, column)) - pull * coefficient
        for column, pull, coefficient in zip(COLUMNS, PULLS, coefficients, strict=True)
    ]
    root = _get_root(matrix)
    steps = _solve_transposed(root, _solve(root, slope))
    today = _solve(root, TODAY)
    better = [
        old + max(-LONGEST, min(LONGEST, step))
        for old, step in zip(coefficients, steps, strict=True)
    ]
    return better, sum(map(mul, today, today))


def get_factors(coefficients, rows=ROWS):
    """By how much each phase, or the weeks of other rows, differ from the usual."""
    level, a, b, c, d = coefficients
    return [exp(level + a * p + b * q + c * r + d * s) for _one, p, q, r, s in rows]


def _get_root(matrix):
    """The triangle whose square a symmetric matrix is (Cholesky), as rows."""
    root = []
    for values in matrix:
        row = []
        for other, value in zip(root, values, strict=False):
            row.append((value - sum(map(mul, row, other))) / other[-1])
        row.append(sqrt(values[-1] - sum(map(mul, row, row))))
        root.append(row)
    return root


def _solve(root, right):
    solution = []
    for row, value in zip(root, right, strict=True):
        solution.append((value - sum(map(mul, row, solution))) / row[-1])
    return solution


def _solve_transposed(root, right):
    solution = list(right)
    for number in reversed(range(len(root))):
        row = root[number]
        value = solution[number] = solution[number] / row[number]
        for other in range(number):
            solution[other] -= row[other] * value
    return solution
