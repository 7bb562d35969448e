# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What complainants are told: finding, decision, texts, notices, apologies, survey.

It uses the case, its clocks and its protection. Start with ``case_resolution``. Who
complained in a case that was merged is told so, and hears the answer of the case that
goes on (``case_merged``). What is known already is put into suggested answers
(``case_suggested_text``).
"""

from . import (
    case_resolution,
    case_decision,
    case_decision_notice,
    case_stand_in,
    text,
    case_answer,
    case_notice,
    apology,
    case_apology,
    case_head_apology,
    case_follow_up,
    case_rating,
    case_dissatisfaction,
    case_survey,
    rating_rating,
    company,
    department_head,
    mail_activity,
    case_ended,
    case_gates,
    case_oral,
    case_merged,
    case_promise,
    case_stage,
    case_suggestion,
    case_told,
    partner,
    case_suggested_text,
    words_mixin,
)
