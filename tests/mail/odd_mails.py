# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A corpus of odd mails, made of kinds: what each must show, and whom it must answer.

Character sets times transfer encodings, ways to put words into boxes, ways to write a
person, ways to write a subject, ways to name a file, what machines send. All of it is
made up; a new kind is one more row.
"""

import quopri
from base64 import b64encode, encodebytes
from itertools import count
from typing import NamedTuple

TO = "complaints@power.example"
TEXT = "Content-Type: text/plain; charset=utf-8\n\nDer Zähler läuft rückwärts.\n"
SAID = "Der Zähler läuft rückwärts."
SENDER = "li.wei@example.com"


class OddMail(NamedTuple):
    """A mail, and what has to become of it.

    ``shows`` are texts of its message, ``hides`` what is nobody's word, ``files`` what
    hangs on it, ``person`` the name and ``answers`` the address of who complains.
    ``fate`` is "case", or why it is kept for a person to decide. ``is_kept`` says
    whether the mail as it came is kept with the case.
    """

    kind: str
    raw: bytes
    shows: tuple = ()
    hides: tuple = ()
    subject: str = "Wrong bill"
    person: str = "Li Wei"
    answers: str = SENDER
    files: tuple = ()
    fate: str = "case"
    is_kept: bool | None = None


_numbers = count()


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def make_mail(kind, body, headers=b"", **expected):
    """A mail of usual headings, but for those that are given.

    :param bytes headings: each with its line break; they replace the usual ones
    :param body: from the heading Content-Type on
    """
    headers = as_bytes(headers)
    usual = {
        b"From": b"Li Wei <li.wei@example.com>",
        b"To": TO.encode(),
        b"Subject": b"Wrong bill",
        b"Message-ID": f"<odd-{next(_numbers)}@example.com>".encode(),
        b"MIME-Version": b"1.0",
    }
    head = b"".join(
        name + b": " + value + b"\n"
        for name, value in usual.items()
        if not any(
            line.lower().startswith(name.lower() + b":")
            for line in headers.split(b"\n")
        )
    )
    return OddMail(kind, head + headers + as_bytes(body), **expected)


# ----------------------------------------------------------------------
# Character sets times transfer encodings
# ----------------------------------------------------------------------

CHINESE = "张喆：电费单错了，请退还 500€。"
WESTERN = "„Größe“ – 500 € zu viel… l’été à Zürich"
# What the mail says, what it is written in, the words; and whether that is a guess.
CHARSETS = (
    ("gb2312", "gbk+euro", CHINESE, False),
    ("gbk", "gb18030", CHINESE.replace("€", "元"), False),
    ("gb18030", "gb18030", CHINESE, False),
    ("big5", "cp950", "您好，電費帳單錯誤，請儘快退款。", False),
    ("iso-8859-1", "cp1252", WESTERN, False),
    ("us-ascii", "cp1252", WESTERN, True),
    ("windows-1252", "cp1252", WESTERN, False),
    ("iso-8859-15", "iso8859-15", "Größe: 500 € zu viel", False),
    ("shift_jis", "cp932", "①電気料金の請求書が間違っています。", False),
    ("iso-2022-jp", "iso2022_jp", "電気料金の請求書が間違っています。", False),
    ("us-ascii", "iso2022_jp", "電気料金の請求書が間違っています。", False),
    ("euc-jp", "euc_jp", "電気料金の請求書が間違っています。", False),
    ("ks_c_5601-1987", "cp949", "전기요금 청구서가 잘못되었습니다. 똠방", False),
    ("koi8-r", "koi8-r", "Здравствуйте, счёт неверный.", False),
    ("windows-1251", "cp1251", "Здравствуйте, счёт неверный.", False),
    ("iso-8859-2", "iso8859-2", "Účet za elektřinu je špatný.", False),
    ("iso-8859-7", "iso8859-7", "Ο λογαριασμός είναι λάθος.", False),
    ("iso-8859-8-i", "cp1255", "החשבון שגוי, אנא החזירו.", False),
    ("windows-1256", "cp1256", "الفاتورة خاطئة، يرجى إعادة المال", False),
    ("iso-8859-9", "cp1254", "Fatura yanlış, “İstanbul”", False),
    ("tis-620", "cp874", "ใบแจ้งหนี้ค่าไฟฟ้าไม่ถูกต้อง", False),
    ("windows-1258", "cp1258", "Hoá đơn", False),
    ("utf-8", "utf-8", "Hóa đơn tiền điện sai 😡", False),
    ("utf-16", "utf-16", "Größe 电费", False),
    ("gb2312", "utf-8", CHINESE, True),
    ("iso-8859-1", "utf-8", WESTERN, True),
    ("utf-8", "cp1252", WESTERN, True),
    ("utf-8", "gb18030", CHINESE.replace("€", "元"), True),
    ("x-unknown", "utf-8", CHINESE, True),
    ("unknown-8bit", "cp1251", "Здравствуйте, счёт неверный.", True),
    ("", "gb18030", "您好，我的电费单错了，请尽快处理并退款。", True),
    ("", "cp1251", "Здравствуйте, счёт неверный.", True),
    ("", "utf-8", WESTERN, True),
    ("us-ascii", "hz", "电费单错了", True),
)


def _encode(text, codec):
    if codec == "gbk+euro":
        return (
            "€".join(text.split("€"))
            .encode("gb18030")
            .replace("€".encode("gb18030"), b"\x80")
        )
    return text.encode(codec)


def _transfer(data):
    """The same bytes in each way in which mails carry them."""
    if b"\x00" not in data:
        yield "8bit", data
    yield "base64", encodebytes(data)
    yield "quoted-printable", quopri.encodestring(data)


def make_charsets():
    for label, codec, text, is_guess in CHARSETS:
        for encoding, data in _transfer(_encode(text, codec)):
            head = "Content-Type: text/plain"
            head += f'; charset="{label}"\n' if label else "\n"
            yield make_mail(
                f"{label or 'no charset'} is {codec} in {encoding}",
                f"{head}Content-Transfer-Encoding: {encoding}\n\n".encode() + data,
                shows=(text,),
                is_kept=is_guess,
            )


# ----------------------------------------------------------------------
# Ways to write a person, a subject, the name of a file
# ----------------------------------------------------------------------


def encode_word(text, charset="utf-8"):
    return f"=?{charset}?B?{b64encode(text.encode(charset)).decode()}?="


def make_senders():
    comma = "Müller, Jörg"
    rows = (
        ("encoded with a comma", f"{encode_word(comma)} <{SENDER}>", comma),
        ("quoted and encoded", f'"{encode_word(comma)}" <{SENDER}>', comma),
        ("comma in Q", f"=?iso-8859-1?Q?M=FCller,_J=F6rg?= <{SENDER}>", comma),
        ("quoted", f'"Li \\"W\\" Wei" <{SENDER}>', "Li 'W' Wei"),
        ("comma without quotes", f"Wei, Li <{SENDER}>", "Wei, Li"),
        ("bytes", f"Müller, Jörg <{SENDER}>".encode("cp1252"), comma),
        ("UTF-8", f"张喆 <{SENDER}>", "张喆"),
        ("GBK bytes", f"张喆的电费单据 <{SENDER}>".encode("gbk"), "张喆的电费单据"),
        ("gb2312 beyond itself", f"=?gb2312?B?1cWGtA==?= <{SENDER}>", "张喆"),
        ("cut within a letter", f"=?gbk?B?1cWG?= =?gbk?B?tA==?= <{SENDER}>", "张喆"),
        ("comment", f"{SENDER} (Li Wei)", "Li Wei"),
        ("encoded comment", f"{SENDER} ({encode_word(comma)})", comma),
        ("only an address", SENDER, ""),
        ("capitals", "Li Wei <LI.WEI@Example.COM>", "Li Wei"),
        ("no brackets", f"Li Wei {SENDER}", "Li Wei"),
        ("name like an address", f"{encode_word('x@evil.example')} <{SENDER}>", ""),
        ("same, quoted", f'"{encode_word("x@evil.example")}" <{SENDER}>', ""),
        (
            "name with an address",
            f"{encode_word('Li <x@evil.example>')} <{SENDER}>",
            "Li x at evil.example",
        ),
        (
            "name with a list",
            f"{encode_word('x@evil.example, y')} <{SENDER}>",
            "x at evil.example, y",
        ),
        (
            "name that ends quotes",
            f"{encode_word('a' + chr(34) + ' <x@evil.example>, ')} <{SENDER}>",
            None,
        ),
        ("unquoted address as name", f"x@evil.example <{SENDER}>", ""),
        ("group", f"People: Li Wei <{SENDER}>;", "Li Wei"),
        ("route", f"Li Wei <@relay.example:{SENDER}>", "Li Wei"),
        ("folded", f"Li\n Wei\n <{SENDER}>", "Li Wei"),
        ("language", f"=?utf-8*de?Q?J=C3=B6rg?= <{SENDER}>", "Jörg"),
        ("several", f"Li Wei <{SENDER}>, Bo <bo@example.com>", "Li Wei"),
    )
    for kind, value, person in rows:
        yield make_mail(
            f"sender: {kind}",
            TEXT,
            b"From: " + as_bytes(value) + b"\n",
            shows=(SAID,),
            person=person,
        )
    for kind, value, answers, person in (
        ("Reply-To", "Anna <anna@example.org>", "anna@example.org", "Anna"),
        (
            "encoded Reply-To",
            "=?gb2312?B?1cWGtA==?= <anna@example.org>",
            "anna@example.org",
            "张喆",
        ),
        (
            "Reply-To with a name like an address",
            f"{encode_word('x@evil.example')} <anna@example.org>",
            "anna@example.org",
            "Li Wei",
        ),
        ("Reply-To of the sender", SENDER, SENDER, "Li Wei"),
        ("Reply-To that is encoded", encode_word("x@evil.example"), SENDER, "Li Wei"),
        ("Reply-To of nobody", "noreply@shop.example", SENDER, "Li Wei"),
        ("Reply-To of ours", TO, SENDER, "Li Wei"),
    ):
        yield make_mail(
            f"sender: {kind}",
            TEXT,
            f"Reply-To: {value}\n",
            shows=(SAID,),
            answers=answers,
            person=person,
        )
    yield make_mail(
        "sender: machine",
        TEXT,
        "From: Copier <noreply@office.example>\n",
        shows=(SAID,),
        answers="",
        person="",
    )
    for kind, line in (
        ("none", "X-None: 1\nFrom: \n"),
        ("encoded as a whole", f"From: {encode_word(f'Li <{SENDER}>')}\n"),
    ):
        yield make_mail(f"sender: {kind}", TEXT, line, fate="no_sender")


def make_subjects():
    rows = (
        ("B", encode_word("电费单错了"), "电费单错了"),
        ("Q", "=?utf-8?Q?Gr=C3=B6=C3=9Fe_=3D_0?=", "Größe = 0"),
        ("gb2312", "=?gb2312?B?1cWGtCA1MDCA?=", "张喆 500€"),
        ("iso-8859-1 with quotes", "=?iso-8859-1?Q?=84so=93_80_=80?=", "„so“ 80 €"),
        (
            "ISO-2022-JP",
            encode_word("電気料金", "iso2022_jp").replace("iso2022_jp", "ISO-2022-JP"),
            "電気料金",
        ),
        ("two words", f"{encode_word('电费')}\n {encode_word('单')} CMP", "电费单 CMP"),
        ("GBK bytes", "电费单据错误请退款".encode("gbk"), "电费单据错误请退款"),
        ("Latin bytes", "Größe".encode("cp1252"), "Größe"),
        ("UTF-8 bytes", "电费".encode(), "电费"),
        ("blanks within", "=?utf-8?Q?Gr=C3=B6=C3=9Fe ist 0?=", "Größe ist 0"),
        ("broken base64", "=?utf-8?B?R3LDtsOfZQ?=", "Größe"),
        ("unknown charset", "=?x-none?Q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("no charset", "=??Q?abc?=", "abc"),
        ("controls", "=?utf-8?Q?a=00=0Ab=07?=", "a b"),
    )
    for kind, value, subject in rows:
        yield make_mail(
            f"subject: {kind}",
            TEXT,
            b"Subject: " + as_bytes(value) + b"\n",
            shows=(SAID,),
            subject=subject,
        )
