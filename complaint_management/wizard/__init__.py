from . import (
    case,
    protection,
    clock,
    answer,
    authority,
    accountability,
    insight,
    intake,
    portal,
    setup,
    helpdesk,
)
