# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""All that names CRM's own models: an opportunity from which a case came.

Uses the intake. Start with ``lead``.
"""

from . import (
    lead,
)
