# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What machines tell about a mail of ours: that it failed, waits, arrived, was read.

Only a failure asks for another way to the complainant (RFC 3464, RFC 8098).
"""

import re

from .parts import get_bytes, get_type

FAILED, DELAYED, DELIVERED, READ = "failed", "delayed", "delivered", "read"
_ACTION = re.compile(rb"^Action:\s*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_ORIGINAL = re.compile(
    rb"^(?:Original-Message-ID|X-Microsoft-Original-Message-ID|Message-ID):\s*"
    rb"(<[^<>\s]{1,500}>)",
    re.IGNORECASE | re.MULTILINE,
)
_ARRIVED = frozenset((b"delivered", b"relayed", b"expanded"))
# Much of a report is the mail that it is about.
_LENGTH = 64 * 1024


def get_report(message):
    """What a mail reports.

    :param message: an ``email.message.Message``
    :return: ``FAILED``, ``DELAYED``, ``DELIVERED``, ``READ``; "" for no report
    """
    main, sub = get_type(message)
    if main == "multipart" and sub != "report":
        # Somebody sends a report on.
        return ""
    kinds = {get_type(part): part for part in _get_parts(message)}
    receipt = kinds.get(("message", "disposition-notification"))
    if receipt is not None:
        return READ
    status = kinds.get(("message", "delivery-status"))
    status = status or kinds.get(("message", "global-delivery-status"))
    if status is None:
        return FAILED if main == "multipart" else ""
    actions = {action.lower() for action in _ACTION.findall(_get_text(status))}
    if actions and actions <= _ARRIVED:
        return DELIVERED
    if actions and actions <= _ARRIVED | {b"delayed"}:
        return DELAYED
    return FAILED


def get_reported(message):
    """Names of the mails that a report is about."""
    names = []
    for part in _get_parts(message):
        if get_type(part)[0] == "message" or get_type(part)[1] == "rfc822-headers":
            names += _ORIGINAL.findall(_get_text(part))
    return [name.decode("ascii", "replace") for name in dict.fromkeys(names)]


def _get_parts(message):
    """A report and its parts; not what is enclosed in them."""
    parts = message.get_payload() if message.is_multipart() else []
    return [message, *parts] if get_type(message)[0] == "multipart" else [message]


def _get_text(part):
    """A part as it stands there, its fields included."""
    if not part.is_multipart():
        return get_bytes(part)[:_LENGTH]
    blocks = []
    for inner in part.get_payload():
        lines = [f"{key}: {value}" for key, value in inner.raw_items()]
        blocks.append("\n".join(lines).encode("utf-8", "replace"))
        if not inner.is_multipart():
            blocks.append(get_bytes(inner)[:_LENGTH])
    return b"\n\n".join(blocks)[:_LENGTH]
