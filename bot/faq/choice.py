"""Which of the offered options a citizen means: by number, by place in the row, all of them, or by a piece of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.faq.entry import Entry
from bot.faq.follow_up import read_follow_up
from bot.faq.smalltalk import bare

_DIGITS = {
    digit: value
    for value, digits in enumerate(("一壹1a", "二贰两2b", "三叁3c", "四肆4d"), 1)
    for digit in digits
}
_DIGIT = r"[1-4一二三四两壹贰叁肆a-d]"
_ASKS = (
    r"(我?(选|要|是|想问|问|就|说)(的)?(是)?|就是?|应该是?|大概是?|可能是?|看看?|点|选择|回答|答|嗯|哦|那)*"
)
_TAIL = r"(个|条|项|种|点|号|样|题|问题|吧|呢|啊|嘛|那个|那条|的|情况|选项|噶|哈|咯|了|说|讲|写|一个)*"
_NUMBER = re.compile(rf"{_ASKS}(?:第|选项|序号|no)?(?P<digit>{_DIGIT})(?:、|号)?{_TAIL}")
_NUMBERS = re.compile(
    rf"{_ASKS}(?:第|选项)?(?P<first>{_DIGIT})[个条项]?(?:[,，、.;；/&+ ]|和|跟|与|还有|以及)+(?:第|选项)?"
    rf"(?P<second>{_DIGIT}){_TAIL}(都(想|要)?(问|看|了解|知道|有|是)?)?{_TAIL}[。.!！]?"
)
_SEVERAL = re.compile(
    rf"{_ASKS}((?P<ends>[前后])(两|2|二|几|三|3)[个条项种]|[两几三四这每]*[个条项种些]*(全部?|都|全都|都要?想|统统)(要|想|得)?"
    rf"(问|看|了解|知道|有|是|选|要|行|可以|沾边|问问|看看|说说|讲讲|听听)*|哪个都(行|可以|好|成|有)|所有|全选|都(行|可以|好|成)"
    rf"|随便(哪?个|吧|一个)?|你(看着办|看着选|定|帮我选|选|决定)|无所谓|任意){_TAIL}"
)
_FROM_BACK = re.compile(rf"{_ASKS}倒数第(?P<digit>{_DIGIT}){_TAIL}")
_LAST = re.compile(rf"{_ASKS}(最后|最末|末尾|最底下|最下面|最下|倒数第一|末)(那|这)?(一)?{_TAIL}")
_FIRST = re.compile(rf"{_ASKS}(最前|最前面|前面|最上面|上面|头|打头|开头|前头|首|最上)(那|这)?(一)?{_TAIL}")
_LATER = re.compile(rf"{_ASKS}(后面|下面|后头|后|下头|后边|后者)(那|这)?(一)?{_TAIL}")
_FORMER = re.compile(rf"{_ASKS}(前者){_TAIL}")
_MIDDLE = re.compile(rf"{_ASKS}(中间|当中)(那|这)?(一)?{_TAIL}")
_SECOND = re.compile(
    r"(那|还有|再|再问|说说)*(第二|另外?|后面|下面|后)一?(个|件|条|桩)?(问题|事情?|的)?(呢|嘛|说说|讲讲|怎么办|咋办|咋个?整)*"
)
_LONGEST_PIECE = 14
_SHORT_NAME = 6
_LEAST_SIGNS = 3
_NAMES_AN_OPTION = 6


def chosen(cleaned: str, options: Sequence[Entry]) -> tuple[str, ...]:
    """The ids of the options that are meant, first wanted first; empty where none is, or where the words ask something
    (怎么申请). Who wants any of them (随便) gets them in the order in which they were offered."""
    position = chosen_position(cleaned, len(options))
    several = chosen_several(cleaned, len(options)) if position is None else (position,)
    if not several and not _asks_something(bare(cleaned)):
        position = chosen_by_words(cleaned, options)
        several = () if position is None else (position,)
    return tuple(options[one].id for one in several)


def chosen_several(cleaned: str, count: int) -> tuple[int, ...]:
    """The places (from 0) named among `count` options where more than one is (2和3, 前两个, 都想问); else empty."""
    numbers = _NUMBERS.fullmatch(cleaned.strip())
    if numbers:
        named = (_DIGITS[numbers["first"]] - 1, _DIGITS[numbers["second"]] - 1)
        return named if max(named) < count and len(set(named)) == len(named) else ()
    said = _SEVERAL.fullmatch(bare(cleaned))
    if said is None:
        return ()
    return (max(count - 2, 0), count - 1) if said["ends"] == "后" and count else tuple(range(count))


def chosen_position(cleaned: str, count: int) -> int | None:
    """The place (from 0) named among `count` options; None where no place is named or there are not so many."""
    said = bare(cleaned)
    found = _NUMBER.fullmatch(said) or _FROM_BACK.fullmatch(said)
    if found:
        place = _DIGITS[found["digit"]]
        position = count - place if found.re is _FROM_BACK else place - 1
        return position if 0 <= position < count else None
    if not count:
        return None
    if _FORMER.fullmatch(said) or _FIRST.fullmatch(said):
        return 0
    if _LAST.fullmatch(said) or _LATER.fullmatch(said):
        return count - 1
    return count // 2 if count == 3 and _MIDDLE.fullmatch(said) else None


def chosen_by_words(cleaned: str, options: Sequence[Entry]) -> int | None:
    """The only option whose label or question holds the words; None where none or several do."""
    said = _stripped(bare(cleaned))
    if not 2 <= len(said) <= _LONGEST_PIECE:
        return None
    for texts in ([option.label for option in options], [option.question for option in options]):
        holding = [index for index, text in enumerate(texts) if said in bare(text) or bare(text) in said]
        if len(holding) == 1:
            return holding[0]
    return _only_one_with_all_signs(said, options)


def turns_to_second(cleaned: str, first: Entry, second: Entry) -> bool:
    """Whether, after a message with two matters, the second is asked for now: 第二个呢, or a word of it alone (那账呢)."""
    said = bare(cleaned)
    if _SECOND.fullmatch(said):
        return True
    word = re.sub(
        r"(那个?|的(事情?|问题)?|呢|嘛|啊|噶|咋办|怎么办|咋个?整)+$",
        "",
        re.sub(r"^(那么?|还有|再|说说?|讲讲?)+", "", said),
    )
    return (
        0 < len(word) <= _SHORT_NAME
        and word in bare(second.label + second.question)
        and not set(word) & set(bare(first.label + first.question))
    )


def _only_one_with_all_signs(said: str, options: Sequence[Entry]) -> int | None:
    """The only option in which every sign of the words occurs (查余额: 怎么查询…资金余额)."""
    if len(said) < _LEAST_SIGNS:
        return None
    holding = [
        index
        for index, option in enumerate(options)
        if set(said) <= set(bare(option.label + option.question))
    ]
    return holding[0] if len(holding) == 1 else None


def _asks_something(said: str) -> bool:
    """Whether the words ask, so that their standing in some option's text says nothing."""
    return bool(read_follow_up(said).aspect) and len(said) < _NAMES_AN_OPTION


def _stripped(said: str) -> str:
    without_head = re.sub(r"^(我?(选|要问|想问|问|说)的?是?|就是|是|应该是|那个|选)", "", said)
    return re.sub(r"(那个|那条|这个|那种|的|吧|呢|啊|嘛|噶)+$", "", without_head)
