# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The customer's own page: tracking codes, and who acts with them.

It may use the rooms case, protection, answer, remedy and intake. Its main model is
``complaint.tracking.code``. Secrets go where the customer is known to be
(``case_address``, ``partner``).
"""

from . import (
    dialogue,
    case_page,
    case_acts,
    case_remedies,
    case_access,
    throttle,
    public,
    tracking,
    category_public,
    company,
    tracking_code,
    transition,
    case,
    case_words,
    case_files,
    case_read,
    case_address,
    partner,
)
