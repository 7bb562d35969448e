# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail as it came in: what can be said about it without trusting it.

Nothing here raises, whatever the bytes: a mail that no library can read still has to
end where a person sees it.
"""

import email.policy
import email.utils
import hashlib
import re
from datetime import timedelta, timezone
from functools import cached_property

from . import headers
from .mending import find_hints, get_visible_text
from .parts import get_bytes, get_name, get_type, is_words, read_words
from .reports import get_report, get_reported

RECIPIENT_HEADERS = (
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "To",
    "Cc",
    "Resent-To",
    "Resent-Cc",
)
# Longest line of text that a mail names itself by.
LINE_LENGTH = 500
MAX_REFERENCES = 32
# What a mail of people stays below. Beyond it, its headings are read and no more.
HEADING_BYTES = 256 * 1024
HEADINGS = 1_000
PARTS = 500
DEPTH = 30
TEXT_BYTES = 4 * 1024 * 1024
# As much of a heading as is decoded.
HEADING_LENGTH = 20_000
# A mail may have been under way that long; its clock may be wrong by that much.
LONGEST_WAY = timedelta(days=30)
CLOCK_ERROR = timedelta(minutes=5)
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(automatic reply|auto(matic)?[- ]?reply|auto[- ]?response"
    r"|out of (the )?office"
    r"|abwesenheitsnotiz|automatische antwort|automatisch antwoord|réponse automatique"
    r"|respuesta automática|risposta automatica|resposta automática|autosvar"
    r"|自动回复|自動回覆|自動返信|자동 회신|автоответ|trả lời tự động)\s*[:：]",
    re.IGNORECASE,
)
_SPAM_SUBJECT = re.compile(r"^\s*(\[spam\??\]|\*{2,}\s*spam\s*\*{2,}|\{spam\?\})", re.I)
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_line(text, length=LINE_LENGTH):
    """A text in one line that a database takes: no control characters, no halves."""
    line = " ".join(clean_text(text).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def clean_text(text):
    """A text without what a database refuses: NUL, controls, broken characters.

    >>> clean_text("a\\x00b\\ud800c")
    'abc'
    """
    return _UNCLEAN.sub("", text or "")


def untag(address):
    """An address without its +tag, as most providers deliver it.

    >>> untag("li.wei+shop@example.com")
    'li.wei@example.com'
    """
    local, at, domain = (address or "").rpartition("@")
    return local.partition("+")[0] + at + domain if local[:1] != "+" else address


def _read(raw):
    """A mail with all its parts; None when it is beyond all measure.

    The oldest way of reading: it takes everything.
    """
    if _find_body(raw) > HEADING_BYTES:
        return None
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return message if _is_bounded(message) else None


def _read_headings(raw):
    """What a mail says before its words, as far as a person would read it."""
    lines = raw[: min(_find_body(raw), HEADING_BYTES)].splitlines(keepends=True)
    return email.message_from_bytes(
        b"".join(lines[:HEADINGS]), policy=email.policy.compat32
    )


def _find_body(raw):
    """Where the headings end."""
    ends = [end for end in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if end >= 0]
    return min(ends, default=len(raw))


def _is_bounded(message):
    """Whether a mail has a number of parts that somebody could look through."""
    waiting, parts, text = [(message, 0)], 0, 0
    while waiting:
        part, depth = waiting.pop()
        parts += 1
        if parts > PARTS or depth > DEPTH or len(part) > HEADINGS:
            return False
        if part.is_multipart():
            waiting.extend((inner, depth + 1) for inner in part.get_payload())
        elif is_words(part):
            text += len(get_bytes(part))
    return text <= TEXT_BYTES


class IncomingMail:
    """The bytes of one mail, and what they say.

    :param bytes raw: the mail, headers and all
    """

    def __init__(self, raw):
        self.raw = raw
        self.message = _read(raw)
        # Whether it can be read within bounds; else only its headings are known.
        self.is_bounded = self.message is not None
        if not self.is_bounded:
            self.message = _read_headings(raw)

    # ------------------------------------------------------------------
    # Headers
    # ------------------------------------------------------------------

    def headers(self, name):
        """All values of a header, decoded, each in one line."""
        return [
            clean_line(headers.decode(value, self._hints).text, length=10_000)
            for value in self._get_raw_headings(name)
        ]

    def _get_raw_headings(self, name):
        return [
            str(value)[:HEADING_LENGTH]
            for key, value in self.message.raw_items()
            if key.lower() == name.lower()
        ]

    @cached_property
    def _hints(self):
        return find_hints(self.message)

    def header(self, name):
        """The first value of a header; "" where there is none."""
        return next(iter(self.headers(name)), "")

    def addresses(self, *names):
        """The addresses in these headers: lower case, each once, in order."""
        return list(dict.fromkeys(who.address for who in self.people(*names)))

    def people(self, *names):
        """Names and addresses in these headers, as ``headers.Person``, in order."""
        return [
            who
            for name in names
            for value in self._get_raw_headings(name)
            for who in headers.get_people(value, self._hints)
        ]

    @cached_property
    def recipients(self):
        return self.addresses(*RECIPIENT_HEADERS)

    @cached_property
    def sender(self):
        """The address that the mail claims to come from; "" for none."""
        return self._sender.address

    @cached_property
    def sender_name(self):
        """The name that the mail claims to come from; the address for none."""
        return clean_line(headers.clean_name(self._sender.name), 200) or self.sender

    @cached_property
    def _sender(self):
        nobody = headers.Person("", "")
        return next(iter(self.people("From", "Sender")), nobody)

    @cached_property
    def subject(self):
        return clean_line(self.header("Subject"))

    @cached_property
    def message_id(self):
        """What the mail is called; made from its bytes where it has no name."""
        given = _MESSAGE_ID.search(self.header("Message-ID"))
        if given and len(given[0]) <= LINE_LENGTH:
            return given[0]
        return f"<{hashlib.sha256(self.raw).hexdigest()}@unnamed.invalid>"

    @cached_property
    def references(self):
        """Names of the mails that this one answers, the nearest last."""
        text = " ".join(self.headers("References") + self.headers("In-Reply-To"))
        return list(dict.fromkeys(_MESSAGE_ID.findall(text)))[-MAX_REFERENCES:]

    # ------------------------------------------------------------------
    # What kind of mail it is
    # ------------------------------------------------------------------

    @cached_property
    def is_automatic(self):
        """Whether a machine wrote it: nobody waits for an answer (RFC 3834)."""
        submitted = self.header("Auto-Submitted").lower()
        precedence = self.header("Precedence").lower()
        suppress = self.header("X-Auto-Response-Suppress").lower()
        return_paths = self.headers("Return-Path")
        return (
            submitted.partition(";")[0].strip() not in ("", "no")
            or precedence in ("bulk", "junk", "list", "auto_reply")
            or suppress not in ("", "none")
            or any(self.header(f"X-Auto{end}") for end in ("reply", "respond"))
            or any(path in ("", "<>") for path in return_paths)
            or self.sender.partition("@")[0] == "mailer-daemon"
            or bool(_AUTOMATIC_SUBJECT.match(self.subject))
        )

    @cached_property
    def report(self):
        """What it tells about a mail of ours, as in ``mail.reports``, or ""."""
        return get_report(self.message)

    @cached_property
    def reported(self):
        """Names of the mails that it reports about."""
        return get_reported(self.message) if self.report else []

    @cached_property
    def is_marked_spam(self):
        """Whether a filter on the way called it spam."""
        return (
            self.header("X-Spam-Flag").lower().startswith("yes")
            or self.header("X-Spam-Status").lower().startswith("yes")
            or bool(_SPAM_SUBJECT.match(self.subject))
        )

    def get_date(self, now):
        """When it was written, if that can be; otherwise now.

        :param datetime now: the present moment, in UTC without time zone
        :return: a moment in UTC without time zone, never after ``now``
        """
        try:
            written = email.utils.parsedate_to_datetime(self.header("Date"))
            if written.tzinfo:
                written = written.astimezone(timezone.utc).replace(tzinfo=None)
        except (TypeError, ValueError, OverflowError, IndexError):
            return now
        if now - LONGEST_WAY <= written <= now + CLOCK_ERROR:
            return min(written, now).replace(microsecond=0)
        return now

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def get_text(self, length):
        """The text as far as it can be read, for a person who decides about it.

        :param int length: the most characters
        """
        for part in self.message.walk():
            if is_words(part):
                text = clean_text(
                    read_words(part, self._hints).text[: length * 4]
                ).strip()
                if text:
                    return text[:length]
        return clean_text(self.raw[: length * 4].decode("utf-8", "replace"))[:length]

    def get_transcript(self):
        """The mail as a plain text file, for who only has to read it."""
        heading = "\n".join(
            f"{name}: {self.header(name)}"
            for name in ("From", "To", "Cc", "Date", "Subject")
            if self.header(name)
        )
        names = "\n".join(name for name, _data in self.files)
        pieces = (heading, self._get_all_words(), names)
        return "\n\n".join(filter(None, pieces)).encode("utf-8", "replace")

    def _get_all_words(self):
        """What it says, in its plainest form, with what it encloses."""
        texts = {"plain": [], "html": []}
        for part in self.message.walk():
            if is_words(part):
                text = read_words(part, self._hints).text
                if get_type(part)[1] == "html":
                    texts["html"].append(get_visible_text(text))
                else:
                    texts["plain"].append(text)
        plain, html = (
            clean_text(
                "\n\n".join(text.strip() for text in texts[kind] if text.strip())
            )
            for kind in ("plain", "html")
        )
        return plain if len(plain) * 2 > len(html) else html

    @cached_property
    def files(self):
        """Files within it: list of (name, bytes)."""
        return [
            (clean_line(get_name(part).text, 200) or "attachment", get_bytes(part))
            for part in self.message.walk()
            if not part.is_multipart()
            and get_type(part)[0] != "multipart"
            and not is_words(part)
        ]
