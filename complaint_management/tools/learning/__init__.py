# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What changed after an action, in pure Python."""
