# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page about what happens when a case is registered or changed, from the code."""

from inspect import getdoc, isfunction

CASE = "complaint.complaint"
PHASES = ("refuse", "prepare", "follow")
HEADER = """\
# What happens when a case is registered or changed

This page is made from the code by `scripts/docs-diagram`. Do not edit it: a test fails
when it says something else than the code.

`create` and `write` of a case stand in `complaint_management/models/case/phases.py` and
go through phases: what may not be is **refused**, what was given is **prepared**, what
is needed later is remembered, the values are written, and something **follows**. Rooms
join a phase by the decorators of `complaint_management/tools/case/phases.py`. In each
phase the methods are called in the order of this page.

What only the product writes (`_get_sealed_fields`) is refused before all of this.
"""


def render(classes):
    """The page as Markdown.

    :param classes: all classes that make the model, in the order they are loaded
    """
    steps = list(find_steps(classes))
    classes = get_classes_of_the_case(classes)
    new = [step for step in steps if step[1].on_create]
    written = [step for step in steps if step[1].on_write]
    return "\n".join(
        [
            HEADER,
            "## A new case\n",
            _render_steps(new),
            "## A change\n",
            _render_steps(written),
            "## Field by field\n",
            "What is called when a field is written, beside what is called each time: "
            + ", ".join(
                f"`{name}`" for _room, step, name, _doc in written if not step.fnames
            )
            + ".\n",
            _render_fields(classes, written),
        ]
    )


def get_classes_of_the_case(classes):
    """Those of the classes that make the model of a case."""
    return [cls for cls in classes if _is_of_the_case(cls)]


def _is_of_the_case(cls):
    inherited = cls.__dict__.get("_inherit") or ()
    inherited = [inherited] if isinstance(inherited, str) else inherited
    return cls.__dict__.get("_name", CASE if CASE in inherited else None) == CASE


def find_steps(classes):
    """What joins a phase: room, step, name and purpose of each method.

    :param classes: as for ``render``
    """
    for phase in PHASES:
        for cls in get_classes_of_the_case(classes):
            for name, method in vars(cls).items():
                for step in reversed(getattr(method, "_case_steps", ())):
                    if step.phase == phase:
                        yield _get_room(cls), step, name, _get_purpose(method)


def _get_room(cls):
    return cls.__module__.split(".models.")[1].split(".")[0]


def _get_purpose(method):
    return (getdoc(method) or "").split("\n\n")[0].replace("\n", " ")


def _render_steps(steps):
    rows = ["| phase | room | method | what it does |", "|---|---|---|---|"]
    rows += [
        f"| {step.phase} | {room} | `{name}` | {purpose} |"
        for room, step, name, purpose in steps
    ]
    return "\n".join(rows) + "\n"


def _render_fields(classes, steps):
    computed, checked = _find_computed(classes), _find_checks(classes)
    about = {fname for _room, step, *_rest in steps for fname in step.fnames}
    rows = [
        "| field | may be refused | is prepared | what follows "
        "| is computed anew | is checked |",
        "|---|---|---|---|---|---|",
    ]
    for fname in sorted(about | set(computed) | set(checked)):
        cells = [
            [
                name
                for _room, step, name, _doc in steps
                if step.phase == phase and fname in step.fnames
            ]
            for phase in PHASES
        ]
        cells += [computed.get(fname, ()), checked.get(fname, ())]
        told = " | ".join(", ".join(f"`{name}`" for name in cell) for cell in cells)
        rows.append(f"| `{fname}` | {told} |")
    return "\n".join(rows) + "\n"


def _find_computed(classes):
    """Stored fields by the fields of the case that they are computed from."""
    methods, stored = {}, {}
    for cls in classes:
        for name, member in vars(cls).items():
            if isfunction(member):
                methods.setdefault(name, []).append(member)
            args = getattr(member, "_args__", None) or {}
            if args.get("store") and args.get("compute"):
                stored[name] = args["compute"]
    found = {}
    for fname, compute in stored.items():
        for method in methods.get(compute, ()):
            depends = getattr(method, "_depends", ())
            for path in depends if isinstance(depends, tuple) else ():
                names = found.setdefault(path.split(".")[0], [])
                if fname not in names:
                    names.append(fname)
    return found


def _find_checks(classes):
    """Constraints by the fields that they are about."""
    found = {}
    for cls in classes:
        for name, method in vars(cls).items():
            fnames = getattr(method, "_constrains", ())
            for fname in fnames if isinstance(fnames, tuple) else ():
                names = found.setdefault(fname, [])
                if name not in names:
                    names.append(name)
    return found
