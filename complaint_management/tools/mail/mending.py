# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail put so that every library reads it as it was meant.

Odoo reads a mail after it was mended here: its words are UTF-8 and stand in one row,
its people are told from their names, its files have their names, and another mail that
came along is a file.
"""

import base64
import email
import email.policy
import logging
import re
from email.message import EmailMessage, Message
from typing import NamedTuple
from urllib.parse import quote

import lxml.html

from . import headers
from .parts import (
    get_bytes,
    get_encoded,
    get_heading,
    get_name,
    get_type,
    is_words,
    read_words,
)

_logger = logging.getLogger(__name__)

PEOPLE = (
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Delivered-To",
    "Resent-To",
    "Resent-Cc",
)
# Why the mail as it came should be looked at, by whoever doubts what is shown of it.
CHARSET, STRUCTURE, ENCLOSED, LEFT_OUT = "charset", "structure", "enclosed", "left_out"
# As deep as parts are looked into.
DEPTH = 30
_LABELS = re.compile(
    r"=\?([\w.:-]{2,40})\?[bqBQ]\?|charset=[\"']?([\w.:-]{2,40})", re.I
)
_BOUNDARY = re.compile(r"^--([^\s-][^\r\n]{0,199}?)[ \t]*\r?\n", re.MULTILINE)
# Forms of a text that no mail program but one shows.
_FORMS = frozenset(("x-amp-html", "x-watch-html"))
# Kinds of files; whatever says to be another is bytes.
_FILES = frozenset("application audio chemical font image model video".split())
_LINK = re.compile(r"\S*://\S*|\S+@\S+")
_LETTERS = re.compile(r"\w")
_USUAL_PREAMBLE = re.compile(r"mime|multi-?part|^\W*$", re.IGNORECASE)
_HEADING_LENGTH = 20_000


class Mended(NamedTuple):
    """A mail that can be read, and why the mail as it came should be kept."""

    message: EmailMessage
    doubts: frozenset


def mend(raw):
    """Mend a mail.

    :param bytes raw: the mail as it came
    :return: a ``Mended``
    """
    doubts = set()
    # The oldest way of reading takes everything.
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    hints = find_hints(message)
    _mend_headings(message, hints, doubts)
    if not _is_returned(message):
        _put_in_a_row(message, hints, doubts)
        return Mended(_convert(message), frozenset(doubts))
    for part in message.get_payload() if message.is_multipart() else [message]:
        if not part.is_multipart() and is_words(part):
            _set_words(part, hints, doubts)
    return Mended(_convert(message), frozenset(doubts))


def _convert(message):
    """A mail as the library reads it nowadays."""
    converted = EmailMessage(policy=email.policy.SMTP)
    for key, value in message.raw_items():
        _set_heading(converted, key, str(value))
    payload = message._payload
    if isinstance(payload, list):
        payload = [_convert(part) for part in payload]
    converted.set_payload(payload)
    return converted


def _set_heading(message, key, value):
    """Set a heading so that it can be written again; as it came where it cannot."""
    if not value.isascii():
        try:
            message[key] = value
            return
        except Exception:  # the library stumbles over what it reads
            _logger.debug("A heading stays as it is: %s", key)
    message.set_raw(key, value)


def _is_returned(message):
    """Whether a machine tells what became of a mail of ours, which it encloses."""
    senders = [
        who.address.partition("@")[0]
        for key, value in message.raw_items()
        if key.lower() == "from"
        for who in headers.get_people(str(value)[:_HEADING_LENGTH])
    ]
    return get_type(message) == ("multipart", "report") or not {
        "mailer-daemon",
        "postmaster",
    }.isdisjoint(senders)


def get_enclosed_name(part):
    """A name for a mail that came along with another."""
    given = get_name(part).text
    if not given:
        inner = part.get_payload()[0] if part.is_multipart() else part
        subject = get_heading(inner, "Subject")[:_HEADING_LENGTH]
        given = headers.decode(subject).text
        given = " ".join(re.sub(r'[\x00-\x1f"\\/:*?<>|]', " ", given).split())[:80]
    return given if given.lower().endswith(".eml") else f"{given or 'mail'}.eml"


def find_hints(message):
    """Character sets that a mail names anywhere, but for those that say nothing."""
    texts = [str(value)[:2000] for _key, value in message.raw_items()]
    for part in message.walk():
        texts += [
            str(value)[:500]
            for key, value in part.raw_items()
            if key.lower() == "content-type"
        ]
    labels = {a or b for text in texts for a, b in _LABELS.findall(text)}
    return tuple(sorted(label.lower() for label in labels))


# ----------------------------------------------------------------------
# Headings
# ----------------------------------------------------------------------


def _mend_headings(message, hints, doubts):
    values = {}
    for key, value in message.raw_items():
        values.setdefault(key.lower(), []).append(str(value)[:_HEADING_LENGTH])
    for name in PEOPLE:
        given = values.get(name.lower())
        if not given:
            continue
        people = [who for value in given for who in headers.get_people(value, hints)]
        if not all(headers.decode(value, hints).is_sure for value in given):
            doubts.add(CHARSET)
        if any(who.name and not headers.clean_name(who.name) for who in people):
            doubts.add(LEFT_OUT)
        del message[name]
        message[name] = headers.make_value(people)
    if "subject" in values:
        subject = headers.decode(values["subject"][0], hints)
        if not subject.is_sure:
            doubts.add(CHARSET)
        del message["Subject"]
        message["Subject"] = " ".join(subject.text.split())


# ----------------------------------------------------------------------
# Words and files
# ----------------------------------------------------------------------


def _put_in_a_row(message, hints, doubts):
    """Words and files of a mail one after the other, none in several forms."""
    row = _flatten(message, doubts, 0)
    if row == [message]:
        if is_words(message):
            _set_words(message, hints, doubts)
            return
        row = [_copy(message)]
    for part in row:
        if is_words(part):
            _set_words(part, hints, doubts)
        else:
            _name_file(part, doubts)
    if len(row) == 1 and is_words(row[0]):
        _replace_content(message, *get_type(row[0]), row[0].get_payload())
        return
    _replace_content(message, "multipart", "mixed", row)


def _copy(message):
    """The content of a mail as a part of its own."""
    part = Message()
    for key, value in message.raw_items():
        if key.lower().startswith("content-"):
            part.set_raw(key, value)
    part.set_payload(message._payload)
    return part


def _flatten(part, doubts, depth):
    """The parts that are no boxes for others; of several forms the one that says most.

    :return: list of parts
    """
    main, sub = get_type(part)
    if main == "message":
        doubts.add(ENCLOSED)
        return [_make_enclosed(part)]
    if main != "multipart":
        return [part]
    if not part.is_multipart():
        doubts.add(STRUCTURE)
        part = _open_box(part)
        if not part.is_multipart():
            return [part]
    for text in (part.preamble, part.epilogue):
        if text and not _USUAL_PREAMBLE.search(text):
            doubts.add(LEFT_OUT)
    if depth >= DEPTH:
        doubts.add(LEFT_OUT)
        return []
    branches = [_flatten(inner, doubts, depth + 1) for inner in part.get_payload()]
    if sub == "alternative":
        return _choose(branches, doubts)
    return [leaf for branch in branches for leaf in branch]


def _open_box(part):
    """A box that does not say how it is parted: read by the lines that part it."""
    data = get_encoded(part)
    text = data.decode("utf-8", "surrogateescape")
    boundary = _BOUNDARY.search(text)
    kind = "text/plain"
    if boundary:
        name = boundary[1].strip().replace("\\", "").replace('"', "")
        kind = f'multipart/mixed; boundary="{name}"'
        if re.search(r"^Content-Type:\s*text/html", text, re.IGNORECASE | re.MULTILINE):
            kind = f'multipart/alternative; boundary="{name}"'
    head = f"Content-Type: {kind}\n\n".encode("utf-8", "surrogateescape")
    opened = email.message_from_bytes(head + data, policy=email.policy.compat32)
    if boundary and not opened.is_multipart():
        opened = email.message_from_bytes(
            b"Content-Type: text/plain\n\n" + data, policy=email.policy.SMTP
        )
    return opened


def _choose(branches, doubts):
    """Of the forms of one text the last that says something; the files of all.

    Where the richest form says much less than the plain one, both are shown.
    """
    told = [(branch, _count_letters(branch)) for branch in branches]
    spoken = [(branch, count) for branch, count in told if count]
    chosen = spoken[-1:] or told[-1:]
    if spoken:
        fullest = max(spoken, key=lambda pair: pair[1])
        if fullest[1] > 2 * chosen[0][1] and fullest[0] is not chosen[0][0]:
            doubts.add(STRUCTURE)
            chosen = [*chosen, fullest] if _shows(chosen[0][0]) else [fullest]
    if len(spoken) < sum(1 for branch in branches if any(map(is_words, branch))):
        doubts.add(STRUCTURE)
    kept = [branch for branch, _count in chosen]
    return [
        leaf
        for branch in branches
        for leaf in branch
        if any(branch is one for one in kept)
        or not (is_words(leaf) or get_type(leaf)[1] in _FORMS)
    ]


def _shows(branch):
    return _count_letters(branch) > 0


def _count_letters(branch):
    """How much a form of a text says, without its links."""
    count = 0
    for part in branch:
        if not is_words(part):
            continue
        text = read_words(part).text
        if get_type(part)[1] == "html":
            text = get_visible_text(text)
        count += len(_LETTERS.findall(_LINK.sub("", text)))
    return count


def get_visible_text(html):
    """What HTML shows, roughly."""
    html = re.sub(r"^\s*<\?xml[^>]*>", "", html.replace("\x00", ""))
    if not html.strip():
        return ""
    try:
        root = lxml.html.fromstring(html)
    except (ValueError, lxml.etree.LxmlError):
        return html
    for element in list(root.iter("style", "script", "head", "title")):
        element.drop_tree() if element.getparent() is not None else element.clear()
    pictures = " picture" * sum(1 for _image in root.iter("img"))
    return str(root.text_content()) + pictures


def _make_enclosed(part):
    """Another mail that came along, as a file."""
    if part.is_multipart():
        inner = part.get_payload()
        data = b"\n".join(_get_raw(one) for one in inner)
    else:
        data = get_bytes(part)
    enclosed = Message()
    name = quote(get_enclosed_name(part), safe="")
    enclosed["Content-Disposition"] = f"attachment; filename*=utf-8''{name}"
    _replace_content(
        enclosed, "application", "octet-stream", base64.encodebytes(data).decode()
    )
    return enclosed


def _get_raw(message):
    try:
        return message.as_bytes()
    except Exception:  # a broken mail breaks whoever writes it
        return get_encoded(message)


def _set_words(part, hints, doubts):
    """Let a part say in UTF-8 what it says."""
    reading = read_words(part, hints)
    if not reading.is_sure:
        doubts.add(CHARSET)
    sub = "html" if get_type(part)[1] == "html" else "plain"
    text = reading.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    data = text.encode("utf-8", "replace")
    _replace_content(part, "text", sub, base64.encodebytes(data).decode())


def _name_file(part, doubts):
    """Let a file have the name that somebody gave it, and the bytes as they are."""
    main, sub = get_type(part)
    name = get_name(part)
    if not name.is_sure:
        doubts.add(CHARSET)
    if main not in _FILES:
        main, sub = "application", "octet-stream"
    encoded = quote(
        (name.text or "attachment")[:200].encode("utf-8", "replace"), safe=""
    )
    del part["Content-Disposition"]
    part["Content-Disposition"] = f"attachment; filename*=utf-8''{encoded}"
    # What it holds stays as it is encoded: it may be large.
    del part["Content-Type"]
    part["Content-Type"] = f"{main}/{sub}"


def _replace_content(part, main, sub, payload):
    """Give a part another content, and headings that say so."""
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del part[name]
    if main == "multipart":
        part["Content-Type"] = f"{main}/{sub}"
    elif main == "text":
        part["Content-Type"] = f'{main}/{sub}; charset="utf-8"'
        del part["Content-Disposition"]
    else:
        part["Content-Type"] = f"{main}/{sub}"
    if main != "multipart":
        part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(payload)
