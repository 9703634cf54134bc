"""Cuts a text into the place names that it holds: the reading that explains most of the text wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.referral.place.lexicon import Lexicon
from bot.referral.place.suffix import INSTITUTION, OTHER_NAME, STANDS_THERE, Kind, suffixes_at


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at text[start:stem_end], its suffix up to `end`, and the codes that it may mean.

    `exact` false: recognised in spite of a typing error.
    """

    start: int
    stem_end: int
    end: int
    stem: str
    kind: Kind
    codes: tuple[str, ...]
    exact: bool = True


# (names at a position) → (name as known, characters used, codes, worth per character)
Proposal = tuple[str, int, tuple[str, ...], float]
# What a further mention must be worth: one damaged name beats two bits of other names.
_EACH = 0.4
# 官渡|金马|街上 beats 官渡|金|马街|上, which explains as much.
_JOINED = 0.05
_DISTRICT_DIGITS = 6
Propose = Callable[[str, int], Iterable[Proposal]]
# (text, position, codes): whether the wider place that has one of these codes is said just before the position.
FollowsWider = Callable[[str, int, tuple[str, ...]], bool]


def exact_names(lexicon: Lexicon) -> Propose:
    """Proposes the names that stand in the text literally."""

    def propose(text: str, start: int) -> Iterable[Proposal]:
        for name in lexicon.names_at(text, start):
            yield name, len(name), lexicon.names[name], 1.0

    return propose


def _follows_nothing(_text: str, _start: int, _codes: tuple[str, ...]) -> bool:
    return False


def cut_mentions(
    text: str, propose: Propose, *, roads_too: bool = False, follows_wider: FollowsWider = _follows_nothing
) -> tuple[Mention, ...]:
    """The non-overlapping mentions that cover most characters, the fewest of them where equal. `roads_too`: a name
    counts even where what follows makes it look like a road's; after a wider place, where it looks like an estate's."""
    best: list[tuple[float, Mention | None]] = [(0.0, None)] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        best[start] = (best[start + 1][0], None)
        for mention, worth in _mentions_at(text, start, propose, follows_wider, roads_too=roads_too):
            total = worth + best[mention.end][0]
            if total > best[start][0]:
                best[start] = (total, mention)
    return tuple(_walk(best))


def _mentions_at(
    text: str, start: int, propose: Propose, follows_wider: FollowsWider, *, roads_too: bool
) -> Iterable[tuple[Mention, float]]:
    for name, length, codes, per_char in propose(text, start):
        stem_end = start + length
        is_other = not roads_too and OTHER_NAME.match(text, stem_end) is not None
        if not is_other and min(map(len, codes), default=0) > _DISTRICT_DIGITS:
            is_other = INSTITUTION.match(text, stem_end) is not None
        is_joined = follows_wider(text, start, codes)
        is_other = is_other and not (is_joined and STANDS_THERE.match(text, stem_end))
        for kind, end in suffixes_at(text, stem_end):
            if is_other and kind in (Kind.BARE, Kind.HAMLET):
                continue
            mention = Mention(start, stem_end, end, name, kind, codes, per_char == 1.0)
            yield mention, per_char * length + 0.9 * (end - stem_end) - _EACH + _JOINED * is_joined


def _walk(best: list[tuple[float, Mention | None]]) -> Iterable[Mention]:
    position = 0
    while position < len(best) - 1:
        mention = best[position][1]
        if mention is not None:
            yield mention
        position = mention.end if mention is not None else position + 1
