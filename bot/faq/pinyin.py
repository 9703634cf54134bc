"""How words sound: syllables of Chinese text, Kunming's mergers of sounds, and pinyin typed instead of characters."""

import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "pinyin.txt"

INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")


def syllables(text: str) -> list[str]:
    """One syllable for each Chinese character of the text, in order; everything else is left out."""
    sounds = _sounds()
    return [sounds[char] for char in text if char in sounds]


def merged(syllable: str) -> str:
    """The syllable as Kunming ears and hasty fingers keep it apart: zh=z, an=ang, en=eng, in=ing, ü=i."""
    found = _merged_table().get(syllable)
    return found if found is not None else _merge(syllable)


@cache
def merged_sounds() -> dict[str, str]:
    """Character → merged syllable, for every character of the sound table."""
    return {char: merged(sound) for char, sound in _sounds().items()}


def characters(syllable: str) -> str:
    """Every common character that is read with this syllable; empty when there is none."""
    return _table().get(syllable, "")


def is_syllable(letters: str) -> bool:
    """Whether the letters are one whole pinyin syllable (ü written as v or u)."""
    return letters in _table()


def split_pinyin(letters: str) -> list[str] | None:
    """A run of Latin letters cut into whole syllables, fewest first; None when it is not pinyin.

    >>> split_pinyin("wuyefei")
    ['wu', 'ye', 'fei']
    """
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            head = best[start]
            if head is None or not is_syllable(letters[start:end]):
                continue
            known = best[end]
            if known is None or len(head) + 1 <= len(known):
                best[end] = [*head, letters[start:end]]
    return best[len(letters)]


def readings(word: str) -> list[tuple[str, ...]]:
    """Every way to read a word aloud, the usual one first; characters with several sounds multiply (at most eight)."""
    ways: list[tuple[str, ...]] = [()]
    for char in word:
        usual = _sounds().get(char)
        sounds = [sound for sound in (usual, *_other_sounds().get(char, ())) if sound]
        ways = [(*way, sound) for way in ways for sound in sounds][:8]
    return ways


def initials(text: str) -> str:
    """First letters of the syllables, as people abbreviate words (物业费 → wyf)."""
    return "".join(sound[0] for sound in syllables(text))


_LV = {"lv": "lv", "lue": "lve", "nue": "nve"}
_AFTER_U_MEANS_V = re.compile(r"^([jqxy])u")
_TAILS = (("iang", "iang"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


def _merge(syllable: str) -> str:
    sound = syllable
    for retroflex, flat in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if sound.startswith(retroflex):
            sound = flat + sound[2:]
    sound = _AFTER_U_MEANS_V.sub(r"\1v", sound)
    sound = _unround(sound)
    for tail, short in _TAILS:
        if sound.endswith(tail):
            return sound[: -len(tail)] + short
    return sound


def _unround(sound: str) -> str:
    if "v" not in sound:
        return sound
    head, tail = sound.split("v", 1)
    if not tail:
        return head + "i"
    if head == "y":
        return {"an": "yan", "e": "ye", "n": "yin"}[tail]
    return {"an": head + "ian", "e": head + "ie", "n": head + "in"}[tail]


@cache
def _rows() -> list[tuple[str, str]]:
    lines = (
        line.split() for line in DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    return [(line[0], line[1]) for line in lines if len(line) == 2]


@cache
def _table() -> dict[str, str]:
    table = {sound: chars for sound, chars in _rows() if not sound.startswith("+")}
    for sound, chars in _rows():
        if sound.startswith("+"):
            table[sound[1:]] = table.get(sound[1:], "") + chars
    return table


@cache
def _other_sounds() -> dict[str, tuple[str, ...]]:
    others: dict[str, tuple[str, ...]] = {}
    for sound, chars in _rows():
        if sound.startswith("+"):
            for char in chars:
                others[char] = (*others.get(char, ()), sound[1:])
    return others


@cache
def _sounds() -> dict[str, str]:
    return {char: syllable for syllable, chars in _rows() if not syllable.startswith("+") for char in chars}


@cache
def _merged_table() -> dict[str, str]:
    return {syllable: _merge(syllable) for syllable in _table()}
