# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dialogs about what may be promised."""

from . import (
    words_confirm,
    approval_answer,
    notice_beyond,
)
