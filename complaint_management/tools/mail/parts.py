# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a part of a mail holds and is called, whatever it says about itself."""

import base64
import binascii
import re
from email.message import Message

from . import charsets, headers

_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$")
_BASE64_LINE = re.compile(rb"^[A-Za-z0-9+/]+={0,2}$")
# Text that is no words of a person: tables, contacts, dates, programs.
_FILES_OF_TEXT = frozenset(
    "calendar vcard x-vcard directory x-vcalendar csv tab-separated-values xml rtf css "
    "javascript ecmascript rfc822-headers x-amp-html x-watch-html".split()
)
_NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/\r\n]')


def get_type(part):
    """The kind of a part in lower case, as main type and subtype."""
    try:
        kind = part.get_content_type()
    except (LookupError, ValueError, TypeError, AttributeError):
        kind = ""
    if not _TYPE.match(kind):
        kind = "application/octet-stream"
    main, _slash, sub = kind.partition("/")
    return main, sub


def get_heading(part, name):
    """The first heading of a name as it stands there; "" for none.

    The library may stumble over what it reads.
    """
    name = name.lower()
    return next(
        (str(text) for key, text in part.raw_items() if key.lower() == name), ""
    )


def get_bytes(part):
    """What a part holds, also where it is encoded otherwise than it says."""
    payload = get_encoded(part)
    encoding = get_heading(part, "Content-Transfer-Encoding").strip().lower()
    if encoding == "base64":
        return _decode_base64(payload)
    try:
        return part.get_payload(decode=True) or b""
    except (LookupError, ValueError, TypeError, AssertionError):
        return payload


def get_encoded(part):
    """What a part holds, encoded as it came; the library would decode it wrongly."""
    payload = part._payload
    if not isinstance(payload, str):
        return payload if isinstance(payload, bytes) else b""
    try:
        return payload.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return payload.encode("utf-8", "replace")


def _decode_base64(data):
    """Base64, and what a list or a scanner wrote below it as it was."""
    lines = data.splitlines()
    count = 0
    while count < len(lines) and (
        not lines[count].strip() or _BASE64_LINE.match(lines[count].strip())
    ):
        count += 1
    encoded = b"".join(b"".join(lines[:count]).split())
    try:
        decoded = base64.b64decode(encoded + b"=" * (-len(encoded) % 4))
    except binascii.Error:
        return data
    rest = b"\n".join(lines[count:])
    return decoded + b"\n" + rest if rest.strip() else decoded


def is_words(part):
    """Whether a part is text that stands in the mail, and no file."""
    main, sub = get_type(part)
    if main != "text" or sub in _FILES_OF_TEXT:
        return False
    disposition = get_heading(part, "Content-Disposition").strip().lower()
    return not disposition.startswith("attachment") and not get_name(part).text


def read_words(part, hints=()):
    """The words of a part, as ``charsets.Reading``."""
    data = get_bytes(part)
    label = get_parameter(part, "Content-Type", "charset").text
    if not label and get_type(part)[1] == "html":
        meta = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", data[:4096], re.I)
        label = meta and meta[1].decode()
    return charsets.read(data, label, hints)


def get_name(part):
    """The name of a file, as ``charsets.Reading``; the text is "" for none."""
    for header, parameter in (
        ("Content-Disposition", "filename"),
        ("Content-Type", "name"),
    ):
        reading = get_parameter(part, header, parameter)
        if reading.text.strip():
            name = " ".join(_NO_NAME.sub(" ", reading.text).split())
            return charsets.Reading(name, reading.is_sure)
    return charsets.Reading("", True)


def get_parameter(part, header, parameter):
    """A parameter of a heading, as ``charsets.Reading``; the text is "" for none."""
    raw = get_heading(part, header)
    if not raw:
        return charsets.Reading("", True)
    reading = headers.read_raw(raw)
    # The oldest way of reading takes text of every kind.
    holder = Message()
    holder[header] = reading.text
    try:
        value = holder.get_param(parameter, header=header)
    except (LookupError, ValueError, TypeError, AttributeError):
        value = None
    if not value:
        return charsets.Reading("", True)
    decoded = headers.decode_parameter(value)
    return charsets.Reading(decoded.text, decoded.is_sure and reading.is_sure)
