"""The words of place recognition that are data: aliases, ordinary words, places outside, syllables."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

# Characters of our names that the table of common characters leaves out.
_RARE_READINGS = {"脿": ("biao",), "鲊": ("zha",), "崀": ("lang",), "〇": ("ling",)}


@dataclass(frozen=True)
class PlaceWords:
    """What the data files beside divisions.csv know of place names.

    `aliases`: a name → the codes it may mean. `governs`: a zone → codes that it runs though coded elsewhere.
    `ordinary`: place names that are everyday words too. `outside`: full names of places not in Kunming;
    `outside_short`: short forms that are understood alone. `syllables`: character → its readings in
    pinyin. `soundalikes`: everyday words that sound like a name.
    """

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    governs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    outside_short: frozenset[str] = frozenset()
    syllables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    soundalikes: frozenset[str] = frozenset()


def load_place_words(folder: Path) -> PlaceWords:
    """Read the place words; a file that is absent adds nothing. Raises ValueError on bad data."""
    aliases, governs, ordinary, abroad = _read_aliases(folder / "place_aliases.yaml")
    full, short = _read_outside(folder / "outside_places.csv")
    return PlaceWords(
        aliases,
        governs,
        ordinary,
        outside=full | abroad,
        outside_short=short | abroad,
        syllables=_read_syllables(folder / "pinyin.txt") | _RARE_READINGS,
        soundalikes=_read_soundalikes(folder / "place_soundalikes.txt"),
    )


def _read_aliases(
    path: Path,
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], frozenset[str], frozenset[str]]:
    if not path.exists():
        return {}, {}, frozenset(), frozenset()
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    aliases: dict[str, tuple[str, ...]] = {}
    for item in content["aliases"]:
        for name in item["names"]:
            if name in aliases:
                raise ValueError(f"{path.name}：别名“{name}”出现两次")
            aliases[str(name)] = tuple(str(code) for code in item["codes"])
    governs = {str(item["zone"]): tuple(map(str, item["codes"])) for item in content["governs"]}
    return aliases, governs, frozenset(content["ordinary"].split()), frozenset(content["abroad"].split())


def _read_outside(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    if not path.exists():
        return frozenset(), frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    full = frozenset(row["name"] for row in rows)
    return full, frozenset(row["short"] for row in rows if row["short"])


def _read_syllables(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        return {}
    syllables: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        syllable, _, chars = line.partition(" ")
        if line.startswith("#"):
            continue
        for char in chars.strip():
            # A line that begins with + gives further readings.
            syllables[char] = (*syllables.get(char, ()), syllable.lstrip("+"))
    return syllables


def _read_soundalikes(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
