# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries about people, proposed by many decisions in one call, beside new leads."""

from contextlib import contextmanager

from odoo import Command

from . import worlds
from .database import begin_request, finish_request
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

SIZE = 1000
# So many people are responsible for each case, of so many who work there.
PEOPLE = 4
STAFF = 40
REPEAT = 3
# At most what as many leads cost.
BOUND = 1.0
MANNERS = (("", {}), (", as an import", {"tracking_disable": True}))


def measure(bench):
    count = scaled(SIZE, bench.scale) // PEOPLE * PEOPLE
    ways = (
        (f"propose {count} entries", _proposing_given),
        (f"propose {count} entries for {count // PEOPLE} decisions", _proposing_found),
    )
    for name, trial in ways:
        ours = Subject("entry", lambda trial=trial: trial(bench.ours, count))
        leads = [
            Subject(
                f"crm.lead{how}",
                lambda context=context: _creating_leads(bench.peers, context, count),
            )
            for how, context in MANNERS
        ]
        take_turns([ours, *leads], repeat=REPEAT)
        for lead in leads:
            yield Row(
                name, ours, lead, count, Target(BOUND) if lead is leads[0] else None
            )


def _prepare_decided_cases(env, count):
    """Cases with an approved decision, each with people who are responsible."""
    rules = env["complaint.penalty.rule"].search([])
    rules.propose_on = False
    rule = env["complaint.penalty.rule"].create(
        {
            "code": "BENCH",
            "name": "Benchmark",
            "basis": "caused",
            "liability": "direct",
            "points": 5,
            "propose_on": "verdict",
        }
    )
    employees = env["hr.employee"].create(
        [{"name": f"Employee {number}"} for number in range(STAFF)]
    )
    vals = {**worlds.prepare_case(env), "verdict": "upheld", "fault_level": "ordinary"}
    cases = (
        env["complaint.complaint"]
        .with_context(tracking_disable=True)
        .create([dict(vals) for _case in range(count // PEOPLE)])
    )
    for number, case in enumerate(cases):
        first = number * PEOPLE % STAFF
        people = employees[first : first + PEOPLE]
        case.responsible_employee_ids = [Command.set(people.ids)]
    cases._write_protected({"state": "proposed", "decision_state": "approved"})
    finish_request(env)
    return cases.with_context(tracking_disable=False), rule


@contextmanager
def _proposing_given(database, count):
    """The values are there: numbers are drawn, terms frozen, doubles left out."""
    with database.trial() as env:
        cases, rule = _prepare_decided_cases(env, count)
        vals_list = [
            {
                "rule_id": rule.id,
                "complaint_id": case.id,
                "employee_id": employee.id,
                "origin": "verdict",
                "facts": "<p>The meters were swapped.</p>",
            }
            for case in cases
            for employee in case.responsible_employee_ids
        ]
        begin_request(env)

        def act():
            env["complaint.penalty"]._propose(vals_list)
            finish_request(env)

        yield act
        _check_proposed(cases, count)


@contextmanager
def _proposing_found(database, count):
    """What an approval does: look up people and rules, write the facts, propose."""
    with database.trial() as env:
        cases, _rule = _prepare_decided_cases(env, count)
        begin_request(env)

        def act():
            cases._propose_entries()
            finish_request(env)

        yield act
        _check_proposed(cases, count)


def _check_proposed(cases, count):
    """Nothing is fast because it was left out."""
    found = cases.env["complaint.penalty"].search_count(
        [("complaint_id", "in", cases.ids)]
    )
    if found != count:
        raise AssertionError(f"{found} entries were proposed")


@contextmanager
def _creating_leads(database, context, count):
    with database.trial(worlds.HANDLER) as env:
        vals = worlds.prepare_lead(env)
        leads = env["crm.lead"].with_context(**context)
        begin_request(env)

        def act():
            leads.create([dict(vals) for _lead in range(count)])
            finish_request(env)

        yield act
