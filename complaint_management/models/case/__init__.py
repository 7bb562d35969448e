# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case is, and whom it is of.

It uses common only. Start with ``case_contact``: what becomes of a corrected contact.
"""

from . import case_contact, home, partner
