# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What customers open: their case, tracking by a code, the public form.

It may use the rooms case, protection, answer, remedy and intake. Start with
``case_page``; ``case_tracking`` is for who has no account. Secrets go where the
customer is known to be (``case_address``, ``partner``).
"""

from . import (
    case_dialogue,
    case_page,
    case_acts,
    case_remedies,
    case_access,
    case_public,
    case_tracking,
    category_public,
    company,
    tracking_code,
    transition,
    case,
    case_words,
    case_files,
    case_read,
    case_address,
    case_staff,
    partner,
)
