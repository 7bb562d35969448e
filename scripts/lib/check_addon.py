"""Checks what no linter does: that the addon's manifest tells the truth of its files.

Every XML and CSV file is well-formed and loaded by the manifest, every file that the
manifest names exists, and every script, style and template under static/ belongs to a
bundle.
"""

import ast
import csv
import re
import sys
from pathlib import Path

import polib
from lxml import etree

ADDON = Path(sys.argv[1]).resolve()
REQUIRED_KEYS = {
    "name",
    "summary",
    "version",
    "license",
    "author",
    "website",
    "category",
    "depends",
    "data",
    "demo",
}
# Folders whose XML and CSV files Odoo loads because the manifest says so.
LOADED_FOLDERS = ("data", "demo", "report", "security", "views", "wizard")
# What a browser loads because a bundle says so.
BUNDLED_SUFFIXES = {".js", ".scss", ".css", ".xml"}


def main():
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
    problems = [
        *check_manifest(manifest),
        *check_loaded_files(manifest),
        *check_bundles(manifest),
        *check_syntax(),
    ]
    for problem in problems:
        print(f"{ADDON.name}: {problem}")
    return bool(problems)


def check_manifest(manifest):
    for key in sorted(REQUIRED_KEYS - manifest.keys()):
        yield f"the manifest lacks {key!r}"
    version = manifest.get("version", "")
    if not re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", version):
        yield f"version {version!r} is not of the form 19.0.x.y.z"


def check_loaded_files(manifest):
    listed = [*manifest.get("data", []), *manifest.get("demo", [])]
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"the manifest lists {name} twice"
    for name in listed:
        if not (ADDON / name).is_file():
            yield f"the manifest lists {name}, which does not exist"
    for folder in LOADED_FOLDERS:
        for path in files(".xml", ".csv", under=folder):
            if str(path.relative_to(ADDON)) not in listed:
                yield f"{path.relative_to(ADDON)} is not in the manifest"


def check_bundles(manifest):
    bundled = set()
    for bundle, entries in manifest.get("assets", {}).items():
        for entry in entries:
            pattern = entry if isinstance(entry, str) else entry[-1]
            if not pattern.startswith(f"{ADDON.name}/"):
                continue  # another addon's file
            found = set(ADDON.parent.glob(pattern))
            if not found:
                yield f"{bundle} asks for {pattern}, which matches no file"
            bundled |= found
    for path in files(*BUNDLED_SUFFIXES, under="static"):
        if path not in bundled:
            yield f"{path.relative_to(ADDON)} is in no bundle"


def check_syntax():
    for path in files(".xml", ".svg"):
        try:
            etree.parse(path)
        except etree.XMLSyntaxError as error:
            yield f"{path.relative_to(ADDON)}: {error}"
    for path in files(".csv"):
        yield from check_csv(path)
    for path in files(".po", ".pot"):
        try:
            polib.pofile(path, check_for_duplicates=True)
        except (OSError, ValueError) as error:
            yield f"{path.relative_to(ADDON)}: {error}"


def check_csv(path):
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines, strict=True))
    seen = set()
    for number, row in enumerate(rows, 1):
        place = f"{path.relative_to(ADDON)}:{number}"
        if len(row) != len(rows[0]):
            yield f"{place}: {len(row)} columns, where the header has {len(rows[0])}"
        elif row[0] in seen:
            yield f"{place}: {row[0]} is there twice"
        seen.add(row[0] if row else None)


def files(*suffixes, under="."):
    return sorted(
        path
        for path in (ADDON / under).rglob("*")
        if path.suffix in suffixes and path.is_file()
    )


if __name__ == "__main__":
    sys.exit(main())
