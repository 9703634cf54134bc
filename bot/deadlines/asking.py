"""Does a text ask until when something can be done, and which rules is it about?"""

from __future__ import annotations

import re
import unicodedata

from bot.deadlines.loader import Rules
from bot.deadlines.rule import Rule

MOST_RULES = 6

_ASKS_UNTIL_WHEN = re.compile(
    r"到(什么时候|啥时候|哪天|哪一天|几号|几月|何时)|(什么时候|啥时候|哪天|哪一天|几号|何时)(到期|截止|过期|之?前|以前|满)"
    r"|期限|时限|时间限制|时效|截止|到期|过期|超期|逾期|过了(没|吗|时间)|来得及|来不及|赶得上|晚了(没|吗)|迟了(没|吗)"
    r"|最(晚|迟)|多久(之?内|以内)|几天(之?内|以内)|多少天|还(有|剩)(多久|几天|多少天|多长时间)|(最后|末)一?[天日]"
    r"|还能(不能)?(去)?(申请|起诉|告|仲裁|上诉|复议|认定|报|反悔|撤销|要|追)|还可以(申请|起诉|告|仲裁|上诉|复议|认定|报|撤销)|能不能再"
)
_WANTS_RECKONING = re.compile(
    r"^(帮我|给我|请|我要|我想)?(算|计算|算一?下|查)(一?下)?(法定)?(的)?期限(计算)?(器)?[。!！?？吧嘛]*$"
)


def asks_until_when(text: str) -> bool:
    """Whether a text asks how long something can still be done."""
    return bool(_ASKS_UNTIL_WHEN.search(_plain(text)))


def wants_reckoning(text: str) -> bool:
    """Whether a text asks for the calculator itself, without saying for what."""
    return bool(_WANTS_RECKONING.match(_plain(text)))


def rules_asked(text: str, rules: Rules) -> tuple[Rule, ...]:
    """The rules whose words all occur in the text: those with most words, in the file's order."""
    plain = _plain(text)
    found = [rule for rule in rules.all if all(re.search(word, plain) for word in rule.words)]
    most = max((len(rule.words) for rule in found), default=0)
    return tuple(rule for rule in found if len(rule.words) == most)[:MOST_RULES]


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:500]))
