# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PDF files from strangers: nothing that runs, and nothing about the author."""

import collections
import io
import re
import zlib

from .pdf_tokens import ACTIVE, UNPACKED, check_objects, spell
from .refused import UploadRefused

OBJECTS = 300_000
PAGES = 2_000
# How often a reader looks at the same place while it finds its way.
VISITS = 50
# Who has not left a spot of so many bytes after so many steps never will.
STEPS = 10_000
SPOT = 64
_ENCRYPTED = spell("Encrypt")
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

    First by bytes, wherever they stand, as what one reader overlooks another one
    runs; then object by object.

    :raises UploadRefused: "active", "locked", "bomb", "broken" or "unchecked"
    """
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data:
        raise UploadRefused("broken")
    if _ENCRYPTED.search(data):
        raise UploadRefused("locked")
    if ACTIVE.search(data):
        raise UploadRefused("active")
    check_objects(data)


def clean(data):
    """Copy the pages alone into a new file.

    :raises UploadRefused: "uncleanable": the file cannot be taken apart
    """
    pdf = _get_library()
    try:
        stream = _Stream(data)
        reader = pdf.PdfReader(stream, strict=False)
        stream.is_counted = False
        writer = pdf.PdfWriter()
        if len(reader.pages) > PAGES:
            raise UploadRefused("uncleanable")
        cleaner = _Cleaner(pdf.generic)
        for page in reader.pages:
            cleaner.clean_page(page)
            writer.add_page(page)
        buffer = io.BytesIO()
        writer.write(buffer)
    except (UploadRefused, MemoryError):
        raise
    except (Exception, RecursionError) as error:
        raise UploadRefused("uncleanable") from error
    return buffer.getvalue()


def _get_library():
    """The library that Odoo brings, without Odoo, and with bounds."""
    # Loaded when it is needed: half of the time of a check.
    try:
        import PyPDF2 as pdf  # pylint: disable=import-outside-toplevel
    except ImportError:
        import pypdf as pdf  # pylint: disable=import-outside-toplevel
    import logging  # pylint: disable=import-outside-toplevel

    logging.getLogger(pdf.__name__).setLevel(logging.CRITICAL)
    pdf.filters.decompress = _decompress
    return pdf


def _decompress(data):
    """Unpack what can be unpacked, within bounds."""
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(data, UNPACKED)
    if unpacker.unconsumed_tail:
        raise UploadRefused("uncleanable")
    return content


class _Stream(io.BytesIO):
    """A file in which nobody goes round in circles.

    Neither from list to list of objects, while a reader finds its way, nor on the
    spot, over a word that it does not know.
    """

    is_counted = True

    def __init__(self, data):
        super().__init__(data)
        self._visits = collections.Counter()
        self._steps = self._mark = 0

    def seek(self, position, whence=0):
        if self.is_counted and whence == 0:
            self._visits[position] += 1
            if self._visits[position] > VISITS:
                raise UploadRefused("uncleanable")
        found = super().seek(position, whence)
        self._steps += 1
        if self._steps % STEPS == 0:
            if abs(found - self._mark) < SPOT:
                raise UploadRefused("uncleanable")
            self._mark = found
        return found


def _get(dictionary, key):
    """What stands under a key, also where it stands elsewhere in the file."""
    return dictionary[key] if key in dictionary else None


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
        for annotation in _get(page, "/Annots") or ():
            annotation = annotation.get_object()
            if _get(annotation, "/Subtype") == "/Widget":
                for key in set(annotation) - _FIELD_KEYS:
                    del annotation[key]
                fields.append(annotation)
        page.pop("/Annots", None)
        if fields:
            page[self._pdf.NameObject("/Annots")] = fields

    def _clean_dictionary(self, dictionary):
        for key in _TOLD:
            dictionary.pop(key, None)
        if _get(dictionary, "/Subtype") == "/Image":
            self._clean_image(dictionary)

    def _clean_image(self, image):
        """Photos keep their own story inside; the stream as it is, not painted."""
        filters = _get(image, "/Filter")
        if not isinstance(filters, self._pdf.ArrayObject):
            filters = [filters]
        if "/DCTDecode" in filters:
            image._data = strip_jpeg(self._unpack_photo(image, filters))
        elif "/JPXDecode" in filters and re.search(b"uuid|xml ", image._data):
            raise UploadRefused("uncleanable")

    def _unpack_photo(self, image, filters):
        """A photo that was packed once more, as it is."""
        parameters = _get(image, "/DecodeParms")
        if isinstance(parameters, self._pdf.ArrayObject):
            # Those of the outer packing; a photo brings its own.
            parameters = parameters[0] if isinstance(parameters[0], dict) else None
        if filters[:-1] == ["/FlateDecode"] and not parameters:
            image[self._pdf.NameObject("/Filter")] = self._pdf.NameObject(filters[-1])
            image.pop("/DecodeParms", None)
            return _decompress(image._data)
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
