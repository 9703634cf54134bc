"""Names that are nearly the piece of text that was typed: by sound, by beginning, by one character."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise, product

from rapidfuzz.distance import OSA

from bot.referral.place.lexicon import Lexicon
from bot.referral.place.suffix import TOWNSHIP_ENDS, Kind, read_suffix
from bot.referral.place.words import PlaceWords

_MOST_WAYS = 8
_MOST_SHORTENED = 4
_ROADS = ("路", "街", "巷", "大道", "桥", "小区", "公园", "广场", "医院", "学校", "公司")
_COUNTY_DIGITS = 6


class NearNames:
    """Indexes over all names: sounds, single deletions, order, district."""

    def __init__(self, lexicon: Lexicon, words: PlaceWords) -> None:
        self._lexicon = lexicon
        self._ordinary = words.ordinary
        self._folded = {
            char: tuple(dict.fromkeys(map(folded, readings))) for char, readings in words.syllables.items()
        }
        self._by_sound: dict[str, list[str]] = {}
        self._by_deletion: dict[str, list[str]] = {}
        self._districts = [
            name
            for name, codes in lexicon.stems.items()
            if any(len(code) == _COUNTY_DIGITS for code in codes)
        ]
        self._sorted = sorted(lexicon.stems)
        self._in_district: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, codes in lexicon.names.items():
            for district in {code[:_COUNTY_DIGITS] for code in codes}:
                self._in_district.setdefault(district, []).append((name, codes))
            for sound in self._sounds(name):
                self._by_sound.setdefault(sound, []).append(name)
            # A short alias is too near to other people's names and words (潘家湾, 董家湾; 昆明理工, 昆明打工).
            if len(name) < (5 if name in lexicon.aliases else 3):
                continue
            for shorter in {name, *_deletions(name)}:
                self._by_deletion.setdefault(shorter, []).append(name)

    def one_wrong(self, piece: str, kind: Kind) -> list[str]:
        """Names of three and more characters at one step; a two-character piece needs a suffix as witness."""
        if len(piece) == 2 and kind is Kind.COUNTY:
            return [name for name in self._districts if OSA.distance(piece, name) == 1]
        if (len(piece) < 3 or piece.endswith(_ROADS)) and kind is Kind.BARE:
            return []
        if read_suffix(piece, len(piece) - 1)[1] > len(piece) - 1 or piece[:2] in self._ordinary:
            return []
        keys = {piece, *_deletions(piece)} if len(piece) > 2 else {piece}
        names = {name for key in keys for name in self._by_deletion.get(key, ())}
        return sorted(
            name for name in names if OSA.distance(piece, name) == 1 and not _is_other_name(piece, name)
        )

    def codes(self, names: Iterable[str]) -> tuple[str, ...]:
        """All that these names may mean."""
        return tuple(dict.fromkeys(code for name in names for code in self._lexicon.names[name]))

    def sounding_like(self, piece: str) -> list[str]:
        """Names with the same (folded) sound."""
        found = [name for sound in self._sounds(piece) for name in self._by_sound.get(sound, ())]
        return list(dict.fromkeys(found))

    def beginning_with(self, piece: str) -> list[str]:
        """董家湾 is short for 董家湾北段 and 董家湾南段."""
        if len(piece) < 3:
            return []
        position = bisect_left(self._sorted, piece)
        ahead = self._sorted[position : position + _MOST_SHORTENED]
        return [name for name in ahead if name.startswith(piece)]

    def _sounds(self, name: str) -> list[str]:
        """The ways to say a name: one, or a few where characters have several readings."""
        readings = [self._folded.get(char, (char,)) for char in name]
        return [" ".join(way) for way in islice(product(*readings), _MOST_WAYS)]

    def codes_within(self, piece: str, kind: Kind, wider: Sequence[str]) -> tuple[str, ...]:
        """Codes inside the wider place whose name is one step from the piece, or has it as a part."""
        if len(wider) > 3 or len(piece) < 2:
            return ()
        districts = {outer[:_COUNTY_DIGITS] for outer in wider}
        nearby = [pair for district in sorted(districts) for pair in self._in_district.get(district, ())]
        names = [name for name, codes in nearby if is_any_inside(codes, wider)]
        for is_near in (_is_one_off, _is_part, self._sounds_one_off, _is_half):
            near = [name for name in names if is_near(piece, name, kind)]
            if near:
                return tuple(code for code in self.codes(near) if is_any_inside((code,), wider))
        return ()

    def _sounds_one_off(self, piece: str, name: str, _: Kind) -> bool:
        if len(name) < 3 or len(piece) < 3:
            return False
        ways = product(self._sounds(piece), self._sounds(name))
        return any(OSA.distance(one.split(), other.split()) == 1 for one, other in ways)


def folded(syllable: str) -> str:
    """Sounds that people of Kunming write for one another fall together."""
    for long, short in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(long):
            syllable = short + syllable[2:]
    if syllable.endswith("ng") and not syllable.endswith("ong"):
        syllable = syllable[:-1]
    return syllable


def _is_other_name(piece: str, name: str) -> bool:
    """西华园 is not 西丽园: another one of three characters, or a new fourth, makes another name."""
    if len(name) > 3 or len(piece) < 3:
        return False
    doubled = any(left == right for left, right in pairwise(piece))
    return len(piece) == len(name) or (len(piece) > len(name) and not doubled)


def _deletions(name: str) -> set[str]:
    return {name[:index] + name[index + 1 :] for index in range(len(name))}


def is_any_inside(codes: Sequence[str], wider: Sequence[str]) -> bool:
    """Whether one of the codes lies inside one of the wider ones."""
    return any(code != outer and code.startswith(outer) for code in codes for outer in wider)


def _is_one_off(piece: str, name: str, _: Kind) -> bool:
    return len(name) > 2 and OSA.distance(piece, name) == 1


def _is_part(piece: str, name: str, _: Kind) -> bool:
    return name.startswith(piece) or (len(piece) > 2 and piece in name)


def _is_half(piece: str, name: str, kind: Kind) -> bool:
    """One of two characters is right: enough only where 街道 or 镇 was said too."""
    return kind in TOWNSHIP_ENDS and len(name) == 2 and OSA.distance(piece, name) == 1
