# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What import-linter does not see: methods that rooms call, and that they override."""

import ast
import inspect
from collections import defaultdict
from functools import cache

from . import house

ADDON = "odoo.addons.complaint_management."
ROOMS = f"{ADDON}models."


def find_calls_upwards(foreign=()):
    """Methods that a room names although only rooms above it define them.

    A method goes by its name alone, as Python finds it: one that a room below, the
    tools, or Odoo define as well is no call upwards. Names in texts count, too, as in
    ``mapped("_get_names")``.

    :param foreign: names of methods that Odoo or other addons define
    :return: dict of "room name" and where it is named
    """
    found = defaultdict(list)
    defined = find_definitions()
    heights = get_heights()
    for room, path in find_files():
        for node in ast.walk(parse(path)):
            name = get_name(node)
            if name in foreign or not name.startswith(("_", "action_")):
                continue
            lowest = min((heights[other] for other in defined.get(name, ())), default=0)
            if room not in defined.get(name, ()) and lowest >= heights[room]:
                found[f"{room} {name}"].append(f"{room}/{path.name}:{node.lineno}")
    return dict(found)


def find_definitions():
    """Which rooms define a function of a name; the tools lie below all rooms."""
    defined = defaultdict(set)
    files = [("tools", path) for path in house.MODELS.parent.glob("tools/**/*.py")]
    for room, path in [*files, *find_files()]:
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.FunctionDef):
                defined[node.name].add(room)
    return defined


def get_heights():
    """On which floor a room lies, from the ground up."""
    floors = [["tools"], *reversed(house.read_floors())]
    return {room: height for height, floor in enumerate(floors) for room in floor}


def find_files():
    """Each file of the rooms, with its room."""
    return [(path.parent.name, path) for path in sorted(house.MODELS.glob("*/*.py"))]


@cache
def parse(path):
    return ast.parse(path.read_text())


def get_name(node):
    """The method that a piece of code may name, or an empty text."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def find_foreign_names(registry):
    """Names that Odoo and other addons define on models."""
    return {
        name
        for model in registry.values()
        for part in model.__mro__
        if not part.__module__.startswith(ADDON)
        for name in vars(part)
    }


def find_lost_overrides(registry):
    """Methods that are never called, or call what is not there, for want of order.

    The class that is loaded last is asked first. A method that does not call
    ``super()`` hides those of its model that were loaded before it, and one that does
    needs another to call.

    :return: texts that name model, method and module
    """
    for model in registry.values():
        own = [part for part in model.__mro__ if part.__module__.startswith(ROOMS)]
        for part in own:
            behind = model.__mro__[model.__mro__.index(part) + 1 :]
            for name, method in vars(part).items():
                if not inspect.isfunction(inspect.unwrap(unbind(method))):
                    continue
                hidden = [other for other in behind if name in vars(other)]
                if name in get_names(method, "super") and not hidden:
                    yield f"{model._name}.{name} in {part.__module__} has no base"
                if get_names(method, "super"):
                    continue
                for other in hidden:
                    if other in own and other._name == part._name:
                        yield (
                            f"{model._name}.{name} in {part.__module__} hides "
                            f"{other.__module__}"
                        )


def unbind(method):
    return getattr(method, "__func__", method)


def get_names(method, wanted):
    """The names that a method uses, if the wanted one is among them."""
    names = inspect.unwrap(unbind(method)).__code__.co_names
    return names if wanted in names else ()
