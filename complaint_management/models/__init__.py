# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# The rooms from the ground up: docs/architecture.md says who uses whom.
from . import (
    common,
    case,
    protection,
    clock,
    escalation,
    answer,
    remedy,
    authority,
    accountability,
    learning,
    warning,
    insight,
    intake,
    mail,
    portal,
    helpdesk,
    crm,
)
