# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether somebody only says thank you.

Only what is known to be thanks counts as thanks: every clause has to be made of words
of thanks and courtesy, in English, German, Vietnamese or Chinese. A question, a figure,
a "but", or any word that is not known here makes it doubtful, and what is doubtful is
no thanks: a person looks at it.
"""

import re
import unicodedata

# Who says more says something; with signature it is longer.
LONGEST, LONGEST_SIGNED = 400, 4000
# A smile may stand anywhere; another sign may mean anything.
_SMILES = re.compile(
    "[🙏👍😊🙂😀😃😄😁☺🌹💐🎉❤♥🤝✨\ufe0f\U0001f3fb-\U0001f3ff]|[:;]-?\\)"
)
_SAD = re.compile(r":-?[(/|]|[?？]|\d")
_CLAUSES = re.compile(r"[.,;:!~…。，！；、：—–()\n\r\t]+|\s-+\s")
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_SENT_FROM = re.compile(
    r"^(sent from|sent with|gesendet von|von meinem|envoyé de|发自|發自|来自|"
    r"gui tu|get outlook)\b.{0,60}$|^(发自|發自|来自).{0,30}$",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"^(-- ?|__+|—)$")
_REPLY = re.compile(
    r"^\s*((re|aw|antw|antwort|sv|vs|tr|tl|tra loi|trả lời|fw|fwd|wg|回复|回覆|"
    r"答复|答覆|转发|轉發)\s*(\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)

# All without accents, as people write them.
_THANKS = (
    re.compile(
        r"\b((many|very many|a thousand|big|huge|my) )?"
        r"(thanks|thank you|thank u|thankyou|thx|tks|thanx|ty|cheers|much appreciated|"
        r"(i|we) (really |very much |do |truly )?(appreciate|thank you))\b"
    ),
    re.compile(
        r"\b((vielen|herzlichen|besten|lieben|schonen|tausend|grossen|haben sie) )*"
        r"(dank|danke|dankeschon|merci|ich bedanke mich|wir bedanken uns|ich danke|"
        r"wir danken)\b"
    ),
    re.compile(r"\b((xin|xin chan thanh|chan thanh|rat|toi|minh) )*(cam on|cam ta)\b"),
)
_COURTESY = (
    # English
    r"(ok|okay|oki|great|perfect|wonderful|super|excellent|good|fine|nice|lovely|"
    r"brilliant|fantastic|amazing|awesome|received|understood|noted|got it|all good|"
    r"all clear|very good|well done|great (job|work|service|news)|"
    r"have a (nice|good|great|lovely) (day|evening|week|weekend|one)|"
    r"(you too|same to you|all the best|take care|god bless you|once again|again)|"
    r"(this|that|it|everything|all) (is|was) (now )?(fine|ok|okay|great|perfect|solved|"
    r"settled|sorted|clear|very kind|so kind|very helpful)|problem solved|"
    r"(i am|we are|im) (very |so |really )?(happy|satisfied|pleased|glad)"
    r"( with (this|that|it|the (answer|solution|result|outcome)))?|"
    r"(best|kind|warm|kindest|many)? ?(regards|wishes)|sincerely|"
    r"yours( truly| sincerely| faithfully)?|cheers|br|kr|rgds)",
    # German
    r"(gut|super|prima|perfekt|toll|klasse|bestens|wunderbar|ok|okay|alles (gut|klar|"
    r"bestens|in ordnung)|sehr (gut|nett|freundlich)|(einen )?schonen (tag|abend)"
    r"( noch)?|(ein )?schones wochenende|alles gute|"
    r"((mit )?(freundlichen|freundliche|besten|beste|liebe|lieben|schone|viele|"
    r"herzliche|herzlichen) )?(grussen|grusse|gruss)|mfg|lg|vg|hochachtungsvoll)",
    # Vietnamese
    r"(tot|tot lam|tuyet voi|da nhan( duoc)?|vang( a)?|da|ok a|"
    r"(xin )?(tran trong|kinh chao|chao)|than men|"
    r"chuc (anh|chi|em|ban|cac ban|quy cong ty|moi nguoi) .{0,4}"
    r"(mot ngay tot lanh|ngay tot lanh|suc khoe|moi dieu tot lanh))",
)
_IS_COURTESY = [re.compile(pattern) for pattern in _COURTESY]
_VALEDICTION = re.compile(
    r"((with )?(best|kind|warm|kindest|many) )?(regards|wishes)|sincerely|"
    r"yours( truly| sincerely| faithfully)?|br|kr|"
    r"((mit )?(freundlichen|freundliche|besten|beste|liebe|lieben|schone|viele|"
    r"herzliche|herzlichen) )?(grussen|grusse|gruss)|mfg|lg|vg|hochachtungsvoll|"
    r"(xin )?(tran trong|kinh chao)|than men|此致|敬礼|此致敬礼|顺祝商祺|祝好"
)
_GREETING = re.compile(
    r"(dear|hello|hi|hey|good (morning|afternoon|evening|day)|guten (tag|morgen|abend)|"
    r"hallo|liebe|lieber|liebes|sehr geehrte|sehr geehrter|moin|"
    r"chao|kinh gui|kinh chao|xin chao)\b"
)
# Whom one greets or thanks, besides names.
_PEOPLE = set(
    "mr mrs ms miss dr sir madam team all everyone everybody both there support folks "
    "ladies gentlemen or and service customer you guys "
    "herr frau damen herren und geehrte zusammen kundendienst kundenservice ihnen "
    "euch dir alle allen "
    "anh chi em ban cac quy cong ty moi nguoi bo phan cham soc khach hang".split()
)
_FILLERS = (
    set(
        "so very much a lot million indeed again once for to of with and "
        "the your all everything this that it my our me us quick fast kind "
        "prompt friendly great good nice detailed helpful clear speedy "
        "swift excellent professional help helping support reply replying "
        "response responding answer answering email mail message letter "
        "information info update feedback explanation explaining solution "
        "solving resolving resolution time effort efforts work service "
        "assistance apology understanding patience refund credit voucher "
        "gift have done taking care matter issue case letting know best "
        "regards wishes thats its".split()
    ),
    set(
        "schon sehr nochmals nochmal vielmals herzlich fur die den das der "
        "dem ihre ihren ihr eure deine schnelle rasche prompte freundliche "
        "nette tolle gute ausfuhrliche schnellen raschen prompten "
        "freundlichen netten tollen guten hilfe antwort ruckmeldung "
        "unterstutzung bearbeitung info information informationen nachricht "
        "mail email e muhe bemuhungen alles und so losung entschuldigung "
        "gutschrift erstattung kulanz service klarung erledigung einsatz "
        "viele beste besten liebe freundlichen grusse grussen gruss".split()
    ),
    set(
        "rat nhieu lam a nhe nha vi ve da su giup do ho tro phan hoi tra "
        "loi nhanh chong kip thoi nhiet tinh giai quyet thong tin cua va "
        "xin tran trong chan thanh toi minh tan tam lan nua mot".split()
    ),
)
_HAN_THANKS = re.compile("[谢謝]|感激|辛苦")
# What thanks in Chinese are made of.
_HAN_PIECE = re.compile(
    "谢谢|謝謝|感谢|感謝|多谢|多謝|谢|謝|感激|辛苦|非常|十分|衷心|真心|由衷|再次|万分|很|"
    "太|真的|大家|贵公司|貴公司|贵司|你们|你們|您们|您|你|客服|各位|工作人员|同事|"
    "了|啦|哦|哈|呀|啊|吧|的|地|对|對|为|為|所有|一切|我们|我們|我|与|和|及|"
    "帮助|幫助|帮忙|幫忙|支持|回复|回覆|答复|答覆|解答|答案|处理|處理|及时|及時|快速|"
    "迅速|耐心|热心|熱心|细心|細心|周到|服务|服務|解决|解決|关心|關心|理解|配合|努力|"
    "信息|邮件|郵件|收到|好的|好|知道|明白|清楚|满意|滿意|祝|工作顺利|工作順利|生活愉快|"
    "一切顺利|一切順利|周末愉快|身体健康|顺利|順利|愉快|先生|女士|小姐|老师|经理|經理"
)


def is_only_thanks(text, names=()):
    """Whether a text says thank you, and nothing else.

    >>> is_only_thanks("Thank you very much for your quick help!")
    True
    >>> is_only_thanks("Thank you, but the meter is still wrong.")
    False
    >>> is_only_thanks("非常感谢您的耐心解答！")
    True

    :param str text: what was written, without earlier messages
    :param names: of the people who wrote and who were written to
    :return: bool; False when it is doubtful
    """
    if len(text or "") > LONGEST_SIGNED:
        return False
    known = _PEOPLE | {word for name in names for word in _get_words(name or "")}
    own = _cut_signature(text or "", known)
    if own is None or len(own) > LONGEST:
        return False
    own = _SMILES.sub(" ", own)
    if _SAD.search(own) or any(unicodedata.category(char)[0] == "S" for char in own):
        return False
    clauses = [clause for clause in _CLAUSES.split(own) if clause.strip(" '\"“”*_-")]
    kinds = [_get_kind(clause, known) for clause in clauses]
    return "thanks" in kinds and None not in kinds


def is_subject_of_thanks(subject, answered, names=()):
    """Whether the subject of a mail adds nothing to thanks.

    :param str subject: of the mail
    :param str answered: the subject of the mail that it answers, if known
    :param names: as for ``is_only_thanks``
    """
    bare, ours = (_REPLY.sub("", text or "").strip() for text in (subject, answered))
    return not bare or bare == ours or is_only_thanks(bare, names)


def _plain(text):
    """Small letters without accents; Chinese stays as it is."""
    text = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return text.replace("ß", "ss").casefold().replace("’", "").replace("'", "")


def _get_words(text):
    return _WORD.findall(_plain(text))


def _get_kind(clause, known):
    """What a clause is: thanks, courtesy, or None when nobody can be sure."""
    if _HAN.search(clause):
        return _get_han_kind(clause, known)
    words = _get_words(clause)
    plain = " ".join(words)
    if any(pattern.fullmatch(plain) for pattern in _IS_COURTESY):
        return "courtesy"
    for thanks, fillers in zip(_THANKS, _FILLERS, strict=True):
        if thanks.search(plain):
            rest = thanks.sub(" ", plain).split()
            if all(word in fillers or word in known for word in rest):
                return "thanks"
    greeted = _GREETING.sub(" ", plain, count=1).split()
    if all(word in known for word in greeted):
        return "courtesy"
    return None


def _get_han_kind(clause, known):
    text = re.sub(r"\s+", "", clause)
    rest = _HAN_PIECE.sub("", text)
    if rest and rest not in known:
        return None
    return "thanks" if _HAN_THANKS.search(text) else "courtesy"


def _cut_signature(text, known):
    """A text without signature; None when more than a signature follows its end."""
    lines = [line.strip() for line in text.strip().splitlines()]
    for number, line in enumerate(lines):
        if _DELIMITER.match(line) or _SENT_FROM.match(line):
            lines = lines[:number]
            break
    for number, line in enumerate(lines):
        if number and _VALEDICTION.fullmatch(" ".join(_get_words(line))):
            rest = lines[number + 1 :]
            if all(_is_of_signature(one, known) for one in rest):
                return "\n".join(lines[:number])
            if not _is_courteous(rest, known):
                return None
    return "\n".join(lines)


def _is_courteous(lines, known):
    return all(_get_kind(line, known) for line in lines if line)


def _is_of_signature(line, known):
    """Whether a line below the greeting is a name or says where one is found."""
    if not line:
        return True
    if "?" in line or "？" in line or len(line) > 80:
        return False
    words = _get_words(line)
    if all(word in known for word in words):
        return True
    digits = sum(char.isdigit() for char in line)
    is_number = digits >= 6 and len(words) <= 2
    return is_number or bool(re.fullmatch(r"\S*(@|www\.|https?://)\S+", line))
