# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is offered, what becomes of it, and what the customer gets back.

It uses the case and how it is answered. Start with ``remedy``; ``fulfilment`` and its
neighbours carry it out through other apps. What people bought and lost goes along when
their cases are merged (``case_merged``).
"""

from . import (
    type,
    remedy,
    acts,
    fulfilment,
    fulfilment_invoice,
    fulfilment_loyalty,
    fulfilment_goods,
    fulfilment_work,
    case_value,
    case_value_words,
    case_later_purchase,
    company,
    case_remedies,
    case_settlement,
    case_merged,
    fulfilment_undone,
    fulfilment_forget,
    case_fulfilment,
)
