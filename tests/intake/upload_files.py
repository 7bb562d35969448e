# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files as strangers send them, built by the tests: each tells who made it."""

import io
import struct
import wave
import zipfile

from PIL import Image, PngImagePlugin

# Whoever made the files, and where: nothing of this may survive the cleaning.
SECRETS = (b"Li Wei Secret", b"31.2304", b"Pixel 9 of Li Wei")
WHO = SECRETS[0].decode()
WHERE = SECRETS[1].decode()
CAMERA = SECRETS[2].decode()
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><who>{WHO}</who></x:xmpmeta>'.encode()


def photo(kind="JPEG", size=(40, 20), orientation=6):
    """A photo with its place, camera, author and a small picture inside."""
    image = Image.new("RGB", size, "red")
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[0x013B] = WHO
    exif[0x9286] = WHO
    exif[0x0112] = orientation
    gps = exif.get_ifd(0x8825)
    gps[1] = "N"
    gps[2] = (31.0, 13.0, 49.0)
    gps[29] = WHERE
    options = {"exif": exif}
    if kind == "JPEG":
        options.update(comment=WHO.encode(), xmp=XMP)
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", WHO)
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = text
    if kind == "WEBP":
        options["xmp"] = XMP
    return _save(image, kind, **options)


def animation(kind="GIF", frames=3, **options):
    """A moving picture with a comment."""
    pictures = [Image.new("RGB", (8, 8), (index * 60, 0, 0)) for index in range(frames)]
    return _save(
        pictures[0],
        kind,
        save_all=True,
        append_images=pictures[1:],
        duration=100,
        loop=0,
        **options,
    )


