"""What the screens of each role are made of, as text to compare before and after.

    python scripts/lib/dump_views.py DATABASE >before.txt

For each view that stands on its own, of each model of the addon: what
``get_view`` gives to an employee with one of the addon's groups, to one with none,
to one with all, and in which languages. That is the view with everything that
inherits from it, without what the role may not see: where the pieces stand does
not matter. Whitespace, comments and the order of attributes are left out, and an
action is known by its name, so that two databases can be compared. Fields that
Odoo itself adds because a condition names them come last, by name. What several
roles get alike is told once. ``--model`` tells about one model only.

The languages are those of the database; nothing is changed in it.
"""

import argparse
import sys
import warnings
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))
from dump_models import ADDON, load_registry  # noqa: E402

MODULE = f"{ADDON}."
# Stands on a field that no view names, and says who needs it.
ADDED = "data-used-by"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("database")
    arguments.add_argument("--model", help="only the views of this model")
    options = arguments.parse_args()
    registry = load_registry(options.database)
    from odoo import SUPERUSER_ID, api

    warnings.simplefilter("ignore")
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        readers = dict(make_readers(env))
        for name, view in find_views(env, options.model):
            print("\n".join(describe_view(name, view, readers)))
        cursor.rollback()


def make_readers(env):
    """An employee for each role, for as long as the cursor is open."""
    groups = {
        name.removeprefix(MODULE): group
        for group in env["res.groups"].search([])
        if (name := group.get_external_id()[group.id]).startswith(MODULE)
    }
    employee = env.ref("base.group_user")
    roles = {"employee": employee, **groups}
    roles["everything"] = employee.union(
        *groups.values(),
        env.ref("base.group_multi_company"),
        env.ref("base.group_multi_currency"),
        env.ref("sales_team.group_sale_manager"),
    )
    for role, group in sorted(roles.items()):
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": role,
                    "login": f"dump-{role}",
                    "group_ids": [(6, 0, (employee | group).ids)],
                }
            )
        )
        yield role, env(user=user.id, su=False)


def find_views(env, model):
    """The addon's views that others extend, by name."""
    domain = [("mode", "=", "primary"), ("type", "!=", "qweb")]
    views = env["ir.ui.view"].search(domain + ([("model", "=", model)] * bool(model)))
    names = views.get_external_id()
    for view in sorted(views, key=lambda view: names[view.id]):
        if names[view.id].startswith(MODULE) and view.model in env:
            yield names[view.id].removeprefix(MODULE), view


def describe_view(name, view, readers):
    """Lines about one view: what it is made of, and for whom."""
    languages = [code for code, _name in view.env["res.lang"].get_installed()]
    told = {}
    for role, env in readers.items():
        for language in languages:
            text = read_view(env(context={"lang": language}), view)
            told.setdefault(text, []).append(f"{role} ({language})")
    for text, people in told.items():
        yield f"view {name}: {', '.join(people)}"
        yield text


def read_view(env, view):
    from odoo.exceptions import AccessError

    try:
        arch = env[view.model].get_view(view.id, view.type)["arch"]
    except AccessError:
        return "  may not read the model"
    root = etree.fromstring(arch, etree.XMLParser(remove_comments=True))
    return "\n".join(describe_node(env, root, 1))


def describe_node(env, node, depth):
    """A node and all below it, one a line."""
    indent = "  " * depth
    attributes = "".join(
        f" {key}={tidy(value)!r}"
        for key, value in sorted(name_action(env, node))
        if key != ADDED
    )
    yield f"{indent}{node.tag}{attributes}"
    if tidy(node.text):
        yield f"{indent}  {tidy(node.text)}"
    for child in sorted(node, key=lambda n: n.get("name") if n.get(ADDED) else ""):
        yield from describe_node(env, child, depth + 1)
        if tidy(child.tail):
            yield f"{indent}  {tidy(child.tail)}"


def name_action(env, node):
    """The attributes of a node; the number of an action is a name."""
    for key, value in node.attrib.items():
        if key == "name" and node.get("type") == "action" and value.isdigit():
            action = env["ir.actions.actions"].sudo().browse(int(value))
            value = action.get_external_id()[action.id]
        yield key, value


def tidy(text):
    return " ".join((text or "").split())


if __name__ == "__main__":
    main()
