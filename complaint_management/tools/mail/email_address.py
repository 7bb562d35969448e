# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is an email address that a mail can be sent to, over the internet.

Odoo takes ``a@b`` for one. Here the host has a domain, as every public one does:
whoever mistyped an address is told at the door, and nobody waits for a mail that no
server would take.
"""

import re
import unicodedata
from email.utils import getaddresses

MAX_LENGTH = 254
MAX_LOCAL = 64
# Letters of any script, figures, and what RFC 5322 allows without quotes; some
# carriers hand out names with more dots than it allows.
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+")
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")
# The last part of a domain is no number: that would be an address of a machine.
_TOP = re.compile(r"xn--[a-z0-9-]+|[^\W\d_]{2,63}", re.IGNORECASE)
# Stops of other scripts, which their keyboards make in place of a dot; and other
# commas and semicolons between addresses.
_OTHER_SIGNS = str.maketrans("。、；", ".,;")
# What a sentence, or a copy out of a mail program, leaves around an address.
_AROUND = " \t\r\n.,;:<>()[]\"'"


def clean_address(text):
    """An address as it was meant: what keyboards and copying do to it is undone.

    >>> clean_address(" ａｎｎａ＠example。com. ")
    'anna@example.com'
    >>> clean_address("mailto:anna@example.com；bo＠example.com")
    'anna@example.com, bo@example.com'

    :param text: one address or several, as typed; what is no text, or has none, stays
    """
    if not isinstance(text, str) or "@" not in (plain := _straighten(text)):
        return text
    if is_email_address(bare := _strip(plain)) or "<" in plain or '"' in plain:
        return bare if is_email_address(bare) else plain
    return ", ".join(
        bare if is_email_address(bare := _strip(part)) else part.strip()
        for part in re.split("[,;]", plain)
        if part.strip()
    )


def _strip(text):
    """A text without what stands around an address."""
    bare = text.strip(_AROUND)
    return re.sub(r"^mailto:", "", bare, flags=re.IGNORECASE).strip(_AROUND)


def _straighten(text):
    """Full-width characters as plain ones; without those that nobody sees."""
    seen = (char for char in text if unicodedata.category(char) != "Cf")
    plain = unicodedata.normalize("NFKC", "".join(seen)).translate(_OTHER_SIGNS)
    return " ".join(plain.split())


def is_email_address(text):
    """Whether a text is one plain address, such as ``name@example.com``.

    >>> is_email_address("li.wei@example.com"), is_email_address("a@b")
    (True, False)

    :param str text: without a name around it
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return False
    local, at, host = text.rpartition("@")
    *labels, top = host.split(".")
    return bool(
        at
        and len(local) <= MAX_LOCAL
        and _LOCAL.fullmatch(local)
        and labels
        and all(_LABEL.fullmatch(label) for label in labels)
        and _TOP.fullmatch(top)
    )


def split_addresses(text):
    """The parts of a line of addresses: those that are, and those that are not.

    >>> split_addresses("Li <li@example.com>, a@b")
    (['li@example.com'], ['a@b'])

    :param str text: addresses with or without names, with commas or semicolons
    :return: two lists, of plain addresses and of what is none
    """
    text = (text or "").replace(";", ",").strip()
    parts = text.split(",")
    if "<" in text or '"' in text:
        parts = [address or name for name, address in getaddresses([text])]
    parts = [part.strip() for part in parts if part.strip()] or [text]
    good = [part for part in parts if is_email_address(part)]
    return good, [part for part in parts if part and part not in good]
