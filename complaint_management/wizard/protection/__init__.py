# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dialogs about who may know who complained, and where the customer is reached."""

from . import address_accept, forget
