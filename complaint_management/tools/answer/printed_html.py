# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What goes to the printer of PDFs: a program that fetches whatever it reads of.

It runs on the server, so that an address in an answer would be visited from inside
of the house. Only what is in the text itself is left: pictures as data, nothing by
address.
"""

import base64
import binascii
import html
import re

from lxml import etree

# Fetch, run or frame something; nothing that is printed needs them.
_REMOVED = {
    "applet",
    "animate",
    "audio",
    "base",
    "embed",
    "feimage",
    "foreignobject",
    "frame",
    "frameset",
    "iframe",
    "image",
    "link",
    "meta",
    "noscript",
    "object",
    "portal",
    "script",
    "set",
    "source",
    "template",
    "track",
    "use",
    "video",
    "xml",
}
# Attributes that are addresses.
_ADDRESSES = {
    "action",
    "archive",
    "background",
    "cite",
    "classid",
    "code",
    "codebase",
    "data",
    "dynsrc",
    "formaction",
    "from",
    "href",
    "icon",
    "imagesrcset",
    "longdesc",
    "lowsrc",
    "manifest",
    "ping",
    "poster",
    "profile",
    "src",
    "srcdoc",
    "srcset",
    "to",
    "usemap",
    "values",
}
# Where a reader may go by a click; nothing is fetched for it.
_LINKED = re.compile(r"(?i)(?:https?:|mailto:|tel:|#)")
_PICTURE = re.compile(r"(?i)data:image/(png|jpeg|jpg|gif|svg\+xml);base64,(.*)\Z", re.S)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|(.)|\Z)", re.S)
_OWN_PART = re.compile(r"""(?i)url\(\s*['"]?#[\w.:-]*['"]?\s*\)""")
_FETCHES = re.compile(
    r"(?i)url\s*\(|@\s*import|@\s*font-face|@\s*namespace|image-set|cross-fade"
    r"|element\s*\(|image\s*\(|src\s*\(|expression\s*\(|behavio|-moz-binding"
)
_OWN_FILE = re.compile(r"(?i)/web/(?:image|content)/(\d{1,9})(?:[-/?].*)?\Z")


def seal(root, get_file, base_url=""):
    """Take out of a page whatever would be fetched to print it.

    :param root: an ``lxml`` element; changed in place
    :param get_file: takes the id of an attachment, and returns (mimetype, content)
        of a picture that belongs on this page, or None
    :param str base_url: of this server; what begins with it is no other place
    """
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _remove(element)
        elif _local(element.tag) in _REMOVED:
            _remove(element)
        else:
            _seal_element(element, get_file, base_url)


def _local(name):
    return re.split(r"[:}]", name)[-1].lower()


def _remove(element):
    """Take an element out; what stands behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def _seal_element(element, get_file, base_url):
    tag = _local(element.tag)
    if tag == "style" and fetches(element.text or ""):
        element.text = ""
    for name, value in list(element.attrib.items()):
        local = _local(name)
        if local == "src" and tag == "img":
            picture = get_picture(value, get_file, base_url)
            if picture:
                element.set(name, picture)
            else:
                del element.attrib[name]
        elif local == "href" and tag in ("a", "area"):
            if not _LINKED.match(value.strip()):
                del element.attrib[name]
        elif local in _ADDRESSES or local.startswith("on") or fetches(value):
            del element.attrib[name]


def fetches(css):
    """Whether a style fetches something, however it is written.

    >>> fetches("color: red"), fetches("fill: url(#gradient)")
    (False, False)
    >>> fetches("background: u\\\\72l(http://x)"), fetches("a: ur/**/l (x)")
    (True, True)
    """
    plain = _COMMENT.sub("", html.unescape(css))
    plain = _ESCAPED.sub(_unescape, plain)
    plain = _COMMENT.sub("", plain.replace("\0", ""))
    return bool(_FETCHES.search(_OWN_PART.sub("", plain)))


def _unescape(match):
    if match[1]:
        number = int(match[1], 16)
        return chr(number) if 0 < number < 0x110000 else ""
    return match[2] or ""


def get_picture(source, get_file, base_url=""):
    """A picture as data; "" for anything that would have to be fetched."""
    source = re.sub(r"[\x00-\x20]", "", source or "")
    if match := _PICTURE.match(source):
        return source if _is_harmless(*match.groups()) else ""
    if base_url and source.startswith(base_url.rstrip("/") + "/"):
        source = source[len(base_url.rstrip("/")) :]
    match = _OWN_FILE.match(source)
    found = match and get_file(int(match[1]))
    if not found:
        return ""
    mimetype, content = found
    return f"data:{mimetype};base64,{base64.b64encode(content).decode()}"


def _is_harmless(kind, data):
    """Whether a picture fetches nothing: a drawing may."""
    if kind.lower() != "svg+xml":
        return True
    try:
        content = base64.b64decode(data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(content, parser)
    except (binascii.Error, ValueError, etree.LxmlError):
        return False
    if b"<!ENTITY" in content or b"\0" in content:
        return False
    return (
        all(
            isinstance(element.tag, str)
            and _local(element.tag) not in _REMOVED
            and not fetches(element.text or "")
            and not any(
                _local(name) in ("href", "src") or fetches(value)
                for name, value in element.attrib.items()
            )
            for element in root.getroottree().iter()
            if not isinstance(element, etree._Comment)
        )
        and root.getprevious() is None
    )
