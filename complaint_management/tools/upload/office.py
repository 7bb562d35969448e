# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Office documents from strangers: no macros, no bombs, nothing about the author."""

import io
import re
import zipfile
import zlib

from lxml import etree

from .office_active import check_part, looks_like_xml
from .refused import UploadRefused

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
DOCX = f"{_OOXML}wordprocessingml.document"
XLSX = f"{_OOXML}spreadsheetml.sheet"
PPTX = f"{_OOXML}presentationml.presentation"
ODT = f"{_ODF}text"
ODS = f"{_ODF}spreadsheet"
EXTENSIONS = {DOCX: "docx", XLSX: "xlsx", PPTX: "pptx", ODT: "odt", ODS: "ods"}
# What a real document stays below, with room to spare.
ENTRIES = 5_000
UNPACKED = 200 * 1024 * 1024
RATIO = 150
RATIO_FROM = 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_XML = re.compile(r"(?i)\.(?:xml|rels|rdf|vml)$")
_PICTURE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp)$")
_DOCUMENT = re.compile(r"(?i)\.(?:docx|xlsx|pptx)$")
_MACRO = re.compile(
    r"(?i)(?:^|/)(?:vba\w*\.bin|activex|macrosheets|ctrlprops|basic|scripts)(?:/|$)"
    r"|(?:^|/)vba\w*\.(?:bin|xml)$|\.(?:exe|dll|js|vbs|bat|cmd|ps1|jar)$"
)
_SIGNATURE = re.compile(r"(?i)(?:^|/)_xmlsignatures/|signatures\.xml$")
# Left out: pictures of the first page, the printer's name, private data.
_PRINTER = re.compile(r"(?i)(?:^|/)printerSettings/")
_PREVIEW = re.compile(r"(?i)(?:^|/)(?:thumbnails?(?:/|\.)|ObjectReplacements/)")
# What documents hold besides texts with markup, by its name.
_KNOWN = re.compile(
    r"(?i)(?:^|/)mimetype$|^layout-cache$|(?:^|/)ObjectReplacements/[^/]+$"
    r"|(?:^|/)printerSettings/[^/]+\.bin$"
    r"|\.(?:jpe?g|jfif|png|gif|webp|bmp|tiff?|ico|emf|wmf|emz|wmz|svm|wdp|heic"
    r"|fntdata|odttf|ttf|otf|sigs|mp3|m4a|wav|wma|mp4|m4v|mov|wmv|avi)$"
)
# Programs, archives and containers of objects, whatever they are called.
_PROGRAMS = (
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
    b"{\\rt",
    b"%PDF",
    b"#!",
    b"MSCF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"ITSF",
    b"\xca\xfe\xba\xbe",
    b"L\0\0\0\x01\x14\x02\0",
)
# A document may hold another one, with the numbers of its chart.
LEVELS = 3
_EMPTY = {
    "docProps/core.xml": "cp:coreProperties xmlns:cp="
    '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    "docProps/app.xml": "Properties xmlns="
    '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"',
    "docProps/custom.xml": "Properties xmlns="
    '"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"',
    "meta.xml": "office:document-meta xmlns:office="
    '"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"',
    "settings.xml": "office:document-settings xmlns:office="
    '"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"',
}
_CUSTOM = re.compile(r"(?i)^customXml/item\d+\.xml$")
# Attributes and elements, without namespace, that hold people.
_PEOPLE_ATTRIBUTES = {
    "author",
    "initials",
    "userName",
    "userId",
    "providerId",
    "displayName",
    "lastEdited",
    "lastModifiedBy",
    "personName",
    "creator",
}
_PEOPLE_ELEMENTS = {
    "author",
    "creator",
    "creator-initials",
    "initial-creator",
    "author-name",
    "author-initials",
    "lastModifiedBy",
}
_NAMED_IN = re.compile(r"(?i)(?:commentAuthors|authors|persons?|people)\.?\w*\.xml$")


class Budget:
    """What a document may unpack to, with all that lies in it."""

    def __init__(self):
        self.bytes = UNPACKED
        self.entries = ENTRIES
        self.levels = LEVELS

    def spend(self, entries):
        """Count the parts of one document.

        :raises UploadRefused: "bomb": there are too many, or they are too large
        """
        self.bytes -= sum(entry.file_size for entry in entries)
        self.entries -= len(entries)
        if self.bytes < 0 or self.entries < 0:
            raise UploadRefused("bomb")


def check(data, budget=None):
    """Which kind of document a zip file is; what else zip files are is refused.

    :param budget: of the document that it lies in, if it does
    :return: its mimetype
    :raises UploadRefused: "kind", "active", "locked", "bomb", "broken", "mismatch"
    """
    budget = budget or Budget()
    with _opened(data) as archive, _as_broken():
        entries = archive.infolist()
        _check_entries(entries)
        budget.spend(entries)
        mimetype = _recognise(archive)
        if any(_MACRO.search(entry.filename) for entry in entries):
            raise UploadRefused("active")
        for entry in entries:
            _check_entry(archive, entry, budget)
        return mimetype


def _opened(data):
    if not data.startswith(b"PK\x03\x04"):
        raise UploadRefused("kind")
    with _as_broken():
        archive = zipfile.ZipFile(io.BytesIO(data))
        # Something hides before the archive, or between its parts and its list.
        if min((e.header_offset for e in archive.infolist()), default=0):
            raise UploadRefused("mismatch")
        return archive


