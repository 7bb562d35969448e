# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The command line of ``scripts/bench``; run as a module, it only checks it."""

import argparse

GROUPS = (
    "planning",
    "creation",
    "steps",
    "sweep",
    "pages",
    "pivot",
    "proposals",
    "balances",
    "authority",
    "warning",
    "learning",
    "facts",
    "desk",
)
# Below this, a size says nothing any more.
SMALLEST_SIZE = 20


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures the addon beside its peers and beside raw SQL, on this "
        "machine and in one run. Leave the machine alone meanwhile.",
    )
    parser.add_argument(
        "--scale",
        type=_positive,
        default=1.0,
        metavar="N",
        help="multiply all sizes by N: 0.05 gives a quick look (default: 1)",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=GROUPS,
        metavar="GROUP",
        help=f"measure one group of rows, may be repeated: {', '.join(GROUPS)}",
    )
    parser.add_argument("--json", metavar="FILE", help="write the results there, too")
    parser.add_argument(
        "--profile",
        action="store_true",
        help="for each row that is not reached, write a profile beside the results",
    )
    parser.add_argument(
        "--web",
        action="store_true",
        help="instead of all that, put 50 people who send forms and 20 who read before "
        "a server with two workers; fails if it breaks or loses a submission",
    )
    parser.add_argument(
        "--seconds",
        type=_positive,
        default=120.0,
        metavar="S",
        help="for how long they do so, on each side (default: 120)",
    )
    # Given by scripts/bench.
    parser.add_argument("--database", help=argparse.SUPPRESS)
    parser.add_argument("--peers-database", help=argparse.SUPPRESS)
    parser.add_argument("--scratch", default=".", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.groups = [g for g in GROUPS if not options.only or g in options.only]
    return options


def _positive(text):
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number


def scaled(size, scale):
    """``size`` times ``scale``, never too small to say something; 1 stays 1."""
    return size if size == 1 else max(int(size * scale), SMALLEST_SIZE)


if __name__ == "__main__":
    parse()
