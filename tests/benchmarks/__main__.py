# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Runs the benchmarks and tells what came out."""

import importlib
import sys
from dataclasses import dataclass, field

import odoo.init  # noqa: F401

from . import fill, report, web, worlds
from .database import Database, say, start_odoo
from .options import parse


@dataclass
class Bench:
    """What the rows share: their sizes, and a database for us and for the peers."""

    scale: float
    ours: Database
    peers: Database
    registers: dict = field(default_factory=dict)

    def get_register(self, size):
        """Our database with so many cases, filled when it is first asked for."""
        if size not in self.registers:
            self.registers[size] = fill.make_register(self, size)
        return self.registers[size]

    def drop(self):
        for database in (*self.registers.values(), self.ours, self.peers):
            database.drop()


def main():
    options = parse()
    start_odoo()
    if options.web:
        sys.exit(not web.run(options))
    bench = Bench(
        options.scale,
        Database.clone(options.database, f"{options.database}_run"),
        Database.clone(options.peers_database, f"{options.peers_database}_run"),
    )
    try:
        rows = run(bench, options)
        tell(rows, bench, options)
    finally:
        bench.drop()


def run(bench, options):
    """All rows, in the order of the groups; profiles are taken while data is there."""
    worlds.set_up(bench)
    rows = []
    for name in options.groups:
        say(f"Measuring: {name}")
        module = importlib.import_module(f"{__package__}.{name}")
        for row in module.measure(bench):
            rows.append(row)
            say("  " + "  ".join(report.format_row(row)))
            if options.profile and row.is_reached is False:
                say(f"  profile: {report.write_profile(row, options)}")
    return rows


def tell(rows, bench, options):
    sys.stdout.write(report.format_table(rows) + "\n")
    if options.json:
        with bench.ours.environment() as env:
            machine = report.describe_machine(env.cr)
        report.write_json(options.json, rows, machine, options.scale)


if __name__ == "__main__":
    main()