def _check_entries(entries):
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > ENTRIES or total > UNPACKED:
        raise UploadRefused("bomb")
    if total > RATIO_FROM and total > RATIO * packed:
        raise UploadRefused("bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UploadRefused("locked")
    names = [entry.filename for entry in entries]
    # Readers do not tell capitals from small letters, so none may hide another.
    if len({name.casefold() for name in names}) < len(names):
        raise UploadRefused("broken")
    if any("\\" in name or "\0" in name for name in names):
        raise UploadRefused("broken")
    if any(".." in re.split(r"[/\\]", name) or name[:1] in "/\\" for name in names):
        raise UploadRefused("broken")


def _recognise(archive):
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        types = archive.read("[Content_Types].xml")
        check_part("[Content_Types].xml", io.BytesIO(types))
        root = etree.fromstring(types, _get_parser())
        found = {node.get("ContentType") for node in root.iter("{*}Override")}
        for mimetype in (DOCX, XLSX, PPTX):
            if f"{mimetype}.main+xml" in found:
                return mimetype
    elif "mimetype" in names and "content.xml" in names:
        found = archive.read("mimetype")[:200].decode(errors="replace").strip()
        if found in (ODT, ODS):
            return found
    raise UploadRefused("kind")


def _check_entry(archive, entry, budget):
    """Refuse a part that is not understood, or that does something.

    It is read to its end, so that a wrong length or sum is seen.
    """
    name = entry.filename
    with archive.open(entry) as stream:
        head = stream.read(200)
    if head.startswith(_PROGRAMS):
        raise UploadRefused("active")
    with archive.open(entry) as stream:
        if looks_like_xml(head) or (head and _XML.search(name)):
            check_part(name, stream)
        elif head.startswith(b"PK"):
            _check_inner(stream.read(), budget)
        else:
            while stream.read(_CHUNK):
                pass
            if head and not _KNOWN.search(name):
                raise UploadRefused("active")


def _check_inner(data, budget):
    """Refuse what lies in a document and is no document itself."""
    budget.levels -= 1
    if budget.levels < 0:
        raise UploadRefused("bomb")
    try:
        check(data, budget)
    except UploadRefused as refused:
        code = "active" if refused.code in ("kind", "mismatch") else refused.code
        raise UploadRefused(code) from refused
    budget.levels += 1


def _get_parser():
    """A reader that fetches nothing, and unfolds nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def clean(data, clean_part):
    """Write the document anew, without what tells who wrote it, when and with what.

    :param clean_part: cleans a picture or document inside, and returns it
    :raises UploadRefused: "uncleanable" when it is signed, or has objects inside
        that nobody can look into
    """
    buffer = io.BytesIO()
    with _opened(data) as source, _as_broken():
        _check_entries(source.infolist())
        mimetype = _recognise(source)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                content = _clean_entry(source, entry.filename, clean_part)
                if content is None:
                    continue
                # A new entry: no date, no owner, no comment of the old one.
                info = zipfile.ZipInfo(entry.filename)
                is_first = mimetype in (ODT, ODS) and entry.filename == "mimetype"
                info.compress_type = (
                    zipfile.ZIP_STORED if is_first else zipfile.ZIP_DEFLATED
                )
                target.writestr(info, content)
    return buffer.getvalue()


def _clean_entry(archive, name, clean_part):
    """What stands in place of an entry; None leaves it out."""
    if _SIGNATURE.search(name):
        raise UploadRefused("uncleanable")
    if name.endswith("/") or _PREVIEW.search(name) or _PRINTER.search(name):
        return None
    if name in _EMPTY or _CUSTOM.match(name):
        return f"<{_EMPTY.get(name, 'empty')}/>"
    content = archive.read(name)
    if not content:
        return content
    if _XML.search(name):
        return _clean_xml(name, content)
    if _PICTURE.search(name) or _DOCUMENT.search(name):
        return clean_part(content)
    return _check_harmless(name, content)


def _check_harmless(name, content):
    """Fonts and old pictures say nothing; what nobody knows may say all."""
    if name == "mimetype" or re.search(
        r"(?i)\.(?:emf|wmf|fntdata|odttf|ttf|otf)$", name
    ):
        return content
    raise UploadRefused("uncleanable")


def _clean_xml(name, content):
    tree = etree.fromstring(content, _get_parser()).getroottree()
    holds_people = _NAMED_IN.search(name)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            # Comments and instructions are nothing that can be seen.
            if element.getparent() is not None:
                _drop(element)
            continue
        if _is_dropped(element):
            _drop(element)
            continue
        _forget_people(element, holds_people)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_dropped(element):
    """References to what is left out, and to folders of somebody's computer."""
    tag = etree.QName(element).localname
    if tag in ("absPath", "fileSharing", "rsids", "attachedTemplate"):
        return True
    if tag == "Relationship":
        target = element.get("Target", "")
        return (
            _PREVIEW.search(target)
            or _PRINTER.search(target)
            or re.match(r"(?i)file:|[a-z]:\\|\\\\", target)
        )
    if tag == "file-entry":
        path = next((v for k, v in element.items() if k.endswith("full-path")), "")
        return _PREVIEW.search(path)
    return False


def _drop(element):
    parent = element.getparent()
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _forget_people(element, holds_people):
    for key in list(element.attrib):
        attribute = etree.QName(key).localname
        if attribute.startswith("rsid"):
            del element.attrib[key]
        elif attribute in _PEOPLE_ATTRIBUTES or (holds_people and attribute == "name"):
            element.set(key, "Author" if element.get(key) else "")
    if etree.QName(element).localname in _PEOPLE_ELEMENTS and element.text:
        element.text = "Author"


class _as_broken:
    """Whatever the unpacker says about a bad file, it is broken."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        bad = (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            zlib.error,
            etree.LxmlError,
            EOFError,
            KeyError,
            NotImplementedError,
            OSError,
            RuntimeError,
            ValueError,
        )
        if isinstance(error, bad) and not isinstance(error, MemoryError):
            raise UploadRefused("broken") from error
