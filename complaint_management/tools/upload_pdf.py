# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PDF files from strangers: nothing that runs, and nothing about the author."""

import io
import re
import zlib

from .upload_refused import UploadRefused

# Objects may be packed; this much is unpacked to look for what runs.
UNPACKED = 64 * 1024 * 1024
OBJECTS = 300_000
PAGES = 2_000
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm"
    rb"|ImportData|GoToE|XFA)(?![A-Za-z0-9])"
)
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
# Of a picture's segments: what belongs to the picture itself, not to its story.
_JPEG_KEPT = (0xE0, 0xEE)
# Dropped wherever they are: who, when, with what. Short names may be names of fonts.
_TOLD = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/Private",
    "/Author",
    "/Creator",
    "/CreationDate",
    "/ModDate",
    "/StructParents",
    "/StructParent",
)
_TOLD_BY_PAGE = ("/AA", "/AF", "/B", "/ID", "/SeparationInfo", "/Thumb")
# A filled form field is part of the page; notes and links are about people.
_FIELD_KEYS = {"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/MK", "/BS"}


def check(data):
    """Refuse what does more than show pages.

    Reads bytes, not structure: what one reader overlooks another one runs.

    :raises UploadRefused: "active", "locked", "bomb" or "broken"
    """
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data:
        raise UploadRefused("broken")
    if _ENCRYPTED.search(data):
        raise UploadRefused("locked")
    for part in (data, *_unpack_objects(data)):
        if _ACTIVE.search(_unescape(part)):
            raise UploadRefused("active")


def _unescape(part):
    """Names as they are meant: ``/J#61vaScript`` is ``/JavaScript``."""
    return _ESCAPED.sub(lambda match: bytes([int(match.group(1), 16)]), part)


def _unpack_objects(data):
    """The contents of all packed objects, bounded in size."""
    left = UNPACKED
    for match in _STREAM.finditer(data):
        head = _unescape(data[max(0, match.start() - 1024) : match.start()])
        # Its own dictionary begins after the previous object's end.
        head = head.rpartition(b"endobj")[2]
        if not _PACKED.search(head):
            continue
        if b"FlateDecode" not in head and b"/Fl" not in head:
            if b"/Filter" in head:
                raise UploadRefused("broken")
            continue
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(data[match.end() :], left)
        except zlib.error as error:
            raise UploadRefused("broken") from error
        left -= len(part)
        if left <= 0:
            raise UploadRefused("bomb")
        yield part


def clean(data):
    """Copy the pages alone into a new file.

    :raises UploadRefused: "uncleanable": the file cannot be taken apart
    """
    # Loaded when it is needed: half of the library that Odoo brings.
    from odoo.tools import pdf  # pylint: disable=import-outside-toplevel

    try:
        reader = pdf.PdfFileReader(io.BytesIO(data), strict=False)
        writer = pdf.PdfFileWriter()
        if len(reader.pages) > PAGES:
            raise UploadRefused("uncleanable")
        cleaner = _Cleaner(pdf)
        for page in reader.pages:
            cleaner.clean_page(page)
            writer.add_page(page)
        buffer = io.BytesIO()
        writer.write(buffer)
    except UploadRefused:
        raise
    except (Exception, RecursionError) as error:
        raise UploadRefused("uncleanable") from error
    return buffer.getvalue()


class _Cleaner:
    """Walks once through all objects of the pages of a file."""

    def __init__(self, pdf):
        self._pdf = pdf
        self._seen = set()

    def clean_page(self, page):
        for key in _TOLD_BY_PAGE:
            page.pop(key, None)
        self._keep_fields(page)
        waiting = [page]
        while waiting:
            current = waiting.pop()
            if isinstance(current, self._pdf.IndirectObject):
                current = self._open(current)
            if isinstance(current, self._pdf.DictionaryObject):
                self._clean_dictionary(current)
                waiting.extend(v for k, v in current.items() if k != "/Parent")
            elif isinstance(current, self._pdf.ArrayObject):
                waiting.extend(current)

    def _open(self, reference):
        key = (reference.idnum, reference.generation)
        if key in self._seen:
            return None
        if len(self._seen) > OBJECTS:
            raise UploadRefused("uncleanable")
        self._seen.add(key)
        return reference.get_object()

    def _keep_fields(self, page):
        """Of what lies on a page, only filled form fields are content."""
        array = self._pdf.ArrayObject
        fields = array()
        for annotation in page.get("/Annots") or ():
            annotation = annotation.get_object()
            if annotation.get("/Subtype") == "/Widget":
                for key in set(annotation) - _FIELD_KEYS:
                    del annotation[key]
                fields.append(annotation)
        page.pop("/Annots", None)
        if fields:
            page[self._pdf.NameObject("/Annots")] = fields

    def _clean_dictionary(self, dictionary):
        for key in _TOLD:
            dictionary.pop(key, None)
        if dictionary.get("/Subtype") == "/Image":
            self._clean_image(dictionary)

    def _clean_image(self, image):
        """Photos keep their own story inside; the stream as it is, not painted."""
        filters = image.get("/Filter")
        if not isinstance(filters, self._pdf.ArrayObject):
            filters = [filters]
        if "/DCTDecode" in filters:
            image._data = strip_jpeg(self._unpack_photo(image, filters))
        elif "/JPXDecode" in filters and re.search(b"uuid|xml ", image._data):
            raise UploadRefused("uncleanable")

    def _unpack_photo(self, image, filters):
        """A photo that was packed once more, as it is."""
        parameters = image.get("/DecodeParms")
        if isinstance(parameters, self._pdf.ArrayObject):
            # Those of the outer packing; a photo brings its own.
            parameters = parameters[0] if isinstance(parameters[0], dict) else None
        if filters[:-1] == ["/FlateDecode"] and not parameters:
            image[self._pdf.NameObject("/Filter")] = self._pdf.NameObject(filters[-1])
            image.pop("/DecodeParms", None)
            return zlib.decompressobj().decompress(image._data, UNPACKED)
        if len(filters) > 1:
            raise UploadRefused("uncleanable")
        return image._data


def strip_jpeg(data):
    """A JPEG without its comments and application data; pixels are untouched.

    :raises UploadRefused: "uncleanable" when it is no JPEG
    """
    if data[:2] != b"\xff\xd8":
        raise UploadRefused("uncleanable")
    kept = [data[:2]]
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise UploadRefused("uncleanable")
        marker = data[position + 1]
        if marker == 0xDA:
            # Pixels, up to the end of the picture: what follows is not shown.
            end = data.rfind(b"\xff\xd9")
            kept.append(data[position : end + 2 if end > position else None])
            return b"".join(kept)
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        is_story = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_story or marker in _JPEG_KEPT:
            kept.append(data[position:end])
        position = end
    raise UploadRefused("uncleanable")
