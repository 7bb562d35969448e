# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever comes, a mail can be looked at: nothing raises, nothing gets through."""

import doctest
from datetime import datetime, timedelta

from hypothesis import example, given, settings, strategies as st

from odoo.addons.complaint_management.tools.mail import incoming_mail
from odoo.addons.complaint_management.tools.mail.body import (
    clean_html,
    get_neutral_html,
)
from odoo.addons.complaint_management.tools.mail.incoming_mail import (
    LONGEST_WAY,
    IncomingMail,
    clean_line,
    clean_text,
    untag,
)
from odoo.addons.complaint_management.tools.mail.mending import mend
from odoo.addons.complaint_management.tools.mail.quotes import strip_quotes
from odoo.addons.complaint_management.tools.protection.redaction import Redactor

NOW = datetime(2026, 11, 22, 12, 0)
HEADERS = (
    "From To Cc Subject Date Message-ID References In-Reply-To Auto-Submitted "
    "Precedence Return-Path Content-Type X-Spam-Flag"
).split()
header_lines = st.tuples(
    st.sampled_from(HEADERS),
    st.one_of(
        st.binary(max_size=60).map(lambda data: data.replace(b"\n", b" ")),
        st.text(max_size=40).map(
            lambda text: text.encode("utf-8", "replace").replace(b"\n", b"\n ")
        ),
        st.sampled_from(
            [
                b"=?utf-8?b?!!?=",
                b"=?nonsense?q?x?=",
                b"a@b <c@d>, <<e@f>>",
                b'"\\" <x@y>',
                b"Thu, 01 Jan 99999 00:00:00 +9999",
                b"text/plain; charset*=x''%ff",
            ]
        ),
    ),
).map(lambda pair: pair[0].encode() + b": " + pair[1])
mails = st.tuples(st.lists(header_lines, max_size=8), st.binary(max_size=200)).map(
    lambda pair: b"\n".join(pair[0]) + b"\n\n" + pair[1]
)


def test_doctests():
    assert not doctest.testmod(incoming_mail).failed


@given(mails)
@example(b"Content-Type: text/plain; charset*=x''%ff\n\n\x80")
@example(b"Content-Type: text/plain; charset*=a\x00b''utf-8\n\n\x80")
@example(b"Content-Disposition: inline; filename*=a\x00b''%ff\n\n\x80")
@example(b"Content-Type: text/plain; name*0*=x''%ff; name*1=y\n\n\x80")
@settings(deadline=None, max_examples=300)
def test_any_bytes_can_be_looked_at(raw):
    """All that is read of a mail fits into a database."""
    mail = IncomingMail(raw)
    texts = [
        mail.subject,
        mail.sender,
        mail.sender_name,
        mail.message_id,
        mail.get_text(500),
        *mail.recipients,
        *mail.references,
    ]
    for text in texts:
        assert "\x00" not in text
        text.encode("utf-8")
    assert mail.message_id
    assert all("@" in address for address in mail.recipients)
    assert NOW - LONGEST_WAY <= mail.get_date(NOW) <= NOW
    assert mail.is_automatic in (True, False)
    assert mail.is_marked_spam in (True, False)
    mend(raw)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_texts_are_clean(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    line = clean_line(text, 50)
    assert len(line) <= 50
    assert "\n" not in line
    assert not any(
        kept.lstrip().startswith(">") for kept in strip_quotes(text).splitlines()
    )


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_html_can_be_cleaned(text):
    for html in (text, f"<p>{text}<script>alert(1)</script>", f"<img src='{text}'>"):
        assert "<script" not in clean_html(html).lower()
        assert (
            "http" not in clean_html(f"<img src='http://x/{html}'>") or "http" in html
        )
        get_neutral_html(html, Redactor([text, "Li Wei"]))


def test_written_when():
    """A mail's own date counts when it can be; a little ahead is a wrong clock."""

    def read(date):
        return IncomingMail(f"Date: {date}\n\n".encode()).get_date(NOW)

    assert read("Sun, 22 Nov 2026 12:00:00 +0200") == datetime(2026, 11, 22, 10, 0)
    assert read("Sun, 22 Nov 2026 12:03:00 +0000") == NOW
    assert read("Mon, 23 Nov 2026 12:00:00 +0000") == NOW
    assert read("Thu, 22 Oct 2026 12:00:00 +0000") == NOW
    assert read((NOW - timedelta(days=29)).strftime("%a, %d %b %Y %H:%M:%S")) == (
        NOW - timedelta(days=29)
    )


def test_who_needs_no_answer():
    """Machines by their marks; people who write about machines are people."""

    def is_automatic(line):
        return IncomingMail(f"From: a@b.example\n{line}\n\nx".encode()).is_automatic

    assert is_automatic("Auto-Submitted: auto-generated (rejected)")
    assert is_automatic("Subject: 自动回复：出差")
    assert is_automatic("Subject: =?utf-8?q?Out_of_Office=3A_away?=")
    assert is_automatic("Return-Path: <>")
    assert not is_automatic("Auto-Submitted: no")
    assert not is_automatic("Return-Path: <a@b.example>")
    assert not is_automatic("Subject: Your automatic reply was rude")


def test_addresses():
    assert untag("li+shop+2@example.com") == "li@example.com"
    assert untag("+odd@example.com") == "+odd@example.com"
    assert untag("") == ""


def test_earlier_messages_are_left_out():
    for history in (
        "On Mon, 2 Nov 2026, Power <x@y> wrote:\n> old",
        "Am 2. November schrieb Power:\n\n> old",
        "-----Original Message-----\nold",
        "From: Power\nSent: Monday\nTo: Li\n\nold",
        "发件人： 客服\n发送时间： 2026-11-02\nold",
        "> quoted",
    ):
        assert strip_quotes(f"My answer\n\n{history}") == "My answer", history


def test_plain_text_wraps():
    """Lines stay lines, and quotations in between stay where they are."""
    html = "<pre>one\n\ntwo<span>2</span> three\nfour</pre>"
    assert "one<br><br>two<span>2</span> three<br>four" in clean_html(html)


def test_own_words_stay():
    """Lines that only look like the start of a quotation."""
    for words in (
        "As I wrote last week:\nthe lamp is broken.",
        "From: my house\nthe light is gone.",
        "-----\nSecond point",
        "He wrote: nothing",
    ):
        assert strip_quotes(words) == words


def test_very_many_lines():
    """What a mail of a hundred KB does not do is to keep a worker busy for minutes."""
    text = "x\n" + "\n" * 100_000 + "y"
    assert strip_quotes(text) == text
    assert clean_html(f"<pre>{'a<br/>' * 20_000}</pre>").count("<br>") == 20_000


def test_line_breaks_of_plain_text():
    broken = clean_html("<pre>a\nb<b>c</b>d\ne<i>f</i></pre>")
    assert "<div>a<br>b<b>c</b>d<br>e<i>f</i></div>" in broken
