# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking out of texts by what somebody is known, however it is written there.

People are called by their first name, by their family name, or both the other way
round; umlauts become two letters; numbers get dots, blanks and other prefixes;
addresses hide in links, and names in two pieces of formatted text.
"""

import re
import unicodedata
from urllib.parse import quote, unquote

import lxml.html
from lxml import etree
from markupsafe import Markup

HIDDEN = "[…]"
# Shorter ones are part of too many words; the shortest names only follow a title.
# More words than a name has make no name, and would take long to look for.
MOST_PARTS = 12
SHORTEST_WORD, SHORTEST_PHONE, SHORTEST_MAILBOX, SHORTEST_STREET = 3, 5, 5, 6
# The end of a number is enough: what comes before is written in many ways.
PHONE_DIGITS = 7
_IDEOGRAPHS = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_IDEOGRAPHIC = re.compile(f"[{_IDEOGRAPHS}]+")
# No letter of an alphabet or digit beside it: Chinese has no blanks between words.
_START, _END = (
    f"(?<![^\\W_{_IDEOGRAPHS}])",
    f"(?![^\\W_{_IDEOGRAPHS}])",
)
# Names of files have numbers beside names.
_LETTERS_START, _LETTERS_END = (
    f"(?<![^\\W\\d_{_IDEOGRAPHS}])",
    f"(?![^\\W\\d_{_IDEOGRAPHS}])",
)
_GAP = r"(?:[\W_]|%20)*"
_TITLES = "mr|mrs|ms|miss|mx|sir|madam|dr|prof|herr|herrn|frau|monsieur|madame"
_HONORIFICS = (
    "先生|女士|小姐|太太|夫人|老师|师傅|经理|总|医生|主任|同志|阿姨|叔叔|さん|様|씨|님"
)
_PARTICLES = frozenset(
    f"{_TITLES}|von|van|vom|der|den|des|del|della|dos|ter|zum|zur|und|and|the|for|family|"
    "familie|jun|sen".split("|")
)
_LEGAL_FORMS = frozenset(
    "gmbh|mbh|ag|kg|ohg|gbr|ug|ltd|limited|inc|llc|llp|corp|company|plc|sarl|srl|spa|bv|"
    "nv|ev|eg|co".split("|")
)
_LEGAL_FORM = re.compile("(股份|有限|责任)*公司$")
_MAILBOXES = frozenset(
    "admin|contact|hello|house|kontakt|office|postmaster|sales|service|support|webmaster".split(
        "|"
    )
)
_ENCODED = re.compile(r"\S*%[0-9a-fA-F]{2}\S*")
# Where one text ends and another begins; inside of others words go on.
_INLINE = frozenset(
    "a abbr b bdi bdo big code em font i label mark q s small span strike strong sub "
    "sup tt u".split()
)


class _Folding(dict):
    """What letters are compared by: no accents, no case, no width."""

    _LIGATURES = {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
    }

    def __missing__(self, code):
        char = chr(code)
        if unicodedata.category(char) == "Cf":
            folded = ""  # seen by nobody
        elif "\uac00" <= char <= "\ud7af":
            folded = char
        else:
            pieces = unicodedata.normalize("NFKD", char)
            bare = "".join(p for p in pieces if not unicodedata.combining(p)).casefold()
            folded = self._LIGATURES.get(bare, bare)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def _fold(text):
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def _spell(text):
    """A pattern for a word, also where its umlauts are two letters, or were."""
    pattern = ""
    for char in unicodedata.normalize("NFC", text):
        if char.casefold() in "äöüøåæœ":
            pattern += f"{re.escape(_fold(char)[0])}e?"
        else:
            pattern += re.escape(_fold(char))
    return re.sub("(?<=[aou])e(?![?])", "e?", pattern)


class Redactor:
    """Takes names, mail addresses, telephone numbers and postal addresses out of texts.

    >>> redactor = Redactor(["Jörg Müller", "+49 171 234-5678", "jm1980@web.example"])
    >>> redactor.hide("Mueller, Joerg (0171/2345678), jm1980 (at) web.example")
    '[…] ([…]), […]'
    >>> redactor.hide("Jörgen mahlt Mehl")
    'Jörgen mahlt Mehl'
    """

    def __init__(self, words):
        """
        :param words: names, addresses and numbers as written; what each of them is
            can be seen
        """
        patterns = set()
        for word in {word.strip() for word in words if word and word.strip()}:
            patterns |= self._get_patterns(word)
        longest_first = sorted(patterns, key=self._get_rank, reverse=True)
        self._pattern = re.compile("|".join(longest_first)) if patterns else None

    # ------------------------------------------------------------------
    # What is looked for
    # ------------------------------------------------------------------

    @staticmethod
    def _get_rank(pattern):
        for edge in (_START, _END, _LETTERS_START, _LETTERS_END):
            pattern = pattern.replace(edge, "")
        return len(pattern)

    def _get_patterns(self, word):
        if "@" in word:
            return self._get_mail_patterns(word)
        digits = sum(char.isdigit() for char in word)
        if digits >= SHORTEST_WORD and digits > sum(char.isalpha() for char in word):
            return self._get_phone_patterns(word)
        if digits or word.count(",") > 1:
            return self._get_address_patterns(word)
        return self._get_name_patterns(word)

    def _get_mail_patterns(self, word):
        mailbox, _at, host = _fold(word).rpartition("@")
        at = r"\s*(?:@|%40|\(at\)|\[at\]|\bat\b)\s*"
        patterns = {re.escape(mailbox) + at + re.escape(host)}
        if len(mailbox) >= SHORTEST_MAILBOX and mailbox not in _MAILBOXES:
            patterns.add(_START + re.escape(mailbox) + _END)
        return patterns

    def _get_phone_patterns(self, word):
        digits = "".join(char for char in _fold(word) if char.isdigit())
        end = r"[\W_]{0,3}".join(digits[-PHONE_DIGITS:])
        if len(digits) < SHORTEST_PHONE:
            return {rf"(?<!\d){re.escape(_fold(word))}(?!\d)"}
        if len(digits) < PHONE_DIGITS:
            return {rf"(?<!\d){end}(?!\d)"}
        prefix = r"(?:(?:\+|\((?=\+?\d+\)))*\d[\d\s()./-]{0,14})?"
        return {rf"{prefix}{end}(?!\d)"}

    def _get_address_patterns(self, word):
        first, *others = (piece.strip() for piece in re.split("[,，\n]", word))
        numbered = [piece for piece in others if any(c.isdigit() for c in piece)]
        streets = {self._get_street(piece) for piece in (first, *numbered)}
        pieces = {word, first, *numbered, *streets}
        return {
            self._get_phrase(piece)
            for piece in pieces
            if len(piece) >= SHORTEST_WORD and any(c.isalpha() for c in piece)
        }

    def _get_street(self, piece):
        """The name of a street without the number of the house; empty for a town."""
        street = re.sub(r"\s+\d+\s*\w?$|\d+[号號弄栋].*$", "", piece)
        in_front = re.sub(r"^\d+\w?\s+", "", street)
        if len(in_front.split()) > 1:
            street = in_front
        is_ideographic = _IDEOGRAPHIC.search(street)
        shortest = SHORTEST_WORD if is_ideographic else SHORTEST_STREET
        return street if len(street) >= shortest and not street[0].isdigit() else ""

    def _get_phrase(self, text):
        """A pattern for words one after the other, whatever stands between."""
        words = re.findall(r"\w+", text)
        pattern = _GAP.join(_spell(word) for word in words)
        pattern = re.sub(
            r"str(?:asse?\??)(?=$|\(|[^a-z])", r"str(?:asse|\\.|(?!\\w))", pattern
        )
        start = _START if not _IDEOGRAPHIC.match(text) else ""
        end = _END if words and not _IDEOGRAPHIC.search(words[-1][-1]) else ""
        return start + pattern + end

    def _get_name_patterns(self, word):
        parts = self._get_parts(word)
        if not parts:
            return {re.escape(_fold(word))} if len(word) >= SHORTEST_WORD else set()
        folded = [_fold(part) for part in parts]
        if not _LEGAL_FORMS.isdisjoint(folded) or _LEGAL_FORM.search(word):
            return self._get_company_patterns(word, parts)
        patterns = set()
        if len(parts) > 1:
            known = [p for p in parts if _fold(p) not in _PARTICLES] or parts
            for order in (parts, known, known[::-1], [known[0], known[-1]]):
                if len(order) > 1:
                    patterns.add(_GAP.join(map(_spell, order)))
        for joined in map(self._get_parts, word.split()[:MOST_PARTS]):
            if len(joined) > 1:  # O'Brien
                patterns.add(_START + _GAP.join(map(_spell, joined)) + _END)
        for part in parts:
            patterns |= self._get_part_patterns(part)
        return patterns

    def _get_parts(self, name):
        """The words of a name, without what stands between them."""
        parts = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", name))
        return parts[:MOST_PARTS]

    def _get_company_patterns(self, word, parts):
        """Companies are called by their whole name, with or without the legal form."""
        plain = [p for p in parts if _fold(p) not in _LEGAL_FORMS]
        names = {word, " ".join(plain), _LEGAL_FORM.sub("", word)}
        return {self._get_phrase(name) for name in names if len(name) > SHORTEST_WORD}

    def _get_part_patterns(self, part):
        if _IDEOGRAPHIC.fullmatch(part):
            return self._get_ideographic_patterns(part)
        if _fold(part) in _PARTICLES:
            return set()
        spelled = _spell(part)
        if len(part) < SHORTEST_WORD:
            return {rf"{_START}(?:{_TITLES})\.?\s+{spelled}{_END}"}
        return {f"{_LETTERS_START}{spelled}s?{_LETTERS_END}"}

    def _get_ideographic_patterns(self, name):
        """The whole name, the given name, and the family name with a title."""
        whole = {name} if len(name) > 1 else set()
        patterns = {r"[\s·・]*".join(map(_spell, part)) for part in whole}
        if len(name) > 4:
            return patterns
        given = {part for part in (name[1:], name[2:]) if len(part) > 1}
        family = {name[:1], name[:2] if len(name) > 2 else name[:1]}
        patterns |= {_spell(part) for part in given}
        patterns |= {rf"{_spell(part)}\s*(?:{_HONORIFICS})" for part in family}
        return patterns

    # ------------------------------------------------------------------
    # Where it stands
    # ------------------------------------------------------------------

    def finds(self, text):
        """Whether a text tells who it is."""
        return bool(self._find(text or ""))

    def hide(self, text):
        """A plain text with a mark in place of what tells who it is."""
        for start, end in reversed(self._find(text)):
            text = f"{text[:start]}{HIDDEN}{text[end:]}"
        return text

    def hide_in_html(self, body):
        """The same for HTML: its words, and what stands in its tags.

        :return: ``Markup``; what is not touched stays as it was written
        """
        root, is_page = self._parse(str(body or ""))
        if root is None:
            return Markup(self.hide(str(body or "")))
        changed = self._hide_in_tags(root)
        changed |= self._hide_in_words(root)
        if not changed:
            return Markup(body or "")
        html = lxml.html.tostring(root, encoding="unicode")
        html = html.replace(quote(HIDDEN, safe="[]"), HIDDEN)
        return Markup(html if is_page else html[len("<div>") : -len("</div>")])

    def hide_in_value(self, value, is_html=False):
        """The same for what a column holds: a text, or several in JSON."""
        if isinstance(value, str):
            return str(self.hide_in_html(value)) if is_html else self.hide(value)
        if isinstance(value, dict):
            return {k: self.hide_in_value(v, is_html) for k, v in value.items()}
        if isinstance(value, list):
            return [self.hide_in_value(item, is_html) for item in value]
        return value

    def _find(self, text):
        """Where a text tells who it is: list of (start, end) in their order."""
        if not (self._pattern and text):
            return []
        spans = self._find_folded(text)
        if "%" in text:
            spans += [
                match.span()
                for match in _ENCODED.finditer(text)
                if self._pattern.search(_fold(unquote(match[0])))
            ]
        merged = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _find_folded(self, text):
        found = [match.span() for match in self._pattern.finditer(_fold(text))]
        found = [(start, end) for start, end in found if start < end]
        if not found or text.isascii():
            return found
        # One letter may be compared as two or as none.
        places = [
            place for place, char in enumerate(text) for _letter in _FOLDING[ord(char)]
        ]
        places.append(len(text))
        return [
            (places[start], max(places[end - 1] + 1, places[end]))
            for start, end in found
        ]

    # ------------------------------------------------------------------
    # HTML
    # ------------------------------------------------------------------

    def _parse(self, body):
        """The root of what is written, and whether it is a whole page."""
        if not body.strip():
            return None, False
        is_page = bool(re.search("<(html|body)[ >]", body, re.IGNORECASE))
        try:
            if is_page:
                return lxml.html.document_fromstring(body), True
            return lxml.html.fragment_fromstring(body, create_parent="div"), False
        except (etree.ParserError, ValueError):
            return None, False

    def _hide_in_tags(self, root):
        changed = False
        for element in root.iter():
            if not isinstance(element.tag, str):
                hidden = self.hide(element.text or "")
                changed |= hidden != (element.text or "")
                element.text = hidden
                continue
            for name, value in element.attrib.items():
                hidden = value if value.startswith("data:") else self.hide(value)
                if hidden != value:
                    element.set(name, hidden)
                    changed = True
        return changed

    def _hide_in_words(self, root):
        """Hide what stands there for the reader, also where formats change within."""
        slots = self._get_slots(root)
        spans = self._find("".join(text for _node, _place, text in slots))
        start = 0
        for node, place, text in slots:
            if node is not None:
                self._fill_slot(node, place, text, start, spans)
            start += len(text)
        return bool(spans)

    def _fill_slot(self, node, place, text, start, spans):
        """Write the words of one place anew, without what is hidden."""
        end = start + len(text)
        hidden = text
        for first, last in reversed(spans):
            if first >= end or last <= start:
                continue
            mark = HIDDEN if first >= start else ""
            before = hidden[: max(first - start, 0)]
            hidden = f"{before}{mark}{hidden[last - start :] if last < end else ''}"
        if hidden != text:
            setattr(node, place, hidden)

    def _get_slots(self, root):
        """Texts in their order: list of (node, "text" or "tail", text)."""
        slots = []
        for event, node in etree.iterwalk(
            root, events=("start", "end", "comment", "pi")
        ):
            is_element = isinstance(node.tag, str)
            if is_element and node.tag not in _INLINE:
                slots.append((None, None, "\n"))
            if event == "start" and node.text:
                slots.append((node, "text", node.text))
            elif event != "start" and node.tail and node is not root:
                slots.append((node, "tail", node.tail))
        return slots
