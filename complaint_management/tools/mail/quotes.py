# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What of a reply is new, and what is a copy of words that stand on the case."""

import re
from collections import Counter
from typing import NamedTuple

HIDDEN = "[…]"
# It stands before each line that HTML quotes; no mail contains it.
QUOTED = "\ue002"
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
_PERSON_LINE = re.compile(
    r"^(\W*(?:from|to|cc|bcc|reply-to|sender|von|an|antwort an|de|à|da|a|para|van|aan"
    r"|từ|đến|发件人|寄件者|收件人|收件者|抄送|副本|差出人|宛先|보낸 사람|받는 사람)"
    r"\W{0,3}\s*[:：]).+$",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(
    r"^\W*(from|to|cc|bcc|reply-to|sender|sent|date|subject|von|an|gesendet|datum"
    r"|betreff|de|à|envoyé|objet|enviado|para|asunto|da|a|inviato|oggetto|van|aan"
    r"|verzonden|onderwerp|từ|đến|đã gửi|chủ đề"
    r"|发件人|发送时间|收件人|抄送|主题|寄件者|寄件日期|收件者"
    r"|副本|主旨|日期|差出人|送信日時|宛先|件名|보낸 사람|보낸 날짜|받는 사람|제목)"
    r"\W{0,3}\s*[:：]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[\w-]+")
_WORDS = re.compile(
    "[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^\\W_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
# Nothing that anybody sees but rules: mails of ours are filled up with such letters.
_BLANK = re.compile("[\\s>=*~_\\-\u00ad\u034f\u200b-\u200f\u2060\ufeff]*")
# A line of so many words is known by itself; a shorter one beside another.
LONG = 5
# Lines that are looked at; what is beyond stays.
MOST_LINES = 5_000
MOST_WORDS = 20_000
# As many lines has a signature; what is longer is no signature.
SIGNATURE_LINES = 12
# How far apart the lines of a quoted header are.
_HEADER_LINES = 4


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
            is_quoted = line.lstrip().startswith((">", QUOTED))
    return introducing[::-1]


class Known:
    """What stands on a case already: words of its messages, and of their frames.

    :param texts: plain texts of messages
    :param frame: plain texts that stand around messages: buttons, addresses
    """

    def __init__(self, texts=(), frame=()):
        words = [
            _get_words(line) for text in texts for line in (text or "").split("\n")
        ]
        self.lines = {tuple(line) for line in words if line}
        flat = [word for line in words for word in line][:MOST_WORDS]
        self.vocabulary = set(flat)
        self.text = f" {' '.join(flat)} "
        self.frame = {word for text in frame for word in _get_words(text)}

    def has(self, words, before=(), after=()):
        """Whether words were written before; few of them, only beside others."""
        if tuple(words) in self.lines:
            return True
        if not self.vocabulary.issuperset(words):
            return False
        if len(words) >= LONG:
            return f" {' '.join(words)} " in self.text
        return any(
            len(row) >= LONG and f" {' '.join(row)} " in self.text
            for row in ([*before, *words], [*words, *after])
            if len(row) > len(words)
        )

    def frames(self, words):
        """Whether words stand around our messages."""
        return bool(words) and self.frame.issuperset(words)


class _Line(NamedTuple):
    """A line of a mail, and what it is: own, quoted or a heading of what is quoted."""

    text: str
    kind: str
    words: list


OWN, COPY, QUOTE, HEADING, BLANK = "own", "copy", "quote", "heading", "blank"


def cut_copies(text, known, is_neutral=False):
    """What somebody wrote, without copies of words that stand on the case.

    Only where a program quotes; answers in between stay, and so does all else that is
    quoted: another mail, another thread.

    :param str text: plain text; lines that HTML quotes begin with ``QUOTED``
    :param known: a ``Known``
    :param bool is_neutral: hide signatures, and who stands in headings of quotations

    >>> text = "No.\\n> Is the lamp on today?\\n> It is not!"
    >>> cut_copies(text, Known(["Is the lamp on today?"]))
    'No.\\n> It is not!'
    """
    given = text.splitlines()
    lines = _find_copies(_sort_lines(given[:MOST_LINES]), known)
    lines = _drop_headings(lines)
    if is_neutral:
        lines = _hide_people(_hide_signature(lines))
    lines += [_Line(line, OWN, []) for line in given[MOST_LINES:]]
    return _join(lines)


def get_new_words(text, known):
    """The same without lines that somebody's program marked as quoted."""
    lines = [
        line._replace(kind=COPY) if line.text.lstrip().startswith(">") else line
        for line in _find_copies(_sort_lines(text.splitlines()[:MOST_LINES]), known)
    ]
    return _join(_drop_headings(lines))


def _join(lines):
    kept = [
        line.text.replace(QUOTED, "> ").rstrip() for line in lines if line.kind != COPY
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def get_unquoted(text):
    """Only what stands outside of everything that may be quoted."""
    lines = _sort_lines(text.splitlines()[:MOST_LINES])
    return "\n".join(line.text for line in lines if line.kind == OWN).strip()


def _get_words(text):
    return [word.casefold() for word in _WORDS.findall(text)]


def _sort_lines(lines):
    introduces = _get_introducing(lines)
    sorted_lines, is_below, heading_left = [], False, 0
    for number, line in enumerate(lines):
        rest = lines[number + 1 : number + 1 + _HEADER_LINES]
        bare = line.replace(QUOTED, "")
        is_marked = line.lstrip().startswith((">", QUOTED))
        if _DIVIDER.match(bare) or _is_quoted_header(bare, rest):
            is_below, heading_left = True, 2 * _HEADER_LINES
        is_heading = heading_left and (
            _HEADER_LINE.match(bare) or _DIVIDER.match(bare) or not bare.strip()
        )
        heading_left = heading_left - 1 if is_heading else 0
        is_own = not (is_marked or is_below)
        if _BLANK.fullmatch(bare) and not (is_own and bare.strip() == "--"):
            kind = BLANK
        elif is_heading or (introduces[number] and _ATTRIBUTION.search(bare)):
            kind = HEADING
        else:
            kind = OWN if is_own else QUOTE
        sorted_lines.append(_Line(line, kind, _get_words(bare)))
    return sorted_lines


def _find_copies(lines, known):
    """The lines with those marked that stand on the case already."""
    spoken = [line for line in lines if line.kind == QUOTE and line.words]
    is_copied = Counter()
    before = ()
    for number, line in enumerate(spoken):
        after = spoken[number + 1].words if number + 1 < len(spoken) else ()
        if known.has(line.words, before, after):
            is_copied[id(line)] = 1
            before = line.words
        else:
            before = ()
    if not is_copied:
        return lines
    return [
        line._replace(kind=COPY)
        if is_copied[id(line)] or (line.kind == QUOTE and known.frames(line.words))
        else line
        for line in lines
    ]


def _drop_headings(lines):
    """Lines without headings and blanks of what is not there any more."""
    kept, following = [], COPY
    for line in reversed(lines):
        if line.kind in (HEADING, BLANK) and following == COPY:
            kept.append(line._replace(kind=COPY))
            continue
        if line.kind not in (HEADING, BLANK):
            following = line.kind
        kept.append(line)
    return kept[::-1]


def _hide_signature(lines):
    """Lines with a mark in place of a signature: it tells who wrote."""
    starts = [
        number
        for number, line in enumerate(lines)
        if line.kind == OWN and line.text.strip() == "--"
    ]
    if not starts:
        return lines
    start = end = starts[-1]
    while end < len(lines) and lines[end].kind in (OWN, BLANK):
        end += 1
    if end - start > SIGNATURE_LINES:
        return lines
    mark = _Line(HIDDEN, OWN, [])
    return [*lines[:start], mark, *lines[end:]]


def _hide_people(lines):
    """Lines without who stands in the headings of other mails."""
    hidden = []
    for number, line in enumerate(lines):
        text = line.text
        if line.kind == HEADING and _is_of_a_mail(lines, number):
            text = _PERSON_LINE.sub(rf"\1 {HIDDEN}", text)
        if line.kind in (QUOTE, HEADING):
            text = _ADDRESS.sub(HIDDEN, text)
        hidden.append(line._replace(text=text))
    return hidden


def _is_of_a_mail(lines, number):
    """Whether a heading has an address, or a date or subject beside it."""
    beside = lines[max(number - 2 * _HEADER_LINES, 0) : number + 2 * _HEADER_LINES]
    return "@" in lines[number].text or any(
        line.kind == HEADING
        and _HEADER_LINE.match(line.text)
        and not _PERSON_LINE.match(line.text)
        for line in beside
    )
