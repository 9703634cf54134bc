"""Names with a typing error: the same sound, or one character wrong, missing or too many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.referral.place.lexicon import Lexicon
from bot.referral.place.mention import Mention, Proposal, cut_mentions
from bot.referral.place.near_names import NearNames, is_any_inside
from bot.referral.place.suffix import Kind, read_suffix
from bot.referral.place.words import PlaceWords

_HOMOPHONE = 0.85
_SHORTENED = 0.75
_ONE_WRONG = 0.7
# Small words of speech: a damaged name has none of them.
_SPEECH = frozenset("我你他她们在的了是去到来从吗呢就也不没有或还请问这那想要会能")
_LONGEST = 9
_SEPARATOR = re.compile(
    r"[^一-鿿〇]+|(?:我们?|老)?家(?:住在?|在)|住在|位于|就在|[这那][边里点儿]|附近|旁边"
    r"|边上|一带|片区|周边|里面|离哪|有没有"
)
_EDGE_LEFT = "我们在住到去来从是就的"
_EDGE_RIGHT = "的呢啊吧哈嘛了吗这那"
_PLACE_CUE = re.compile(r"(?:家在|住在?|我在|搬到|位于)$")
_LONGEST_RUN = 16
_TOWNSHIP_DIGITS = 9


class Typos:
    """Repairs stretches of text in which a name is damaged."""

    def __init__(self, lexicon: Lexicon, words: PlaceWords) -> None:
        self._lexicon = lexicon
        self._soundalikes = words.soundalikes
        self._near = NearNames(lexicon, words)

    def repair(
        self, text: str, believed: Sequence[Mention], said: Sequence[Mention], expecting: bool
    ) -> tuple[Mention, ...]:
        """The believed mentions, and those that explain a whole run once a typing error is allowed.

        Where a place was asked for, names that were said but not believed help too: 西山怡心 begins with 西山.
        """
        result = list(believed)
        for start, end in _runs(text):
            inside = [one for one in (said if expecting else believed) if one.start < end and start < one.end]
            if _is_covered(start, end, inside) or end - start > _LONGEST_RUN:
                continue
            if not (expecting or inside or _PLACE_CUE.search(text, 0, start)):
                continue
            fixed = self._read_damaged(text[start:end], [_moved(one, -start) for one in inside])
            if any(not one.exact for one in fixed) and not self._is_mere_word(fixed, expecting):
                result = [one for one in result if one not in inside] + [_moved(one, start) for one in fixed]
        return tuple(sorted(result, key=lambda one: one.start))

    def _read_damaged(self, run: str, known: Sequence[Mention]) -> list[Mention]:
        """The run as one name or as names that lie inside one another; anything else is chance."""
        whole = self._read_run(run)
        if whole and (len(whole) == 1 or is_any_inside(whole[-1].codes, whole[0].codes)):
            return whole
        # 石林路阜 is no road: a name inside the wider one explains it to its end.
        beyond = self._read_run(run, roads_too=True)
        if len(beyond) > 1 and is_any_inside(beyond[-1].codes, beyond[0].codes):
            return beyond
        return self._read_rest(run, known)

    def _is_mere_word(self, fixed: Sequence[Mention], expecting: bool) -> bool:
        """工伤 sounds like 功山: a short word with no other place beside it is taken for what it is."""
        damaged = [one for one in fixed if not one.exact and one.kind is Kind.BARE]
        if len(fixed) > 1:
            return not expecting and any(one.stem in self._soundalikes for one in damaged)
        if not damaged or len(damaged[0].stem) > 2:
            return False
        village_only = min(map(len, damaged[0].codes)) > _TOWNSHIP_DIGITS
        return village_only or damaged[0].stem in self._soundalikes

    def _read_run(self, run: str, *, roads_too: bool = False) -> list[Mention]:
        """Mentions that cover the run completely; empty when there are none."""
        found = list(cut_mentions(run, self._propose, roads_too=roads_too))
        return found if _is_covered(0, len(run), found) else []

    def _read_rest(self, run: str, known: Sequence[Mention]) -> list[Mention]:
        """After one sure wider place, the rest of the run may be a damaged or shortened name inside it."""
        if not known or known[0].start != 0 or not _is_covered(0, known[-1].end, known):
            return []
        start = known[-1].end
        for stem_end in range(len(run), start + 1, -1):
            kind, end = read_suffix(run, stem_end)
            if end != len(run):
                continue
            codes = self._near.codes_within(run[start:stem_end], kind, _widest(known[-1]))
            if codes:
                return [*known, Mention(start, stem_end, end, run[start:stem_end], kind, codes, exact=False)]
        return []

    def _propose(self, text: str, start: int) -> Iterable[Proposal]:
        for length in range(min(_LONGEST, len(text) - start), 1, -1):
            piece = text[start : start + length]
            if piece in self._lexicon.names:
                yield piece, length, self._lexicon.names[piece], 1.0
                continue
            if not _SPEECH.isdisjoint(piece):
                continue
            alike = self._near.sounding_like(piece)
            if alike:
                yield piece, length, self._near.codes(alike), _HOMOPHONE
                continue
            longer = self._near.beginning_with(piece)
            if longer:
                yield piece, length, self._near.codes(longer), _SHORTENED
                continue
            near = self._near.one_wrong(piece, read_suffix(text, start + length)[0])
            if near:
                yield piece, length, self._near.codes(near), _ONE_WRONG


def _widest(mention: Mention) -> tuple[str, ...]:
    """Where a district has the name, the district is meant as the wider place."""
    shortest = min(map(len, mention.codes), default=0)
    return tuple(code for code in mention.codes if len(code) == shortest)


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, stem_end=mention.stem_end + by, end=mention.end + by)


def _runs(text: str) -> list[tuple[int, int]]:
    """Stretches of Chinese between punctuation and the small words of speech, two characters or more."""
    bounds = [(0, 0), *(found.span() for found in _SEPARATOR.finditer(text)), (len(text), len(text))]
    gaps = [_stripped(text, left[1], right[0]) for left, right in pairwise(bounds)]
    return [(start, end) for start, end in gaps if end - start >= 2]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE_LEFT:
        start += 1
    while start < end and text[end - 1] in _EDGE_RIGHT:
        end -= 1
    return start, end


def _is_covered(start: int, end: int, mentions: Sequence[Mention]) -> bool:
    covered = {index for one in mentions for index in range(one.start, one.end)}
    return all(index in covered for index in range(start, end))
