# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The table, the file and the profiles."""

import json
import os
import platform
import re
from importlib.metadata import distributions
from pathlib import Path

from .measure import profile

HEADER = ("row", "ours", "peer", "compared to", "ratio", "target", "reached")
ANSWERS = {True: "yes", False: "NO", None: ""}


def format_seconds(seconds):
    for unit, factor in (("s", 1), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def format_ratio(row):
    if row.target and row.target.faster:
        return f"{1 / row.ratio:.0f}x faster"
    return f"{row.ratio:.2f}"


def format_row(row):
    return (
        row.name,
        format_seconds(row.ours.seconds / row.count),
        format_seconds(row.peer.seconds / row.count),
        row.peer.label,
        format_ratio(row),
        str(row.target or ""),
        ANSWERS[row.is_reached],
    )


def format_table(rows):
    """The rows as text, in aligned columns; times are per case, deadline or page."""
    return format_columns([HEADER, *map(format_row, rows)])


def format_columns(lines):
    """Tuples of cells as text, in aligned columns."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def describe_machine(cr):
    """On what the numbers were taken; ratios travel, seconds do not."""
    cr.execute("SHOW server_version")
    (postgres,) = cr.fetchone()
    return {
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "postgresql": postgres,
        "packages": {
            package.name: package.version
            for package in distributions()
            if package.name.startswith("odoo-addon-")
        },
    }


def write_json(path, rows, machine, scale):
    content = {
        "scale": scale,
        "machine": machine,
        "rows": [row.as_dict() for row in rows],
    }
    Path(path).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def write_profile(row, options):
    """Say where the time of a row goes that was not reached; beside the results."""
    folder = Path(options.json).parent if options.json else Path(options.scratch)
    name = re.sub(r"\W+", "-", f"{row.name} {row.peer.label}".lower()).strip("-")
    path = folder / f"profile-{name}.txt"
    path.write_text(profile(row.ours), encoding="utf-8")
    return path
