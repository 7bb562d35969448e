# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sentences that stand alone in one place, and after something in another."""


def capitalize(sentence):
    """A sentence that begins with a capital letter, and goes on as it was."""
    return sentence[:1].upper() + sentence[1:]
