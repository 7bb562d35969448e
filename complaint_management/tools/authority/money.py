# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Amounts of money that a text names, in any common way of writing them.

An amount has a currency: a sign, a code or a word, before or after the figure. A bare
figure is one only where the words promise it ("we pay you 5,000"). So dates, numbers of
cases and telephones, percentages and meter readings are none.
"""

import re
import unicodedata
from typing import NamedTuple

# Which currencies a sign or a word may mean; the first is the usual one.
SIGNS = {
    "€": ("EUR",),
    "eur": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "欧元": ("EUR",),
    "歐元": ("EUR",),
    "us$": ("USD",),
    "hk$": ("HKD",),
    "nt$": ("TWD",),
    "a$": ("AUD",),
    "c$": ("CAD",),
    "s$": ("SGD",),
    "$": ("USD", "AUD", "CAD", "SGD", "HKD", "NZD", "MXN"),
    "dollar": ("USD", "AUD", "CAD", "SGD", "HKD", "NZD"),
    "dollars": ("USD", "AUD", "CAD", "SGD", "HKD", "NZD"),
    "bucks": ("USD",),
    "usd": ("USD",),
    "美元": ("USD",),
    "美金": ("USD",),
    "đô la": ("USD",),
    "£": ("GBP",),
    "gbp": ("GBP",),
    "pounds": ("GBP",),
    "quid": ("GBP",),
    "英镑": ("GBP",),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "cny": ("CNY",),
    "rmb": ("CNY",),
    "yuan": ("CNY",),
    "人民币": ("CNY",),
    "人民幣": ("CNY",),
    "元": ("CNY", "TWD", "HKD"),
    "圆": ("CNY",),
    "圓": ("CNY", "TWD"),
    "块钱": ("CNY",),
    "塊錢": ("TWD", "CNY"),
    "块": ("CNY",),
    "jpy": ("JPY",),
    "yen": ("JPY",),
    "円": ("JPY",),
    "日元": ("JPY",),
    "₫": ("VND",),
    "vnd": ("VND",),
    "vnđ": ("VND",),
    "đồng": ("VND",),
    "dong": ("VND",),
    "đ": ("VND",),
    "越南盾": ("VND",),
    "chf": ("CHF",),
    "franken": ("CHF",),
    "sfr": ("CHF",),
    "₹": ("INR",),
    "inr": ("INR",),
    "rs": ("INR",),
    "rupees": ("INR",),
    "₩": ("KRW",),
    "krw": ("KRW",),
    "฿": ("THB",),
    "thb": ("THB",),
    "baht": ("THB",),
    "₽": ("RUB",),
    "zł": ("PLN",),
    **{
        code.lower(): (code,)
        for code in (
            "AUD CAD SGD HKD TWD NZD SEK NOK DKK PLN CZK HUF RUB TRY BRL MXN ZAR AED"
            " SAR MYR IDR PHP ILS".split()
        )
        if code != "TRY"
    },
}
TIMES = {
    "k": 1e3,
    "tsd": 1e3,
    "tausend": 1e3,
    "thousand": 1e3,
    "grand": 1e3,
    "nghìn": 1e3,
    "ngàn": 1e3,
    "mio": 1e6,
    "million": 1e6,
    "millionen": 1e6,
    "millions": 1e6,
    "m": 1e6,
    "triệu": 1e6,
    "tr": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "百万": 1e6,
    "百萬": 1e6,
    "亿": 1e8,
    "億": 1e8,
}
_SPACE = r"[ \u00a0\u2009\u202f]"
_FIGURE = (
    rf"(?P<figure>\d{{1,3}}(?:(?:[.,'’]|{_SPACE})\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)"
    r"|\d+(?:[.,]\d+)?)"
)
_TIMES = "|".join(sorted(map(re.escape, TIMES), key=len, reverse=True))
_SIGN = "|".join(sorted(map(re.escape, SIGNS), key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?P<sign>{_SIGN})\.?{_SPACE}?(?<![\d.,]){_FIGURE}"
    rf"(?:{_SPACE}?(?P<times>{_TIMES})(?![^\W\d_]))?"
)
_AFTER = re.compile(
    rf"(?<![\d.,/-]){_FIGURE}(?:,-|\.-|,–)?{_SPACE}?(?P<times>{_TIMES})?{_SPACE}?"
    rf"(?P<sign>{_SIGN})(?![a-zà-ỹđ0-9])"
)
_HAN_FIGURES = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
    "兩": 2,
    "俩": 2,
}
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN = re.compile(
    f"(?P<han>[{''.join({**_HAN_FIGURES, **_HAN_UNITS, **_HAN_LARGE})}]+)"
    r"(?P<sign>人民币|人民幣|块钱|塊錢|美元|美金|欧元|歐元|英镑|日元|越南盾|元|圆|圓|块)"
)
_ENGLISH = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen"
        " fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: number * 10
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_ENGLISH_TIMES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_ENGLISH_WORD = "|".join([*_ENGLISH, *_ENGLISH_TIMES, "a", "and"])
_SPELT = re.compile(
    rf"\b(?P<spelt>(?:{_ENGLISH_WORD})(?:[ -](?:{_ENGLISH_WORD}))*)[ -]"
    r"(?P<sign>euros?|dollars?|pounds|yuan|dong|yen|baht|rupees|bucks|quid)\b"
)
# Who writes that gives something.
_PROMISE = (
    r"(?:\b(?:pay|paying|paid|refund|refunding|reimburse|compensate|credit|transfer|"
    r"grant|owe|offer you|give you|giving you|send you|you get|you will get|"
    r"you receive|you will receive|zahlen|zahlt|bezahlen|erstatten|erstattet|"
    r"überweisen|gutschreiben|vergüten|entschädigen|erhalten sie|"
    r"bekommen sie|schenken|bồi thường|hoàn tiền|hoàn lại|hoàn trả|chuyển khoản|"
    r"trả lại|trả)\b|赔偿|賠償|赔付|退款|退还|退還|支付|补偿|補償|返还|返還|付给|付給|"
    r"转账)"
)
_BARE = re.compile(
    rf"{_PROMISE}(?P<between>[^.!?。！？\n\d]{{0,30}}?)(?<![\d.,/:-]){_FIGURE}"
    rf"(?:{_SPACE}?(?P<times>{_TIMES})(?![^\W\d_]))?(?P<after>.{{0,12}})"
)
# Such a figure counts, measures or names something else.
_NO_MONEY_BEFORE = re.compile(
    r"(\bno\b|\bnr\b|\bnumber\b|#|\border|\binvoice|\bcase|\bbill|\bmeter|\bwithin|"
    r"\bafter|\bin$|\bon$|\bby$|\bsince|\bfor the last|\brechnung|\bauftrag|\bzähler|"
    r"\binnerhalb|\bam$|号|號|订单|訂單|电表|單|trong|ngày|số|đơn)",
)
_NO_MONEY_AFTER = re.compile(
    rf"{_SPACE}?(%|\d|[./:-]\d|[a-z]?wh|kw|days?|hours?|weeks?|months?|years?|"
    r"minutes?|times|x\b|items?|pieces?|bills?|invoices?|units?|points?|tage|stunden|wochen|"
    r"monat|jahre|stück|rechnungen|prozent|percent|per cent|天|日|月|年|小时|小時|"
    r"分钟|次|个|個|件|度|期|ngày|tháng|giờ|năm|lần|st\b|nd\b|rd\b|th\b|°)"
)
# What stands in a sentence that speaks of what the customer wants, or does not get.
_QUOTED = re.compile(
    r"\b(you (ask|asked|claim|claimed|demand|demanded|want|wanted|request|requested|"
    r"paid|were charged)|your (claim|demand|request|payment|bill|invoice)|not|"
    r"cannot|can't|won't|never|unable|sie (fordern|verlangen|möchten|haben)|"
    r"ihre (forderung|rechnung)|"
    r"nicht|kein\w*|yêu cầu|không|chưa|quý khách đã)\b|"
    r"您要求|你要求|您支付|您的要求|不能|无法|無法|不会|不會|不予|没有|沒有|"
    r"[不未](?:退|赔|賠|付|支|补|補|返)"
)
_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:[.!?](?=\d)[^.!?。！？\n]*)*")


class Amount(NamedTuple):
    """An amount that a text names.

    ``currencies`` are the codes that it may be in, none when the text does not say;
    ``is_promise`` that the sentence gives it, and does not quote a claim.
    """

    value: float
    currencies: tuple
    text: str
    sentence: str
    is_promise: bool


def find_amounts(text):
    """The amounts of money in a text, in their order.

    >>> [(a.value, a.currencies[:1]) for a in find_amounts("You get 5.000,00 €.")]
    [(5000.0, ('EUR',))]
    >>> [a.value for a in find_amounts("We pay you 5,000 on 12.03.2026, see case 4711")]
    [5000.0]
    >>> find_amounts("Meter reading 14,500 kWh, 19 %, tel. 030 123456")
    []

    :param str text: plain text
    :return: list of ``Amount``
    """
    text = unicodedata.normalize("NFC", text or "")
    plain = _translate_width(text).lower()
    found, taken = [], []
    for pattern, read in (
        (_AFTER, _read_figure),
        (_BEFORE, _read_figure),
        (_HAN, _read_han),
        (_SPELT, _read_spelt),
        (_BARE, _read_bare),
    ):
        for match in pattern.finditer(plain):
            group = "figure" if pattern is _BARE else 0
            start, end = match.start(group), match.end(group)
            if any(start < until and since < end for since, until in taken):
                continue
            value = read(match)
            if not value:
                continue
            taken.append((start, end))
            sign = pattern.groupindex.get("sign") and match.group("sign")
            shown = text[start : _get_end(match)].strip(" .,;")
            sentence = _get_sentence(plain, text, start)
            found.append(
                (
                    start,
                    Amount(
                        value,
                        SIGNS[sign] if sign else (),
                        shown,
                        sentence,
                        _is_promise(sentence.lower()),
                    ),
                )
            )
    return [amount for _start, amount in sorted(found, key=lambda row: row[0])]


def _get_end(match):
    if "after" in match.re.groupindex:
        return match.start("after")
    return match.end()


def _translate_width(text):
    """Full-width figures and marks as the usual ones; the length stays the same."""
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    return text.translate({**wide, 0xFFE5: "¥", 0x3000: " "})


def _get_sentence(plain, text, position):
    """The sentence around a place, as it was written."""
    for match in _SENTENCE.finditer(plain):
        if match.start() <= position < match.end():
            return text[match.start() : match.end()].strip()
    return text.strip()


def _is_promise(sentence):
    return bool(re.search(_PROMISE, sentence)) and not _QUOTED.search(sentence)


def _read_figure(match):
    times = TIMES.get(match.group("times") or "", 1)
    return _to_number(match.group("figure")) * times


def _read_bare(match):
    """A figure without currency that is promised, and counts nothing else."""
    if _NO_MONEY_BEFORE.search(match.group("between").strip()):
        return 0
    if not match.group("times") and _NO_MONEY_AFTER.match(match.group("after")):
        return 0
    return _read_figure(match)


def _to_number(figure):
    """A figure as it is written anywhere: the last mark may divide the cents.

    >>> [_to_number(f) for f in ("5,000", "5.000,00", "5 000.5", "12.5", "1'000")]
    [5000.0, 5000.0, 5000.5, 12.5, 1000.0]
    """
    figure = re.sub(rf"{_SPACE}|['’]", "", figure)
    last = max(figure.rfind("."), figure.rfind(","))
    if last < 0:
        return float(figure)
    mark, rest = figure[last], figure[last + 1 :]
    # One mark before three figures divides thousands, as nothing has three decimals.
    if len(rest) == 3 and len({char for char in figure if char in ".,"}) == 1:
        return float(figure.replace(mark, ""))
    whole = re.sub("[.,]", "", figure[:last])
    return float(f"{whole}.{rest}")


def _read_han(match):
    """A number in Chinese characters: 一万二千 is 12000, 五百 is 500."""
    total = section = figure = 0
    for char in match.group("han"):
        if char in _HAN_FIGURES:
            figure = _HAN_FIGURES[char]
        elif char in _HAN_UNITS:
            section += (figure or 1) * _HAN_UNITS[char]
            figure = 0
        else:
            total = (total + section + figure or 1) * _HAN_LARGE[char]
            section = figure = 0
    return float(total + section + figure)


def _read_spelt(match):
    """A number in English words: "five thousand two hundred" is 5200."""
    total = section = 0
    for word in re.split("[ -]", match.group("spelt")):
        if word in _ENGLISH:
            section += _ENGLISH[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in _ENGLISH_TIMES:
            total += (section or 1) * _ENGLISH_TIMES[word]
            section = 0
    return float(total + section)
