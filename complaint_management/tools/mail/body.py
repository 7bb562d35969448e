# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The words of a mail, so that they can be shown: no scripts, no spying pictures."""

import html
import re

import lxml.html
from lxml import etree
from markupsafe import Markup, escape

from odoo.tools import html2plaintext, html_sanitize, plaintext2html

from .incoming_mail import clean_text
from .quotes import QUOTED, Known, cut_copies, strip_quotes

# They fetch something from elsewhere, and tell there who reads the mail and when.
_FETCHING_TAGS = ("audio", "video", "source", "track", "picture", "svg", "input")
_FETCHING_ATTRIBUTES = ("background", "srcset", "poster", "lowsrc", "dynsrc")
# Where something quoted begins and ends; no mail contains them.
_OPENS, _CLOSES = "\ue003", "\ue004"
_BLOCKS = frozenset(
    "address article aside center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section table td th tr ul".split()
)
_VOID = frozenset("area br col hr img input wbr".split())
NOTHING = Known()
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


def get_all_text(body):
    """All that somebody wrote as plain text, with a mark before what HTML quotes."""
    safe = html_sanitize(clean_text(str(body or "")), sanitize_style=True)
    if not safe or not safe.strip():
        return ""
    root = lxml.html.fragment_fromstring(str(safe), create_parent="div")
    for element in list(root.iter(etree.Element)):
        if element.getparent() is not None:
            _set_apart(element)
    text = html2plaintext(
        lxml.html.tostring(root, encoding="unicode"), include_references=False
    )
    lines, depth = [], 0
    for piece in re.split(f"([{_OPENS}{_CLOSES}])", text):
        if piece in (_OPENS, _CLOSES):
            depth += 1 if piece == _OPENS else -1
        else:
            mark = QUOTED if depth > 0 else ""
            lines += [
                line.strip() if line.lstrip().startswith(">") else mark + line.strip()
                for line in piece.strip("\n").splitlines()
            ]
    return "\n".join(lines)


def _set_apart(element):
    """Let a block stand in lines of its own, and what is quoted between marks."""
    if element.tag in _VOID:
        return
    is_signature = re.match(r"\s*--\s", element.text or "")
    is_quoted = element.tag == "blockquote" or element.get("data-o-mail-quote")
    if is_quoted and not is_signature:
        element.text = f"{_OPENS}{element.text or ''}"
        element.tail = f"{_CLOSES}{element.tail or ''}"
    elif is_signature or element.tag in _BLOCKS:
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"


def get_neutral_html(body, redactor, known=NOTHING):
    """The words of somebody who must not be known: no name, no address, no signature.

    Copies of words that stand on the case are left out; all else that is quoted stays.

    :param str body: HTML from outside
    :param redactor: a ``Redactor`` that knows who it is
    :param known: a ``Known``
    :return: ``Markup`` of plain text
    """
    return plaintext2html(get_neutral_text(body, redactor, known))


def get_neutral_text(body, redactor, known=NOTHING):
    """The same as plain text."""
    text = redactor.hide(get_all_text(body))
    return cut_copies(text, known, is_neutral=True)


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
