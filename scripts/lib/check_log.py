"""Fails when a log of Odoo holds a warning or an error that is not explained below."""

import re
import sys

# One line of Odoo's log: date, time, process, level, database, logger, message.
LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<text>.*)")
BAD_LEVELS = {"WARNING", "ERROR", "CRITICAL"}
# Whatever is logged while Odoo works on our addon counts as ours, except:
KNOWN = (
    # Odoo's own imports use libraries that warn about themselves.
    (r"py\.warnings: .*(PyPDF2 is deprecated|'crypt' is deprecated)", "Odoo's imports"),
)


def main(path):
    with open(path, encoding="utf-8", errors="replace") as log:
        lines = [LINE.match(line) for line in log]
    # An empty or foreign log would pass every check.
    if not any(lines):
        print(f"{path}: this is no log of Odoo")
        return True
    bad = [
        line[0]
        for line in lines
        if line and line["level"] in BAD_LEVELS and not is_known(line["text"])
    ]
    for line in bad:
        print(line)
    if bad:
        print(f"{path}: {len(bad)} warnings or errors")
    return bool(bad)


def is_known(text):
    return any(re.search(pattern, text) for pattern, reason in KNOWN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
