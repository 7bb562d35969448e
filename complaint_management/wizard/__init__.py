from . import (
    complaint_extend,
    complaint_hold,
    complaint_holiday_import,
    complaint_holiday_import_line,
    complaint_merge,
    complaint_replan,
    complaint_transition_wizard,
)
