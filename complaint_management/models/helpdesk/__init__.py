# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the helpdesk's own models do for cases.

It uses the case and what is common. Start with ``ticket``. Who is in a team (``team``)
reads its cases.
"""

from . import (
    channel,
    ticket,
    team,
)
