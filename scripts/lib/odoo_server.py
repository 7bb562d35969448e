# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's command line as a file: a server with workers starts itself again by it."""

from odoo.cli.command import main

main()
