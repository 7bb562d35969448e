# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dialogs about what complainants are told."""

from . import (
    answer_insert,
    dissatisfaction,
    notice,
    ending,
)
