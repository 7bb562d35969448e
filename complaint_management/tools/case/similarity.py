# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How alike two short texts are, in any script.

PostgreSQL's trigrams drop every letter they do not know, which in a database
with the C locale is all of Chinese; and they know no words where a script
writes none. Here a word is cut into trigrams as PostgreSQL does, and a run of
a script without spaces into its characters and pairs of characters.
"""

import math
import re
import unicodedata
from functools import lru_cache

# Chinese, Japanese, Korean and Thai: scripts that (often) write no spaces.
_DENSE = (
    "\u0e00-\u0e7f\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORDS = re.compile(rf"([{_DENSE}]+)|((?:(?![{_DENSE}])[^\W_])+)")
# From this share of common pieces on, two texts are worth a look. Pairs of
# characters coincide less often by chance than trigrams of letters.
THRESHOLD = 0.4
THRESHOLD_DENSE = 0.3


@lru_cache(maxsize=4096)
def pieces(text):
    """Cut a text into the pieces by which it is compared.

    >>> sorted(pieces("No cat"))
    ['  c', '  n', ' ca', ' no', 'at ', 'cat', 'no ']
    >>> sorted(pieces("电表")) == ["电", "电表", "表"]
    True
    """
    found = set()
    for dense, word in _WORDS.findall(_fold(text)):
        if dense:
            found.update(dense)
            found.update(_cut(dense, 2))
        else:
            found.update(_cut(f"  {word} ", 3))
    return frozenset(found)


def similarity(left, right):
    """The share of common pieces of two texts, 0.0 to 1.0.

    >>> similarity("Meter swapped", "meter SWAPPED!")
    1.0
    >>> similarity("", "Meter")
    0.0
    """
    left, right = pieces(left), pieces(right)
    return len(left & right) / len(left | right) if left and right else 0.0


@lru_cache(maxsize=4096)
def is_dense(text):
    """Whether a text has characters of a script without spaces."""
    return any(dense for dense, _word in _WORDS.findall(_fold(text)))


def threshold(text):
    """The similarity from which on another text is worth showing next to it."""
    return THRESHOLD_DENSE if is_dense(text) else THRESHOLD


def required_substrings(text):
    """What to look for in other texts before they are compared for good.

    :return: pieces as substrings, and how many of them every text has that
        passes the threshold, so that a database can sort out the rest
    """
    found = pieces(text)
    substrings = sorted({piece.strip() for piece in found})
    # Two pieces may be one substring (" x" and "x "): don't count it twice.
    lost = len(found) - len(substrings)
    needed = math.ceil(threshold(text) * len(found)) - lost
    # One common character says nothing.
    return substrings, max(min(2, len(substrings)), needed)


def _fold(text):
    return unicodedata.normalize("NFKC", text or "").casefold()


def _cut(text, size):
    return (text[i : i + size] for i in range(len(text) - size + 1))
