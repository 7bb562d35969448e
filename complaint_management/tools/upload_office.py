# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Office documents from strangers: no macros, no bombs, nothing about the author."""

import io
import re
import zipfile
import zlib

from lxml import etree

from .upload_refused import UploadRefused

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
# Templates and objects fetched from elsewhere run as soon as a file is opened.
_RELATION = re.compile(rb"<[^<>]*Relationship\s[^<>]*>")
_LOADED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument)[\"']")
_REMOTE = re.compile(
    rb"Target\s*=\s*[\"']\s*(?:https?:|ftp:|\\\\|file:/*\\\\|file:/{4})", re.IGNORECASE
)
_BOMB = re.compile(rb"<!ENTITY", re.IGNORECASE)
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


def check(data):
    """Which kind of document a zip file is; what else zip files are is refused.

    :return: its mimetype
    :raises UploadRefused: "kind", "active", "locked", "bomb", "broken", "mismatch"
    """
    with _opened(data) as archive, _as_broken():
        entries = archive.infolist()
        _check_entries(entries)
        mimetype = _recognise(archive)
        if any(_MACRO.search(entry.filename) for entry in entries):
            raise UploadRefused("active")
        for entry in entries:
            _check_entry(archive, entry)
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
    if len(set(names)) < len(names):
        raise UploadRefused("broken")
    if any(".." in re.split(r"[/\\]", name) or name[:1] in "/\\" for name in names):
        raise UploadRefused("broken")


def _recognise(archive):
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        types = archive.read("[Content_Types].xml")
        if b"macroEnabled" in types or b"vbaProject" in types:
            raise UploadRefused("active")
        for mimetype in (DOCX, XLSX, PPTX):
            if f"{mimetype}.main+xml".encode() in types:
                return mimetype
    elif "mimetype" in names and "content.xml" in names:
        found = archive.read("mimetype")[:200].decode(errors="replace").strip()
        if found in (ODT, ODS):
            return found
    raise UploadRefused("kind")


def _check_entry(archive, entry):
    """Read an entry to its end, so that a wrong length or sum is seen."""
    is_xml = _XML.search(entry.filename)
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            part = tail + chunk
            if is_xml and _BOMB.search(part):
                raise UploadRefused("bomb")
            tail = chunk[-16:]
    if entry.filename.endswith(".rels"):
        _check_relations(archive.read(entry))


def _check_relations(content):
    for relation in _RELATION.findall(content):
        if _LOADED.search(relation) and _REMOTE.search(relation):
            raise UploadRefused("active")


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
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(content, parser).getroottree()
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
        if isinstance(error, bad):
            raise UploadRefused("broken") from error
