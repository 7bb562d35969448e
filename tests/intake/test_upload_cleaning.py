# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What files tell about their author is gone before they are kept (R149)."""

import io
import wave
import zipfile

import pytest
from PIL import Image, MpoImagePlugin

from odoo.addons.complaint_management.tools.upload import (
    office as upload_office,
    sound as upload_sound,
    upload,
)
from odoo.addons.complaint_management.tools.upload.upload import UploadRefused

from . import upload_files as files

CLEANED = {
    "jpeg": files.photo(),
    "png": files.photo("PNG"),
    "webp": files.photo("WEBP"),
    "gif": files.animation(comment=files.SECRETS[0]),
    "moving webp": files.animation("WEBP"),
    "pdf": files.pdf(),
    "pdf with photo": files.pdf(image=files.photo()),
    "docx": files.ooxml(),
    "xlsx": files.ooxml("xlsx"),
    "pptx": files.ooxml("pptx"),
    "odt": files.odf(),
    "ods": files.odf("spreadsheet"),
    "document in document": files.ooxml(
        word__embeddings__a_dot_xlsx=files.ooxml("xlsx")
    ),
    "mp3": files.mp3(),
    "wav": files.wav(),
    "ogg": files.ogg(),
    "m4a": files.mp4(b"M4A ", b"soun"),
    "mp4": files.mp4(),
}
UNCLEANABLE = {
    "heic": files.heic(),
    "tracks of sensors": files.mp4(handler=b"meta"),
    "signed": files.ooxml(_xmlsignatures__sig1_dot_xml="<a/>"),
    "drawing": files.ooxml(word__media__a_dot_svg="<a/>"),
    "pdf without pages": b"%PDF-1.7\nstartxref\n0\n%%EOF",
    "garbage in sound": files.mp3().replace(b"TAG", b"\xf0" * 3000),
}


def _clean(data):
    name, mimetype = upload.check_upload(f"{files.WHO}.x", data, 0)
    return upload.clean_metadata(name, data, mimetype)


def _find_secrets(data):
    """Secrets in a file, also in what is packed inside."""
    found = [secret for secret in files.SECRETS if secret in data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                found += _find_secrets(name.encode()) + _find_secrets(
                    archive.read(name)
                )
    return found


@pytest.mark.parametrize("kind", CLEANED)
def test_nothing_is_told(kind):
    data = CLEANED[kind]
    name, cleaned = _clean(data)
    if kind != "moving webp":
        assert _find_secrets(data), "the test file tells nothing: it proves nothing"
    assert not _find_secrets(cleaned)
    assert name.startswith("file.")
    # It still is what it was.
    assert upload.check_upload(name, cleaned, 0) == (
        name,
        upload.check_upload("a", data, 0)[1],
    )


@pytest.mark.parametrize("kind", UNCLEANABLE)
def test_what_cannot_be_cleaned_is_refused(kind):
    with pytest.raises(UploadRefused, match="uncleanable"):
        _clean(UNCLEANABLE[kind])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_is_turned_before_it_forgets(kind):
    _name, cleaned = _clean(files.photo(kind, size=(40, 20), orientation=6))
    image = Image.open(io.BytesIO(cleaned))
    assert image.size == (20, 40)
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile", "Author"} & set(image.info)


def test_photo_with_a_second_picture_inside():
    """Telephones keep the depth or a preview behind the photo."""
    buffer = io.BytesIO()
    first, second = Image.new("RGB", (30, 10), "red"), Image.new("RGB", (20, 10))
    first.save(
        buffer,
        MpoImagePlugin.MpoImageFile.format,
        save_all=True,
        append_images=[second],
    )
    _name, cleaned = _clean(buffer.getvalue())
    assert Image.open(io.BytesIO(cleaned)).format == "JPEG"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_moving_pictures_go_on_moving(kind):
    _name, cleaned = _clean(files.animation(kind))
    image = Image.open(io.BytesIO(cleaned))
    assert image.n_frames == 3
    image.seek(2)
    assert image.convert("RGB").getpixel((4, 4))[0] > 100


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "RGBA", "LA", "1", "I;16"])
def test_pictures_of_every_mode(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    buffer = io.BytesIO()
    Image.new(mode, (4, 4)).save(buffer, kind)
    assert _clean(buffer.getvalue())


def test_pages_of_a_pdf_are_kept():
    from odoo.tools import pdf

    _name, cleaned = _clean(files.pdf(image=files.photo()))
    reader = pdf.PdfFileReader(io.BytesIO(cleaned), strict=False)
    page = reader.pages[0]
    assert b"The meter is wrong" in page.get_contents().get_data()
    assert [note.get_object()["/Subtype"] for note in page["/Annots"]] == ["/Widget"]
    picture = page["/Resources"]["/XObject"]["/P"]
    assert Image.open(io.BytesIO(picture._data)).size == (40, 20)


@pytest.mark.parametrize("data", [files.ooxml(), files.odf()])
def test_text_of_a_document_is_kept(data):
    _name, cleaned = _clean(data)
    with zipfile.ZipFile(io.BytesIO(cleaned)) as archive:
        names = archive.namelist()
        texts = b"".join(map(archive.read, names))
        dates = {info.date_time for info in archive.infolist()}
    assert b"The meter is wrong" in texts
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if "humbnail" in name]
    assert b"humbnail" not in texts


def test_first_entry_of_a_libreoffice_document_stays_readable():
    _name, cleaned = _clean(files.odf())
    assert cleaned[38 : 38 + len(upload_office.ODT)] == upload_office.ODT.encode()


def test_sound_is_kept():
    _name, cleaned = _clean(files.wav())
    with wave.open(io.BytesIO(cleaned)) as sound:
        assert sound.getnframes() == 800
    assert len(_clean(files.mp3())[1]) == 2 * 417


def test_ogg_pages_keep_their_sums():
    _name, cleaned = _clean(files.ogg())
    head, body = upload_sound._split_pages(cleaned)[1]
    plain = head[:22] + bytes(4) + head[26:] + body
    assert int.from_bytes(head[22:26], "little") == upload_sound._ogg_crc(plain)


def test_sum_of_ogg_is_the_one_of_its_inventors():
    # The page of RFC 3533 in the wild: an Opus header as encoders write it.
    page = bytes.fromhex(
        "4f6767530002000000000000000001000000000000000000000001134f707573486561640101"
        "380180bb0000000000"
    )
    assert upload_sound._ogg_crc(b"") == 0
    assert upload_sound._ogg_crc(b"\x01") == 0x04C11DB7
    assert upload_sound._ogg_crc(page) == upload_sound._ogg_crc(b"\0\0" + page)


def test_samples_of_a_film_stay_where_they_are():
    data = files.mp4()
    _name, cleaned = _clean(data)
    assert len(cleaned) == len(data)
    assert cleaned.index(b"pictures") == data.index(b"pictures")
    assert b"\x11" * 8 not in cleaned


def test_text_becomes_utf_8():
    assert _clean("电表".encode("gb18030"))[1] == "电表".encode()
