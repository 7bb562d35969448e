"""What every model is made of, as text to compare before and after files are moved.

    python scripts/lib/dump_models.py DATABASE >before.txt

For each model that the addon declares or extends: its fields with all that the
database and the screens learn from them, and each of its methods with the
versions that call one another by ``super()``, the outermost first. A version is
known by what it does, not by where it stands: a method that only moved to
another file, or whose comments changed, gives the same line. ``--places`` adds
the file of each version, for readers.
"""

import argparse
import ast
import hashlib
import inspect
import re
import sys
import textwrap
import warnings

ADDON = "complaint_management"
PACKAGE = f"odoo.addons.{ADDON}."
# What of a field is worth comparing, in this order.
FACTS = (
    "type",
    "string",
    "help",
    "comodel_name",
    "inverse_name",
    "relation",
    "column1",
    "column2",
    "domain",
    "context",
    "ondelete",
    "selection",
    "store",
    "compute",
    "inverse",
    "search",
    "related",
    "_depends",
    "precompute",
    "compute_sudo",
    "recursive",
    "company_dependent",
    "required",
    "readonly",
    "index",
    "copy",
    "default",
    "tracking",
    "translate",
    "groups",
    "group_expand",
    "size",
    "digits",
    "currency_field",
    "check_company",
    "auto_join",
    "aggregator",
    "sanitize",
    "states",
)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("database")
    arguments.add_argument("--places", action="store_true")
    options = arguments.parse_args()
    registry = load_registry(options.database)
    for name in sorted(registry):
        if name == "base" or any(is_own(cls) for cls in registry[name].__mro__):
            print("\n".join(describe_model(registry[name], options.places)))


def load_registry(database):
    """The models of a database that has the addon, as Odoo builds them."""
    warnings.simplefilter("ignore")
    import odoo.init  # noqa: F401  makes the rest of Odoo importable
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["--log-level", "error"])
    registry = Registry(database)
    if PACKAGE.rstrip(".") not in sys.modules:
        sys.exit(f"{database}: {ADDON} is not installed there")
    return registry


def describe_model(model, places):
    """Lines about one model: what it is, its fields, its methods."""
    yield f"model {model._name}: {model._description}"
    for fact in (
        "_table",
        "_order",
        "_rec_name",
        "_parent_store",
        "_check_company_auto",
    ):
        yield f"  {fact} = {getattr(model, fact, None)!r}"
    for name, thing in sorted(model._table_objects.items()):
        kind, definition = type(thing).__name__, thing.get_definition(model.pool)
        yield f"  {name}: {kind} {definition}"
    for name, field in sorted(model._fields.items()):
        yield f"  field {name}: {describe_field(field)}"
    for name in sorted(find_own_methods(model)):
        for cls, method in find_versions(model, name):
            place = f"  [{cls.__module__.removeprefix(PACKAGE)}]" if places else ""
            yield f"  method {name}: {describe_method(cls, method)}{place}"


def describe_field(field):
    facts = ((fact, getattr(field, fact, None)) for fact in FACTS)
    return ", ".join(f"{fact}={name_of(value)}" for fact, value in facts if value)


def name_of(value):
    """A value as text that is the same in every run."""
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    if isinstance(value, (set, frozenset)):
        return repr(sorted(value, key=str))
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def find_own_methods(model):
    """Names of the methods that the addon declares or extends on the model."""
    return {
        name
        for cls in model.__mro__
        if is_ours(cls)
        for name, member in vars(cls).items()
        if is_method(member)
    }


def find_versions(model, name):
    """Who answers to a method's name, in the order of ``super()``: the addon's only."""
    for cls in model.__mro__:
        member = vars(cls).get(name)
        if is_ours(cls) and is_method(member):
            yield cls, member


def is_ours(cls):
    return cls.__module__.startswith(PACKAGE)


def is_own(cls):
    """Whether the addon makes or extends this very model, not only all models."""
    return is_ours(cls) and "base" not in (cls._name, cls._inherit)


def is_method(member):
    return inspect.isfunction(member) or isinstance(
        member, (staticmethod, classmethod, property)
    )


def describe_method(cls, member):
    """What a method does and what decorates it, as a number."""
    function = unwrap(member)
    code = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if ast.get_docstring(code):
        code.body = code.body[1:] or [ast.Pass()]
    return hashlib.sha256(ast.dump(code).encode()).hexdigest()[:12]


def unwrap(member):
    if isinstance(member, property):
        member = member.fget
    return inspect.unwrap(getattr(member, "__func__", member))


if __name__ == "__main__":
    main()
