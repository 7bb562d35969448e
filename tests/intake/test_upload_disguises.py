# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents that do something, in small disguises (issue 9, number 12)."""

import zlib

import pytest

from odoo.addons.complaint_management.tools.upload.upload import (
    UploadRefused,
    check_upload,
)

from . import upload_files as files

SCRIPT = b"1 0 << /S /JavaScript /JS (app.alert) >>"
PACKED = zlib.compress(SCRIPT)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def _packed(dictionary, content=PACKED, before=b"10 0 obj"):
    return b"%s\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (
        before,
        dictionary,
        content,
    )


def _relation(kind, target, mode=' TargetMode="External"', encoding="utf-8"):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="a" Type="http://x/{kind}" Target="{target}"{mode}/>'
        "</Relationships>"
    )
    return files.ooxml(word___rels__a_dot_rels=text.encode(encoding))


def _word(content):
    return files.ooxml(word__more_dot_xml=f'<w:d xmlns:w="{W}">{content}</w:d>')


def _code(*pieces):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _sheet(formula):
    return files.ooxml("xlsx", xl__s_dot_xml=f"<s><c><f>{formula}</f></c></s>")


def _writer(content):
    return files.odf(
        content=f'<o xmlns:x="http://www.w3.org/1999/xlink" xmlns:t="{ODF}:text:1.0"'
        f' xmlns:d="{ODF}:drawing:1.0" xmlns:s="{ODF}:script:1.0"'
        f' xmlns:f="{ODF}:office:1.0" xmlns:b="{ODF}:table:1.0">{content}</o>'
    )


