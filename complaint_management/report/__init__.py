from . import (
    complaint_clock_report,
    complaint_penalty_figures,
    complaint_penalty_balance,
    complaint_penalty_print,
    complaint_penalty_report,
    complaint_penalty_total,
    complaint_print,
    complaint_report,
    complaint_reward_board,
)
