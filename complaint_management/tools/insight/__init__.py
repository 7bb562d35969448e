# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What reports of a period are made of, in pure Python: periods and charts."""
