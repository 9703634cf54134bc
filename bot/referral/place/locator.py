"""Finds the place in a citizen's words: literal names first, typing errors second, places outside last."""

from __future__ import annotations

from collections.abc import Sequence

from bot.referral.division import DivisionTree, Level
from bot.referral.place import evidence
from bot.referral.place.lexicon import Lexicon, stem_of
from bot.referral.place.located import NOWHERE, Located
from bot.referral.place.meaning import meanings
from bot.referral.place.mention import Mention, cut_mentions, exact_names
from bot.referral.place.near_names import is_any_inside
from bot.referral.place.outside import Outside
from bot.referral.place.text import plain_place
from bot.referral.place.typos import Typos
from bot.referral.place.words import PlaceWords

_GAP = 2
_TOWNSHIP_DIGITS = 9
_BETWEEN = "的,、- "


class Locator:
    """Built once for a gazetteer; finding is pure and repeatable."""

    def __init__(self, tree: DivisionTree, words: PlaceWords) -> None:
        self._tree = tree
        self._words = words
        self._lexicon = Lexicon(tree, words.aliases)
        self._exact = exact_names(self._lexicon)
        self._typos = Typos(self._lexicon, words)
        self._outside = Outside(words.outside, words.outside_short)
        self._counties = {
            one.code: (stem_of(one), plain_place(one.name), stem_of(one) + one.name[-1])
            for one in tree.divisions
            if one.level is Level.COUNTY
        }

    def locate(self, text: str, expecting: bool) -> Located:
        """See Gazetteer.locate."""
        plain = plain_place(text)
        if not plain:
            return NOWHERE
        found = cut_mentions(plain, self._exact, follows_wider=self._follows_county)
        abroad = self._outside.find(plain, expecting)
        if abroad is not None and any(self._is_wider(one) and one.end == abroad.start for one in found):
            abroad = (
                None  # 安宁市马龙: what follows a district of ours lies in it, whoever else has the name.
            )
        if abroad is not None:
            # 安宁区连然街道 explains itself, though an 安宁区 exists elsewhere.
            found = tuple(
                one for one in found if self._is_joined(one, found) or not self._outside.belongs(one, abroad)
            )
        said = tuple(one for one in found if not evidence.is_denied(plain, one))
        mentions = self._believed(plain, said, expecting)
        if abroad is None or mentions:
            mentions = self._typos.repair(plain, mentions, said, expecting)
        if mentions:
            denied = [one for one in found if one not in said]
            codes = meanings(mentions, self._tree, self._words.governs)
            return self._located(self._of_denied_name(codes, denied) or codes)
        if abroad is not None:
            return Located("outside", outside_name=abroad.name)
        return NOWHERE

    def _believed(self, text: str, said: Sequence[Mention], expecting: bool) -> tuple[Mention, ...]:
        """The mentions that are meant as places."""
        sure = tuple(one for one in said if self._weight(text, one, said) >= evidence.ENOUGH)
        if sure or not expecting:
            return sure
        return tuple(
            one
            for one in said
            if evidence.stands_alone(text, one, self._words.ordinary)
            or (self._is_wider(one) and evidence.begins(text, one))
        )

    def _of_denied_name(self, codes: Sequence[str], denied: Sequence[Mention]) -> tuple[str, ...]:
        """不是西山的马街，是宜良的: what was denied of one district is meant in the other."""
        if len(codes) != 1 or self._tree[codes[0]].level is not Level.COUNTY:
            return ()
        inside = [one for mention in denied for one in mention.codes if is_any_inside((one,), codes)]
        return tuple(dict.fromkeys(one for one in inside if not is_any_inside((one,), inside)))

    def _follows_county(self, text: str, start: int, codes: tuple[str, ...]) -> bool:
        """A district stands just before, and one of the codes is a street or township of it."""
        before = text[:start].rstrip(_BETWEEN)
        return any(
            len(code) == _TOWNSHIP_DIGITS and before.endswith(self._counties[code[:6]]) for code in codes
        )

    def _is_wider(self, mention: Mention) -> bool:
        """A district is named by its full name or its stem."""
        return any(self._tree[code].level is Level.COUNTY for code in mention.codes)

    def _weight(self, text: str, mention: Mention, others: Sequence[Mention]) -> int:
        return evidence.weight(
            text, mention, self._tree, self._words.ordinary, self._is_joined(mention, others)
        )

    def _is_joined(self, mention: Mention, others: Sequence[Mention]) -> bool:
        return any(self._explains(mention, one) for one in others if one is not mention)

    def _explains(self, one: Mention, other: Mention) -> bool:
        """Two neighbouring names of which one lies inside the other."""
        gap = max(one.start, other.start) - min(one.end, other.end)
        if gap > _GAP:
            return False
        return any(a != b and (a.startswith(b) or b.startswith(a)) for a in one.codes for b in other.codes)

    def _located(self, codes: tuple[str, ...]) -> Located:
        if not codes:
            return NOWHERE
        names = tuple(self._tree.path_name(code) for code in codes)
        return Located("one" if len(codes) == 1 else "several", codes, names)