def _save(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def pdf(extra=b"", catalog=b"", image=None):
    """A page of text, its author, and what else is asked for.

    :param bytes extra: whole objects, from number 10 on
    :param bytes catalog: entries of the catalog
    :param bytes image: a JPEG on the page
    """
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
        b" /PieceInfo << /App << /Private (%s) >> >> /Metadata 6 0 R"
        b" /Annots [7 0 R 8 0 R] /Resources << %s >> >>"
        % (WHO.encode(), b"/XObject << /P 9 0 R >>" if image else b""),
        4: _stream(b"BT (The meter is wrong) Tj ET"),
        5: b"<< /Author (%s) /Title (%s) >>" % (WHO.encode(), WHO.encode()),
        6: _stream(XMP, b"/Type /Metadata /Subtype /XML"),
        7: b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (%s) >>" % WHO.encode(),
        8: b"<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /T (%s) >>"
        % WHO.encode(),
    }
    if image:
        objects[9] = _stream(
            image,
            b"/Type /XObject /Subtype /Image /Width 40 /Height 20 /BitsPerComponent 8"
            b" /ColorSpace /DeviceRGB /Filter /DCTDecode",
        )
    parts = [b"%PDF-1.7\n"]
    offsets = {}
    for number, content in objects.items():
        offsets[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    parts.append(extra)
    start = sum(map(len, parts))
    parts.append(b"xref\n")
    for number, offset in {0: 0, **offsets}.items():
        flag = b"65535 f" if not number else b"00000 n"
        parts.append(b"%d 1\n%010d %s \n" % (number, offset, flag))
    parts.append(
        b"trailer\n<< /Size 10 /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % start
    )
    return b"".join(parts)


def _stream(content, entries=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (
        len(content),
        entries,
        content,
    )


def archive(entries, compression=zipfile.ZIP_DEFLATED):
    """A zip file of ``{name: content}``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return buffer.getvalue()


_MAIN = {
    "docx": ("wordprocessingml.document", "word/document.xml"),
    "xlsx": ("spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": ("presentationml.presentation", "ppt/presentation.xml"),
}
_DC = "http://purl.org/dc/elements/1.1/"


def ooxml(kind="docx", **more):
    """A Word, Excel or PowerPoint document with its author all over.

    :param more: further entries, "__" for "/" and "_dot_" for "."
    """
    subtype, main = _MAIN[kind]
    folder = main.split("/")[0]
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/'
            f'package/2006/content-types"><Override PartName="/{main}" ContentType='
            f'"application/vnd.openxmlformats-officedocument.{subtype}.main+xml"/>'
            "</Types>",
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
            'package/2006/relationships"><Relationship Id="t" Type="x/thumbnail" '
            f'Target="docProps/thumbnail.jpeg"/><Relationship Id="a" Type="x/'
            f'attachedTemplate" Target="file:///C:/Users/{WHO}/x.dotm"/>'
            "</Relationships>",
            "docProps/core.xml": f'<c xmlns:d="{_DC}"><d:creator>{WHO}</d:creator></c>',
            "docProps/app.xml": f"<p><Company>{WHO}</Company></p>",
            "docProps/custom.xml": f"<p>{WHO}</p>",
            "docProps/thumbnail.jpeg": photo(),
            main: '<w:doc xmlns:w="urn:w"><w:p w:rsidR="00AB">The meter is wrong'
            f'<w:ins w:author="{WHO}" w:initials="{WHO}">!</w:ins></w:p>'
            f"<!-- {WHO} --></w:doc>",
            f"{folder}/comments.xml": f"<c><authors><author>{WHO}</author></authors>"
            f'<n author="{WHO}">why?</n></c>',
            f"{folder}/people.xml": f'<p><person name="{WHO}" author="{WHO}"/></p>',
            f"{folder}/media/image1.jpeg": photo(),
            f"{folder}/printerSettings/printerSettings1.bin": WHO.encode(),
            "customXml/item1.xml": f"<x>{WHO}</x>",
            **{
                name.replace("__", "/").replace("_dot_", "."): content
                for name, content in more.items()
            },
        }
    )


def odf(kind="text", content=None):
    """A LibreOffice document with its author all over.

    :param str content: what stands in it instead
    """
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content
            or f'<o xmlns:dc="{_DC}">The meter is wrong<annotation>'
            f"<dc:creator>{WHO}</dc:creator></annotation></o>",
            "meta.xml": f'<o xmlns:dc="{_DC}"><dc:creator>{WHO}</dc:creator></o>',
            "settings.xml": f"<o>{WHO}</o>",
            "Thumbnails/thumbnail.png": photo("PNG"),
            "Pictures/1.png": photo("PNG"),
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:m"><m:file-entry '
            'm:full-path="Thumbnails/thumbnail.png"/></m:manifest>',
            "Configurations2/accelerator/current.xml": "",
        }
    )


def mp3():
    """Two frames of silence between tags of both versions."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    tag = WHO.encode().ljust(125, b"\0")
    return b"ID3\x04\0\0\0\0\0\x14" + WHO.encode().ljust(20) + frame * 2 + b"TAG" + tag


def wav():
    """A tenth of a second of silence, and a list of who recorded it."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(1)
        target.setframerate(8000)
        target.writeframes(b"\x80" * 800)
    content = b"INFOIART" + struct.pack("<I", len(WHO) + 1) + WHO.encode() + b"\0"
    return buffer.getvalue() + b"LIST" + struct.pack("<I", len(content)) + content


def ogg():
    """An Opus stream with a comment."""
    comment = f"ARTIST={WHO}".encode()
    tags = b"OpusTags" + struct.pack("<I", 4) + b"Phon"
    tags += struct.pack("<II", 1, len(comment)) + comment
    pages = (b"OpusHead" + bytes(11), tags, b"sound")
    return b"".join(_ogg_page(number, body) for number, body in enumerate(pages))


def _ogg_page(number, body):
    head = struct.pack("<4sBBQIIIBB", b"OggS", 0, 0, 0, 7, number, 0, 1, len(body))
    return head + body


def box(name, *contents):
    """A box of an MP4 file."""
    content = b"".join(contents)
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(brand=b"isom", handler=b"vide"):
    """A film that says where it was taken, with what, by whom."""
    who = WHO.encode()
    return b"".join(
        (
            box(b"ftyp", brand, bytes(4), brand),
            box(
                b"moov",
                box(b"mvhd", bytes(4), b"\x11" * 8, bytes(88)),
                box(
                    b"trak",
                    box(b"tkhd", bytes(4), b"\x11" * 8, bytes(72)),
                    box(
                        b"mdia",
                        box(b"mdhd", bytes(4), b"\x11" * 8, bytes(12)),
                        box(b"hdlr", bytes(8), handler, bytes(12), who),
                        box(b"minf", box(b"stbl", bytes(8))),
                    ),
                    box(b"udta", who),
                ),
                box(b"udta", box(b"\xa9xyz", SECRETS[1])),
                box(b"meta", who),
            ),
            box(b"uuid", XMP),
            box(b"mdat", b"pictures"),
        )
    )


def heic():
    """The first bytes of a photo of a telephone."""
    return box(b"ftyp", b"heic", bytes(4), b"mif1heic") + box(b"mdat", WHO.encode())


def every_kind():
    """A small file of every kind that is taken: dict of names to contents."""
    return {
        "jpeg": photo(),
        "png": photo("PNG"),
        "gif": animation(),
        "webp": photo("WEBP"),
        "heic": heic(),
        "pdf": pdf(image=photo()),
        "docx": ooxml(),
        "xlsx": ooxml("xlsx"),
        "pptx": ooxml("pptx"),
        "odt": odf(),
        "ods": odf("spreadsheet"),
        "text": "电表接错 ¿por qué? The meter is wrong.\n".encode() * 9,
        "mp3": mp3(),
        "wav": wav(),
        "ogg": ogg(),
        "m4a": mp4(b"M4A ", b"soun"),
        "mp4": mp4(),
    }
