# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a case comes in: channels, boxes, on behalf of others, files, one entrance.

Uses the case. Start with ``case_entrance``, by which all comes in that people outside
send. ``case_files`` says what becomes of files; ``kept_file`` is where those lie that
nobody could look into. What the complainant says later is heard in ``case_heard``,
and where they are known to be stands in ``case_known``. The door for staff is
``case_staff``.
"""

from . import (
    hidden,
    source_mixin,
    case_intake,
    case_routing_power,
    case_entrance,
    company_staff,
    staff_category,
    case_staff,
    case_upload,
    case_on_behalf,
    case_channel,
    case_external_body,
    box,
    box_visit,
    ir_attachment,
    kept_file,
    case_files,
    case_first_contact,
    case_triage,
    case_heard,
    case_known,
    throttle,
)
