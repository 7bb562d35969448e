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
is needed later is **remembered**, the values are **written**, and something
**follows**. Rooms join a phase by the decorators of
`complaint_management/tools/case/phases.py`. In each phase the methods are called in the
order of this page.

Before a change, `_check_written` refuses what only the product writes
(`_get_sealed_fields`) and another kind once work began; for a new case `_begin` does.
Beneath all of it, what Odoo does for every record has the last word: the evidence and
protection that `models/common/base.py` and `models/protection/base.py` add to it.
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
            _render_steps(new, _find_remembered(classes, new), []),
            "## A change\n",
            _render_steps(
                written, _find_remembered(classes, written), _find_writing(classes)
            ),
            "## Field by field\n",
            "What follows is called for fields that are written, not for those that "
            "are computed: a handler who is found by a new category was not handed "
            "the case by somebody.\n",
            "What is called when a field is written, beside what is each time: "
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


def _find_remembered(classes, steps):
    """What is asked beforehand, from the top down, as ``find_steps`` tells it."""
    for room, step, name, _purpose in reversed(steps):
        if step.remember:
            methods = [
                vars(cls)[step.remember]
                for cls in classes
                if step.remember in vars(cls)
            ]
            purpose = _get_purpose(methods[0])
            yield "remember", room, f"`{step.remember}` for `{name}`", purpose


def _find_writing(classes):
    """What decides which case gets which values, and what is written beside them."""
    for name in ("_split_write", "_forget_previous_customer"):
        for cls in classes:
            if name in vars(cls):
                yield (
                    "write",
                    _get_room(cls),
                    f"`{name}`",
                    _get_purpose(vars(cls)[name]),
                )


def _render_steps(steps, remembered, writing):
    told = {
        phase: [
            (phase, room, f"`{name}`", purpose)
            for room, step, name, purpose in steps
            if step.phase == phase
        ]
        for phase in PHASES
    }
    rows = ["| phase | room | method | what it does |", "|---|---|---|---|"]
    rows += [
        "| " + " | ".join(row) + " |"
        for row in (
            *told["refuse"],
            *told["prepare"],
            *remembered,
            *writing,
            *told["follow"],
        )
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
    methods, stored, related = {}, {}, {}
    for cls in classes:
        for name, member in vars(cls).items():
            if isfunction(member):
                methods.setdefault(name, []).append(member)
            args = getattr(member, "_args__", None) or {}
            if args.get("store") and args.get("compute"):
                stored[name] = args["compute"]
            if args.get("store") and args.get("related"):
                related.setdefault(args["related"].split(".")[0], []).append(name)
    found = {source: list(names) for source, names in related.items()}
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
