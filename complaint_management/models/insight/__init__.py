# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be done, over all cases: worklists, decisions that wait, dashboards.

Start with ``to_decide``. What is done to several cases at once is here, too
(``case_bulk``). It uses all rooms below and is used by none. A case says what is due
first (``case_due``) and what its next step is (``case_next``); what asks for somebody's
yes, of whatever kind, is one list (``to_decide``), and what people have to do another
(``desk``): both are made by ``waiting_mixin``. What can be measured, for targets,
reports and reviews, is one table in ``measures``: ``goal`` is a target, ``plan`` the
plan of the year, ``contest`` a competition, and ``period_report`` the report of a week,
a month or a year: its life is ``period_table``, what it counts ``period_figures``,
beside values of others (``benchmark``). The past of the demonstration, over all rooms,
is written here, too (``demo_history``).
"""

from . import (
    measures,
    goal,
    goal_words,
    goal_standing,
    goal_night,
    plan,
    plan_review,
    contest,
    contest_board,
    due_when_mixin,
    case_due,
    case_facts,
    case_fields,
    case_next,
    case_bulk,
    waiting_mixin,
    to_decide,
    to_decide_kinds,
    desk,
    desk_kinds,
    desk_steps,
    case_desk,
    case_to_know,
    dashboard_share,
    digest,
    digest_to_know,
    user,
    company_period,
    benchmark,
    period_report,
    period_figures,
    period_course,
    period_words,
    period_page,
    period_sending,
    period_schedule,
    period_proposal,
    demo_history,
    demo_rows,
    demo_watch,
    demo_learning,
)
