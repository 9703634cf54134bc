"""From mentions to meanings: names that lie inside one another explain each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.referral.division import DivisionTree, Level, is_community
from bot.referral.place.mention import Mention
from bot.referral.place.suffix import TOWNSHIP_ENDS, Kind

_ROAD_ENDS = ("路", "街", "巷")
_GAP = 2


def meanings(
    mentions: Sequence[Mention], tree: DivisionTree, governs: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The codes that explain most of the mentions, the most general of each lineage; several: undecided."""
    read = _by_kind(mentions, tree)
    scores = {code: _support(code, read, tree, governs) for one in read for code in one.codes}
    if not scores:
        return ()
    top = max(scores.values())
    tied = [code for code, score in scores.items() if score == top]
    general = [code for code in tied if not any(_is_inside(code, other) for other in tied)]
    counties = [code for code in general if tree[code].level is Level.COUNTY]
    if counties and len(read) == len(counties):
        # 官渡 said alone is the district, though a village elsewhere has the name too.
        general = counties
    return tuple(sorted(general, key=lambda code: (-tree[code].level.rank, code)))


def _is_inside(code: str, other: str) -> bool:
    return code != other and code.startswith(other)


def _by_kind(mentions: Sequence[Mention], tree: DivisionTree) -> list[Mention]:
    """Each mention with only the codes that its suffix and its neighbour allow."""
    read: list[Mention] = []
    before: Mention | None = None
    for mention in mentions:
        narrowed = replace(mention, codes=_allowed(mention, _inside_neighbour(mention, before, tree), tree))
        if not any(narrowed.codes == one.codes or _is_repeated(narrowed, one) for one in read):
            read.append(narrowed)
        before = narrowed
    return read


def _is_repeated(mention: Mention, earlier: Mention) -> bool:
    """关上，就是关上: the same name said again (官渡区官渡 is two names)."""
    return mention.stem == earlier.stem and mention.kind is earlier.kind and mention.start > earlier.end


def _inside_neighbour(mention: Mention, before: Mention | None, tree: DivisionTree) -> tuple[str, ...]:
    """The codes that lie inside the wider place said just before; empty when none does (the city is too wide)."""
    if before is None or mention.kind is Kind.COUNTY or mention.start - before.end > _GAP:
        return ()
    wider = [code for code in before.codes if tree[code].level is not Level.CITY]
    return tuple(code for code in mention.codes if any(_is_inside(code, outer) for outer in wider))


def _allowed(mention: Mention, inside: tuple[str, ...], tree: DivisionTree) -> tuple[str, ...]:
    codes, joined = inside or mention.codes, bool(inside)
    if mention.kind is Kind.BARE:
        counties = tuple(code for code in codes if tree[code].level is Level.COUNTY)
        return counties if counties and not joined else codes
    if mention.kind is Kind.COUNTY:
        return tuple(code for code in codes if tree[code].level is Level.COUNTY) or codes
    if mention.kind in TOWNSHIP_ENDS:
        return _townships(codes, TOWNSHIP_ENDS[mention.kind], tree) or codes
    return _villages(codes, mention.kind, joined, tree)


def _townships(codes: tuple[str, ...], ending: str, tree: DivisionTree) -> tuple[str, ...]:
    """马街街道 is one, 马街镇 another; where no name ends so, the ending was just said wrong."""
    townships = tuple(code for code in codes if tree[code].level is Level.TOWNSHIP)
    return tuple(code for code in townships if tree[code].name.endswith(ending)) or townships


def _villages(codes: tuple[str, ...], kind: Kind, joined: bool, tree: DivisionTree) -> tuple[str, ...]:
    villages = tuple(code for code in codes if tree[code].level is Level.VILLAGE)
    if not villages:
        return codes
    wanted = kind is Kind.COMMUNITY
    same = tuple(code for code in villages if is_community(tree[code].name) is wanted)
    if not same:
        return villages
    if wanted or joined:
        return same
    # 新发村 may be what people call 新发社区; only within one township does the official kind decide.
    decided = {tree[code].parent_code for code in same}
    return same + tuple(c for c in villages if c not in same and tree[c].parent_code not in decided)


def _support(
    code: str, mentions: Sequence[Mention], tree: DivisionTree, governs: Mapping[str, tuple[str, ...]]
) -> float:
    """How many mentions the lineage of a code explains, each of its members standing for one mention."""
    free = {one.code for one in tree.lineage(code)}
    total = 0.0
    for mention in sorted(mentions, key=lambda one: sum(c in free for c in one.codes)):
        own = [c for c in mention.codes if c in free]
        if own:
            free.discard(max(own, key=len) if code in own and len(own) == 1 else min(own, key=len))
            total += 0.5 if _is_road(mention) else 1.0
        elif code in mention.codes and all(tree[one].level is Level.COUNTY for one in mention.codes):
            # 呈贡云大: of the districts that a landmark may be in, the one that was said.
            total += 0.5
        elif any(code.startswith(run) for zone in mention.codes for run in governs.get(zone, ())):
            total += 1.0
    return total


def _is_road(mention: Mention) -> bool:
    """民航路 is a road far more often than 民航路社区."""
    return mention.kind is Kind.BARE and len(mention.stem) > 2 and mention.stem.endswith(_ROAD_ENDS)
