# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Numbers, phone numbers and likeness of cases."""
