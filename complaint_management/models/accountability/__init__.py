# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was caused by whom: rule book, entries, statements, appeals, balances.

Uses clock, answer and protection. Start with ``penalty``, an entry, and ``ledger``. An
entry that was written in another language is read beside the rule's text in one's own
(``entry_language``).
"""

from . import (
    company,
    rule,
    rule_version,
    penalty,
    guard,
    event,
    ledger,
    decider,
    acts,
    person,
    deadlines,
    doors,
    facts,
    case,
    tasks,
    notices,
    screens,
    privacy,
    own,
    balance,
    threshold,
    step,
    badge,
    reward_board_choice,
    case_proposals,
    matching,
    watch,
    review,
    case_review,
    entry_language,
)
