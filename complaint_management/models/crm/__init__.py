# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""All that names CRM's models: an opportunity before a case, or after it.

Uses the intake and remedies. Start with ``case``; ``lead`` is what cases come from, and
a ``remedy`` can be fulfilled by one, and who
went quiet is won back by one (``silence``).

Another CRM could serve the house by another room like this one, which provides of a
case ``lead_id`` and ``winback_lead_id``, and the way ``opportunity`` of fulfilling.
"""

from . import (
    case,
    hidden,
    lead,
    remedy,
    silence,
)