STREAM = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
ACTIVE = {
    # PDF
    "padded dictionary": files.pdf(_packed(STREAM + b" " * 5000)),
    "comment in dictionary": files.pdf(_packed(b"%" + b"x" * 3000 + b"\n" + STREAM)),
    "text that ends an object": files.pdf(_packed(STREAM + b" /X (endobj >> stream)")),
    "escaped keys": files.pdf(
        _packed(
            STREAM.replace(b"/ObjStm", b"/#4fbj#53tm").replace(b"/Flate", b"/Fl#61te")
        )
    ),
    "no type": files.pdf(_packed(STREAM.replace(b"/Type /ObjStm", b""))),
    "comment before": files.pdf(_packed(STREAM, before=b"10 %c\n0 %d\nobj%e\n")),
    "packed in two": files.pdf(_packed(STREAM, zlib.compress(bytes(70_000) + SCRIPT))),
    "escaped inside": files.pdf(
        _packed(STREAM, zlib.compress(b"1 0 << /S /J#61v#61Script >>"))
    ),
    "carried file": files.pdf(
        b"10 0 obj << /Type /Filespec /#45#46 << /F 5 0 R >> >> endobj\n"
    ),
    "carried file, packed": files.pdf(
        _packed(STREAM, zlib.compress(b"1 0 << /F (a.exe) /EF << /F 9 0 R >> >>"))
    ),
    "other file": files.pdf(
        b"10 0 obj << /S /GoToR /F (a) /NewWindow true >> endobj\n"
    ),
    "content elsewhere": files.pdf(_packed(b"/F (http://x.example/a) /Length 0", b"")),
    # Word, Excel, PowerPoint
    "entity for a letter": _relation(
        "attachedTemplate", "&#104;ttp://x.example/t.dotm"
    ),
    "utf-16": _relation("attachedTemplate", "http://x.example/t", encoding="utf-16"),
    "percent": _relation("attachedTemplate", "%68ttp%3a//x.example/t.dotm"),
    "blank before": _relation("attachedTemplate", " \t&#10;http://x.example/t.dotm"),
    "network folder": _relation("attachedTemplate", "\\\\server\\share\\t.dotm"),
    "network folder, file": _relation("image", "file://///server/share/t.png"),
    "remote picture": _relation("image", "https://x.example/pixel.png"),
    "no mode": _relation("oleObject", "embeddings/a.bin", mode=""),
    "program behind a link": _relation("hyperlink", "ms-msdt:/id"),
    "script behind a link": _relation("hyperlink", "java&#9;script:alert(1)"),
    "inserted page": _relation("aFChunk", "a.html", mode=""),
    "relation in brackets": files.ooxml(
        word___rels__a_dot_rels=f'<Relationships xmlns="{RELATIONS}"><x y="&lt;&gt;"/>'
        '<Relationship\n\tId="a" TargetMode="External" Type="x/attachedTemplate"'
        ' Target="http://x.example"/></Relationships>'
    ),
    "macros by another name": files.ooxml(
        word__notes_dot_xml=b"\xd0\xcf\x11\xe0 macros"
    ),
    "program as a picture": files.ooxml(word__media__a_dot_png=b"MZ\x90\0 program"),
    "archive as a picture": files.ooxml(
        word__media__a_dot_png=files.archive({"a": "b"})
    ),
    "dde over runs": _word(_code("D", "DEA", "UTO c:\\\\cmd")),
    "dde without field": _word("<w:instrText> dde cmd</w:instrText>"),
    "dde put together": _word(
        '<w:fldChar w:fldCharType="begin"/>'
        + _code("QUOTE 68 68 69")
        + "<w:instrText> cmd calc</w:instrText>"
        '<w:fldChar w:fldCharType="end"/>'
    ),
    "dde in one": _word('<w:fldSimple w:instr="&#68;DE cmd"/>'),
    "dde by another prefix": files.ooxml(
        word__m_dot_xml=f'<q:d xmlns:q="{W}"><q:instrText>DDE a</q:instrText></q:d>'
    ),
    "picture that is fetched": _word(_code('INCLUDEPICTURE "http://x.example/a.png"')),
    "formula": _sheet("cmd|&#39;/c calc&#39;!A0"),
    "formula that fetches": _sheet("_xlfn.WEBSERVICE(&quot;http://x&quot;)"),
    "dde link": files.ooxml("xlsx", xl__e_dot_xml='<e><ddeLink ddeService="cmd"/></e>'),
    "object": _word('<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/>'),
    "control": _word("<w:object><w:control/></w:object>"),
    "button": files.ooxml(
        "pptx", ppt__s_dot_xml='<s><a action="ppaction://program"/></s>'
    ),
    "part without ending": files.ooxml(word__data=f'<d xmlns="{W}"><ddeLink/></d>'),
    "document inside": files.ooxml(
        word__embeddings__a_dot_docx=_word(_code("DDE cmd"))
    ),
    # LibreOffice
    "frame": _writer('<d:floating-frame x:href="a"/>'),
    "applet": _writer("<d:applet/>"),
    "dde": _writer("<t:dde-connection-decl/>"),
    "event": _writer('<s:event-listener x:href="vnd.sun.star.script:a"/>'),
    "macro": _writer("<f:scripts><f:script/></f:scripts>"),
    "section": _writer('<t:section-source x:href="http://x.example/a.odt"/>'),
    "picture": _writer('<d:image x:href="http&#58;//x.example/a.png"/>'),
    "cell": _writer('<b:table-cell b:formula="of:=DDE(&quot;a&quot;;&quot;b&quot;)"/>'),
    "script behind a word": _writer('<t:a x:href="vnd.sun.star.script:a">b</t:a>'),
}
OTHER = {
    "foreign letters": (
        "broken",
        files.ooxml(word__a_dot_xml=b'<?xml version="1.0" encoding="utf-7"?><a/>'),
    ),
    "two names": ("broken", files.ooxml(Word__document_dot_xml="<a/>")),
    "predicted": (
        "broken",
        files.pdf(_packed(STREAM + b" /DecodeParms << /Predictor 12 >>")),
    ),
    "twice packed": (
        "broken",
        files.pdf(
            _packed(
                STREAM.replace(b"/FlateDecode", b"[ /ASCIIHexDecode /FlateDecode ]")
            )
        ),
    ),
    "two filters": ("broken", files.pdf(_packed(STREAM + b" /Filter /LZWDecode"))),
    "object inside of a text": (
        "broken",
        files.pdf(
            b"10 0 obj\n(text " + _packed(STREAM, before=b"11 0 obj") + b")\nendobj\n"
        ),
    ),
    "encrypted": ("locked", files.pdf(b"trailer << /#45ncrypt%c\n9 0 R >> ")),
    "encrypted part": ("locked", _writer("<encryption-data/>")),
    "doctype": (
        "bomb",
        files.ooxml(word__a_dot_xml='<!DOCTYPE a [<!ENTITY % b "c">]><a/>'),
    ),
}
HARMLESS = {
    "fields": _word(
        _code(" PAGE ")
        + _code("HYPERLINK ", '"http://x.example" ')
        + _code("TOC \\o ")
        + _code("REF DDE_list")
    ),
    "nested field": _word(
        '<w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText>'
        + _code("PAGE")
        + '<w:instrText> = 1 "a"</w:instrText>'
        '<w:fldChar w:fldCharType="end"/>'
    ),
    "links": _relation("hyperlink", "https://x.example/a?b=c#d"),
    "address": _relation("hyperlink", "mailto:li@example.com"),
    "own template": _relation(
        "attachedTemplate", "file:///C:%5CUsers%5Cme%5CNormal.dotm"
    ),
    "formulas": _sheet("SUM(A1:A9)&amp;&quot;a|b&quot;&amp;&#39;x|y&#39;!A1"),
    "chart": files.ooxml("pptx", ppt__embeddings__a_dot_xlsx=files.ooxml("xlsx")),
    "writer": _writer(
        '<t:a x:href="https://x.example">a</t:a><d:image x:href="Pictures/1.png"/>'
        '<f:scripts/><d:control/><b:c b:formula="of:={1;2|3;4}"/>'
    ),
    "pdf objects": files.pdf(
        _packed(STREAM, zlib.compress(b"1 0 << /S /GoTo /D [ 3 0 R ] >>"))
    ),
    "pdf link": files.pdf(b"10 0 obj << /S /URI /URI (http://x.example) >> endobj\n"),
    "pdf picture": files.pdf(_packed(b"/Subtype /Image", b"\x00obj\xff(" * 9)),
}


@pytest.mark.parametrize("name", ACTIVE)
def test_active(name):
    with pytest.raises(UploadRefused) as refused:
        check_upload("a", ACTIVE[name], 0)
    assert refused.value.code == "active"


@pytest.mark.parametrize("name", OTHER)
def test_not_understood(name):
    code, data = OTHER[name]
    with pytest.raises(UploadRefused) as refused:
        check_upload("a", data, 0)
    assert refused.value.code == code


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name):
    assert check_upload("a", HARMLESS[name], 0)
