# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Axes of the analyses that name the helpdesk's models."""

from . import (
    clock_report,
    fact,
)
