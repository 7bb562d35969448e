# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is called when a case is late or stalled.

It uses the clocks. Start with ``sweep``, which runs each few minutes. A rule that would
call nobody says so where it is written (``rule``).
"""

from . import (
    rule,
    moments,
    people,
    fire,
    summary,
    sweep_mixin,
    sweep,
    case_stall,
)
