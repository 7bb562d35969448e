# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dialogs about deadlines."""

from . import (
    accept,
    extend,
    hold,
    holiday_import,
    holiday_import_line,
    replan,
    request_act,
)
