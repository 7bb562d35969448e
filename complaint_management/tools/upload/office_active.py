# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What in an office document runs, or fetches something, as soon as it is opened.

Parts are parsed, not searched: entities and character sets disguise nothing.
"""

import re
from urllib.parse import unquote
from xml.parsers import expat

from .refused import UploadRefused

_CHUNK = 256 * 1024
# How deep elements may lie in each other; real documents stay far below.
DEPTH = 250
_CHARSETS = {"utf-8", "utf8", "utf-16", "utf16", "us-ascii", "ascii", "iso-8859-1"}
_UTF16 = {"utf-16", "utf16"}
# Elements, by their names without namespace, that carry or call programs.
_ELEMENTS = {
    "oleObject",
    "OLEObject",
    "oleObj",
    "oleLink",
    "oleItem",
    "ddeLink",
    "ddeItem",
    "ddeItems",
    "dde-source",
    "dde-link",
    "dde-connection",
    "dde-connection-decl",
    "altChunk",
    "subDoc",
    "object-ole",
    "plugin",
    "applet",
    "floating-frame",
    "event-listener",
    "control",
    "ocx",
    "script",
    "macro",
    "webPr",
    "dbPr",
}
# A field of a form of LibreOffice has such a name as well.
_HARMLESS = {("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "control")}
# Field codes that fetch or run something.
_FIELDS = {
    "DDE",
    "DDEAUTO",
    "LINK",
    "EMBED",
    "INCLUDETEXT",
    "INCLUDE",
    "IMPORT",
    "MACROBUTTON",
    "DATABASE",
    "RD",
    "SUBDOC",
}
_FETCHING_FIELDS = {"INCLUDEPICTURE"}
_FIELD = re.compile(r'[\s"]*([^\s"\\{}]*)')
_NESTED = "\x00"
# Texts, names of sheets, and lists of numbers within a formula.
_QUOTED = re.compile(r"""\"[^"]*\"|'[^']*'|\{[^{}]*\}""")
_CALLS = re.compile(
    r"(?i)\|"
    r"|(?<![A-Za-z0-9_])(?:CALL|REGISTER|REGISTER\.ID|EXEC|RTD|WEBSERVICE|DDE|EXTERN"
    r"|FORMULA|IMAGE)\s*\("
)
_PROGRAM_ACTION = re.compile(r"(?i)\s*ppaction://(?:program|macro|ole)")
# Relations: what they lead to.
_ACTIVE_RELATIONS = {
    "vbaproject",
    "wordvbadata",
    "xlmacrosheet",
    "xlintlmacrosheet",
    "control",
    "activexcontrolbinary",
    "oleobject",
    "afchunk",
    "subdocument",
    "ctrlprop",
    "attachedtoolbars",
}
_LINKS = {"hyperlink"}
_ACTIVE_TYPES = re.compile(
    r"(?i)macroenabled|vbaproject|vbadata|activex|macrosheet|oleobject"
    r"|ms-office\.vba|attachedtoolbars|controlproperties"
)
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.\-]*:")
_LINKED = re.compile(r"(?i)(?:https?|ftps?|mailto|tel|sms):")
# A folder on the author's own computer: nothing is fetched from elsewhere.
_OWN_DISK = re.compile(r"(?i)(?:file:/*)?/?[a-z]:[\\/]")


def looks_like_xml(data):
    """Whether a part of a document is a text with markup, whatever its name.

    :param bytes data: its beginning
    """
    head = data[:200]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:4]:
        head = head.replace(b"\0", b"")
    head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def check_part(name, stream):
    """Refuse a part that runs or fetches something.

    :param str name: its name, by which relations and lists of kinds are known
    :param stream: its content, read once
    :raises UploadRefused: "active", "bomb", "locked" or "broken"
    """
    reader = _Part(name)
    while chunk := stream.read(_CHUNK):
        reader.feed(chunk)
    reader.finish()


def is_remote(target):
    """Whether a target lies somewhere else than in the document or on one's disk.

    >>> is_remote("media/image1.png"), is_remote("file:///C:/Users/me/Normal.dotm")
    (False, False)
    >>> is_remote("http://x.example/t.dotm"), is_remote("file://server/share/t.dotm")
    (True, True)
    """
    target = _plain(target)
    if _OWN_DISK.match(target):
        return False
    return bool(_SCHEME.match(target)) or target[:2] in ("\\\\", "//", "\\/", "/\\")


def _plain(target):
    """A target as a program reads it: blanks and escapes do not count."""
    target = unquote(unquote(target or ""))
    return re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]", "", target)


def _is_dangerous_link(target):
    """What is opened when somebody clicks: pages and addresses are fine."""
    return is_remote(target) and not _LINKED.match(_plain(target))


