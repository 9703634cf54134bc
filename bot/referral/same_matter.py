"""Likely the same matter: the same thing went wrong at the same place, as far as two questions tell. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.referral.matter_words import common_head, head_of, pairs_in, places_in, topics_in

LIKELY = 0.5
_ALIKE = 0.4
_VERY_ALIKE = 0.7
_FEWEST_PAIRS = 2
_REST = 2


@dataclass(frozen=True)
class Matter:
    """What a citizen asked, and which entry the bot had given for it. What the words say is read once."""

    text: str
    entry_id: str | None = None
    places: dict[str, set[str]] = field(init=False, compare=False)
    topics: frozenset[str] = field(init=False, compare=False)
    head: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", places_in(self.text))
        object.__setattr__(self, "topics", topics_in(self.text))
        object.__setattr__(self, "head", head_of(self.text))

    @property
    def names(self) -> set[str]:
        """The names of all places."""
        return set().union(*self.places.values())


def likeness(one: Matter, other: Matter) -> float:
    """0 to 1: how likely they are about the same matter; LIKELY and more is worth showing."""
    shared = common_head(one.head, other.head)
    is_same_place = _same_place(one, other, shared)
    if is_same_place is False:
        return 0.0
    names = one.names | other.names | ({shared} if shared else set())
    mine, theirs = pairs_in(one.text, names), pairs_in(other.text, names)
    alike = _overlap(mine, theirs)
    if is_same_place:
        return max(LIKELY, alike) if _is_topic(one, other, alike) else 0.0
    # Without a place only the same words will do, told by both in full: many neighbours have a leak of their own.
    is_told_alike = min(len(mine), len(theirs)) >= _FEWEST_PAIRS and alike >= _VERY_ALIKE
    has_own = len(mine - theirs) > _REST and len(theirs - mine) > _REST
    return alike if is_told_alike and not has_own and _is_topic(one, other, alike) else 0.0


def _same_place(one: Matter, other: Matter, shared: str) -> bool | None:
    """Whether both name the same place; None where neither names any, or they name places of other kinds."""
    if shared or any(_named_in(name, other) for name in one.names):
        return True
    if any(_named_in(name, one) for name in other.names):
        return True
    is_told_by_both = one.places.keys() & other.places.keys()
    # Who names no place may mean any.
    is_told_by_one = bool(one.places) != bool(other.places)
    return False if is_told_by_both or is_told_by_one else None


def _named_in(name: str, other: Matter) -> bool:
    # 金色年华 is in 金色年华停水了, where no 小区 follows; a name of which the beginning was misread by its end.
    if name in other.text:
        return True
    ends = name[-4:]
    return len(name) > 4 and any(len(their) >= 4 and ends == their[-4:] for their in other.names)


def _is_topic(one: Matter, other: Matter, alike: float) -> bool:
    if one.entry_id is not None and one.entry_id == other.entry_id:
        return True
    if one.topics and other.topics:
        return bool(one.topics & other.topics)
    return alike >= _ALIKE


def _overlap(mine: set[str], theirs: set[str]) -> float:
    least = min(len(mine), len(theirs))
    return len(mine & theirs) / least if least else 0.0
