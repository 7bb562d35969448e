# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mailboxes, what a mail becomes, and whether ours went out.

Uses intake and answer. Start with ``retry``: what happens to a mail that did not go.
"""

from . import (
    frame,
    mail_server,
    retry,
    case_failed,
    case_again,
    relay,
    case_person,
    case_recipients,
)
