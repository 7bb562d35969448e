# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a company has all that its complaints need; may use every room."""

from . import (
    setup,
    setup_people,
)
