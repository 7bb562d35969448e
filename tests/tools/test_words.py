# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Words that a text says, in any script."""

import pytest

from odoo.addons.complaint_management.tools.warning.words import find_words


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("There was a FIRE.", ["fire"], ["fire"]),
        ("You fired him in Fireland", ["fire"], []),
        ("He was injured", ["injur*"], ["injur*"]),
        ("class\n  action now", ["class action"], ["class action"]),
        ("我要打12315投诉", ["12315", "投诉"], ["12315", "投诉"]),
        ("第123150号", ["12315"], []),
        ("Пожар в доме", ["пожар"], ["пожар"]),
        ("b then a", ["a", "b"], ["b", "a"]),
        ("50% (off)", ["50%", "(off)"], ["50%", "(off)"]),
        ("anything", ["", " ", "*", " * "], []),
        ("", ["fire"], []),
    ],
)
def test_words(text, words, found):
    """R146, R221: as a whole where there are spaces, anywhere where there are none."""
    assert find_words(text, words) == found


def test_a_long_text_is_not_read_for_ever():
    assert find_words("a" * 1_000_000 + " fire", ["fire", "a*"]) == ["a*"]
