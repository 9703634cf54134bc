"""Which of the offered options a citizen means: by number, by place in the row, or by a piece of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.faq.entry import Entry
from bot.faq.follow_up import read_follow_up
from bot.faq.smalltalk import bare

_DIGITS = {
    digit: value for value, digits in enumerate(("一壹1", "二贰两2", "三叁3", "四肆4"), 1) for digit in digits
}
_ASKS = (
    r"(我?(选|要|是|想问|问|就|说)(的)?(是)?|就是?|应该是?|大概是?|可能是?|看看?|点|选择|回答|答|嗯|哦|那)*"
)
_TAIL = r"(个|条|项|种|点|号|样|题|问题|吧|呢|啊|嘛|那个|那条|的|情况|选项|噶|哈|咯|了|种情况|一个)*"
_NUMBER = re.compile(rf"{_ASKS}(?:第|选项|序号|no)?(?P<digit>[1-4一二三四两壹贰叁肆])(?:、|号)?{_TAIL}")
_LAST = re.compile(rf"{_ASKS}(最后|最末|末尾|最底下|最下面|最下|倒数第一|末)(那|这)?(一)?{_TAIL}")
_FIRST = re.compile(rf"{_ASKS}(最前|最前面|前面|最上面|上面|头|打头|开头|前头|首|最上)(那|这)?(一)?{_TAIL}")
_LATER = re.compile(rf"{_ASKS}(后面|下面|后头|后|下头|后边|后者)(那|这)?(一)?{_TAIL}")
_FORMER = re.compile(rf"{_ASKS}(前者){_TAIL}")
_MIDDLE = re.compile(rf"{_ASKS}(中间|当中)(那|这)?(一)?{_TAIL}")
_LONGEST_PIECE = 14
_LEAST_SIGNS = 3
_NAMES_AN_OPTION = 6


def chosen(cleaned: str, options: Sequence[Entry]) -> str | None:
    """The id of the option that is meant; None where none is, or where the words ask something (怎么申请)."""
    position = chosen_position(cleaned, len(options))
    if position is None and not _asks_something(bare(cleaned)):
        position = chosen_by_words(cleaned, options)
    return options[position].id if position is not None else None


def chosen_position(cleaned: str, count: int) -> int | None:
    """The place (from 0) named among `count` options; None where no place is named or there are not so many."""
    said = bare(cleaned)
    found = _NUMBER.fullmatch(said)
    if found:
        position = _DIGITS[found["digit"]] - 1
        return position if position < count else None
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
