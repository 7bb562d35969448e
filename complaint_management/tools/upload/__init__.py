# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Looking into files from strangers, in a process of its own."""
