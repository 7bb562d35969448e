# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail as it came in: what can be said about it without trusting it.

Nothing here raises, whatever the bytes: a mail that no library can read still has to
end where a person sees it.
"""

import codecs
import email.policy
import email.utils
import hashlib
import re
import unicodedata
from datetime import timedelta, timezone
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import cached_property

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
_DIVIDER = re.compile(r"^\s*-{3,}\s*\w[^-]{0,58}-{3,}\s*$")
_ATTRIBUTION = re.compile(
    r"\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef|đã viết)\b.{0,100}[:：]\s*$"
    r"|(写道|寫道)\s*[:：]\s*$",
    re.IGNORECASE,
)
_QUOTED_FROM = re.compile(
    r"^\s*\*?(from|von|de|da|van|发件人|寄件者|差出人|보낸 사람|từ)\s*[:：]",
    re.IGNORECASE,
)
_QUOTED_TO = re.compile(
    r"^\s*\*?(sent|to|date|gesendet|an|datum|envoyé|à|enviado|para|inviato|verzonden"
    r"|发送时间|收件人|寄件日期|收件者|送信日時|宛先|보낸 날짜|đã gửi|đến)\s*[:：]",
    re.IGNORECASE,
)
# How far apart the lines of a quoted header are.
_HEADER_LINES = 4


def clean_line(text, length=LINE_LENGTH):
    """A text in one line that a database takes: no control characters, no halves."""
    line = " ".join(clean_text(text).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def clean_text(text):
    """A text without what a database refuses: NUL, controls, broken characters.

    >>> clean_text("a\\x00b\\ud800c")
    'abc'
    """
    return "".join(
        char
        for char in text or ""
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )


def untag(address):
    """An address without its +tag, as most providers deliver it.

    >>> untag("li.wei+shop@example.com")
    'li.wei@example.com'
    """
    local, at, domain = (address or "").rpartition("@")
    return local.partition("+")[0] + at + domain if local[:1] != "+" else address


def strip_quotes(text):
    """What somebody wrote, without the earlier messages that their program added.

    >>> strip_quotes("Yes.\\n\\nOn Monday, B wrote:\\n> Really?")
    'Yes.'
    """
    lines = (text or "").splitlines()
    introduces = _get_introducing(lines)
    kept = []
    for number, line in enumerate(lines):
        rest = lines[number + 1 : number + 1 + _HEADER_LINES]
        if _DIVIDER.match(line) or _is_quoted_header(line, rest):
            break
        is_attribution = introduces[number] and _ATTRIBUTION.search(line)
        if not line.lstrip().startswith(">") and not is_attribution:
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _is_quoted_header(line, rest):
    return _QUOTED_FROM.match(line) and any(_QUOTED_TO.match(other) for other in rest)


def _get_introducing(lines):
    """For each line, whether the next one that says something is quoted.

    In one pass from the end: a mail may have a hundred thousand empty lines.
    """
    introducing, is_quoted = [], False
    for line in reversed(lines):
        introducing.append(is_quoted)
        if line.strip():
            is_quoted = line.lstrip().startswith(">")
    return introducing[::-1]


def repair(message):
    """Let a library read texts whose character set nobody knows.

    :param message: an ``email.message.Message``; changed in place
    """
    for part in message.walk():
        charset = part.get_param("charset")
        if part.get_content_maintype() != "text" or charset is None:
            continue
        if isinstance(charset, tuple):
            charset = charset[2]
        try:
            codecs.lookup(str(charset))
        except (LookupError, ValueError):
            part.set_param("charset", _guess_charset(part))


def _guess_charset(part):
    try:
        part.get_payload(decode=True).decode("utf-8")
    except (UnicodeDecodeError, AttributeError):
        return "latin-1"
    return "utf-8"


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
        elif _is_words(part):
            text += len(_get_bytes(part))
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
            clean_line(_decode(str(value)[:HEADING_LENGTH]), length=10_000)
            for key, value in self.message.raw_items()
            if key.lower() == name.lower()
        ]

    def header(self, name):
        """The first value of a header; "" where there is none."""
        return next(iter(self.headers(name)), "")

    def addresses(self, *names):
        """The addresses in these headers: lower case, each once, in order."""
        found = {}
        for name in names:
            for value in self.headers(name):
                found.update(dict.fromkeys(_read_addresses(value)))
        return list(found)

    @cached_property
    def recipients(self):
        return self.addresses(*RECIPIENT_HEADERS)

    @cached_property
    def sender(self):
        """The address that the mail claims to come from; "" for none."""
        return next(iter(self.addresses("From", "Sender")), "")

    @cached_property
    def sender_name(self):
        """The name that the mail claims to come from; the address for none."""
        pairs = _get_pairs(self.header("From"))
        return clean_line(pairs[0][0] if pairs else "", 200) or self.sender

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
            if _is_words(part):
                text = clean_text(_decode_payload(part)[: length * 4]).strip()
                if text:
                    return text[:length]
        return clean_text(self.raw[: length * 4].decode("utf-8", "replace"))[:length]


def _decode(value):
    """A header as text, whatever it claims to be written in."""
    text = str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, HeaderParseError, AssertionError):
        return text


def _get_pairs(value):
    try:
        if getattr(email.utils, "supports_strict_parsing", False):
            return email.utils.getaddresses([value], strict=False)
        return email.utils.getaddresses([value])
    except (IndexError, ValueError, TypeError, RecursionError):
        return []


def _read_addresses(value):
    for _name, address in _get_pairs(value):
        address = clean_line(address).lower()
        local, _at, domain = address.rpartition("@")
        if local and domain and not re.search(r"[\s<>,;]", address):
            yield address


def _is_words(part):
    """Whether a part is text that stands in the mail, and no file."""
    if part.get_content_maintype() != "text":
        return False
    try:
        return not part.get_filename()
    except (LookupError, ValueError, TypeError):
        return False


def _get_bytes(part):
    """What a part holds. The library asks for no character set when it decodes."""
    try:
        return part.get_payload(decode=True) or b""
    except (LookupError, ValueError, TypeError, AssertionError):
        return b""


def _decode_payload(part):
    data = _get_bytes(part)
    try:
        charset = part.get_content_charset() or "utf-8"
        return data.decode(charset, "replace")
    except (LookupError, ValueError, AssertionError):
        return ""
