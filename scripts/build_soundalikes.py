"""Derives data/place_soundalikes.txt: python -m scripts.build_soundalikes

The two-character words of jieba's dictionary (MIT) that have the (folded) sound of a name: 工伤 sounds like
功山, 隔壁 like 戈必. Said without a district they are taken for the word.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

import jieba

from bot.referral.loader import load_divisions
from bot.referral.place.lexicon import stem_of
from bot.referral.place.near_names import folded
from bot.referral.place.words import load_place_words

DATA = Path(__file__).resolve().parent.parent / "data"
_LEAST_FREQUENCY = 20
_NAME_KINDS = ("nr", "ns", "nz", "nt", "nrt", "nrfg")


def main() -> None:
    """Write the file."""
    syllables = load_place_words(DATA).syllables
    names = {stem_of(one) for one in load_divisions(DATA / "divisions.csv").divisions}

    def sounds(word: str) -> set[str]:
        readings = [{folded(one) for one in syllables.get(char, (char,))} for char in word]
        return {" ".join(way) for way in product(*readings)}

    ours = {sound for name in names if len(name) == 2 for sound in sounds(name)}
    found: dict[str, list[str]] = defaultdict(list)
    dictionary = Path(jieba.__file__).parent / "dict.txt"
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, frequency, kind = line.split()
        if len(word) != 2 or int(frequency) < _LEAST_FREQUENCY or kind in _NAME_KINDS or word in names:
            continue
        for sound in sorted(sounds(word) & ours)[:1]:
            found[sound].append(word)
    lines = ["# 与昆明地名同音的日常用语，一行一个读音；由 scripts/build_soundalikes.py 从 jieba 词典生成"]
    lines += [" ".join(sorted(words)) for _, words in sorted(found.items())]
    (DATA / "place_soundalikes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(sum(map(len, found.values())), "words")


if __name__ == "__main__":
    main()
