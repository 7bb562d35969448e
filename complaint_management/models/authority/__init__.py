# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may promise what, and what needs somebody else's word.

Uses remedies. Start with ``authority``, the table of who may; ``approval`` is the
request when it does not suffice.
"""

from . import (
    authority,
    cover,
    case_cover,
    case_authority,
    approval,
    case_approval,
    case_fairness,
    case_approver,
    promise_facts,
    case_card,
    case_moved,
    words_waiver,
    case_words,
)
