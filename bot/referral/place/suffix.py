"""What follows a name and says what kind of place is meant: 关上|街道办, 花渔沟|村, 禄劝|县."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """The kind of place that a suffix names."""

    COUNTY = "county"
    STREET = "street"
    TOWN = "town"
    RURAL = "rural"
    COMMUNITY = "community"
    HAMLET = "hamlet"
    BARE = ""


_SUFFIXES: Mapping[Kind, str] = {
    Kind.STREET: "街道办事处 街道办 街道 办事处",
    Kind.TOWN: "镇人民政府 镇政府 镇上 镇",
    Kind.RURAL: "乡人民政府 乡政府 彝族苗族乡 彝族回族乡 彝族白族乡 彝族乡 苗族乡 回族乡 白族乡 民族乡 乡",
    Kind.COMMUNITY: "社区居民委员会 社区居委会 社区 居民委员会 居委会",
    Kind.HAMLET: "村民委员会 村委会 村公所 村里 村村委会 村",
    Kind.COUNTY: "自治县 县城 县 市区 城区 市 区政府 区",
}
TOWNSHIP_ENDS: Mapping[Kind, str] = {Kind.STREET: "街道", Kind.TOWN: "镇", Kind.RURAL: "乡"}
_KIND_OF: Mapping[str, Kind] = {word: kind for kind, words in _SUFFIXES.items() for word in words.split()}
_SUFFIX = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))

# 龙泉路, 官渡石材: another name or thing that only begins like ours.
OTHER_NAME = re.compile(
    r"[东南西北中]?(?:路|大道|大街|立交|隧道|巷)|街(?!道|上|子|办|[,。、 那这附旁]|$)|小区(?!的?社区)"
    r"|火锅|米线|拉面|牌|石材|石(?=[板材])"
)
# 官渡医院 is still in 官渡区; 东华医院 need not be in 东华街道.
INSTITUTION = re.compile(r"公司|银行|医院|中学|小学|大学(?!城)|学校|物业|花园|家园|公园")

# 官渡关上小区: after a district and a street of it, these only say where in it.
STANDS_THERE = re.compile(r"小区|物业|学校|中学|小学|医院|公园|(?:火锅|米线|拉面)[店馆]|巷子")


def read_suffix(text: str, start: int) -> tuple[Kind, int]:
    """The kind named at a position and where its word ends; BARE and the position itself when none is."""
    found = _SUFFIX.match(text, start)
    if found is None or (found[0] == "区" and text[start : start + 2] == "区别"):
        return Kind.BARE, start
    if found[0] == "市" and text[start : start + 2] in ("市场", "市民", "市政", "市监"):
        return Kind.BARE, start
    if found[0] == "村" and text[start : start + 2] == "村镇":
        return Kind.BARE, start
    return _KIND_OF[found[0]], found.end()


def suffixes_at(text: str, start: int) -> list[tuple[Kind, int]]:
    """Every reading of what follows a name, BARE included: 牛栏江|镇上|马坊 and 牛栏江|镇|上马坊."""
    longest = read_suffix(text, start)[1]
    words = [(text[start:end], end) for end in range(longest, start, -1)]
    return [*((_KIND_OF[word], end) for word, end in words if word in _KIND_OF), (Kind.BARE, start)]
