"""Whether a name in a sentence is meant as a place: 把门关上 is not, 我家在关上那边 is."""

from __future__ import annotations

import re
from collections.abc import Container

from bot.referral.division import DivisionTree, Level
from bot.referral.place.mention import Mention
from bot.referral.place.suffix import Kind

ENOUGH = 2
_CUE_CHARS = 12

_LIVES = re.compile(
    r"(?:[家住]在|住[着到]?|[我俺咱们人家]在|搬[到去来]|租在|老家[在是]?|户口[在是]?|位于|坐落[在于]|地址[是在:：]?|定位[在是]?|坐标"
    r"|就在|[我俺咱]是|我们是|[我们家][这那]?[点里边]?是|来自|这里是|这边是|上班在|人在)$"
)
_GOES = re.compile(r"(?:[在去到从是来]|回|属于|归)$")
_HERE = re.compile(
    r"(?:这|那)(?:边|里|点|儿|一带|一片|附近|块)?|附近|片区|一带|周边|旁边|边上|的?(?:人|居民|村民)(?![民家])"
)
_BOUNDARY = re.compile(
    r"$|[,。.!?;:、()\[\]\"'“”‘’ /\-—]|的|这|那|有|附近|片区|一带|周边|旁边|边上|开|租|买|上班|住|打工|做"
)
_ADDRESS = re.compile(
    r"[一-鿿]{0,2}(?:路|街|巷|大道|小区|花园|广场|公园|司法所|派出所|法庭|卫生院|客运站|地铁站|农贸市场)"
)
_FILLER_ONLY = re.compile(r"(?:[^一-鿿〇]|[我们在住到去来从是就的家呢啊吧哈嘛了]|位于|附近|旁边)*")
_LEFT = re.compile(r"(?:[,。.!?;:、()\[\]\"'“”‘’ /\-—0-9a-z]|[在是去到从来住回属于归叫的家边旁近])$")
# What follows in the same breath is denied too: 不是西山的马街.
_NOT_THERE = re.compile(r"(?:不是|不在|不住|不属于|没在|不归)[^,。.!?;、 是]{0,8}$")


def is_denied(text: str, mention: Mention) -> bool:
    """不是西山的马街: the name is said in order to exclude it."""
    return _NOT_THERE.search(text[max(0, mention.start - _CUE_CHARS) : mention.start]) is not None


def stands_apart(text: str, mention: Mention) -> bool:
    """The name does not merely begin a longer expression on its right."""
    return mention.kind is not Kind.BARE or _BOUNDARY.match(text, mention.end) is not None


def begins(text: str, mention: Mention) -> bool:
    """Nothing but small words stand before the name."""
    return _FILLER_ONLY.fullmatch(text, 0, mention.start) is not None


def stands_alone(text: str, mention: Mention, ordinary: Container[str]) -> bool:
    """The name is a phrase of its own: 把门关上 is not, 关上那边 is; an everyday word must stand alone."""
    left, right = text[: mention.start], text[mention.end :]
    if mention.stem in ordinary and mention.kind is Kind.BARE:
        alone = _FILLER_ONLY.fullmatch(left) is not None
        return (
            alone
            and (_HERE.match(right) or _ADDRESS.match(right) or _FILLER_ONLY.fullmatch(right)) is not None
        )
    apart = stands_apart(text, mention) or _ADDRESS.match(right) is not None
    return (not left or _LEFT.search(left) is not None) and apart


def weight(text: str, mention: Mention, tree: DivisionTree, ordinary: Container[str], joined: bool) -> int:
    """Evidence that the mention is a place; ENOUGH or more is taken even where no place was asked for."""
    levels = {tree[code].level for code in mention.codes}
    before = text[max(0, mention.start - _CUE_CHARS) : mention.start]
    total = 3 * joined + _of_name(mention, levels, ordinary) + _of_suffix(mention)
    if _LIVES.search(before) and stands_apart(text, mention):
        total += 3
    elif _GOES.search(before):
        total += 1
    if _HERE.match(text, mention.end):
        total += 2
    if mention.start == 0 and mention.end == len(text):
        total += 2
    return total


def _of_name(mention: Mention, levels: set[Level], ordinary: Container[str]) -> int:
    if mention.stem in ordinary:
        return -1
    if Level.COUNTY in levels or Level.CITY in levels or len(mention.stem) > 2:
        return 3
    return 2 if Level.TOWNSHIP in levels else 0


def _of_suffix(mention: Mention) -> int:
    if mention.kind is Kind.BARE:
        return 0
    return 2 if mention.kind is Kind.HAMLET else 3
