# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Numbers of cases, wherever they stand in what people write."""

import re
import unicodedata

# A run of letters of one kind, or of figures. Scripts without capitals are taken
# letter by letter, as they write no spaces.
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]")
# Between the parts of a number people write almost anything, but not much of it.
_GAP = 3
# A number has few parts, and is short.
_PARTS = 8
_LENGTH = 32
# Nobody reads further for a number.
TEXT_LENGTH = 4_000
# As many numbers as one text is looked up for.
MAX_KEYS = 400


def get_number_key(number):
    """The letters and figures of a number, by which it is known in any writing.

    >>> get_number_key("CMP/2026/00107") == get_number_key("cmp-2026_00107")
    True

    :param str number: as it is written, or nothing
    """
    return "".join(char for char in _fold(number) if char.isalnum()).upper()


def find_number_keys(text):
    """Everything in a text that may be the number of a case.

    >>> "CMP202600107" in find_number_keys("单号CMP/2026/00107的投诉")
    True

    :param str text: a subject, words, or what was typed to search
    :return: list of keys as ``get_number_key`` makes them, each once
    """
    text = _fold(text)[:TEXT_LENGTH]
    parts = list(_PART.finditer(text))
    keys = {}
    for first, start in enumerate(parts):
        end = start.end()
        # What is glued to the front of a number is no part of it.
        begins = [start[0][cut:].upper() for cut in range(min(len(start[0]), _PARTS))]
        if start[0].isdigit():
            begins = begins[:1]
            keys[start[0]] = None
        for part in parts[first + 1 : first + _PARTS]:
            begins = [begin + part[0].upper() for begin in begins]
            if part.start() - end > _GAP or len(begins[-1]) > _LENGTH:
                break
            end = part.end()
            if part[0].isdigit():
                keys.update(dict.fromkeys(begins))
        if len(keys) >= MAX_KEYS:
            break
    return list(keys)[:MAX_KEYS]


def _fold(text):
    return unicodedata.normalize("NFKC", text or "")
