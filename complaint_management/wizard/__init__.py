from . import (
    case,
    protection,
    clock,
    answer,
    authority,
    accountability,
    warning,
    insight,
    intake,
    portal,
    setup,
    helpdesk,
)
