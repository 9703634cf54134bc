"""The notation in which staff write cues (`…` for a few characters between, {word} for a group) becomes patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_LITERALS = re.compile(r"[一-鿿|\[\]]+")
_GROUP = re.compile(r"\{([一-鿿]+)\}")
_WIDE_DOT = re.compile(r"(?<!\\)\.(?=\{)")
_NOT_END = "[^。!?]"


def compile_cue(cue: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """One cue as a pattern. Raises ValueError, in Chinese, naming the cue that cannot be read."""
    try:
        return re.compile(_written_out(cue, words))
    except (re.error, KeyError) as error:
        raise ValueError(
            f"danger.yaml：说法「{cue}」读不出来（{error}）。建议：检查括号和花括号里的词名"
        ) from error


def quick(group: str) -> str:
    """The same group of words with those of one character as a set, which is searched several times as fast."""
    if not _LITERALS.fullmatch(group):
        return group
    words = group.split("|")
    single = "".join(word for word in words if len(word) == 1)
    return "|".join([f"[{single}]", *(word for word in words if len(word) > 1)]) if single else group


def compile_all(cues: Iterable[str], words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    """Every cue of a list."""
    return tuple(compile_cue(cue, words) for cue in cues)


def _written_out(cue: str, words: Mapping[str, str]) -> str:
    with_gaps = cue.replace("……", f"{_NOT_END}{{0,16}}").replace("…", f"{_NOT_END}{{0,6}}")
    with_words = _GROUP.sub(lambda found: f"(?:{words[found[1]]})", with_gaps)
    return _WIDE_DOT.sub(_NOT_END, with_words).replace("(?:(?:", "(?:(?:")
