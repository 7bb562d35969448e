# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mailboxes, what a mail becomes, and whether ours went out.

Uses intake and answer. Start with ``case_mailgate``: what a mail is. ``retry`` says
what happens to one that did not go.
"""

from . import (
    case_mailgate,
    case_mail,
    case_words,
    case_files,
    case_ways,
    mailbox,
    company,
    unread_mail,
    link_secret,
    mail_authority,
    mail,
    message,
    thread,
    template,
    frame,
    mail_server,
    retry,
    case_failed,
    case_again,
    relay,
    case_person,
    case_recipients,
    case_forgetting,
)
