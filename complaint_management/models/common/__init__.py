# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What several rooms rely on: mixins, and what Odoo's own base gains.

It uses the tools only. Start with ``evidence_mixin``. ``base`` and ``ir_rule`` keep
forms and dialogs from telling what their reader may not read; ``evidence_mixin`` keeps
what came in and what was done from being rewritten. What a record has already is no
change (``unchanged``). What is kept in the cache is read anew when it changes
(``cached_mixin``). What runs server actions does so for its owner (``owned_mixin``).
How our own code proves that a call comes from it, says ``proof``; how a job does many
things of which one may fail, ``steps``.
"""

from . import (
    base,
    cached_mixin,
    evidence_mixin,
    ir_actions_report,
    ir_rule,
    owned_mixin,
    unchanged,
    company,
    settings,
    ir_sequence,
    employee,
    department,
    ir_model,
    lang,
)
