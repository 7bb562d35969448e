# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The picture of the house, drawn from the code: rooms on floors, and who uses whom."""

import ast
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "complaint_management" / "models"
PAGE = ROOT / "docs" / "architecture.md"
CASE = "complaint.complaint"
BEGIN = "<!-- made by scripts/docs-house: do not edit -->"
END = "<!-- what follows is written by hand -->"


def renew(page):
    """The page with a picture and a table of the rooms as they are now.

    :param str page: Markdown with one pair of the marks ``BEGIN`` and ``END``
    """
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{render()}{END}{after}"


def render():
    """The rooms as Markdown: a picture, and a table from the ground up."""
    floors = read_floors()
    rooms = {name: read_room(MODELS / name) for floor in floors for name in floor}
    return f"\n{draw(floors, rooms)}\n{tabulate(floors, rooms)}\n"


def read_floors():
    """The rooms of each floor, the highest first, as ``scripts/lint`` holds them."""
    contract = (ROOT / "pyproject.toml").read_text().split("[[tool.importlinter")[1]
    layers = re.search(r"^layers = \[(.*?)^\]", contract, re.MULTILINE | re.DOTALL)[1]
    return [line.split(" | ") for line in re.findall(r'"(.*?)"', layers)]


def read_room(folder):
    """What one room is for, what it imports, and what it adds to a case."""
    room = {"uses": set(), "files": 0, "fields": 0, "methods": 0}
    for path in sorted(folder.glob("*.py")):
        code = ast.parse(path.read_text())
        room["uses"].update(find_used_rooms(code))
        if path.name == "__init__.py":
            room["about"] = " ".join(ast.get_docstring(code).split())
            continue
        room["files"] += 1
        for chapter in find_chapters(code):
            room["fields"] += sum(map(is_field, chapter.body))
            room["methods"] += sum(
                isinstance(part, ast.FunctionDef) for part in chapter.body
            )
    return room


def find_used_rooms(code):
    """The other rooms that a file imports from."""
    for node in ast.walk(code):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            names = [node.module] if node.module else [n.name for n in node.names]
            yield from (name.split(".")[0] for name in names)


def find_chapters(code):
    """The classes of a file that tell a part of the case."""
    for node in code.body:
        if isinstance(node, ast.ClassDef) and CASE in find_model_names(node):
            yield node


def find_model_names(chapter):
    return {
        text.value
        for part in chapter.body
        if isinstance(part, ast.Assign) and part.targets[0].id in ("_name", "_inherit")
        for text in ast.walk(part.value)
        if isinstance(text, ast.Constant)
    }


def is_field(part):
    return (
        isinstance(part, ast.Assign)
        and isinstance(part.value, ast.Call)
        and ast.unparse(part.value.func).startswith("fields.")
    )


def draw(floors, rooms):
    """The picture: floors, the highest on top, and an arrow from who uses to what."""
    lines = ["```mermaid", "flowchart TB"]
    for name in sum(floors, []):
        room = rooms[name]
        lines.append(
            f'    {name}["<b>{name}</b><br/>{count(room["files"], "file")}<br/>'
            f'{count(room["methods"], "method")} of the case"]'
        )
    for upper, lower in pairwise(floors):
        lines.append(f"    {' & '.join(upper)} ~~~ {' & '.join(lower)}")
    for name, used in sorted(shorten(rooms).items()):
        lines += [f"    {name} --> {other}" for other in sorted(used)]
    lines += ["```", ""]
    return "\n".join(lines)


def count(number, thing):
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def shorten(rooms):
    """Who uses whom, without what is told by a longer way already."""
    uses = {name: room["uses"] & rooms.keys() - {name} for name, room in rooms.items()}
    reached = defaultdict(set)

    def reach(name):
        if name not in reached:
            for other in uses[name]:
                reached[name] |= {other} | reach(other)
        return reached[name]

    return {
        name: {
            other
            for other in used
            if not any(other in reach(between) for between in used - {other})
        }
        for name, used in uses.items()
    }


def tabulate(floors, rooms):
    """What each room is for and where to begin, by what its ``__init__.py`` says."""
    rows = [("room", "what it is", "begin at", "files", "fields", "methods")]
    for floor in reversed(floors):
        for name in floor:
            room = rooms[name]
            sentence = re.split(r"(?<=[.])\s", room["about"])[0]
            start = re.search(r"Start with ``(\w+)``", room["about"])
            rows.append(
                (
                    f"`{name}`",
                    sentence.replace("``", "`"),
                    f"`{start[1]}.py`",
                    *(str(room[key]) for key in ("files", "fields", "methods")),
                )
            )
    rows.insert(1, ("---", "---", "---", "--:", "--:", "--:"))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
