# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is thanks, and what only looks like it."""

import doctest

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.complaint_management.tools.mail import thanks
from odoo.addons.complaint_management.tools.mail.thanks import (
    is_only_thanks,
    is_subject_of_thanks,
)

NAMES = ["Li Wei", "Chen Mei"]
THANKS = [
    "Thanks!",
    "Thank you",
    "thank you so much :-)",
    "Thank you very much for your quick help!",
    "Great, thanks a lot 👍",
    "Dear Ms Chen,\n\nthank you for the prompt reply. Have a nice day!\n\n"
    "Kind regards,\nLi Wei\nli.wei@example.com\n+86 138 0000 0000",
    "Hello,\nmany thanks for your support.\n-- \nLi Wei\nHead of Everything\nShop 12",
    "Thanks again.\nSent from my iPhone",
    "I really appreciate your help. I'm very happy with the solution.",
    "Received, thank you.",
    "Vielen Dank für die schnelle Antwort!",
    "Guten Tag Frau Chen,\nherzlichen Dank für Ihre Hilfe.\n\n"
    "Mit freundlichen Grüßen\nLi Wei",
    "Danke schön, alles bestens. Schönen Tag noch!",
    "Danke 🙏",
    "谢谢！",
    "非常感谢您的耐心解答和帮助！",
    "收到，谢谢",
    "好的，谢谢你们。祝工作顺利！",
    "謝謝你們的幫忙",
    "辛苦了，多谢",
    "Cảm ơn anh chị rất nhiều!",
    "Xin chân thành cảm ơn quý công ty đã hỗ trợ nhanh chóng.\nTrân trọng,\nLi Wei",
    "Cam on ban nhe",
]
NO_THANKS = [
    "",
    "Hello",
    "Great!",
    "OK",
    "Thank you, but the meter is still wrong.",
    "Thanks. When do I get it?",
    "Thanks for nothing",
    "Thank you for the late answer",
    "Thanks in advance",
    "Thank you. Still broken",
    "Thank you, I do not agree",
    "No thanks",
    "Thanks, I want 200 more",
    "Thank you :-(",
    "Thanks 👎",
    "Thank you for your reply.\nKind regards,\nLi Wei\nPS: it is still broken",
    "Thanks.\n\nBest regards\nit came back yesterday",
    "Thank you.\nPlease call me",
    "Vielen Dank, leider ist es wieder kaputt.",
    "Danke, aber nein",
    "Vielen Dank im Voraus",
    "谢谢，但是问题没有解决",
    "谢谢，什么时候退款？",
    "不用谢",
    "谢谢，还没收到退款",
    "Cảm ơn nhưng tôi chưa nhận được tiền",
    "Cảm ơn. Khi nào tôi nhận được?",
    "Thank you " * 60,
    "Merci, mais ça ne marche pas",
]


@pytest.mark.parametrize("text", THANKS)
def test_thanks(text):
    assert is_only_thanks(text, NAMES)


@pytest.mark.parametrize("text", NO_THANKS)
def test_no_thanks(text):
    assert not is_only_thanks(text, NAMES)


@pytest.mark.parametrize(
    "word",
    "but aber nicht kein noch 但是 没有 不 仍然 nhưng chưa không still never wrong "
    "late refused claim lawyer how why".split(),
)
@pytest.mark.parametrize("text", THANKS)
def test_one_word_more(text, word):
    """Any of these words in front makes it doubtful."""
    assert not is_only_thanks(f"{word} {text}", NAMES)
    assert not is_only_thanks(f"Thanks, {word} it", NAMES)


def test_unknown_names():
    """A name that nobody knows here may be anything."""
    assert not is_only_thanks("Thanks\nStill Broken")
    assert is_only_thanks("Thanks\nLi Wei", ["Li Wei"])


@pytest.mark.parametrize(
    ("subject", "is_fine"),
    [
        ("Re: Your complaint C/1", True),
        ("AW: Re: Your complaint C/1", True),
        ("回复：Your complaint C/1", True),
        ("Thank you!", True),
        ("", True),
        ("Re: still broken", False),
        ("Another bill", False),
    ],
)
def test_subject(subject, is_fine):
    assert is_subject_of_thanks(subject, "Your complaint C/1") is is_fine


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=600))
def test_any_text(text):
    """Whatever is written has an answer, and an unknown word has always the same."""
    assert is_only_thanks(text) in (True, False)
    assert not is_only_thanks(f"{text} xqzw")


@pytest.mark.parametrize("text", ["thank you ", "\n", "a-", "谢"])
def test_long_texts(text):
    """Who writes that much does not only thank, and is not read to the end."""
    assert not is_only_thanks(text * 50_000)


def test_examples():
    assert not doctest.testmod(thanks).failed
