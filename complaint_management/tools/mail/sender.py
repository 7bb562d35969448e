# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who wrote a mail: not always the address that it came from.

A form on a web site, a scanner or a marketplace sends for many people. Whom we answer
is in ``Reply-To``; where that is missing, nobody may be there to answer.
"""

import re
import unicodedata
from typing import NamedTuple

from .headers import clean_name
from .incoming_mail import clean_line, untag

REPLY_TO = "Reply-To"
# Nobody wants to be answered at more addresses; and the longest name.
_ADDRESSES = 10
_NAME_LENGTH = 200
_WORD = re.compile(r"[^\W\d_]+")


class Person(NamedTuple):
    """Who wrote a mail, as far as it says.

    ``address`` is where an answer reaches them, "" for nowhere. ``is_shared`` says
    that many people write from the address that the mail came from, ``is_relayed``
    that it came from another address than theirs, or from a shared one.
    """

    address: str = ""
    name: str = ""
    is_shared: bool = False
    is_relayed: bool = False

    @property
    def addresses(self):
        """The address, and the same without its +tag; nothing where there is none."""
        return list(dict.fromkeys(filter(None, (self.address, untag(self.address)))))


def get_reply_address(mail, is_usable):
    """Whom a mail wants to have answered, when it says so.

    :param mail: an ``IncomingMail``
    :param is_usable: function that says whether one of its addresses is a person's
    :return: pair of name and address; two empty texts when it does not say
    """
    for who in list(mail.people(REPLY_TO))[:_ADDRESSES]:
        if is_usable(who.address):
            return clean_line(clean_name(who.name), _NAME_LENGTH), who.address
    return "", ""


def compile_patterns(patterns):
    """One expression for addresses that are written with ``*``; None for none.

    >>> bool(compile_patterns(["scan*@*"]).match("scan-2@office.example"))
    True
    """
    written = "|".join(
        ".*".join(map(re.escape, pattern.strip().lower().split("*")))
        for pattern in patterns
    )
    return re.compile(rf"(?:{written})\Z") if written else None


def is_same_name(one, other):
    """Whether two names may be one person's; where nobody can tell, they may.

    A couple with one address has one family name and two given names.

    >>> is_same_name("Müller, Hans", "Hans Muller"), is_same_name("H. Müller", "Müller")
    (True, True)
    >>> is_same_name("Hans Müller", "Maria Müller")
    False

    :param str one: a name in any order of its parts, or nothing
    :param str other: the same
    """
    one, other = _get_words(one), _get_words(other)
    if not one or not other or _get_script(one) != _get_script(other):
        return True
    few, many = sorted((one, other), key=len)
    return all(any(_is_same_word(word, other) for other in many) for word in few)


def _get_words(name):
    name = name or ""
    if "@" in name:
        # An address in place of a name says none.
        return set()
    plain = unicodedata.normalize("NFKD", name.casefold())
    return set(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def _is_same_word(one, other):
    """The same word, or the first letter for it."""
    return one == other or (
        min(len(one), len(other)) == 1 and one[0] == other[0] and one.isascii()
    )


def _get_script(words):
    """Latin, or another writing: nobody can compare a name in two of them."""
    first = unicodedata.name(sorted(words)[0][0], "")
    return first.split(" ")[0].split("-")[0]
