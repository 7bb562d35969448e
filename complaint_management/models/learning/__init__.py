# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What goes wrong once does not go wrong again: causes, actions, incidents, lessons.

Uses answer, remedy and authority. Start with ``action``: what is done about a cause,
and how it is seen that it worked.
"""

from . import (
    action,
    action_acts,
    action_access,
    action_time,
    action_measure,
    action_effect,
    action_cron,
    action_work,
    action_reminder,
    action_recurrence,
    case_recurrence,
    why,
    contribution,
    case_cause,
    case_actions,
    case_product,
    incident,
    incident_acts,
    incident_cases,
    incident_product,
    incident_news,
    news,
    told,
    action_incident,
    case_incident,
    lesson,
    lesson_acts,
    lesson_access,
    lesson_sources,
    case_lesson,
    case_suggested,
    company,
    digest,
)
