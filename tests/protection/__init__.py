# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may not know of a case, and who may not work on one."""
