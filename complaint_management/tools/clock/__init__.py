# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Working time and deadlines, in pure Python."""
