# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The words of a mail, so that they can be shown: no scripts, no spying pictures."""

import html
import re

import lxml.html
from lxml import etree
from markupsafe import Markup, escape

from odoo.tools import html2plaintext, html_sanitize, plaintext2html

from .incoming_mail import clean_text, strip_quotes

# They fetch something from elsewhere, and tell there who reads the mail and when.
_FETCHING_TAGS = ("audio", "video", "source", "track", "picture", "svg", "input")
_FETCHING_ATTRIBUTES = ("background", "srcset", "poster", "lowsrc", "dynsrc")
HIDDEN = "[…]"
_TAG = re.compile("(<[^>]*>)")
# A name or address shorter than that is part of too many words.
SHORTEST_HIDDEN = 3


def clean_html(body, keep_cids=False):
    """The HTML of a mail without what runs, hides or reports.

    :param str body: HTML from outside
    :param bool keep_cids: keep pictures that came along with the mail
    :return: ``Markup``
    """
    safe = html_sanitize(
        clean_text(str(body or "")), sanitize_style=True, strip_classes=True
    )
    if not safe or not safe.strip():
        return Markup("")
    root = lxml.html.fragment_fromstring(str(safe), create_parent="div")
    for element in list(root.iter(etree.Element)):
        _silence(element, keep_cids)
    inner = lxml.html.tostring(root, encoding="unicode")
    return Markup(inner)


def _silence(element, keep_cids):
    """Take out of one element what fetches something from elsewhere."""
    for name in _FETCHING_ATTRIBUTES:
        element.attrib.pop(name, None)
    if "url(" in (element.get("style") or "").lower():
        del element.attrib["style"]
    if element.getparent() is None:
        return
    if element.tag == "pre":
        _break_lines(element)
    elif element.tag in _FETCHING_TAGS:
        element.drop_tree()
    elif element.tag == "img":
        source = (element.get("src") or "").strip().lower()
        if source.startswith("data:image/") or (keep_cids and source[:4] == "cid:"):
            return
        element.tail = (element.get("alt") or "") + (element.tail or "")
        element.drop_tree()


def _break_lines(element):
    """Show plain text as text, which wraps, and not as a piece of code."""
    element.tag = "div"
    pieces = [(None, element.text), *((child, child.tail) for child in element)]
    for child, _tail in pieces[1:]:
        element.remove(child)
    # Put together anew at the end: to insert in the middle takes long.
    for child, text in pieces:
        first, *others = (text or "").split("\n")
        if child is None:
            element.text = first
        else:
            element.append(child)
            child.tail = first
        for line in others:
            etree.SubElement(element, "br").tail = line


def get_text(body):
    """What somebody wrote, as plain text without earlier messages."""
    return strip_quotes(html2plaintext(body or "", include_references=False))


def get_neutral_html(body, redactor):
    """The words of somebody who must not be known: no history, no name, no address.

    :param str body: HTML from outside
    :param redactor: a ``Redactor`` that knows who it is
    :return: ``Markup`` of plain text
    """
    return plaintext2html(redactor.hide(get_text(_drop_quoted(body))))


def hide(text, secrets):
    """A text without names, addresses and numbers that must not be shown.

    >>> hide("Yours, Jane Miller", ["Jane Miller"])
    'Yours, […]'
    """
    for secret in sorted({s.strip() for s in secrets if s}, key=len, reverse=True):
        if len(secret) >= SHORTEST_HIDDEN or not secret.isascii():
            text = re.sub(re.escape(secret), HIDDEN, text, flags=re.IGNORECASE)
    return text


def hide_in_html(body, secrets):
    """HTML without names, addresses and numbers that must not be shown.

    >>> hide_in_html('<a href="mailto:j@b.de">Jane &amp; I</a>', ["Jane & I", "j@b.de"])
    Markup('<a href="mailto:[…]">[…]</a>')
    >>> hide_in_html("<p>Mary O'Brien</p>", ["Mary O'Brien"])
    Markup('<p>[…]</p>')
    """
    # HTML is stored with quotes and apostrophes as they are, and written with others.
    written = {
        form
        for secret in filter(None, secrets)
        for form in (str(escape(secret)), html.escape(secret, quote=False))
    }
    # Names may look like tags; of these only addresses are taken out.
    addresses = [secret for secret in written if "@" in secret]
    pieces = _TAG.split(str(body or ""))
    return Markup("").join(
        Markup(hide(piece, addresses if piece.startswith("<") else written))
        for piece in pieces
    )


def _drop_quoted(body):
    """HTML without the parts that mail programs mark as quoted or as a signature."""
    safe = html_sanitize(clean_text(str(body or "")), sanitize_style=True)
    if not safe or not safe.strip():
        return ""
    root = lxml.html.fragment_fromstring(str(safe), create_parent="div")
    for element in list(root.iter(etree.Element)):
        if element.get("data-o-mail-quote") and element.getparent() is not None:
            element.drop_tree()
    return lxml.html.tostring(root, encoding="unicode")
