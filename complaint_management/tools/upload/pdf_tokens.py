# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PDF files from strangers, read token by token: what no byte pattern can see.

Every place where a reader may find an object is read, wherever the file's own list
of objects points: also inside of texts and streams. What cannot be read is refused.
"""

import re
import zlib

from .refused import UNCHECKED, UploadRefused

# Objects may be packed; this much is unpacked to look for what runs.
UNPACKED = 64 * 1024 * 1024
# Tokens, and how often the same byte may be read for objects within objects.
TOKENS = 1_500_000
PASSES = 4
DEPTH = 60
_CHUNK = 64 * 1024
_SPACE = rb"\x00\t\n\f\r "
_REGULAR = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]"
# What stands between tokens; then a token, or the beginning of a text.
_SKIPPED = re.compile(rb"(?:[%s]+|%%[^\r\n]*)*" % _SPACE)
_TOKEN = re.compile(
    rb"<<|>>|[\[\]{}]|\(|<[0-9A-Fa-f%s]*>|/%s*|%s+" % (_SPACE, _REGULAR, _REGULAR)
)
_TEXT_STEP = re.compile(rb"[^\\()]*(\\[\s\S]|[()])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT = re.compile(rb"(?<![A-Za-z])(?:obj|trailer)(?![A-Za-z])")
# What stands before the word "obj" where an object begins: two numbers.
_NUMBERED = re.compile(rb"\d(?:[%s]|%%[^\r\n]*[\r\n])*\Z" % _SPACE)
_BEFORE = 256
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)?")
# Numbers, as careless as they come, and the few words that there are.
_WORD = re.compile(rb"(?:[+\-.\d]+|true|false|null|R)\Z")
# Keys on which readers disagree when they stand there twice.
_UNIQUE = {"Filter", "DecodeParms", "Type", "N", "First"}
_FLATE = ({"FlateDecode"}, {"Fl"})


def spell(*names):
    """A pattern for names, however their letters are escaped.

    ``/J#61vaScript`` is ``/JavaScript``.
    """

    def letter(char):
        digits = f"{ord(char):02x}"
        either = "".join(f"[{digit}{digit.upper()}]" for digit in digits)
        return f"(?:{re.escape(char)}|#{either})"

    words = "|".join("".join(map(letter, name)) for name in names)
    return re.compile(
        rb"/(?:%s)(?=[\x00\t\n\f\r ()<>\[\]{}/%%]|\Z)" % words.encode("ascii")
    )


ACTIVE_NAMES = (
    "JavaScript",
    "Launch",
    "EmbeddedFile",
    "EmbeddedFiles",
    "FileAttachment",
    "RichMedia",
    "RichMediaExecute",
    "Rendition",
    "Movie",
    "SubmitForm",
    "ImportData",
    "GoToE",
    "GoToR",
    "XFA",
)
ACTIVE = spell(*ACTIVE_NAMES)
# A file within a list of files, where nothing else is packed.
_CARRIED = re.compile(
    rb"/(?:E|#45)(?:F|#46)(?:[%s]|%%[^\r\n]*[\r\n])*(?:<<|\d)" % _SPACE
)


def check_objects(data):
    """Refuse files whose objects do something, wherever they are packed.

    :raises UploadRefused: "active", "bomb", "broken" or "unchecked"
    """
    tokens = _Tokens(data)
    left = UNPACKED
    for match in _OBJECT.finditer(data):
        start = match.start()
        is_sure = match[0] == b"trailer" or _NUMBERED.search(
            data[max(0, start - _BEFORE) : start]
        )
        try:
            value, end = tokens.read_value(match.end())
            if isinstance(value, dict):
                left -= _check_stream(data, value, tokens.skip(end), left)
        except UploadRefused as refused:
            # Three letters may stand anywhere in a picture.
            if is_sure or refused.code != "broken":
                raise


def _check_stream(data, dictionary, position, left):
    """Look into packed objects; how much there was of them."""
    stream = _STREAM.match(data, position)
    if not stream:
        return 0
    if "F" in dictionary:
        # The content is another file's, on the reader's computer.
        raise UploadRefused("active")
    if not (
        dictionary.get("Type") == "ObjStm"
        or {"N", "First"} <= dictionary.keys()
        or "Extends" in dictionary
    ):
        return 0
    if not _is_plain(dictionary):
        raise UploadRefused("broken")
    return _scan(data, stream.end(), bool(_get_filters(dictionary)), left)


def _get_filters(dictionary):
    filters = dictionary.get("Filter", [])
    return filters if isinstance(filters, list) else [filters]


def _is_plain(dictionary):
    """Whether packed objects are packed in the one way that everybody uses."""
    filters = _get_filters(dictionary)
    parameters = dictionary.get("DecodeParms", dictionary.get("DP"))
    if isinstance(parameters, list):
        parameters = parameters[0] if len(parameters) == 1 else parameters
    if isinstance(parameters, dict):
        is_predicted = parameters.get("Predictor", b"1") != b"1"
    else:
        is_predicted = parameters not in (None, b"null")
    known = not filters or (
        all(isinstance(name, str) for name in filters) and set(filters) in _FLATE
    )
    return known and len(filters) < 2 and not is_predicted


def _scan(data, start, is_packed, left):
    """Search unpacked objects for what runs, a piece at a time."""
    if not is_packed:
        # They stand in the file as they are, and were searched with it.
        end = data.find(b"endstream", start)
        if _CARRIED.search(data, start, end if end >= 0 else len(data)):
            raise UploadRefused("active")
        return 0
    unpacker = zlib.decompressobj()
    size, tail, position = 0, b"", start
    rest = b""
    while not unpacker.eof:
        if not rest:
            rest = data[position : position + _CHUNK]
            position += len(rest)
        if not rest:
            raise UploadRefused("broken")
        try:
            part = unpacker.decompress(rest, _CHUNK * 16)
        except zlib.error as error:
            raise UploadRefused("broken") from error
        rest = unpacker.unconsumed_tail
        size += len(part)
        if size >= left:
            raise UploadRefused("bomb")
        seen = tail + part
        if ACTIVE.search(seen) or _CARRIED.search(seen):
            raise UploadRefused("active")
        tail = seen[-200:]
    return size


class _Tokens:
    """Reads values: names as str, other words as bytes, texts as None."""

    def __init__(self, data):
        self._data = data
        self._tokens = TOKENS
        self._bytes = len(data) * PASSES

    def skip(self, position):
        """Where the next token begins."""
        return _SKIPPED.match(self._data, position).end()

    def _next(self, position):
        start = self.skip(position)
        match = _TOKEN.match(self._data, start)
        if not match:
            raise UploadRefused("broken")
        token, end = match[0], match.end()
        if token == b"(":
            token, end = b"(", self._end_of_text(end)
        self._spend(1, end - position)
        return token, end

    def _spend(self, tokens, length):
        self._tokens -= tokens
        self._bytes -= length
        if self._tokens < 0 or self._bytes < 0:
            raise UploadRefused(UNCHECKED)

    def _end_of_text(self, position):
        depth = 1
        while depth:
            step = _TEXT_STEP.match(self._data, position)
            if not step:
                raise UploadRefused("broken")
            depth += {b"(": 1, b")": -1}.get(step[1], 0)
            self._spend(1, step.end() - position)
            position = step.end()
        return position

    def read_value(self, position, depth=0):
        """The value that begins here.

        :return: (value, position behind it)
        :raises UploadRefused: "broken", "active" or "unchecked"
        """
        token, position = self._next(position)
        return self._build(token, position, depth)

    def _build(self, token, position, depth):
        if depth > DEPTH:
            raise UploadRefused("broken")
        if token == b"<<":
            return self._read_dictionary(position, depth)
        if token == b"[":
            return self._read_array(position, depth)
        if token in (b">>", b"]", b"{", b"}"):
            raise UploadRefused("broken")
        if token[:1] == b"/":
            return self._get_name(token), position
        if token[:1] in b"(<":
            return None, position
        if depth and not _WORD.match(token):
            # Some readers stumble over other words, and never get up again.
            raise UploadRefused("broken")
        return token, position

    def _get_name(self, token):
        name = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), token[1:])
        name = name.decode("latin-1")
        if name in ACTIVE_NAMES:
            raise UploadRefused("active")
        return name

    def _read_array(self, position, depth):
        values = []
        while True:
            token, position = self._next(position)
            if token == b"]":
                return values, position
            value, position = self._build(token, position, depth + 1)
            values.append(value)

    def _read_dictionary(self, position, depth):
        values, key, is_filled = {}, None, True
        while True:
            token, position = self._next(position)
            if token == b">>" and is_filled:
                break
            value, position = self._build(token, position, depth + 1)
            if is_filled and isinstance(value, str):
                if value in values and value in _UNIQUE:
                    raise UploadRefused("broken")
                key, is_filled = value, False
            elif key is None:
                raise UploadRefused("broken")
            elif not is_filled:
                values[key], is_filled = value, True
            elif not isinstance(value, bytes):
                # Only a reference has more words: "7 0 R".
                raise UploadRefused("broken")
        if "EF" in values and not {"F", "UF", "Type"}.isdisjoint(values):
            raise UploadRefused("active")
        return values, position
