# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which files from outside are taken, and under which name (issue 4, bad input)."""

import struct
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import example, given, strategies as st

from odoo.addons.complaint_management.tools.upload import (
    image as upload_image,
    office as upload_office,
    upload,
)
from odoo.addons.complaint_management.tools.upload.upload import (
    UploadRefused,
    check_upload,
)

from . import upload_files as files

LIMIT = 10 * 1024 * 1024
TAKEN = [
    ("a.jpg", files.photo(), "image/jpeg"),
    ("a.png", files.photo("PNG"), "image/png"),
    ("a.gif", files.animation(), "image/gif"),
    ("a.webp", files.photo("WEBP"), "image/webp"),
    ("a.heic", files.heic(), "image/heic"),
    ("a.pdf", files.pdf(), "application/pdf"),
    ("a.docx", files.ooxml(), upload_office.DOCX),
    ("a.xlsx", files.ooxml("xlsx"), upload_office.XLSX),
    ("a.pptx", files.ooxml("pptx"), upload_office.PPTX),
    ("a.odt", files.odf(), upload_office.ODT),
    ("a.ods", files.odf("spreadsheet"), upload_office.ODS),
    ("a.txt", "电表接错 ¿por qué?".encode(), "text/plain"),
    ("a.txt", "电表接错".encode("utf-16"), "text/plain"),
    ("a.txt", "电表接错".encode("gb18030"), "text/plain"),
    ("a.txt", b"3 < 4 and <b>5</b>", "text/plain"),
    ("a.mp3", files.mp3(), "audio/mpeg"),
    ("a.wav", files.wav(), "audio/x-wav"),
    ("a.ogg", files.ogg(), "audio/ogg"),
    ("a.m4a", files.mp4(b"M4A ", b"soun"), "audio/mp4"),
    ("a.mp4", files.mp4(), "video/mp4"),
]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PACKED_SCRIPT = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert) >>")


def _packed(content, filters=b"/FlateDecode"):
    return b"10 0 obj\n<< /Type /ObjStm /Filter %s >>\nstream\n%s\nendstream" % (
        filters,
        content,
    )


