# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Policies, targets, clocks and their ledger: what was promised by when, and kept.

Uses the case and its protection. Start with ``plan``, which makes a ``complaint.clock``
of each target of a policy. How long a case was in each state, in working time, says
``case_time``. What other departments are asked, with a clock of their own, is a
``request``.
"""

from . import (
    working_time_mixin,
    case_hold,
    case_clocks,
    case_next_due,
    case_milestones,
    policy,
    target,
    clock,
    plan,
    event,
    extension,
    clock_extension,
    sentence,
    screens,
    claim,
    policy_lines,
    company,
    contact,
    case_time,
    transition,
    policy_explanation,
    policy_preview,
    promise,
    case,
    pause,
    makeup_day,
    calendar,
    calendar_attendance,
    calendar_leaves,
    department,
    request,
    request_access,
    request_acts,
    request_words,
    request_tasks,
    case_requests,
    case_report_up,
    case_handover,
)
