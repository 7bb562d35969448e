# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import (
    staff_voice,
    tracking_slip,
)