def _png_of(width, height):
    """A picture that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    body = struct.pack(">I", len(head)) + chunk
    data = files.photo("PNG")
    return data[:8] + body + struct.pack(">I", zlib.crc32(chunk)) + data[33:]


def _locked():
    data = bytearray(files.ooxml())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        data[start + offset] |= 1
    return bytes(data)


DTD = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
REMOTE = '<Relationship Target="https://x.example/t.dotm" Type="x/attachedTemplate"/>'
REFUSED = [
    ("empty", b""),
    ("too_big", b"a" * (LIMIT + 1)),
    ("kind", SVG),
    ("kind", b"\xef\xbb\xbf  " + SVG),
    ("kind", SVG.decode().encode("utf-16")),
    ("kind", b"<html><body>hi</body></html>"),
    ("kind", b"Dear all <img src=x onerror=alert(1)>"),
    ("kind", b'<?xml version="1.0"?><a/>'),
    ("kind", b"MZ\x90\x00\x03\x00\x00\x00"),
    ("kind", b"\x7fELF\x02\x01\x01\x00"),
    ("kind", b"#!/bin/sh\nrm -rf /"),
    ("kind", b"{\\rtf1 hello}"),
    ("kind", b"%!PS-Adobe"),
    ("kind", b"\x1f\x8b\x08\x00\x00\x00"),
    ("kind", b"7z\xbc\xaf\x27\x1c\x00"),
    ("kind", b"Rar!\x1a\x07\x01\x00"),
    ("kind", b"hello %PDF-1.4"),
    ("kind", files.archive({"a.txt": "hello"})),
    ("kind", files.archive({})),
    ("kind", files.box(b"ftyp", b"qt  ", bytes(4))),
    ("kind", b"\xff\xfe" + b"\x00\xd8" * 3),
    ("mismatch", files.photo() + b"<script>alert(1)</script>"),
    ("mismatch", files.photo() + files.archive({"a": "b"})),
    ("mismatch", files.pdf(extra=b"<HTML><body>hi</body>")),
    ("mismatch", b"PK\x03\x04 before" + files.ooxml()),
    ("bomb", _png_of(30000, 30000)),
    ("bomb", _png_of(8000, 10000)),
    ("bomb", files.ooxml(word__big_dot_xml=b"0" * (30 * 1024 * 1024))),
    ("bomb", files.ooxml(word__big_dot_xml=DTD)),
    ("bomb", files.pdf(_packed(zlib.compress(bytes(70 * 1024 * 1024))))),
    ("broken", files.photo()[:30]),
    ("broken", files.photo("PNG")[:60]),
    ("broken", b"%PDF-1.7 nothing"),
    ("broken", files.ooxml()[:-30]),
    ("broken", files.ooxml().replace(b"rels", b"r\xff\xfes", 1)),
    ("broken", files.pdf(_packed(b"no zlib"))),
    ("broken", files.pdf(_packed(PACKED_SCRIPT, b"/LZWDecode"))),
    ("active", files.ooxml(word__vbaProject_dot_bin=b"x")),
    ("active", files.ooxml(word__activeX__a_dot_xml="<a/>")),
    ("active", files.ooxml(word___rels__s_dot_rels=REMOTE)),
    ("active", files.pdf(catalog=b"/OpenAction << /S /JavaScript /JS (a) >>")),
    ("active", files.pdf(catalog=b"/OpenAction << /S /J#61vaScript /JS (a) >>")),
    ("active", files.pdf(b"10 0 obj << /S /Launch /F (cmd.exe) >> endobj ")),
    ("active", files.pdf(catalog=b"/Names << /EmbeddedFiles 10 0 R >>")),
    ("active", files.pdf(_packed(PACKED_SCRIPT))),
    ("active", files.pdf(_packed(PACKED_SCRIPT, b"[ /Fl#61teDecode ]"))),
    # What nobody knows may do anything, and is not only refused to the protected.
    ("active", files.ooxml(word__embeddings__a_dot_bin=b"x")),
    ("locked", files.pdf(b"trailer << /Encrypt 9 0 R >> ")),
    ("locked", _locked()),
]


@pytest.mark.parametrize(("name", "data", "mimetype"), TAKEN)
def test_taken(name, data, mimetype):
    assert check_upload(name, data, LIMIT) == (name, mimetype)
    assert mimetype in upload.ALLOWED


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=range(len(REFUSED)))
def test_refused(code, data):
    # Whatever name it comes under.
    for name in ("photo.jpg", "text.txt", "letter.docx"):
        with pytest.raises(UploadRefused) as refused:
            check_upload(name, data, LIMIT)
        assert refused.value.code == code


def test_many_entries_are_a_bomb():
    entries = {f"{number}.xml": "" for number in range(upload_office.ENTRIES + 1)}
    with pytest.raises(UploadRefused, match="bomb"):
        check_upload("a.docx", files.archive(entries), 0)


def test_endless_animation_is_a_bomb():
    data = files.animation(frames=upload_image.FRAMES + 1)
    assert check_upload("a.gif", files.animation(frames=200), 0)
    # Equal frames are put together when they are written: count what arrived.
    if upload_image.Image.open(upload_image.io.BytesIO(data)).n_frames > 500:
        with pytest.raises(UploadRefused, match="bomb"):
            check_upload("a.gif", data, 0)


def test_folders_in_an_archive_do_not_lead_out():
    data = files.ooxml(word__x_dot_xml="<a/>")
    evil = data.replace(b"word/x.xml", b"../../.xml")
    with pytest.raises(UploadRefused, match="broken"):
        check_upload("a.docx", evil, LIMIT)


def test_stored_document_is_taken():
    entries = dict(_read_all(files.ooxml()))
    data = files.archive(entries, zipfile.ZIP_STORED)
    assert check_upload("a.docx", data, LIMIT)[1] == upload_office.DOCX


def _read_all(data):
    with zipfile.ZipFile(upload_office.io.BytesIO(data)) as source:
        for name in source.namelist():
            yield name, source.read(name)


def test_limit_is_inclusive_and_zero_is_none():
    assert check_upload("a", b"12345", 5)
    assert check_upload("a", b"12345", 0)
    with pytest.raises(UploadRefused, match="too_big"):
        check_upload("a", b"123456", 5)


@given(st.binary(max_size=300), st.sampled_from([data for _n, data, _m in TAKEN]))
def test_damaged_files_are_refused_never_raised(noise, data):
    """Random bytes, and good files cut and continued with them."""
    for attempt in (noise, data[: len(noise) * 3] + noise, data + noise):
        try:
            name, mimetype = check_upload("a", attempt, LIMIT)
            upload.clean_metadata(name, attempt, mimetype)
        except UploadRefused as refused:
            assert refused.code in upload.REASONS


# ----------------------------------------------------------------------
# Names
# ----------------------------------------------------------------------

NAMES = [
    ("../../x", "x.jpg"),
    ("..\\..\\x.png", "x.jpg"),
    ("C:\\Users\\me\\photo.JPEG", "photo.JPEG"),
    ("/etc/passwd", "passwd.jpg"),
    ("photo.jpg\0.exe", "photo.jpg"),
    ("photo\u202egpj.exe", "photogpj.jpg"),
    ("bill.pdf.exe", "bill.pdf.jpg"),
    ("photo.jpg.exe", "photo.jpg"),
    ("a\r\nSet-Cookie: x=1", "aSet-Cookie_ x=1.jpg"),
    ('<img src="x">.jpg', "_img src=_x__.jpg"),
    ("CON", "_CON.jpg"),
    ("con.jpg", "_con.jpg"),
    (".htaccess", "htaccess.jpg"),
    ("...", "file.jpg"),
    ("", "file.jpg"),
    (None, "file.jpg"),
    ("电表照片.jpg", "电表照片.jpg"),
    ("فاتورة.jpg", "فاتورة.jpg"),
    ("Bill of 3.10", "Bill of 3.10.jpg"),
    ("a" * 300 + ".jpg", "a" * 96 + ".jpg"),
]


@pytest.mark.parametrize(("name", "clean"), NAMES)
def test_name(name, clean):
    assert upload.clean_name(name, "image/jpeg") == clean


@given(st.text(max_size=400), st.sampled_from(sorted(upload.ALLOWED)))
@example("../" * 50 + "\u202e\0", "application/pdf")
@example("表" * 300, "application/pdf")
@example("a.\u200b.", "image/png")
def test_any_name_becomes_safe(name, mimetype):
    clean = upload.clean_name(name, mimetype)
    stem, _dot, extension = clean.rpartition(".")
    assert stem and extension.lower() in upload.ALLOWED[mimetype]
    assert len(clean) <= upload.NAME_LENGTH
    assert len(clean.encode()) <= upload.NAME_BYTES
    assert not set(clean) & set('/\\<>:"|?*\0')
    assert not any(unicodedata.category(char)[0] == "C" for char in clean)
    assert clean[0] not in " ." and clean == clean.strip()
    # A name that was cleaned once is clean.
    assert upload.clean_name(clean, mimetype) == clean


def test_unknown_reason_is_a_mistake_of_ours():
    with pytest.raises(ValueError):
        UploadRefused("because")
