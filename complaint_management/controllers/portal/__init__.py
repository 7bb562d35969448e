# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people outside open: their case, the public form, tracking, the survey.

Start with ``doors``: what holds for each.
"""

from . import (
    home,
    case,
    files,
    remedies,
    public,
    policies,
    rating,
    poll,
    tracking,
    tracking_disclosure,
    tracking_rating,
    tracking_remedies,
)
