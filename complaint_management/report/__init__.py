from . import (
    case,
    clock,
    accountability,
    insight,
)
