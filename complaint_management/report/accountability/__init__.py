# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import (
    figures,
    balance,
    print,
    penalty_report,
    total,
    reward_board,
)