class _Part:
    """Reads one part of a document, element by element."""

    def __init__(self, name):
        self._is_relations = name.lower().endswith(".rels")
        self._is_types = name == "[Content_Types].xml"
        self._depth = 0
        self._fields = [[""]]
        self._read = None
        self._begun = b""
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def feed(self, chunk):
        self._begun = self._begun or chunk[:4]
        self._parse(chunk, False)

    def finish(self):
        self._parse(b"", True)
        while self._fields:
            self._close_field()

    def _parse(self, chunk, is_final):
        try:
            self._parser.Parse(chunk, is_final)
        except (expat.ExpatError, LookupError, UnicodeError, ValueError) as error:
            raise UploadRefused("broken") from error

    # ------------------------------------------------------------------
    # Before the first element
    # ------------------------------------------------------------------

    def _declare(self, _version, encoding, _standalone):
        """Only character sets that every reader reads alike."""
        charset = (encoding or "utf-8").lower()
        is_wide = b"\0" in self._begun or self._begun[:2] in (b"\xff\xfe", b"\xfe\xff")
        if charset not in _CHARSETS or (charset in _UTF16) != is_wide:
            raise UploadRefused("broken")

    def _refuse_doctype(self, *_args):
        raise UploadRefused("bomb")

    # ------------------------------------------------------------------
    # Elements
    # ------------------------------------------------------------------

    def _start(self, name, attributes):
        self._depth += 1
        if self._depth > DEPTH:
            raise UploadRefused("bomb")
        space, _blank, tag = name.rpartition(" ")
        if tag in _ELEMENTS and (space, tag) not in _HARMLESS:
            raise UploadRefused("active")
        if tag == "encryption-data":
            raise UploadRefused("locked")
        if attributes:
            self._check_attributes(tag, attributes)
        if tag in ("instrText", "delInstrText", "f", "definedName", "formula"):
            self._read = []
            self._parser.CharacterDataHandler = self._read.append
        elif tag == "fldChar":
            self._follow_field(_get(attributes, "fldCharType"))
        elif tag == "fldSimple":
            self._check_field(_get(attributes, "instr"))

    def _end(self, name):
        self._depth -= 1
        if self._read is None:
            return
        tag = name.rpartition(" ")[2]
        if tag not in ("instrText", "delInstrText", "f", "definedName", "formula"):
            return
        text = "".join(self._read)
        self._read = self._parser.CharacterDataHandler = None
        if "nstrText" in tag:
            self._fields[-1][-1] += text
        else:
            _check_formula(text)

    def _check_attributes(self, tag, attributes):
        if self._is_relations and tag == "Relationship":
            _check_relation(attributes)
            return
        if self._is_types and _ACTIVE_TYPES.search(attributes.get("ContentType", "")):
            raise UploadRefused("active")
        for key, value in attributes.items():
            name = key.rpartition(" ")[2]
            if name == "href" and tag != "template":
                is_link = tag in ("a", "hyperlink", "area-rectangle", "bookmark")
                if _is_dangerous_link(value) if is_link else is_remote(value):
                    raise UploadRefused("active")
            elif name == "src" and is_remote(value):
                raise UploadRefused("active")
            elif name == "formula":
                _check_formula(value)
            elif name == "action" and _PROGRAM_ACTION.match(value):
                raise UploadRefused("active")

    # ------------------------------------------------------------------
    # Fields of Word
    # ------------------------------------------------------------------

    def _follow_field(self, kind):
        """A code may be split over many pieces, and hold others inside."""
        if kind == "begin":
            if len(self._fields) > DEPTH:
                raise UploadRefused("bomb")
            self._fields.append([""])
        elif kind == "separate":
            # What follows is what was computed, not the code.
            self._fields[-1].append("")
        elif kind == "end" and len(self._fields) > 1:
            self._close_field()
            self._fields[-1][-1] += _NESTED

    def _close_field(self):
        self._check_field(self._fields.pop()[0])

    def _check_field(self, code):
        word = _FIELD.match(code or "")[1].upper()
        if _NESTED in word and word.strip(_NESTED):
            # A word put together by another field.
            raise UploadRefused("active")
        if word.startswith(_NESTED) and len(code.strip(_NESTED + " ")) > 0:
            raise UploadRefused("active")
        fetches = word in _FETCHING_FIELDS and re.search(r"(?i)[a-z]{2,}:|\\\\", code)
        if word in _FIELDS or fetches:
            raise UploadRefused("active")


def _get(attributes, name):
    """An attribute, whatever its namespace."""
    for key, value in attributes.items():
        if key.rpartition(" ")[2] == name:
            return value
    return ""


def _check_formula(text):
    """Refuse formulas that call programs: outside of quotes there is no bar."""
    if _CALLS.search(_QUOTED.sub("", text)):
        raise UploadRefused("active")


def _check_relation(attributes):
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2].lower()
    target = attributes.get("Target", "")
    if kind in _ACTIVE_RELATIONS:
        raise UploadRefused("active")
    if _is_dangerous_link(target) if kind in _LINKS else is_remote(target):
        raise UploadRefused("active")
