# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dialogs for several cases at once, and for policies; see ``models/insight``."""

from . import (
    assign,
    notice_bulk,
    review_act,
    policy_act,
)
