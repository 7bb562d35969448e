# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What complainants are told: finding, decision, texts, notices, apologies, survey.

It uses the case, its clocks and its protection. Start with ``case_resolution``. Who
complained in a case that was merged is told so, and hears the answer of the case that
goes on (``case_merged``). What is known already is put into suggested answers
(``told``).
"""

from . import (
    case_resolution,
    decision,
    decision_notice,
    stand_in,
    text,
    case_answer,
    notice,
    apology,
    head_apology,
    follow_up,
    rating,
    dissatisfaction,
    survey,
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
    told,
    words_mixin,
)
