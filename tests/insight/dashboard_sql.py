# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the dashboards show, asked by hand of the tables that people write to.

Nothing here reads a table of facts, an analysis, or a field that is worked out where
what it follows from can be asked.
"""

from typing import NamedTuple

COUNT = {"__count": "count(*)"}


class Question(NamedTuple):
    """One pivot or chart, as plain SQL.

    :ivar source: what is read, and which rows of it
    :ivar date: by which the period counts a row; None where there is none
    :ivar dict measures: name of a measure to SQL
    :ivar tuple groups: SQL of what it is grouped by
    """

    source: str
    date: str | None = None
    measures: dict = COUNT
    groups: tuple = ()


def _share(condition, of):
    return f"avg(({condition})::int) FILTER (WHERE {of})"


def _has_clock(condition):
    return (
        "EXISTS (SELECT 1 FROM complaint_clock c WHERE c.complaint_id = k.id"
        f" AND {condition})"
    )


def _days(date):
    return f"EXTRACT(EPOCH FROM {date} - k.date_received) / 86400"


def _within(days):
    """SQL knows no working calendar: test_answer_time counts the days one by one."""
    return _share(f"k.working_days_to_answer <= {days}", "k.date_answered IS NOT NULL")


def _percentile(share):
    return (
        f"percentile_cont({share}) WITHIN GROUP (ORDER BY {_days('k.date_answered')})"
    )


def _month(date):
    return f"date_trunc('month', {date})::date"


# ----------------------------------------------------------------------
# Cases
# ----------------------------------------------------------------------

CASES = "complaint_complaint k WHERE k.state != 'cancelled'"
SHOWN = "complaint_complaint k WHERE k.active"
OPEN = f"{SHOWN} AND k.state NOT IN ('closed', 'cancelled')"
RUNNING = (
    "(SELECT min(c.date_due) FROM complaint_clock c"
    " WHERE c.complaint_id = k.id AND c.state = 'running')"
)
DUE_TODAY = f"{SHOWN} AND {RUNNING} >= current_date AND {RUNNING} < current_date + 1"
LATE_NOW = f"{SHOWN} AND {RUNNING} < now() AT TIME ZONE 'UTC'"
MISSED = _has_clock("c.is_late AND c.state != 'cancelled'")
ENDED = _has_clock("c.state = 'stopped'")
IN_TIME = _share(
    f"NOT {MISSED}", f"{MISSED} OR ({ENDED} AND k.date_first_resolved IS NOT NULL)"
)
SATISFIED = _share(
    "k.satisfaction_result IN ('4', '5')"
    " AND COALESCE(k.satisfaction_handling, '') NOT IN ('1', '2')",
    "k.satisfaction_result IS NOT NULL",
)
# Whoever resolved it first met the customer first, it was not opened again, and the
# customer did not have to come on a later day in between.
AT_ONCE = _share(
    """
    k.first_contact_user_id = (
        SELECT t.user_id FROM complaint_transition t
         WHERE t.complaint_id = k.id AND t.state_to = 'resolved'
           AND t.state_from != 'resolved' ORDER BY t.id LIMIT 1)
    AND COALESCE(k.reopen_count, 0) = 0
    AND NOT EXISTS (
        SELECT 1 FROM complaint_contact o
         WHERE o.complaint_id = k.id AND o.direction = 'in' AND o.purpose != 'first'
           AND o.date >= k.date_received + interval '1 day'
           AND o.date <= k.date_first_resolved)
    """,
    "k.date_first_resolved IS NOT NULL",
)
KEPT = """avg((
    SELECT avg((c.outcome = 'met')::int) FROM complaint_clock c
     WHERE c.complaint_id = k.id AND c.milestone = 'promise'
       AND c.state = 'stopped' AND c.outcome IN ('met', 'missed')))"""
REPEATED = _share("k.is_repeat IS TRUE", "k.cause_id IS NOT NULL")
RECURRENCE = _share(
    "k.id IN (SELECT complaint_id FROM complaint_action_recurrence_rel)",
    "k.cause_id IS NOT NULL",
)


def _received(**measures):
    return Question(CASES, "k.date_received", COUNT | measures)


def _closed(**measures):
    return Question(CASES, "k.date_closed", COUNT | measures)


def _answered(**measures):
    return Question(CASES, "k.date_answered", COUNT | measures)


def _by(question, *groups):
    return question._replace(groups=groups)


def _age(after, before):
    source = OPEN
    if after:
        source += f" AND k.date_received >= current_date - {after}"
    if before:
        source += f" AND k.date_received < current_date - {before}"
    return Question(source)


MEDIAN = _percentile(0.5)
BY_UNIT = _answered(days_to_answer_median=MEDIAN, satisfied=SATISFIED)
LATE = Question(f"{CASES} AND {MISSED}", "k.date_received")
LAST_YEAR = "date_trunc('month', now() AT TIME ZONE 'UTC') - interval '11 months'"
MANAGEMENT = {
    "Open": Question(OPEN),
    "Late": Question(LATE_NOW),
    "Due today": Question(DUE_TODAY),
    "Received": _received(repeated=REPEATED, recurrence=RECURRENCE),
    "Closed": _closed(
        in_time=IN_TIME,
        promise_kept=KEPT,
        reopened=_share(
            "COALESCE(k.reopen_count, 0) > 0", "k.date_first_resolved IS NOT NULL"
        ),
    ),
    "Answered": _answered(
        within_3_days=_within(3),
        within_7_days=_within(7),
        days_to_answer_median=MEDIAN,
        days_to_answer_most=_percentile(0.9),
        upheld=_share(
            "k.verdict IN ('upheld', 'partly_upheld')", "k.verdict IS NOT NULL"
        ),
        satisfied=SATISFIED,
        satisfaction_with_result="avg(k.satisfaction_result::int)",
    ),
    "Received by month": Question(
        f"{CASES} AND k.date_received >= {LAST_YEAR}",
        groups=(_month("k.date_received"),),
    ),
    "Closed by month": Question(
        f"{CASES} AND k.date_closed >= {LAST_YEAR}", groups=(_month("k.date_closed"),)
    ),
    "Open, Up to 3 days": _age(3, None),
    "Open, 4 to 7 days": _age(7, 3),
    "Open, 8 to 30 days": _age(30, 7),
    "Open, 31 to 90 days": _age(90, 30),
    "Open, Older": _age(None, 90),
    "Root causes": Question(
        f"{CASES} AND k.cause_id IS NOT NULL", "k.date_received", groups=("k.cause_id",)
    ),
    "Late by unit": _by(LATE, "k.department_id"),
    "Late by cause": _by(LATE, "k.cause_id"),
    "Received by Unit": _by(_received(), "k.department_id"),
    "Received by Channel": _by(_received(), "k.channel_id"),
    "Closed by Unit": _by(_closed(in_time=IN_TIME), "k.department_id"),
    "Closed by Channel": _by(_closed(in_time=IN_TIME), "k.channel_id"),
    "Answered by Unit": _by(BY_UNIT, "k.department_id"),
    "Answered by Channel": _by(BY_UNIT, "k.channel_id"),
    # Charts
    "Late in the period, by unit": _by(LATE, "k.department_id"),
}
# Weeks begin on Sunday, as in the language of the test.
WEEK = "(date_trunc('week', k.date_received + interval '1 day') - interval '1 day')"
WEEK_NOW = WEEK.replace("k.date_received", "current_date")
FIRST = Question(
    CASES,
    "k.date_acknowledged",
    COUNT | {"days_to_acknowledge": f"avg({_days('k.date_acknowledged')})"},
)
SOLVED = _closed(first_contact_resolution=AT_ONCE)
FRONT_DESK = {
    "Received today": Question(
        f"{SHOWN} AND k.state != 'cancelled' AND k.date_received >= current_date"
    ),
    "To acknowledge": Question(f"{SHOWN} AND k.state = 'new'"),
    "Without handler": Question(f"{OPEN} AND k.user_id IS NULL"),
    "Due today": Question(DUE_TODAY),
    "Late": Question(LATE_NOW),
    "Received": _received(),
    "Acknowledged": FIRST,
    "Closed": SOLVED,
    "Answered": _answered(satisfied=SATISFIED),
    "Received by Channel": _by(_received(), "k.channel_id"),
    "Received by Category": _by(_received(), "k.category_id"),
    "Acknowledged by Channel": _by(FIRST, "k.channel_id"),
    "Acknowledged by Category": _by(FIRST, "k.category_id"),
    "Closed by Channel": _by(SOLVED, "k.channel_id"),
    "Closed by Category": _by(SOLVED, "k.category_id"),
    # Charts
    "Received, by channel": _by(_received(), "k.channel_id"),
    "Received, by week and kind": Question(
        f"{CASES} AND k.date_received >= {WEEK_NOW} - interval '11 weeks'",
        groups=(f"{WEEK}::date", "k.kind"),
    ),
}

# ----------------------------------------------------------------------
# Actions, lessons and trainings
# ----------------------------------------------------------------------

ACTIONS = "complaint_action a WHERE true"
EFFECT = "a.date_effect_signed"
DONE = f"{ACTIONS} AND a.date_done IS NOT NULL"
LEARNING = {
    "Open actions": Question(f"{ACTIONS} AND a.state = 'open'"),
    "Overdue actions": Question(
        f"{ACTIONS} AND a.state = 'open' AND a.date_due < current_date"
    ),
    "Actions done": Question(DONE, "a.date_done"),
    "Found effective": Question(f"{ACTIONS} AND a.effect = 'effective'", EFFECT),
    "Found effective or not": Question(
        f"{ACTIONS} AND a.effect IN ('effective', 'ineffective')", EFFECT
    ),
    "Found ineffective": Question(f"{ACTIONS} AND a.effect = 'ineffective'", EFFECT),
    "Came back": Question(
        f"""{ACTIONS} AND EXISTS (
            SELECT 1 FROM complaint_action_recurrence_rel r
              JOIN complaint_complaint k ON k.id = r.complaint_id
             WHERE r.action_id = a.id
               AND COALESCE(k.cancel_reason, '') NOT IN ('merged', 'spam'))"""
    ),
    "Lessons": Question(
        "complaint_lesson l WHERE l.state = 'approved'", "l.date_approved"
    ),
    "Trainings agreed on, held": Question(
        f"{DONE} AND a.type = 'training'", "a.date_done"
    ),
    "Cases": _received(recurrence=RECURRENCE, repeated=REPEATED),
    "Open actions by unit": Question(
        f"{ACTIONS} AND a.state = 'open'", groups=("a.department_id",)
    ),
    "Actions by type": Question(ACTIONS, groups=("a.type",)),
    # Charts
    "Actions, by kind and state": Question(ACTIONS, groups=("a.kind", "a.state")),
    "Did they work?": Question(
        f"{ACTIONS} AND a.effect IS NOT NULL", groups=("a.effect",)
    ),
}

# ----------------------------------------------------------------------
# The ledger
# ----------------------------------------------------------------------

ENTRIES = "complaint_penalty p WHERE true"
CONFIRMED = f"{ENTRIES} AND p.date_confirmed IS NOT NULL AND p.basis"
COUNTING = f"{ENTRIES} AND p.state IN ('confirmed', 'upheld', 'reduced')"
DECIDED = "p.date_appealed IS NOT NULL AND p.date_decided IS NOT NULL"
SIDE = "CASE WHEN p.basis = 'good' THEN 'reward' ELSE 'penalty' END"
POINTS = (
    "CASE WHEN (p.basis = 'good') != (p.reverses_id IS NOT NULL)"
    " THEN p.points_final ELSE -p.points_final END"
)
VALID = "(p.date_expiry IS NULL OR p.date_expiry > current_date)"
LEDGER = COUNT | {
    "share_appealed": _share(
        "p.date_appealed IS NOT NULL",
        "p.basis != 'good' AND p.date_confirmed IS NOT NULL",
    ),
    "share_changed": _share("p.state IN ('reduced', 'waived')", DECIDED),
    "decide_days": (
        "avg(EXTRACT(EPOCH FROM p.date_confirmed - p.date_proposed) / 86400)"
    ),
}


def _points(condition):
    return f"COALESCE(sum({POINTS}) FILTER (WHERE {condition}), 0)"


PARTS = "complaint_training_participation t WHERE true"
ACCOUNTABILITY = {
    "To confirm": Question(f"{ENTRIES} AND p.state IN ('proposed', 'notified')"),
    "Appeals to decide": Question(f"{ENTRIES} AND p.state = 'appealed'"),
    "Proposed": Question(ENTRIES, "p.date_proposed"),
    "Confirmed, penalty": Question(
        f"{CONFIRMED} != 'good'", "p.date_confirmed", LEDGER
    ),
    "Confirmed, reward": Question(f"{CONFIRMED} = 'good'", "p.date_confirmed", LEDGER),
    "Trainings completed": Question(
        f"{PARTS} AND t.state IN ('done', 'passed')", "t.date_done"
    ),
    "Trainings late": Question(
        f"{PARTS} AND t.state = 'planned' AND t.date_due < current_date"
    ),
    "Points by unit": Question(
        COUNTING,
        measures={
            # Rows of the totals: a month and a side each.
            "__count": f"count(DISTINCT ({_month('p.date_confirmed')}, {SIDE}))",
            "entry_count": "count(*)",
            "reward_points": _points(f"{VALID} AND p.basis = 'good'"),
            "penalty_points": _points(f"{VALID} AND p.basis != 'good'"),
        },
        groups=("p.department_id",),
    ),
    "Appeals by outcome": Question(
        f"{ENTRIES} AND p.date_appealed IS NOT NULL",
        groups=("CASE WHEN p.date_decided IS NULL THEN 'open' ELSE p.state END",),
    ),
    # Charts
    "Points by month": Question(
        f"{COUNTING} AND p.date_confirmed >= {LAST_YEAR}",
        measures={"points": _points(VALID)},
        groups=(_month("p.date_confirmed"), SIDE),
    ),
    "Entries by rule, in the period": Question(
        ENTRIES, "p.date_proposed", groups=("p.rule_id",)
    ),
}

QUESTIONS = {
    "complaint": MANAGEMENT,
    "front_desk": FRONT_DESK,
    "learning": LEARNING,
    "accountability": ACCOUNTABILITY,
}
# What waits for somebody's yes is of many kinds: test_to_decide counts each of them.
ELSEWHERE = {"To decide"}
