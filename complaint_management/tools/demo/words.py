# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was found and answered, in a sentence or two, in the customer's language."""

ANSWERS = {
    "upheld": (
        "You were right, and we were not. It has been put right. Thanks for telling.",
        "您反映的情况属实，是我们的工作没有做好。问题已经改正，谢谢您的提醒。",
    ),
    "partly_upheld": (
        "A part of it was our mistake: that part has been put right.",
        "其中一部分是我们的责任，这部分已经改正。",
    ),
    "not_upheld": (
        "We looked into it with care and found no mistake of ours. We explain why.",
        "经过认真核实，没有发现我们的差错，原因说明如下。",
    ),
    "inquiry": ("Here is what you asked for.", "您询问的内容答复如下。"),
    "suggestion": (
        "A good idea: we try it in two places first.",
        "建议很好，我们先在两个网点试行。",
    ),
}
FINDINGS = {
    "upheld": ("As the customer says.", "与客户反映一致。"),
    "partly_upheld": ("Partly as the customer says.", "部分属实。"),
    "not_upheld": ("It went as agreed.", "按约定办理，未见差错。"),
}
REFUND = ("Refund of CNY {amount}", "退款{amount}元")
WITHDRAWN = (
    "You took your complaint back. Thank you for telling us.",
    "您已撤回投诉，谢谢您告知我们。",
)


def say(sentences, in_chinese, **values):
    """One of two sentences, with values filled in.

    :param sentences: the English one and the Chinese one
    """
    return sentences[int(in_chinese)].format(**values)
