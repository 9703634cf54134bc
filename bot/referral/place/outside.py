"""Places that are not in Kunming: said so, instead of taken for a namesake here (兰州市安宁区, 五华县)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.referral.place.mention import Mention
from bot.referral.place.suffix import INSTITUTION, OTHER_NAME

_CUE_BEFORE = re.compile(r"(?:在|住|去|到|从|来自|老家是?|家是|是|搬到|位于)$")
_CUE_AFTER = re.compile(
    r"$|[,。.!?;、 ]|的|这|那|省|市|自治|人(?!民)|县|区|附近|上班|打工|工作|做|租|买|住|有"
)
_REPLY = 10
_OTHER = re.compile(r"石(?!林)|话|菜|白药|牌|货")
# 新民市场 and 东城区域 only look like names of counties.
_WIDER = re.compile(r"市[场民政监]|区[域别]|县[级道]")


@dataclass(frozen=True, slots=True)
class OutsideMention:
    """A place outside, as written; it ends after all that follows of it (广东 in 广东深圳南山区)."""

    name: str
    start: int
    end: int


class Outside:
    """Places outside: full names (兰州市) count anywhere, short ones (兰州) only where a place is meant."""

    def __init__(self, full: frozenset[str], short: frozenset[str]) -> None:
        self._full = full
        self._short = short
        self._all = full | short
        self._lengths: dict[str, list[int]] = {}
        for length, first in sorted({(len(name), name[0]) for name in self._all}, reverse=True):
            self._lengths.setdefault(first, []).append(length)

    def find(self, text: str, expecting: bool) -> OutsideMention | None:
        """The first place outside that the text names."""
        for start in range(len(text)):
            for length in self._lengths.get(text[start], ()):
                name = text[start : start + length]
                if len(name) == length and self._is_meant(text, start, name, expecting):
                    end = self._end_of_chain(text, start + length)
                    return OutsideMention(name, start, end)
        return None

    def _end_of_chain(self, text: str, end: int) -> int:
        """广东深圳南山区 is one place, told from its province on."""
        for length in self._lengths.get(text[end : end + 1], ()):
            if text[end : end + length] in self._all:
                return self._end_of_chain(text, end + length)
        return end

    def _is_meant(self, text: str, start: int, name: str, expecting: bool) -> bool:
        end = start + len(name)
        if name not in self._all:
            return False
        if (
            OTHER_NAME.match(text, end)
            or INSTITUTION.match(text, end)
            or _OTHER.match(text, end)
            or _WIDER.search(text[end - 1 : end + 1])
        ):
            return False
        if name in self._full and name not in self._short:
            return True
        if self._continues(text, end):
            return True
        before = _CUE_BEFORE.search(text, 0, start) is not None
        after = _CUE_AFTER.match(text, end) is not None
        whole = start == 0 and end == len(text)
        return (
            (before and after)
            or whole
            or (expecting and len(text) <= _REPLY and (before or after or start == 0))
        )

    def _continues(self, text: str, end: int) -> bool:
        """甘肃兰州, 上海浦东: another place outside follows."""
        lengths = self._lengths.get(text[end : end + 1], ())
        return any(text[end : end + length] in self._all for length in lengths)

    def belongs(self, mention: Mention, abroad: OutsideMention) -> bool:
        """Whether a mention is part of a place outside: inside its name, or right behind or before it."""
        if mention.start < abroad.end and abroad.start < mention.end:
            return mention.end - mention.start <= abroad.end - abroad.start
        behind = 0 <= mention.start - abroad.end <= 1
        before = 0 <= abroad.start - mention.end <= 1
        return behind or (before and mention.stem != "昆明")
