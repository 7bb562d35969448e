# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dialogs for what is done to several cases at once; see ``models/insight``."""

from . import (
    assign,
    notice_bulk,
    review_act,
)
