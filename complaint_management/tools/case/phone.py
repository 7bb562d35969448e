# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Phone numbers, the same in whatever way they are written."""

import unicodedata
from functools import lru_cache

from odoo.exceptions import UserError

from odoo.addons.phone_validation.tools.phone_validation import phone_parse

# Enough of a number to tell it from others, and the least that is one at all.
DIGITS = 9
DIGITS_MIN = 6
# Nobody has a longer one, with its extension.
_LENGTH = 60


@lru_cache(maxsize=4096)
def phone_key(number, country_code=None):
    """The last figures of a number as it is dialled inside its country.

    With or without the prefix of the country, with or without the zero that stands for
    it. Where it is no number of the country, its figures are taken as they are.

    >>> phone_key("+49 89 123456") == phone_key("089/12 34 56", "DE")
    True
    >>> phone_key("+86 138-1234-5678") == phone_key("138 1234 5678")
    True
    >>> phone_key("ext. 12")
    ''

    :param str number: as typed, or nothing
    :param str country_code: where a number without a country is from, such as "DE"
    """
    text = unicodedata.normalize("NFKC", number or "")[:_LENGTH].strip()
    figures = get_figures(text)
    if len(figures) < DIGITS_MIN:
        return ""
    national = _get_national(text, country_code) or figures
    return national.lstrip("0")[-DIGITS:]


def get_figures(text):
    """The figures of a text, of any script, in ours.

    >>> get_figures("(089) 12 34 56")
    '089123456'
    """
    folded = unicodedata.normalize("NFKC", text or "")
    return "".join(
        str(unicodedata.decimal(char)) for char in folded if char.isdecimal()
    )


def _get_national(text, country_code):
    """The number inside its country, as Odoo reads it; "" where it is none."""
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        parsed = phone_parse(text, country_code)
    except UserError:
        return ""
    # Without the library, Odoo takes every number for itself.
    return str(parsed.national_number) if parsed else ""
