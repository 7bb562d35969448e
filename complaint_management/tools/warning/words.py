# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Words that a text says, in any script."""

import re

# Scripts that put no spaces between words.
RANGES = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
UNSPACED = re.compile(f"[{RANGES}]")
# A letter or a figure of any other script.
SPACED = rf"[^\W{RANGES}]"
# A longer text is not read to its end.
LONGEST_TEXT = 20_000


def find_words(text, words):
    """Find which of some words a text says, each once, in the order of the text.

    In scripts with spaces a word counts as a whole: "fire" is not in "fired". An
    asterisk at its end stands for any ending: "injur*" is in "injured". In scripts
    without spaces it may stand anywhere.

    :param str text: plain text
    :param words: words, or several in a row, as somebody typed them
    :return: list of the words, as they were given
    """
    patterns = {_make_pattern(word): word for word in words if word.strip(" *")}
    if not patterns or not text:
        return []
    found = {}
    for pattern, word in patterns.items():
        match = pattern.search(text[:LONGEST_TEXT])
        if match:
            found[word] = match.start()
    return sorted(found, key=found.get)


def _make_pattern(word):
    parts = word.strip().rstrip("*").split()
    body = r"\s+".join(re.escape(part) for part in parts)
    if UNSPACED.search(word):
        return re.compile(r"\s*".join(re.escape(part) for part in parts))
    ending = f"{SPACED}*" if word.strip().endswith("*") else ""
    return re.compile(rf"(?<!{SPACED}){body}{ending}(?!{SPACED})", re.IGNORECASE)
