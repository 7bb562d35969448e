# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The words of a mail as part of a page: its content, without its layout.

Mails are laid out with tables, fixed widths and colours for a window of their own. On a
page this gets in the way of everything else, and of reading on a phone. What has a
meaning stays: lists, links, pictures, real tables, what is bold, and colours, made dark
enough to be read.
"""

import re

import lxml.html
from lxml import etree
from markupsafe import Markup
from PIL import ImageColor

# Everything else is layout, or belongs to another page.
_ATTRIBUTES = {
    "alt",
    "cite",
    "colspan",
    "dir",
    "href",
    "lang",
    "rel",
    "rowspan",
    "src",
    "start",
    "target",
    "title",
    "value",
}
_STYLES = ("font-weight", "font-style", "text-decoration", "text-align")
# They hold a page together, or keep a line from wrapping.
_BLOCKS = {
    *("address", "article", "aside", "center", "fieldset", "figure", "footer", "form"),
    *("header", "main", "marquee", "nav", "section"),
}
_INLINE = {"big", "font", "label", "nobr", "small"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
# How far apart colours are at least, of 21: WCAG 2, 1.4.3, on our light grey.
_CONTRAST = 4.5
_PAPER = (248, 249, 250)
# Tables with more columns do not fit on a phone, or on any page.
_PHONE_COLUMNS, _PAGE_COLUMNS = 3, 6
# What Odoo's frame around mails is known by: a grey table with a white one in it.
_FRAME_WIDTH, _FRAME_GREY = "590", "#f1f1f1"


def get_words(body):
    """The content of a mail or message, to be shown within a page.

    :param body: HTML that is safe to show
    :return: ``Markup``; classes that begin with ``o_words_`` are for our stylesheet
    """
    if not (body or "").strip():
        return Markup("")
    root = lxml.html.fragment_fromstring(str(body), create_parent="div")
    for element in list(root.iter(etree.Element)):
        if element is not root and _HIDDEN.search(element.get("style") or ""):
            element.drop_tree()
    for table in list(root.iter("table")):
        _take_off_frame(table)
    # All are judged before one is changed: what holds a table is layout.
    tables = [(table, _is_layout(table)) for table in root.iter("table")]
    for table, is_layout in tables:
        if not is_layout:
            _fit_table(table)
    for table, is_layout in tables:
        if is_layout:
            _unfold(table)
    for element in list(root.iter(etree.Element)):
        _calm(element)
    return Markup(lxml.html.tostring(_unwrap(root), encoding="unicode"))


def squeeze(body):
    """The text of HTML without any space, to compare what it says.

    >>> squeeze("<p>You get <b>400</b>.</p>")
    'Youget400.'
    """
    if not (body or "").strip():
        return ""
    root = lxml.html.fragment_fromstring(str(body), create_parent="div")
    return "".join(root.text_content().split())


def _unwrap(root):
    """What boxes hold that hold nothing else: space around them adds up."""
    while len(root) == 1 and root[0].tag == "div" and not root[0].attrib:
        if (root.text or "").strip() or (root[0].tail or "").strip():
            break
        root = root[0]
    root.tail = None
    return root


# ----------------------------------------------------------------------
# Frames
# ----------------------------------------------------------------------


def _take_off_frame(table):
    """Put in place of Odoo's frame around a mail what it frames.

    The inner table has three rows: a head, the content and a foot.
    """
    if _FRAME_GREY not in (table.get("style") or "").lower():
        return
    inner = table.find(f".//table[@width='{_FRAME_WIDTH}']")
    if inner is None or next(inner.iterancestors("table")) is not table:
        return
    rows = _get_rows(inner)
    if len(rows) != 3 or any(len(_get_cells(row)) != 1 for row in rows):
        return
    (content,) = _get_cells(rows[1])
    content.tag = "div"
    content.tail = table.tail
    table.getparent().replace(table, content)


# ----------------------------------------------------------------------
# Tables
# ----------------------------------------------------------------------


def _get_rows(table):
    """Rows of a table; not those of tables in it."""
    return [
        row for row in table.iter("tr") if next(row.iterancestors("table")) is table
    ]


def _get_cells(row):
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_layout(table):
    """Whether a table only puts things side by side or below each other."""
    rows = [_get_cells(row) for row in _get_rows(table)]
    return (
        table.get("role") in ("presentation", "none")
        or table.find(".//table") is not None
        or len(rows) < 2
        or max(map(len, rows)) < 2
    )


def _unfold(table):
    """Let the parts of a layout stand below each other."""
    for row in _get_rows(table):
        if row.getparent() is not table:
            row.getparent().tag = "div"
        row.tag = "div"
        for cell in _get_cells(row):
            cell.tag = "div"
    for part in list(table):
        if part.tag in ("colgroup", "col"):
            part.drop_tree()
        elif part.tag == "caption":
            part.tag = "div"
    table.tag = "div"


def _fit_table(table):
    """Let a table that is too wide be read row by row, each cell below its heading."""
    rows = [(row, _get_cells(row)) for row in _get_rows(table)]
    columns = max(len(cells) for _row, cells in rows)
    for part in list(table.iter("colgroup", "col")):
        part.drop_tree()
    _set_class(table, "o_words_table")
    if columns <= _PHONE_COLUMNS:
        return
    width = "all" if columns > _PAGE_COLUMNS else "phone"
    _set_class(table, f"o_words_table o_words_stack_{width}")
    labels = _get_labels(rows, columns)
    if not labels:
        return
    _set_class(rows[0][0], "o_words_heads")
    for _row, cells in rows[1:]:
        for cell, label in zip(cells, labels, strict=False):
            cell.set("data-label", label)


def _set_class(element, name):
    """Mark an element for our stylesheet; its own classes are gone afterwards."""
    element.set("data-words", name)


def _get_labels(rows, columns):
    """What stands above each column; empty when that is not certain."""
    cells = [cell for _row, cells in rows for cell in cells]
    if any(
        cell.get(span, "1") != "1" for cell in cells for span in ("colspan", "rowspan")
    ):
        return []
    heads = rows[0][1]
    labels = [" ".join(cell.text_content().split()) for cell in heads]
    is_head = all(cell.tag == "th" for cell in heads) or not any(
        map(_FIGURE.search, labels)
    )
    return labels if len(heads) == columns and is_head and all(labels) else []


# ----------------------------------------------------------------------
# One element
# ----------------------------------------------------------------------


def _calm(element):
    """Leave of an element what it means, and nothing of how it looked."""
    style = _get_style(element)
    name = element.get("data-words")
    label = element.get("data-label") if element.tag in ("td", "th") else None
    width = element.get("width", "") if element.tag == "img" else ""
    for attribute in set(element.attrib) - _ATTRIBUTES:
        del element.attrib[attribute]
    kept = {
        "style": style,
        "class": name if (name or "").startswith("o_words_") else None,
        "data-label": label,
        "width": width if width.isdecimal() else None,
    }
    for attribute, value in kept.items():
        if value:
            element.set(attribute, value)
    _rename(element)


def _rename(element):
    """Let an element fit into a page that has its own headings and parts."""
    if element.tag in _HEADINGS:
        element.tag = "div"
        element.set("class", "o_words_heading")
    elif element.tag in _BLOCKS:
        element.tag = "div"
    elif element.tag in _INLINE:
        element.tag = "span"
    elif element.tag == "img":
        _show_picture(element)
    elif element.tag == "th" and not element.text_content().strip():
        element.tag = "td"
    elif element.tag == "a" and not element.text_content().strip():
        if not any(image.get("alt") for image in element.iter("img")):
            element.drop_tag()


def _show_picture(image):
    """Say what a picture shows that did not come along with its mail."""
    image.set("alt", image.get("alt", ""))
    if image.get("src", "").strip().lower().startswith("cid:"):
        image.tail = image.get("alt") + (image.tail or "")
        image.drop_tree()


def _get_style(element):
    given = {}
    for rule in (element.get("style") or "").split(";"):
        name, _colon, value = rule.partition(":")
        given[name.strip().lower()] = value.strip().lower()
    kept = {name: given[name] for name in _STYLES if given.get(name)}
    if given.get("white-space", "").startswith("pre"):
        # Lines end where they ended, and where the page does.
        lines = given["white-space"] == "pre-line"
        kept["white-space"] = "pre-line" if lines else "pre-wrap"
    color = _darken(given.get("color") or element.get("color"))
    if color and element.tag != "a":
        kept["color"] = color
    return "; ".join(f"{name}: {value}" for name, value in kept.items())


def _darken(color):
    """A colour that can be read on our page; none for what is black anyway.

    >>> _darken("#ff0000")
    '#e50000'
    >>> _darken("black"), _darken("rgb(33, 37, 41)"), _darken("inherit")
    ('', '', '')
    """
    try:
        shade = ImageColor.getrgb((color or "").strip())[:3]
    except ValueError:
        return ""
    if max(shade) - min(shade) < 32:
        # Grey, black and white are how a mail looked; other colours say something.
        return ""
    while _get_contrast(shade) < _CONTRAST:
        shade = tuple(int(part * 0.9) for part in shade)
    return "#{:02x}{:02x}{:02x}".format(*shade)


def _get_contrast(shade):
    return (_get_light(_PAPER) + 0.05) / (_get_light(shade) + 0.05)


def _get_light(shade):
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in shade
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
