from . import (
    common,
    case,
    clock,
    accountability,
    insight,
    helpdesk,
)
