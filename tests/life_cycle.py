# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page about the life cycle, made from the table that the code runs on."""

KINDS = {"complaint": "Complaint", "suggestion": "Suggestion", "inquiry": "Inquiry"}
ACTORS = {
    "anyone": "anyone who works on the case",
    "handler": "handler",
    "investigator": "handler or investigator",
}
HEADER = """\
# The life cycle of a case

This page is made from the table `TRANSITIONS` in
`complaint_management/models/case/life_cycle.py` by `scripts/docs-diagram`. Do not
edit it: a test fails when it says something else than the code.

Officers and managers may do what a handler may. A manager may pass what is *needed*,
or skip steps forward, with a written reason that stays in the log; what a step
*demands* nobody passes.
"""


def render(transitions, states):
    """The page as Markdown.

    :param dict transitions: ``TRANSITIONS`` of the workflow
    :param list states: pairs of key and label, in order
    """
    parts = [HEADER]
    for kind, label in KINDS.items():
        parts.append(f"## {label}\n\n{_render_diagram(transitions, states, kind)}")
    parts.append(f"## Every step\n\n{_render_table(transitions, dict(states))}")
    return "\n".join(parts)


def _render_diagram(transitions, states, kind):
    """The states that a case of one kind can be in, and its ways between them."""
    lines = ["```mermaid", "stateDiagram-v2"]
    reached = {"new"} | {step.target_for(kind) for step in _of(transitions, kind)}
    lines += [f"    {state}: {label}" for state, label in states if state in reached]
    lines.append("    [*] --> new")
    for step in _of(transitions, kind):
        for source in step.sources:
            if source in reached:
                target = step.target_for(kind) or source
                lines.append(f"    {source} --> {target}: {_label(step)}")
    lines += ["    closed --> [*]", "    cancelled --> [*]", "```", ""]
    return "\n".join(lines)


def _of(transitions, kind):
    return [step for step in transitions.values() if kind in step.kinds]


def _label(step):
    return str(step.label).lower()


def _render_table(transitions, states):
    head = "| step | from | to | kinds | who | needs | demands |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for name, step in transitions.items():
        cells = (
            f"{step.label} (`action_{name}`)",
            ", ".join(states[source] for source in step.sources)
            + (f"; decision {step.decision}" if step.decision else ""),
            _render_target(step, states),
            ", ".join(step.kinds),
            "manager" if step.group.endswith("manager") else ACTORS[step.actor],
            _render_needs(step.needs),
            _render_needs(step.musts),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _render_target(step, states):
    if isinstance(step.target, dict):
        return ", ".join(
            f"{states[state]} ({kind})" for kind, state in step.target.items()
        )
    target = states[step.target] if step.target else "stays"
    return f"{target}; decision {step.decision_to}" if step.decision_to else target


def _render_needs(needs):
    return ", ".join(need.removesuffix("_id").replace("_", " ") for need in needs)
