# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Keys of the complainant's page, which their program quotes from our mails.

Whoever has one acts in the complainant's name. So a mail that colleagues open has none.
"""

import base64
import email
import email.policy
import logging
import re

from .parts import get_bytes, get_type

_logger = logging.getLogger(__name__)

# Also where a filter has put the whole link into one of its own.
_NAME = "access_token"
_KEY = re.compile(rf"({_NAME}(?:=|%3D|%253D))[\w-]+", re.IGNORECASE)
_KEY_BYTES = re.compile(_KEY.pattern.encode(), re.IGNORECASE)
REMOVED = "removed"


def hide_keys(text):
    """A text without keys.

    >>> hide_keys("/my/complaints/7?access_token=ab-c1")
    '/my/complaints/7?access_token=removed'
    """
    return _KEY.sub(rf"\g<1>{REMOVED}", text or "")


def take_keys_out(raw, is_bounded=True):
    """The bytes of a mail without keys; without any, as they came.

    :param bytes raw: a mail
    :param bool is_bounded: whether it can be looked through
    """
    if is_bounded:
        try:
            raw = _take_out_of_texts(raw)
        except Exception:  # a broken mail breaks whoever writes it
            _logger.info("A mail cannot be looked through for keys")
    return _hide_in_bytes(raw)


def _take_out_of_texts(raw):
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    texts = [part for part in message.walk() if get_type(part)[0] == "text"]
    telling = [part for part in texts if _KEY_BYTES.search(get_bytes(part))]
    if not telling:
        return raw
    for part in telling:
        data = _hide_in_bytes(get_bytes(part))
        del part["Content-Transfer-Encoding"]
        part["Content-Transfer-Encoding"] = "base64"
        part.set_payload(base64.encodebytes(data).decode())
    return message.as_bytes()


def _hide_in_bytes(data):
    return _KEY_BYTES.sub(rb"\g<1>" + REMOVED.encode(), data)
