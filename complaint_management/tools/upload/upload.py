# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files from strangers: which are taken, under which name, and without what.

What a file is, is read from its content, never from its name. What tells about
its author is taken out for those who do not want to be known (R149).
"""

import re
import unicodedata

from . import image, office, pdf, sound
from .refused import REASONS, UNCHECKED, UploadRefused

__all__ = [
    "ALLOWED",
    "REASONS",
    "UNCHECKED",
    "UploadRefused",
    "check_upload",
    "clean_metadata",
    "clean_name",
]

TEXT = "text/plain"
PDF = "application/pdf"
HEIC = "image/heic"
# Mimetype to extensions that its files may keep; the first is given to others.
ALLOWED = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    HEIC: ("heic", "heif"),
    PDF: ("pdf",),
    **{mimetype: (end,) for mimetype, end in office.EXTENSIONS.items()},
    TEXT: ("txt",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/x-wav": ("wav",),
    "video/mp4": ("mp4", "m4v"),
}
# Longest name in characters and, as file systems count, in bytes.
NAME_LENGTH = 100
NAME_BYTES = 200
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,10})$")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Pages and scripts that a browser might find in a file of another kind.
_PAGE = re.compile(rb"<(?:script|html|!doctype\s+html)", re.IGNORECASE)
_MARKUP = re.compile(
    r"<\s*(?:!doctype|\?xml|/?(?:html|head|body|script|svg|iframe|frame|object|embed"
    r"|meta|link|form|style|img|xsl:\w+)\b)",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Text that a program executes, whatever its extension.
_PROGRAM_STARTS = ("#!", "{\\rtf", "%!PS")
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 66_000
# Tried in this order when a text is neither UTF-8 nor says what it is.
_CHARSETS = ("utf-8-sig", "gb18030", "cp1252", "latin-1")


def check_upload(name, data, max_bytes):
    """Look into a file, and give it an honest name.

    :param str name: as the browser or mail says
    :param bytes data: the content
    :param int max_bytes: the most that is taken; 0 for no limit
    :return: (name with the extension of the content, mimetype of the content)
    :raises UploadRefused: the file is not taken
    """
    if not data:
        raise UploadRefused("empty")
    if max_bytes and len(data) > max_bytes:
        raise UploadRefused("too_big")
    mimetype = _recognise(data)
    return clean_name(name, mimetype), mimetype


def clean_metadata(name, data, mimetype):
    """Take out of a file what tells who made it, where and with what (R149).

    The name goes as well: "Li Wei complaint.pdf" would tell it all.

    :param str name: unused but for its extension
    :param bytes data: checked with ``check_upload``
    :param str mimetype: what ``check_upload`` said
    :return: (neutral name, content without metadata)
    :raises UploadRefused: "uncleanable", or the file turns out to be broken
    """
    return f"file.{ALLOWED[mimetype][0]}", _clean(data, mimetype)


def _clean(data, mimetype):
    if mimetype == TEXT:
        return _decode(data).encode()
    if mimetype == PDF:
        return pdf.clean(data)
    if mimetype in image.FORMATS:
        return image.clean(data, mimetype)
    if mimetype in office.EXTENSIONS:
        return office.clean(data, clean_part=_clean_part)
    if mimetype in sound.CLEANERS:
        return sound.CLEANERS[mimetype](data)
    raise UploadRefused("uncleanable")


def _clean_part(data):
    """Clean a picture or document inside a document.

    :raises UploadRefused: not a kind that can be cleaned
    """
    return _clean(data, _recognise(data))


# ----------------------------------------------------------------------
# Names
# ----------------------------------------------------------------------


def clean_name(name, mimetype):
    """A name that is safe to store, show and download.

    No folders, no control characters, nothing that turns the direction of
    writing around, and the extension of what the file really is.

    >>> clean_name("../../etc/passwd", "text/plain")
    'passwd.txt'
    >>> clean_name("C:\\\\Users\\\\me\\\\photo.JPG", "image/jpeg")
    'photo.JPG'
    >>> clean_name("bill.pdf.exe", "application/pdf")
    'bill.pdf'
    """
    stem = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    # Cc, Cf, Cs, Co, Cn: control, direction, surrogates, private, unknown.
    stem = "".join(
        " " if unicodedata.category(char)[0] == "Z" else char
        for char in stem
        if unicodedata.category(char)[0] != "C"
    )
    stem = _FORBIDDEN.sub("_", stem).strip(" .")
    stem, extension = _split_extension(stem, ALLOWED[mimetype])
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    stem = _shorten(stem, len(extension) + 1) or "file"
    return f"{stem}.{extension}"


def _split_extension(stem, extensions):
    """Take extensions off until one is honest, or what is left is no extension."""
    original = None
    while match := _EXTENSION.search(stem):
        found = match.group(1)
        is_honest = found.lower() in extensions
        # "Bill of 3.May" has no extension; "bill.pdf.exe" has a lying one.
        if not is_honest and not (found.isascii() and re.search("[a-zA-Z]", found)):
            break
        rest = stem[: match.start()].rstrip(" .")
        if is_honest:
            return rest, found
        original = original or rest
        stem = rest
    return original if original is not None else stem, extensions[0]


def _shorten(stem, reserved):
    stem = stem[: NAME_LENGTH - reserved]
    while len(stem.encode()) > NAME_BYTES - reserved:
        stem = stem[:-1]
    return stem.rstrip(" .")


# ----------------------------------------------------------------------
# Kinds
# ----------------------------------------------------------------------


def _recognise(data):
    """The mimetype of a content that is taken; else raises ``UploadRefused``."""
    if data.startswith(b"PK"):
        return office.check(data)
    mimetype = _recognise_binary(data)
    if not mimetype:
        _check_text(data)
        return TEXT
    if _PAGE.search(data) or _ZIP_END in data[-_ZIP_TAIL:]:
        raise UploadRefused("mismatch")
    if mimetype in image.FORMATS:
        image.check(data, mimetype)
    elif mimetype == PDF:
        pdf.check(data)
    return mimetype


def _recognise_binary(data):
    if data.startswith(b"%PDF-"):
        return PDF
    return image.recognise(data) or sound.recognise(data)


def _check_text(data):
    """Refuse what is no plain text, or one that a browser would run."""
    text = _decode(data)
    if _CONTROLS.search(text) or text.lstrip().startswith(_PROGRAM_STARTS):
        raise UploadRefused("kind")
    if _MARKUP.search(text) or b"%PDF-" in data[:1024]:
        raise UploadRefused("kind")


def _decode(data):
    """A text in whatever character set it is written."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        charsets = ("utf-16",)
    else:
        charsets = _CHARSETS
    for charset in charsets:
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise UploadRefused("kind")
