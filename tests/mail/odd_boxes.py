# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odd mails: ways to put words and files into boxes, and what machines send."""

from base64 import b64encode
from urllib.parse import quote

from .odd_mails import SAID, TEXT, as_bytes, encode_word, make_mail

# ----------------------------------------------------------------------
# Ways to put words into boxes
# ----------------------------------------------------------------------

HTML = "Content-Type: text/html; charset=utf-8\n\n<p>Der <b>Zähler</b> steht.</p>\n"
SHOWN = "Zähler</"
PICTURE = (
    "Content-Type: image/png; name=meter.png\nContent-ID: <m@x>\n"
    "Content-Transfer-Encoding: base64\n\n"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAA"
    "AElFTkSuQmCC\n"
)
FORWARDED = (
    "Content-Type: message/rfc822\n\nFrom: Shop <shop@shop.example>\nSubject: No\n"
    "Content-Type: text/plain\n\nYou get nothing.\n"
)
CALENDAR = (
    "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"
)


def _box(kind, *parts, boundary="=_b", says=None):
    lines = "".join(f"--{boundary}\n{part}\n" for part in parts)
    stated = f'; boundary="{boundary}"' if says is None else says
    return f"Content-Type: multipart/{kind}{stated}\n\n{lines}--{boundary}--\n"


def _html(body):
    return f"Content-Type: text/html; charset=utf-8\n\n{body}\n"


def make_structures():
    inner = _box("alternative", TEXT, HTML, boundary="=_i")
    related = _box("related", HTML, PICTURE, boundary="=_r")
    rows = (
        ("only text", TEXT, {"shows": (SAID,), "is_kept": False}),
        ("only HTML", HTML, {"shows": (SHOWN,), "is_kept": False}),
        ("no type", f"\n{SAID}\n", {"shows": (SAID,)}),
        ("text and HTML", inner, {"shows": (SHOWN,), "hides": ("rückwärts",)}),
        ("HTML and text", _box("alternative", HTML, TEXT), {"shows": (SAID,)}),
        (
            "empty HTML",
            _box("alternative", TEXT, _html("")),
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "blank HTML",
            _box("alternative", TEXT, _html("<html><body><br>&nbsp;</body></html>")),
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "HTML with a style only",
            _box("alternative", TEXT, _html("<style>p{color:red}</style>")),
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "empty text",
            _box("alternative", "Content-Type: text/plain\n\n\n", HTML),
            {"shows": (SHOWN,)},
        ),
        (
            "two texts",
            _box("mixed", TEXT, "Content-Type: text/plain\n\nAnd more.\n"),
            {"shows": (SAID, "And more.")},
        ),
        (
            "text below a picture",
            _box("mixed", inner, PICTURE, "Content-Type: text/plain\n\nAnd more.\n"),
            {"shows": (SHOWN, "And more."), "files": ("meter.png",)},
        ),
        (
            "HTML below HTML",
            _box("mixed", HTML, _html("<p>And more.</p>")),
            {"shows": (SHOWN, "And more.")},
        ),
        (
            "picture in HTML",
            _box("alternative", TEXT, related),
            {"shows": (SHOWN,), "files": ("meter.png",)},
        ),
        (
            "signed",
            _box(
                "signed",
                TEXT,
                "Content-Type: application/pgp-signature; name=signature.asc\n\nx\n",
            ),
            {"shows": (SAID,)},
        ),
        (
            "boxes in boxes",
            _box("mixed", _box("mixed", inner, boundary="=_n"), boundary="=_o"),
            {"shows": (SHOWN,)},
        ),
        (
            "no boundary",
            _box("mixed", TEXT, says=""),
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "wrong boundary",
            _box("mixed", TEXT, says="; boundary=x"),
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "no boundary, two forms",
            _box("alternative", TEXT, HTML, says=""),
            {"shows": (SHOWN,), "is_kept": True},
        ),
        (
            "box within without boundary",
            _box("mixed", _box("alternative", TEXT, boundary="=_i", says="")),
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "box that is none",
            f"Content-Type: multipart/mixed\n\n{SAID}\n",
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "box that does not end",
            _box("mixed", TEXT).removesuffix("--=_b--\n"),
            {"shows": (SAID,)},
        ),
        (
            "words before the first part",
            _box("mixed", TEXT).replace("\n\n--", "\n\nPlease help us today\n--", 1),
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "words after the last part",
            _box("mixed", TEXT) + "Please help us today\n",
            {"shows": (SAID,), "is_kept": True},
        ),
        (
            "attached mail",
            _box("mixed", TEXT, FORWARDED),
            {
                "shows": (SAID,),
                "hides": ("You get nothing",),
                "files": ("No.txt",),
                "is_kept": True,
            },
        ),
        (
            "only an attached mail",
            FORWARDED,
            {"hides": ("You get nothing",), "files": ("No.txt",), "is_kept": True},
        ),
        (
            "digest",
            _box("digest", FORWARDED, FORWARDED.replace("No\n", "Never\n")),
            {"hides": ("You get",), "files": ("Never.txt", "No.txt"), "is_kept": True},
        ),
        (
            "invitation",
            _box("alternative", TEXT, CALENDAR),
            {"shows": (SAID,), "hides": ("VCALENDAR",), "files": ("attachment.txt",)},
        ),
        (
            "enriched",
            "Content-Type: text/enriched; charset=utf-8\n\nDer Zähler steht.\n",
            {"shows": ("Der Zähler steht.",)},
        ),
        (
            "watch",
            _box(
                "alternative",
                TEXT,
                "Content-Type: text/x-amp-html\n\n<p>Der Zähler geht nicht.</p>\n",
            ),
            {"shows": (SAID,), "hides": ("geht nicht",)},
        ),
        (
            "XHTML",
            _html(
                '<?xml version="1.0" encoding="gb2312"?><html><p>Der Zähler</p></html>'
            ),
            {"shows": ("Der Zähler",)},
        ),
        (
            "charset in HTML only",
            b"Content-Type: text/html\n\n<meta charset=gb2312><p>"
            + "张喆，你好".encode("gbk"),
            {"shows": ("张喆，你好",)},
        ),
        (
            "base64 that is none",
            "Content-Type: text/plain; charset=utf-8\n"
            f"Content-Transfer-Encoding: base64\n\n{SAID}\n",
            {"shows": (SAID,)},
        ),
        (
            "base64 and a footer",
            "Content-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: base64\n\n"
            f"{b64encode(SAID.encode()).decode()}\n\n-- of the list --\n",
            {"shows": (SAID, "of the list")},
        ),
        (
            "unknown transfer encoding",
            "Content-Type: text/plain; charset=utf-8\n"
            f"Content-Transfer-Encoding: utf-8\n\n{SAID}\n",
            {"shows": (SAID,)},
        ),
        (
            "type that is none",
            f"Content-Type: text; charset=utf-8\n\n{SAID}\n",
            {"shows": (SAID,)},
        ),
        (
            "old Mac lines",
            "Content-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: base64\n\n"
            + b64encode(f"{SAID}\rAnd more.".encode()).decode(),
            {"shows": (SAID, "And more.")},
        ),
    )
    for kind, body, expected in rows:
        yield make_mail(f"structure: {kind}", body, **expected)


