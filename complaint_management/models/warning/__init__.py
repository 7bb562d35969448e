# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The failure is found before customers tell: what is watched, and what was seen.

Uses learning. Start with ``rule``, what to watch, and ``alert``, one episode. What can
be counted, and by what it is told apart, are two tables in ``rule_dimensions``; the
nightly watch is ``rule_watch``, what is looked at right after the registration
``rule_at_once``. What was never registered is found by ``hidden``, who neither orders
nor complains any more by ``silence``. The arithmetic is in ``tools/warning``.
"""

from . import (
    word,
    near_miss,
    rule,
    rule_dimensions,
    rule_counts,
    alert,
    acts,
    sentence,
    people,
    behind,
    action,
    incident,
    rule_watch,
    rule_at_once,
    case,
    rule_product,
    rule_share,
    case_product,
    hidden,
    silence,
    silence_watch,
    case_silence,
    company,
)
