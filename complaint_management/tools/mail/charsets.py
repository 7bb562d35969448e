# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bytes of a mail as the text that somebody wrote, whatever character set it names.

A name means what browsers take it for (the WHATWG's encoding standard): programs say
gb2312 and write GBK, say iso-8859-1 and write Windows quotes. Where a name is missing,
unknown or cannot be right, the bytes are looked at.
"""

import codecs
import re
from typing import NamedTuple

import chardet

# Names to Python's codecs, each a superset of what it says; the first that fits counts.
_WESTERN = ("cp1252",)
_SUPERSETS = {
    **dict.fromkeys(("ascii", "iso8859-1", "cp1252"), _WESTERN),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), ("gb18030",)),
    **dict.fromkeys(("big5", "big5hkscs", "cp950"), ("cp950", "big5hkscs")),
    **dict.fromkeys(
        ("shift_jis", "cp932", "shift_jisx0213", "shift_jis_2004"),
        ("cp932", "shift_jis_2004"),
    ),
    **dict.fromkeys(("euc_kr", "cp949", "johab"), ("cp949", "johab")),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    **dict.fromkeys(("tis-620", "iso8859-11", "cp874"), ("cp874",)),
    **dict.fromkeys(("iso8859-9", "cp1254"), ("cp1254",)),
    **dict.fromkeys(("iso8859-8", "cp1255"), ("cp1255",)),
    "koi8-r": ("koi8-r", "koi8-u"),
    "utf-8": ("utf-8",),
}
# What programs call them, and Python does not.
_NAMES = {
    "x-gbk": "gbk",
    "cn-gb": "gbk",
    "gb_2312-80": "gbk",
    "x-euc-cn": "gbk",
    "x-x-big5": "big5",
    "cn-big5": "big5",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "ks_c_5601": "cp949",
    "ksc_5601": "cp949",
    "ks_c_5601-1989": "cp949",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8-e": "cp1255",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi8-ru": "koi8-u",
}
_NUMBERS = {"936": "gbk", "20127": "ascii", "28591": "cp1252", "65001": "utf-8"}
_NUMBERED = re.compile(r"^(?:x-)?(?:windows|ms|cp|dos|ibm)[-_]?(\d{3,5})$")
# Codecs of Python that are no character sets of mails, or take very long.
_NO_CHARSETS = frozenset(
    "idna punycode unicode_escape unicode-escape raw_unicode_escape "
    "raw-unicode-escape undefined mbcs oem".split()
)
# Escapes of ISO 2022: Japanese, Korean.
_JAPANESE = re.compile(rb"\x1b\$[@B]|\x1b\([IJ]|\x1b\$\(D")
_KOREAN = re.compile(rb"\x1b\$\)C")
_HZ = re.compile(rb"~\{(?:[!-}][!-~])+~\}")
_THREE_BYTES = re.compile(rb"[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_MANY_BYTES = frozenset("gb18030 cp950 big5hkscs cp932 cp949 euc_jp".split())
# Which of those that can be guessed people send mails in.
_GUESSED = _MANY_BYTES | frozenset(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8-r "
    "koi8-u iso8859-2 iso8859-5 iso8859-7".split()
)
_LIKE_WESTERN = frozenset("cp1250 cp1254 cp1257 cp1258 iso8859-2".split())
# No text has controls, or words in which two alphabets are mixed.
_UNLIKELY = re.compile(
    "[\x80-\x9f]|[A-Za-z][\u0370-\u06ff\u0e00-\u0e7f]|[\u0370-\u06ff\u0e00-\u0e7f][A-Za-z]"
)
# Enough of a text to see what it is.
_SAMPLE = 4096
REPLACED = "\ufffd"


_EURO = "complaint_management.euro"


def _read_euro(error):
    """Windows writes the euro sign as one byte, of which GB18030 knows nothing."""
    if error.object[error.start : error.start + 1] != b"\x80":
        raise error
    return "€", error.start + 1


codecs.register_error(_EURO, _read_euro)


class Reading(NamedTuple):
    """A text, and whether it is surely what the bytes say."""

    text: str
    is_sure: bool


def read(data, label=None, hints=()):
    """Bytes as a text.

    :param bytes data: what somebody wrote
    :param str label: the character set that it claims; None or "" for none
    :param hints: character sets that the same mail names elsewhere
    :return: a ``Reading``; never raises

    >>> read(b"\\xd5\\xc5\\x86\\xb4 500\\x80", "gb2312").text
    '张喆 500€'
    >>> read(b"\\x93Hi\\x94 \\x80", "iso-8859-1").text
    '“Hi” €'
    >>> read("größer".encode(), "us-ascii").text
    'größer'
    """
    if not _HIGH.search(data):
        return _read_seven_bits(data, label)
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _replace(data, "utf-16")
    candidates = find_codecs(label)
    if _is_utf8(data, candidates):
        return Reading(data.decode("utf-8-sig"), candidates == ("utf-8",))
    if candidates == _WESTERN and _is_hardly_western(data):
        candidates = ()
    text = _decode_with(data, candidates)
    if text is not None:
        return Reading(text, "ascii" not in str(label).lower())
    return _guess(data, candidates, hints)


def find_codecs(label):
    """The codecs that a character set means, in the order in which they are tried.

    :param str label: as a mail names it
    :return: tuple of names; empty when nobody knows it

    >>> find_codecs("GB2312"), find_codecs("x-nonsense"), find_codecs("us-ascii")
    (('gb18030',), (), ('cp1252',))
    """
    name = str(label or "").strip().strip("'\"").lower()
    name = _NAMES.get(name, name)
    numbered = _NUMBERED.match(name)
    if numbered:
        name = _NUMBERS.get(numbered[1], f"cp{numbered[1]}")
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError, TypeError):
        return ()
    if codec.name in _NO_CHARSETS or not getattr(codec, "_is_text_encoding", True):
        return ()
    return _SUPERSETS.get(codec.name, (codec.name,))


def _read_seven_bits(data, label):
    """Letters of ASCII, or what is written with them."""
    if data[:1] != b"+" and not re.search(rb"\x1b|~\{|\+|\x00", data):
        return Reading(data.decode("ascii"), True)
    candidates = find_codecs(label)
    if _KOREAN.search(data):
        return _replace(data, "iso2022_kr")
    if _JAPANESE.search(data):
        return _read_japanese(data)
    if candidates and candidates[0] not in ("cp1252", "utf-8"):
        return _replace(data, candidates[0])
    if _HZ.search(data):
        text = _decode_with(data, ("hz",))
        if text is not None:
            return Reading(text, False)
    return Reading(data.decode("ascii"), True)


def _read_japanese(data):
    """ISO-2022-JP, also with the letters that Windows added to it."""
    text = _decode_with(data, ("iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_2004"))
    if text is not None:
        return Reading(text, True)
    pieces, is_double, is_kana = [], False, False
    for piece in re.split(rb"(\x1b\$[@B]|\x1b\$\(D|\x1b\([A-Z])", data):
        if piece[:1] == b"\x1b":
            is_double, is_kana = piece[1:2] == b"$", piece == b"\x1b(I"
        elif is_double:
            pieces.append(_shift(piece))
        elif is_kana:
            pieces.append(bytes(byte | 0x80 for byte in piece))
        else:
            pieces.append(piece)
    return _replace(b"".join(pieces), "cp932")


def _shift(pairs):
    """Two-byte letters of ISO-2022-JP, as Shift_JIS has them."""
    shifted = bytearray()
    for row, cell in zip(pairs[::2], pairs[1::2], strict=False):
        if row < 0x21 or cell < 0x21:
            shifted += bytes((row, cell))
            continue
        shifted.append((row + 1 >> 1) + (0x70 if row < 0x5F else 0xB0))
        if row % 2:
            shifted.append(cell + (0x1F if cell < 0x60 else 0x20))
        else:
            shifted.append(cell + 0x7E)
    return bytes(shifted)


def _is_utf8(data, candidates):
    """Whether bytes are UTF-8, whatever they claim to be.

    Chinese in other character sets is hardly ever UTF-8 by chance, unless each of its
    letters would be one of two bytes.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    has_many = bool(candidates) and candidates[0] in _MANY_BYTES
    return not has_many or bool(_THREE_BYTES.search(data))


def _is_hardly_western(data):
    """Whether a text has more accents than letters: no language of the West does."""
    sample = data[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    return high > len(re.findall(rb"[A-Za-z]", sample)) and high > 2


def _decode_with(data, candidates):
    """The text by the first codec that takes all of it; None when none does."""
    for name in candidates:
        try:
            return data.decode(name, _EURO if name == "gb18030" else "strict")
        except (UnicodeError, LookupError, ValueError):
            continue
    return None


def _replace(data, name):
    try:
        text = data.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        text = data.decode("cp1252", "replace")
    return Reading(text, REPLACED not in text)


def _guess(data, candidates, hints):
    """What a text says whose character set is missing, unknown or wrong."""
    damaged = _read_damaged(data, candidates)
    if damaged is not None:
        return Reading(damaged, False)
    hinted = [name for hint in hints for name in find_codecs(hint)]
    several = [name for name in hinted if name in _MANY_BYTES]
    for name in (*several, *_ask_for_guesses(data)):
        text = _decode_with(data, (name,))
        if text is not None and not _UNLIKELY.search(text):
            return Reading(text, False)
    return Reading(data.decode("cp1252", "replace"), False)


def _read_damaged(data, candidates):
    """A text with a few broken letters, as when it was cut; None for another one."""
    for name in dict.fromkeys(("utf-8", *candidates[:1])):
        text = data.decode(name, "replace")
        letters = len(re.findall("[^\x00-\x7f\ufffd]", text))
        if name in _MANY_BYTES | {"utf-8"} and text.count(REPLACED) * 8 <= letters:
            return text
    return None


def _ask_for_guesses(data):
    """What the library takes it for, the most likely first."""
    sample = data[:_SAMPLE]
    try:
        guesses = chardet.detect_all(sample, ignore_threshold=True)
    except Exception:  # a library that guesses may stumble over anything
        return
    for place, guess in enumerate(guesses):
        for name in find_codecs(guess.get("encoding")):
            # Languages of the West differ by a letter or two.
            if name in _GUESSED and (not place or name not in _LIKE_WESTERN):
                yield name
