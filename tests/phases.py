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
            "the case by somebody. It may look at what was computed meanwhile: clocks "
            "follow a policy that a new category brings. What bears a † may still "
            "refuse, and then nothing was written.\n",
            "What is computed anew is not always replaced: a category fills a unit, a "
            "team and a handler that nobody named, and never makes a known case less "
            "severe. How tells `_compute_` with the name of the field, or the method "
            "in brackets.\n",
            "What is called when a field is written, beside what is each time: "
            + ", ".join(
                f"`{name}`" for _place, step, name, _doc in written if not step.fnames
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
    """What joins a phase: file, step, name and purpose of each method.

    :param classes: as for ``render``
    """
    for phase in PHASES:
        for cls in get_classes_of_the_case(classes):
            for name, method in vars(cls).items():
                for step in reversed(getattr(method, "_case_steps", ())):
                    if step.phase == phase:
                        yield _get_place(cls), step, name, _get_purpose(method)


def _get_place(cls):
    return cls.__module__.split(".models.")[1].replace(".", "/")


def _get_purpose(method):
    return (getdoc(method) or "").split("\n\n")[0].replace("\n", " ")


def _find_remembered(classes, steps):
    """What is asked beforehand, from the top down, as ``find_steps`` tells it."""
    for place, step, name, _purpose in reversed(steps):
        if step.remember:
            methods = [
                vars(cls)[step.remember]
                for cls in classes
                if step.remember in vars(cls)
            ]
            purpose = _get_purpose(methods[0])
            yield "remember", place, f"`{step.remember}` for `{name}`", purpose


def _find_writing(classes):
    """What decides which case gets which values, and what is written beside them."""
    for name in ("_split_write", "_forget_previous_customer"):
        for cls in classes:
            if name in vars(cls):
                yield (
                    "write",
                    _get_place(cls),
                    f"`{name}`",
                    _get_purpose(vars(cls)[name]),
                )


def _render_steps(steps, remembered, writing):
    told = {
        phase: [
            (phase, place, f"`{name}`", purpose)
            for place, step, name, purpose in steps
            if step.phase == phase
        ]
        for phase in PHASES
    }
    rows = ["| phase | file | method | what it does |", "|---|---|---|---|"]
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
    about = {fname for _place, step, *_rest in steps for fname in step.fnames}
    refusing = _find_refusing(classes)
    rows = [
        "| field | may be refused | is prepared | what follows "
        "| is computed anew | is checked |",
        "|---|---|---|---|---|---|",
    ]
    for fname in sorted(about | set(computed) | set(checked)):
        cells = [
            [
                name
                for _place, step, name, _doc in steps
                if step.phase == phase and fname in step.fnames
            ]
            for phase in PHASES
        ]
        cells.append(checked.get(fname, ()))
        told = [", ".join(_tell(name, refusing) for name in cell) for cell in cells]
        told.insert(-1, ", ".join(computed.get(fname, ())))
        rows.append(f"| `{fname}` | {' | '.join(told)} |")
    return "\n".join(rows) + "\n"


def _tell(name, refusing):
    return f"`{name}` †" if name in refusing else f"`{name}`"


def _find_refusing(classes):
    """What follows, and says in its docstring that it raises something."""
    return {
        name
        for _place, step, name, _doc in find_steps(classes)
        for cls in classes
        if step.phase == "follow" and ":raises" in (getdoc(vars(cls).get(name)) or "")
    }


def _find_computed(classes):
    """Stored fields, with what computes them, by the fields that they depend on."""
    methods, stored, related = {}, {}, {}
    for cls in classes:
        for name, member in vars(cls).items():
            if isfunction(member):
                methods.setdefault(name, []).append(member)
            args = getattr(member, "_args__", None) or {}
            if args.get("store") and args.get("compute"):
                stored[name] = args["compute"]
            if args.get("store") and args.get("related"):
                source = args["related"].split(".")[0]
                related.setdefault(source, []).append(f"`{name}`")
    found = {source: list(names) for source, names in related.items()}
    for fname, compute in stored.items():
        for method in methods.get(compute, ()):
            depends = getattr(method, "_depends", ())
            for path in depends if isinstance(depends, tuple) else ():
                names = found.setdefault(path.split(".")[0], [])
                told = _tell_computed(fname, compute)
                if told not in names:
                    names.append(told)
    return found


def _tell_computed(fname, compute):
    is_usual = compute == f"_compute_{fname}"
    return f"`{fname}`" if is_usual else f"`{fname}` (`{compute}`)"


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