def make_files():
    name = "Größe 电.txt"
    rows = (
        ("RFC 2231", f"filename*=utf-8''{quote(name)}", name),
        ("RFC 2231 in GBK", "filename*=gb2312''%D5%C5%86%B4.txt", "张喆.txt"),
        (
            "RFC 2231 in pieces",
            "filename*0*=utf-8''Gr%C3%B6;\n filename*1*=%C3%9Fe.txt",
            "Größe.txt",
        ),
        ("encoded word", f'filename="{encode_word(name)}"', name),
        ("gb2312 word", 'filename="=?gb2312?B?1cWGtC50eHQ=?="', "张喆.txt"),
        ("bytes", "filename=Größe.txt".encode("cp1252"), "Größe.txt"),
        ("UTF-8 bytes", f'filename="{name}"', name),
        ("folders", "filename=../../a.txt", "a.txt"),
        ("no name", "x=y", "attachment.txt"),
    )
    for kind, parameter, expected in rows:
        part = (
            b"Content-Type: text/plain; charset=gb2312\n"
            b"Content-Disposition: attachment; "
            + as_bytes(parameter)
            + b"\n\n\xd5\xc5\x86\xb4\n"
        )
        body = _box("mixed", TEXT, "%").encode().replace(b"%", part)
        yield make_mail(f"file: {kind}", body, shows=(SAID,), files=(expected,))


# ----------------------------------------------------------------------
# Machines
# ----------------------------------------------------------------------


def make_report(kind, fields, returned="", text="What became of your mail."):
    """A report of a machine (RFC 3462).

    :param str kind: "disposition-notification" or "delivery-status"
    """
    parts = [
        f"Content-Type: text/plain\n\n{text}\n",
        f"Content-Type: message/{kind}\n\n{fields}\n",
    ]
    if returned:
        parts.append(f"Content-Type: text/rfc822-headers\n\n{returned}\n")
    return _box(f"report; report-type={kind}", *parts)


def make_machines():
    recipient = (
        "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: "
    )
    for kind, body, fate in (
        (
            "receipt",
            make_report(
                "disposition-notification",
                "Disposition: manual-action/MDN-sent-manually; displayed",
            ),
            "automatic",
        ),
        ("delayed", make_report("delivery-status", f"{recipient}delayed"), "automatic"),
        ("arrived", make_report("delivery-status", f"{recipient}relayed"), "automatic"),
        ("failed", make_report("delivery-status", f"{recipient}failed"), "bounce"),
    ):
        yield make_mail(f"machine: {kind}", body, fate=fate)
    yield make_mail(
        "machine: away", TEXT, "Auto-Submitted: auto-replied\n", fate="automatic"
    )
    yield make_mail("machine: nothing", "\n\n", "Subject:\n", fate="empty")
