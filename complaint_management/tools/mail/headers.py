# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Headings of a mail: taken apart first, decoded then.

A name is decoded after the addresses were told from the names. So a comma in an encoded
name parts nothing, and a name that looks like an address never is one.
"""

import base64
import binascii
import quopri
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from . import charsets

_WORD = r"=\?[^?\s]+\?[bBqQ]\?[^?\r\n]*\?="
_WORD_PARTS = re.compile(r"=\?([^?*\s]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
# Those that follow each other are one text, also where a letter is cut in two.
_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD})*")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
# Private characters stand for what was taken out: a number between them.
_START, _END = "\ue000", "\ue001"
_MASK = re.compile(f"{_START}(\\d+){_END}")
_LETTER = re.compile(r"\w")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_COMMENT = re.compile(r"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
# So many comments within comments are read.
_NESTED = 3
_NO_ADDRESS = re.compile(r'[\s<>,;()"\\\ue000\ue001]')
_ANY_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")


class Person(NamedTuple):
    """Who stands in a heading; the address is in lower case, the name may be ""."""

    name: str
    address: str


def decode(value, hints=()):
    """A heading as text.

    :param str value: as the library keeps it, with bytes as surrogates
    :param hints: character sets that the mail names elsewhere
    :return: a ``charsets.Reading``

    >>> decode("=?gb2312?B?1cU=?= =?gb2312?B?hrQ=?= CMP/1").text
    '张喆 CMP/1'
    """
    text, is_sure = read_raw(value, hints)
    pieces, end = [], 0
    for match in _WORDS.finditer(text):
        decoded = _decode_words(match[0])
        is_sure = is_sure and decoded.is_sure
        pieces += [text[end : match.start()], decoded.text]
        end = match.end()
    return charsets.Reading("".join([*pieces, text[end:]]), is_sure)


def get_people(value, hints=()):
    """Names and addresses of a heading, in their order.

    :param str value: as the library keeps it, not decoded
    :param hints: as for ``decode``
    :return: list of ``Person``

    >>> get_people('=?utf-8?q?M=C3=BCller=2C_J?= <j@b.example>')
    [Person(name='Müller, J', address='j@b.example')]
    >>> get_people('=?utf-8?q?x=40evil.example?= <J@b.example>')
    [Person(name='x@evil.example', address='j@b.example')]
    >>> get_people('=?utf-8?q?x=40evil.example?=, a@b.example (A B)')
    [Person(name='A B', address='a@b.example')]
    """
    text, _is_sure = read_raw(value, hints)
    masked, hidden = _mask(text)
    people = []
    for piece in _split(masked):
        people += _read_piece(piece, hidden)
    return people


def make_value(people):
    """People as a heading that every library reads as they are meant.

    :param people: list of ``Person``
    """
    return ", ".join(
        f'"{clean_name(person.name)}" <{person.address}>'
        if clean_name(person.name)
        else f"<{person.address}>"
        for person in people
    )


def clean_name(name):
    """A name that nothing takes for an address.

    >>> clean_name("x@evil.example")
    ''
    >>> clean_name('Li "Wei" (li@b.example)')
    "Li 'Wei' (li at b.example)"
    """
    name = " ".join(name.split())
    if _ANY_ADDRESS.fullmatch(name.strip("'\"<>()[] ")):
        return ""
    name = name.replace('"', "'").replace("\\", "/").replace("=?", "= ?")
    return re.sub(r"\s*@\s*", " at ", name).strip()


def decode_parameter(value):
    """A parameter of a heading, as a file's name, in whatever way it is written.

    :param value: text, or (character set, language, text) of RFC 2231
    :return: a ``charsets.Reading``

    >>> decode_parameter(("gb2312", "", "\\xd5\\xc5\\x86\\xb4.txt")).text
    '张喆.txt'
    """
    if isinstance(value, tuple):
        try:
            data = str(value[2]).encode("latin-1")
        except UnicodeEncodeError:
            data = _get_bytes(value[2])
        return charsets.read(data, value[0])
    reading = decode(value)
    if "%" in reading.text and "''" in reading.text:
        label, _language, rest = (reading.text.split("'", 2) + ["", ""])[:3]
        if charsets.find_codecs(label):
            return charsets.read(unquote_to_bytes(rest), label)
    return reading


def _get_bytes(value):
    try:
        return str(value).encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return str(value).encode("utf-8", "replace")


def read_raw(value, hints=()):
    """A heading as it stands there, its bytes read: encoded words stay encoded.

    :return: a ``charsets.Reading`` in one line
    """
    data = _get_bytes(value)
    text, is_sure = charsets.read(data, None, hints)
    text = _FOLD.sub(" ", text).replace(_START, "").replace(_END, "")
    return charsets.Reading(text, is_sure or data.isascii())


def _decode_words(text):
    """Encoded words that follow each other; those of one character set together."""
    groups = []
    for label, encoding, encoded in _WORD_PARTS.findall(text):
        data = _decode_word(encoding, encoded)
        if groups and groups[-1][0] == label.lower():
            groups[-1][1] += data
        else:
            groups.append([label.lower(), bytearray(data)])
    readings = [charsets.read(bytes(data), label) for label, data in groups]
    return charsets.Reading(
        "".join(reading.text for reading in readings),
        all(reading.is_sure for reading in readings),
    )


def _decode_word(encoding, encoded):
    data = _get_bytes(encoded)
    if encoding in "qQ":
        return quopri.decodestring(data, header=True)
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return base64.b64decode(data[: len(data) // 4 * 4])


def _mask(text):
    """A text without encoded words, quotations and comments, and what they say."""
    hidden = []

    def hide(kind, get_text):
        def replace(match):
            hidden.append((kind, get_text(match)))
            return f"{_START}{len(hidden) - 1}{_END}"

        return replace

    def unescape(match):
        return re.sub(r"\\(.)", r"\1", match[1])

    text = _WORDS.sub(hide("word", lambda match: _decode_words(match[0]).text), text)
    text = _QUOTED.sub(hide("quoted", unescape), text)
    for _depth in range(_NESTED):
        text = _COMMENT.sub(hide("comment", unescape), text)
    return text, hidden


def _unmask(text, hidden):
    """What somebody meant by a masked text."""
    return _MASK.sub(lambda match: _unmask(hidden[int(match[1])][1], hidden), text)


def _split(masked):
    """The pieces of a list of addresses: one for each person, no names of groups.

    A comma before any address is one of a name that should have been quoted.
    """
    pieces, start, is_inside = [], 0, False
    for match in re.finditer("[<>,;:]", masked):
        if match[0] in "<>":
            is_inside = match[0] == "<"
        elif is_inside:
            continue
        elif match[0] == ":":
            if masked.find("@", start, match.start()) >= 0:
                pieces.append(masked[start : match.start()])
            start = match.end()
        elif match[0] == ";" or not _is_half_a_name(masked, start, match.start()):
            pieces.append(masked[start : match.start()])
            start = match.end()
    return [*pieces, masked[start:]]


def _is_half_a_name(masked, start, end):
    return (
        masked.find("@", start, end) < 0
        and masked.find(_START, start, end) < 0
        and _LETTER.search(masked, start, end)
    )


def _read_piece(piece, hidden):
    opening, closing = piece.rfind("<"), piece.rfind(">")
    if opening >= 0:
        end = closing if closing > opening else len(piece)
        address = _get_address(piece[opening + 1 : end], hidden)
        name = _get_name(piece[:opening], hidden)
        name = name or _get_name(piece[end + 1 :], hidden)
        return [Person(name, address)] if address else []
    outside = _MASK.sub(
        lambda match: "" if hidden[int(match[1])][0] == "comment" else match[0], piece
    )
    words = outside.split()
    found = [word for word in words if "@" in word]
    addresses = list(filter(None, (_get_address(word, hidden) for word in found)))
    if len(addresses) != 1:
        return [Person("", address) for address in addresses]
    comments = [
        match[0]
        for match in _MASK.finditer(piece)
        if hidden[int(match[1])][0] == "comment"
    ]
    name = " ".join(word for word in words if word not in found)
    return [Person(_get_name(name or " ".join(comments), hidden), addresses[0])]


def _get_name(masked, hidden):
    text = _unmask(masked, hidden).replace("<", " ").replace(">", " ")
    kept = (char for char in text if unicodedata.category(char) not in ("Cc", "Cs"))
    name = " ".join("".join(kept).split())
    is_quoted = len(name) > 1 and name[0] == name[-1] and name[0] in "'\""
    return name[1:-1].strip() if is_quoted else name


def _get_address(masked, hidden):
    """An address, if it is one; what is encoded is none."""
    masked = masked.strip().rpartition(":")[2]
    if any(hidden[int(match[1])][0] == "word" for match in _MASK.finditer(masked)):
        return ""
    address = _MASK.sub(
        lambda match: (
            hidden[int(match[1])][1] if hidden[int(match[1])][0] == "quoted" else ""
        ),
        masked,
    )
    address = "".join(
        char for char in address if unicodedata.category(char) not in ("Cc", "Cs", "Cf")
    ).lower()
    local, _at, domain = address.rpartition("@")
    if not (local and domain) or "@" in local or _NO_ADDRESS.search(address):
        return ""
    return address
