# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    kept_file,
    portal,
    portal_case,
    portal_files,
    portal_remedies,
    public,
    rating,
    ticket_close,
    tracking,
    tracking_disclosure,
    tracking_rating,
    tracking_remedies,
)
