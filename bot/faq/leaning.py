"""Ranks entries for a message in the light of the talk: what it says alone, and what it says after the last question."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.faq.entry import Entry
from bot.faq.matcher import Candidate
from bot.faq.standing import STANDINGS, Setting, standings

DATA = Path(__file__).parents[2] / "data" / "leaning.json"

SIGNALS = (
    "alone", "alone_place", "after_asked", "after_asked_place", "after_topic", "after_topic_place",
    "after_cue", "after_cue_place",
    *STANDINGS,
)  # fmt: skip
"""What speaks for an entry."""
CIRCUMSTANCES = ("always", "brief", "leans", "lost", "sure", "corrected", "tells", "offered")
"""What each signal is weighed by: a brief message, one that refers back, one that alone means nothing or is plain, one
that puts us right, one that tells and asks nothing, one that passes over the options it was offered."""

_FLOOR = 0.002


def rank_after(
    lists: Sequence[Sequence[Candidate]],
    setting: Setting,
    faq: Mapping[str, Entry],
    weights: Mapping[str, Sequence[float]] | None = None,
) -> list[tuple[str, float]]:
    """Entry ids with the chance (0–1) that each is meant, best first.

    `lists`: candidates for the message alone, after the citizen's last question, after the last entry's label, and after
    the cue of the talk.
    """
    taught = load_weights() if weights is None else weights
    circumstances = setting.circumstances
    # What each signal weighs under these circumstances is the same for every entry.
    weighed = [
        sum(weight * much for weight, much in zip(taught[name], circumstances, strict=True))
        for name in SIGNALS
    ]
    points = {
        one: sum(weight * value for weight, value in zip(weighed, values, strict=True))
        for one, values in signals(lists, setting, faq).items()
    }
    top = max(points.values(), default=0.0)
    shares = {one: math.exp(value - top) for one, value in points.items()}
    total = sum(shares.values())
    return sorted(
        ((one, share / total) for one, share in shares.items()), key=lambda pair: (-pair[1], pair[0])
    )


def signals(
    lists: Sequence[Sequence[Candidate]], setting: Setting, faq: Mapping[str, Entry]
) -> dict[str, tuple[float, ...]]:
    """Per entry, the value of each of SIGNALS; for the entries that any list or the talk brings in."""
    chances = [{one.entry_id: one.confidence for one in candidates} for candidates in lists]
    places = [{one.entry_id: 1.0 / (1.0 + place / 2) for place, one in enumerate(listed)} for listed in lists]
    spoken = (setting.last.id,) if setting.last else ()
    brought = [*spoken, *setting.neighbours, *setting.options, *setting.earlier]
    ids = dict.fromkeys([*(entry_id for listed in chances for entry_id in listed), *brought])
    stand = standings(ids, setting, faq)
    found: dict[str, tuple[float, ...]] = {}
    for one in ids:
        heard: list[float] = []
        for listed, placed in zip(chances, places, strict=True):
            heard += [math.log(listed.get(one, 0.0) + _FLOOR) - math.log(_FLOOR), placed.get(one, 0.0)]
        found[one] = (*heard, *stand[one])
    return found


@cache
def load_weights(path: Path = DATA) -> Mapping[str, tuple[float, ...]]:
    """Signal → its weight under each of CIRCUMSTANCES, as fitted by scripts/fit_leaning.py.

    A signal or circumstance that was not fitted yet weighs nothing. Raises KeyError or ValueError when the file is not
    of its form.
    """
    table = json.loads(path.read_text(encoding="utf-8"))
    fitted = {
        name: dict(zip(table["circumstances"], map(float, row), strict=True))
        for name, row in table["weights"].items()
    }
    return {
        name: tuple(fitted.get(name, {}).get(circumstance, 0.0) for circumstance in CIRCUMSTANCES)
        for name in SIGNALS
    }
