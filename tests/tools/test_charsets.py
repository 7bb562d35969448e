# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever a mail says about its character set, its words are read as people wrote."""

import doctest

from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.mail import charsets
from odoo.addons.complaint_management.tools.mail.charsets import find_codecs, read

GERMAN = "„Größe“ – 500 € zu viel…"
TEXTS = {
    "gb18030": "张喆，电费单错误，请退款。谢谢。",
    "big5": "您好，電費帳單錯誤，請儘快退款。",
    "cp932": "電気料金の請求書が間違っています。",
    "cp949": "전기요금 청구서가 잘못되었습니다.",
    "cp1251": "Здравствуйте, счёт за свет неверный, верните деньги.",
    "cp1253": "Ο λογαριασμός είναι λάθος, επιστρέψτε τα χρήματα.",
    "cp874": "ใบแจ้งหนี้ค่าไฟฟ้าไม่ถูกต้อง",
}


def test_doctests():
    assert not doctest.testmod(charsets).failed


def test_names_mean_their_supersets():
    """As browsers read them, in each writing of a name."""
    for labels, data, text in (
        (("gb2312", "GBK", "x-gbk", "cp936", "GB_2312-80"), "gbk", "张喆"),
        (("iso-8859-1", "us-ascii", "latin1", "windows-1252"), "cp1252", GERMAN),
        (("shift_jis", "x-sjis", "windows-31j"), "cp932", "①㈱髙"),
        (("euc-kr", "ks_c_5601-1987", "windows-949"), "cp949", "똠방각하"),
        (("big5", "x-x-big5", "cp950"), "cp950", "電費€"),
        (("iso-8859-9", "windows-1254"), "cp1254", "“İstanbul” €"),
        (("tis-620", "iso-8859-11"), "cp874", "“ไฟ” €"),
    ):
        for label in labels:
            assert read(text.encode(data), label).text == text, label
    assert read(b"\xd5\xc5\x86\xb4 500\x80", "gb2312") == ("张喆 500€", True)


def test_seven_bits():
    """Letters of Asia in seven bits, whatever they are called."""
    japanese = "電気料金の請求書"
    for label in ("iso-2022-jp", "us-ascii", None, "utf-8"):
        assert read(japanese.encode("iso2022_jp"), label).text == japanese
    assert read("전기요금".encode("iso2022_kr")).text == "전기요금"
    assert read("电费单".encode("hz"), "us-ascii").text == "电费单"
    # What Windows adds to them is in no standard.
    assert read(b"\x1b$B-!-j\x1b(B 1", "iso-2022-jp").text == "①㈱ 1"
    assert read(b"a+b ~{ [x] ~}", None).text == "a+b ~{ [x] ~}"


def test_missing_unknown_or_wrong():
    """The bytes are looked at; that it was a guess is said."""
    for encoding, text in TEXTS.items():
        data = text.encode(encoding)
        for label in (None, "", "x-unknown", "utf-8", "us-ascii", "iso-8859-1"):
            reading = read(data, label)
            assert reading.text == text, (encoding, label)
            assert not reading.is_sure
    for label in ("us-ascii", "gb2312", "iso-8859-1", None):
        assert read("你好吗，größer".encode(), label).text == "你好吗，größer"


def test_hint():
    """Few letters say nothing; what the subject is written in says much."""
    assert read("苦情".encode("cp932"), None, ["shift_jis"]).text == "苦情"
    assert read("张喆".encode("gbk"), None, ["us-ascii", "gb2312"]).text == "张喆"


def test_cut_text():
    """A text that ends within a letter is no other text."""
    assert read(("张" * 50).encode()[:-1], "utf-8").text[:49] == "张" * 49
    assert read(("张" * 50).encode("gbk")[:-1], "gbk").text[:49] == "张" * 49


def test_what_is_no_character_set():
    """Codecs of Python that turn texts into others are not asked."""
    for label in ("idna", "punycode", "unicode_escape", "base64", "zip", "rot13", "\0"):
        assert find_codecs(label) == ()
        assert read(b"\\u0041-", label).text == "\\u0041-"


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=20)))
@settings(deadline=None)
def test_any_bytes(data, label):
    assert isinstance(read(data, label).text, str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
@settings(deadline=None)
def test_every_text_as_it_was_written(text):
    """In UTF-8 and in what holds all letters, under their own names."""
    if not text.startswith("\ufeff"):
        assert read(text.encode(), "utf-8").text == text
