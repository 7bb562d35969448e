# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dialogs about who may know who complained, where the customer is reached, and what
must not be kept.
"""

from . import (
    address_accept,
    forget,
    remove,
    identity_change,
    identity_open,
)
