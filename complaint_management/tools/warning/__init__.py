# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a count is out of the ordinary, in pure Python."""
