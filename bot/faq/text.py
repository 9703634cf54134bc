"""A citizen's raw message becomes the plain text that is matched: width, script, noise, courtesy and numbers settled."""

import re
import unicodedata
from functools import cache
from typing import Protocol

LONGEST_TEXT = 600
"""Characters of a message that are read; a paste longer than this says nothing more about its topic."""

HOTLINES = frozenset(
    [
        "110",
        "119",
        "120",
        "122",
        "12110",
        "12119",
        "12123",
        "12301",
        "12305",
        "12309",
        "12313",
        "12315",
        "12318",
        "12320",
        "12328",
        "12329",
        "12333",
        "12337",
        "12338",
        "12345",
        "12348",
        "12350",
        "12351",
        "12355",
        "12356",
        "12366",
        "12368",
        "12369",
        "12377",
        "12378",
        "12381",
        "12388",
        "12389",
        "12393",
        "95598",
        "96128",
    ]
)
"""Numbers that name a service, so that they stay in the matched text."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def clean(text: str) -> str:
    """The message in half width, lower case and simplified characters, without control characters and emoji.

    Punctuation and numbers stay. At most LONGEST_TEXT characters come back; may be empty.
    """
    folded = unicodedata.normalize("NFKC", text[: LONGEST_TEXT * 4]).lower()
    visible = "".join(char if _is_visible(char) else " " for char in folded)
    calm = _RUNS.sub(r"\1\1", _REPEATS.sub(r"\1\1", visible))
    return " ".join(_simplified(calm).split())[:LONGEST_TEXT].strip()


def essence(text: str) -> str:
    """What is left of a cleaned message for matching: nothing that is only denied (不是分包，是派遣), no courtesy, no
    amounts, dates and provinces, no punctuation.

    A message that is nothing but courtesy keeps it. Chunks are separated by one blank.
    """
    without_numbers = _PROVINCE.sub("", mask_numbers(_DENIED.sub("", text)))
    bare = _plain(without_courtesy(without_numbers))
    return bare if len(bare) >= 2 else _plain(without_numbers)


def without_courtesy(text: str) -> str:
    """A cleaned message without greetings, thanks and pleading; blanks stand in their place."""
    return _COURTESY.sub(" ", text)


def mask_numbers(text: str) -> str:
    """Amounts, dates and clock times fall to their unit; short spans (3年, 48小时) are written in Chinese numerals."""
    masked = _MONEY.sub("元", text)
    masked = _DATE.sub(" ", masked)
    masked = _CLOCK.sub("点", masked)
    return _NUMBER.sub(_spell_number, masked)


def has_letters_to_read(text: str) -> bool:
    """Whether any Chinese character or letter of the Latin alphabet is in the text."""
    return bool(_READABLE.search(text))


def spell(number: int) -> str:
    """A number from 0 to 100 in Chinese numerals, as people write it (12 → 十二)."""
    if number == 100:
        return "一百"
    tens, ones = divmod(number, 10)
    lead = "十" if tens == 1 else f"{_DIGITS[tens]}十" if tens else ""
    return lead + (_DIGITS[ones] if ones or not tens else "")


_DENIED = re.compile(
    r"(?:(?:^|(?<=[,。;!?\s]))(?:我|这|那|他|她)?[可又也并倒]?(?:不是|不问|没问|没说)[^,。;!?\s吗么呢]{1,18}[,。;!\s]+)+"
    r"(?=而是|就是|是(?!不是)|只是|我是|我就|我只|就想|只想|我想|就问|只问|我问)"
)
"""Clauses that only deny, before one that says what is meant: their words speak for the wrong matter."""

_DIGITS = "零一二三四五六七八九"
_CHINESE_NUMBER = "[零〇一二两三四五六七八九十百千万几]"
_RUNS = re.compile(r"(.)\1{2,}", re.DOTALL)
_REPEATS = re.compile(r"(.{2,12}?)\1{2,}", re.DOTALL)
_READABLE = re.compile(r"[a-z㐀-鿿]")
_PUNCTUATION = re.compile(r"[^0-9a-z㐀-鿿]+")
_MONEY = re.compile(
    r"[¥$]?\d[\d,.]*\s*(?:多|来)?\s*(?:[百千万w]\s*)?(?:多|来)?(?:块钱|元钱|块|元|万|钱)"
    rf"|{_CHINESE_NUMBER}{{1,8}}(?:多|来)?(?:块钱|元钱|块(?!瓷|砖|玻|地|板|牌|石|肉|布|墙|皮|铁|钢|木|空|屏)|元)"
    rf"|{_CHINESE_NUMBER}{{1,6}}万(?:多|来|{_CHINESE_NUMBER})?"
)
_DATE = re.compile(
    r"(?:19|20)\d{2}\s*[年./-](?:\s*\d{1,2}\s*[月./-])?(?:\s*\d{1,2}\s*[日号]?)?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|(?:19|20)\d{2}\s*年"
)
_PROVINCE = re.compile(
    r"(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    r"|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|昆明)(?:维吾尔|壮族|回族)?(?:特别行政区|自治区|省|市)?(?![东西南北中]?[路街巷])"
)
"""Where somebody asks from does not change what he asks (places are read by the gazetteer, not here)."""

_CLOCK = re.compile(r"\d{1,2}\s*[:点]\s*\d{0,2}分?")
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*(?=(%)?\s*(个月|个小时|小时|个星期|周岁|[年月天日号周级岁度平楼层栋户人次倍米分])?)"
)
_COURTESY = re.compile(
    r"(?:各位)?(?:律师|老师|同志|领导|师傅|大哥|小姐姐|亲)?(?:们)?(?:您好|你好|早上好|下午好|晚上好|中午好)(?:[啊呀吖哦喔]|(?=\W|$|请|我|想))"
    r"|(?:麻烦|劳烦|烦请)?(?:我)?(?:想|要)?(?:请问|请教|咨询|问问|问)(?:一下子|一下下|一下|一哈|下|一个问题|个问题|个事|你们|你|您)"
    r"|请问(?:一下|下)?|想咨询|麻烦(?:您|你)?(?:帮忙|帮我)?(?:看看|看一下|解答一下|告诉我|了)|打扰(?:一下|了|您了|下)?"
    r"|(?:非常|十分|太|多)?(?:感谢|谢谢|谢了|多谢)(?:您|你|大家|律师|老师|各位|了|啦|哈|啊|咯)*"
    r"|(?:跪|在线)?求(?:助|解答|解|指点|帮助|大神)|在线等|急{2,}|(?:真的)?很急|急(?=[!,。,\s]|$)|拜托(?:了|您|你)?|辛苦(?:了|您|你)?"
    r"|律师\W{1,3}(?:您好|你好)|(?:您好|你好)\W{0,3}律师|我(?:有个|有一个)问题(?:想|要)?(?:请教|咨询|问)?(?:一下)?"
    r"|(?:帮忙|帮我)(?:看看|看一下|解答一下|问一下|问问)|不好意思|冒昧问一句|请(?:大家|律师|您|你)?(?:解答|指点|帮忙|赐教)(?:一下)?"
)


def _plain(text: str) -> str:
    return _PUNCTUATION.sub(" ", text).strip()


def _spell_number(found: re.Match[str]) -> str:
    digits, percent, unit = found[0], found[1], found[2]
    if digits in HOTLINES:
        return digits
    if unit and not percent and digits.isdigit() and int(digits) <= 100:
        return spell(int(digits))
    return " "


def _is_visible(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LNPZ" or category == "Sm" or char in "$%¥|~`^"


def _simplified(text: str) -> str:
    # Every GB 2312 character is simplified already; OpenCC is loaded for the rare text that needs it.
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return _opencc().convert(text)
    return text


@cache
def _opencc() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter
