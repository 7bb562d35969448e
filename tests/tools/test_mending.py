# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No text that a person wrote is missing from what is shown and what is kept."""

import doctest
import email
import email.policy
import quopri
from base64 import encodebytes
from time import process_time

from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.mail import keys, mending, quotes
from odoo.addons.complaint_management.tools.mail.mending import mend
from odoo.addons.complaint_management.tools.mail.quotes import (
    Known,
    cut_copies,
    get_new_words,
    strip_quotes,
)
from odoo.addons.complaint_management.tools.mail.reports import (
    DELAYED,
    DELIVERED,
    FAILED,
    READ,
    get_report,
)

from ..mail.odd_boxes import make_report

# What people write: letters of all writings, in lines.
words = st.text(
    alphabet=st.characters(categories=["L", "N", "P"], max_codepoint=0xFFFF),
    min_size=1,
    max_size=30,
).map(str.strip)
WRITINGS = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "iso-8859-1": "cp1252",
    "shift_jis": "cp932",
    "koi8-r": "koi8-r",
    "us-ascii": "utf-8",
    "": "gb18030",
    "x-none": "cp1251",
}
ENCODINGS = {
    "8bit": lambda data: data,
    "base64": encodebytes,
    "quoted-printable": quopri.encodestring,
}


@st.composite
def texts(draw, kind="plain"):
    """A part with words, and the words."""
    label = draw(st.sampled_from(sorted(WRITINGS)))
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    codec = WRITINGS[label]
    text = draw(words).encode(codec, "ignore").decode(codec)
    if not text.strip(" -=") or text.startswith("\ufeff"):
        text = "word"
    written = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    data = ENCODINGS[encoding]((written if kind == "html" else text).encode(codec))
    head = f"Content-Type: text/{kind}" + (f"; charset={label}" if label else "")
    head += f"\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + data + b"\n", [text]


@st.composite
def boxes(draw, inner):
    """A box with parts, with or without a right boundary."""
    kind = draw(st.sampled_from(["mixed", "alternative", "related", "signed", "x"]))
    parts = draw(st.lists(inner, min_size=1, max_size=3))
    number = draw(st.integers(0, 10**9))
    says = draw(st.sampled_from([f'; boundary="b{number}"'] * 4 + ["", "; boundary=z"]))
    lines = b"".join(f"--b{number}\n".encode() + raw for raw, _texts in parts)
    raw = f"Content-Type: multipart/{kind}{says}\n\n".encode() + lines
    written = [text for _raw, texts_of in parts for text in texts_of]
    return raw + f"--b{number}--\n".encode(), written


mails = st.recursive(st.one_of(texts(), texts("html")), boxes, max_leaves=4)


def _get_shown(message):
    """All that a library reads of a mended mail."""
    return "\n".join(
        part.get_content()
        for part in message.walk()
        if part.get_content_maintype() == "text"
    )


def test_doctests():
    assert not doctest.testmod(mending).failed
    assert not doctest.testmod(quotes).failed
    assert not doctest.testmod(keys).failed


@given(mails)
@settings(deadline=None, max_examples=300)
def test_nothing_is_missing(mail):
    """A form of a text that is left out as another says as much is no loss."""
    raw, written = mail
    mended = mend(b"From: a@b.example\nSubject: x\n" + raw)
    shown = _get_shown(mended.message)
    shown = shown.replace("&lt;", "<").replace("&amp;", "&")
    missing = [text for text in written if text not in shown]
    assert not missing or mended.doubts or b"multipart/alternative" in raw


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_mended(body):
    for kind in (b"text/html", b"multipart/mixed", b"message/rfc822", b"multipart/x"):
        mended = mend(b"Content-Type: " + kind + b"\n\n" + body)
        assert mended.message.as_bytes()
        assert mended.message.get_content_type()


lines = st.one_of(
    words,
    st.sampled_from(
        ["From: me", "To: you", "-----x-----", "--", "> he said", "On Monday B wrote:"]
    ),
)
OURS = "We looked at the meters on Monday.\nWhich of the two is yours, please?"


@given(st.lists(lines, max_size=8), st.integers(0, 3))
@settings(deadline=None)
def test_only_copies_are_cut(written, way):
    """Whatever stands between copies of ours, in whatever way a program quotes."""
    first, second = OURS.split("\n")
    copies = (
        ["> " + first, "> " + second],
        ["-----Original Message-----", "From: Power", "To: me", "", first, second],
        [f"{quotes.QUOTED}{first}", f"{quotes.QUOTED}{second}"],
        ["On Monday, Power wrote:", "> We looked at the", "> meters on Monday."],
    )[way]
    cut = cut_copies("\n".join([*copies, *written]), Known([OURS]))
    assert first not in cut
    headings = ("From:", "To:", "--", "On Monday", "-----")
    for line in written:
        is_rule = not line.strip("=*~_->")
        if line not in OURS and not is_rule and not line.startswith(headings):
            assert " ".join(line.split()) in " ".join(cut.split())


def test_answer_of_signs():
    """An answer may have no letters."""
    cut = cut_copies(f"> {OURS.splitlines()[0]}\n> 😡\n", Known([OURS]))
    assert cut == "> 😡"


@given(st.lists(lines, max_size=8))
@settings(deadline=None)
def test_without_copies_all_stays(written):
    text = "\n".join(written)
    cut = cut_copies(text, Known([OURS]))
    kept = [
        line for line in written if not line.startswith(("On Monday", "--", "From"))
    ]
    for line in kept:
        if line.strip("=*~_->") and not line.startswith(("To:", "From:")):
            assert line.strip() in cut or line in OURS


def test_new_words():
    quoted = OURS.replace("\n", "\n> ")
    text = f"Thank you.\n\nOn Monday, Power wrote:\n> {quoted}"
    assert get_new_words(text, Known([OURS])) == "Thank you."
    assert strip_quotes(text) == "Thank you."


def test_very_long_replies():
    """A thread that was quoted for years keeps nobody waiting."""
    known = Known([OURS] * 500)
    for text in (
        "> We looked at the meters on\n" * 100_000,
        "From: x\n" * 100_000,
        "\n" * 100_000 + "> x",
        "> the the the the the\n" * 100_000,
    ):
        start = process_time()
        cut_copies(text, known, is_neutral=True)
        assert process_time() - start < 1


def test_reports():
    def read(kind, fields):
        raw = make_report(kind, fields).encode()
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        return get_report(message)

    status = "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: %s"
    for action, report in (
        ("failed", FAILED),
        ("Delayed", DELAYED),
        ("delivered", DELIVERED),
        ("relayed (to mailbox)", DELIVERED),
        ("unheard-of", FAILED),
        ("delayed\n\nFinal-Recipient: rfc822; c@d.example\nAction: failed", FAILED),
    ):
        assert read("delivery-status", status % action) == report, action
    assert read("delivery-status", "Reporting-MTA: dns; x") == FAILED
    assert read("disposition-notification", "Disposition: x; displayed") == READ
    assert get_report(email.message_from_string("Subject: x\n\nAction: failed")) == ""
