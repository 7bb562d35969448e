# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import (
    act_dialog_mixin,
    backup,
    handover,
    merge,
    transition,
)
