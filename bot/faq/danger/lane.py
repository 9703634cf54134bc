"""Weighs a text for danger: cues of each kind, now and cries for help, what speaks for calm, likeness to examples."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.faq import text as texts
from bot.faq.danger.after import After, load_after
from bot.faq.danger.cues import compile_all, compile_cue, quick
from bot.faq.danger.heard import Heard
from bot.faq.danger.lexicon import DATA as LEXICON
from bot.faq.danger.lexicon import Lexicon, load_lexicon
from bot.faq.danger.likeness import DATA as WEIGHTS
from bot.faq.danger.likeness import Likeness, features_of, load_likeness
from bot.faq.danger.verdict import Verdict
from bot.faq.understood import Danger

DATA = Path(__file__).parents[3] / "data" / "danger.yaml"
_WEIGHTS = {"sure": 3, "likely": 2, "hint": 1}
_MOST_POINTS = 5
_MOST_NUMBERS = 5
_FIGURE = "〇"
_UNNAMED = "help"
_ABOUT = 2
_NEVER = "(?!)"
_LEAVES_DANGER = frozenset({"早已过去", "问赔偿责任", "问规矩", "演练学习", "事后扯皮"})

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class _Kind:
    name: str
    danger: Danger
    entries: tuple[tuple[re.Pattern[str], str], ...]
    about: re.Pattern[str]
    firsts: tuple[tuple[re.Pattern[str], str], ...]
    cues: tuple[tuple[int, Patterns], ...]

    def points(self, text: str) -> int:
        found = 0
        for weight, cues in self.cues:
            for cue in cues:
                found += weight if cue.search(text) else 0
                # Most texts of danger have many cues; those past the most points would only cost time.
                if found >= _MOST_POINTS:
                    return _MOST_POINTS
        return found

    def likelihood(self, text: str, points: int) -> int:
        """Points with those of what the text is about; they tell kinds apart, never whether there is a danger."""
        return points + (_ABOUT if self.about.search(text) else 0)

    def numbers_for(self, text: str) -> tuple[str, ...]:
        """The kind's numbers, that which this text calls for in front."""
        first = next((number for cue, number in self.firsts if cue.search(text)), None)
        return tuple(dict.fromkeys((*_one(first), *self.danger.hotlines)))

    def entry_for(self, text: str) -> str | None:
        return next((entry for cue, entry in self.entries if cue.search(text)), self.danger.entry_id)


@dataclass(frozen=True)
class _Calm:
    name: str
    minus: int
    minus_now: int
    cues: Patterns


@dataclass(frozen=True)
class DangerLane:
    """Reads texts for danger. Pure; needs no FAQ and no matcher."""

    kinds: dict[str, _Kind]
    now: Patterns
    urgent: Patterns
    calm: tuple[_Calm, ...]
    dialect: tuple[tuple[re.Pattern[str], str], ...]
    figures: Patterns
    words: tuple[tuple[str, re.Pattern[str]], ...]
    senses: tuple[tuple[str, re.Pattern[str]], ...]
    heard: Heard
    lexicon: Lexicon
    likeness: Likeness
    after: After

    def read(self, text: str) -> Danger | None:
        """What to call and to do, or None where the text tells of no present danger."""
        verdict = self.weigh(text)
        return self.instructions(text, verdict) if verdict.is_danger else None

    def read_after(self, text: str, told: Sequence[str]) -> Danger | None:
        """The danger told of before, where `text` goes on about it; None where it is past or not spoken of.

        `told`: what was answered as a danger, in a row up to now, the last one last. A question of rights
        or money (怎么赔) is no part of the danger.
        """
        verdict = self.weigh(text)
        if _LEAVES_DANGER.intersection(verdict.calm) or not self.after.is_still(verdict.told):
            return None
        return self.read_last(told)

    def read_last(self, told: Sequence[str]) -> Danger | None:
        """The last danger of these texts, one that names its kind before one that does not."""
        dangers = [danger for one in reversed(told) if (danger := self.read(one))]
        return next((danger for danger in dangers if danger.kind != _UNNAMED), next(iter(dangers), None))

    def instructions(self, text: str, verdict: Verdict) -> Danger:
        """What to call and to do for the kinds that a verdict names; the general words where it names none."""
        told = verdict.told or self._plain(text)
        main = self._main_kind(told, dict(verdict.points))
        numbers = [*main.numbers_for(told)]
        for name in verdict.kinds:
            numbers += self.kinds[name].danger.hotlines
        return Danger(
            main.name,
            tuple(dict.fromkeys(numbers))[:_MOST_NUMBERS],
            main.danger.steps,
            main.entry_for(told),
        )

    def _main_kind(self, told: str, points: Mapping[str, int]) -> _Kind:
        """The kind that cues and words together point at; the first in the table among equals."""
        sizes = {name: kind.likelihood(told, points.get(name, 0)) for name, kind in self.kinds.items()}
        best = max(sizes, key=lambda name: sizes[name])
        return self.kinds[best if sizes[best] else _UNNAMED]

    def weigh(self, text: str) -> Verdict:
        """The points behind `read`, for tests and staff."""
        return self._weigh(self._plain(text))

    def features(self, text: str) -> dict[str, float]:
        """What likeness looks at, for fitting it."""
        plain = self._plain(text)
        return self._features(plain, self._traits(plain), self._points(plain))

    def _features(self, plain: str, traits: Sequence[str], points: Mapping[str, int]) -> dict[str, float]:
        return features_of(plain, traits, self._senses(plain), points) | self.lexicon.features(plain)

    def _plain(self, text: str) -> str:
        cleaned = texts.clean(text)
        for said, standard in self.dialect:
            cleaned = said.sub(standard, cleaned)
        cleaned = self.heard.corrected(cleaned).replace(" ", ",")
        for figure in self.figures:
            cleaned = figure.sub(_FIGURE, cleaned)
        return cleaned

    def _traits(self, plain: str) -> list[str]:
        traits = [name for name, group in self.words if group.search(plain)]
        traits += [row.name for row in self.calm if _any(row.cues, plain)]
        return traits + [
            name for name, cues in (("now", self.now), ("urgent", self.urgent)) if _any(cues, plain)
        ]

    def _senses(self, plain: str) -> list[str]:
        return [name for name, group in self.senses if group.search(plain)]

    def _points(self, plain: str) -> dict[str, int]:
        """The kinds that have any cue."""
        points = {name: kind.points(plain) for name, kind in self.kinds.items()}
        return {name: count for name, count in points.items() if count}

    def _weigh(self, plain: str) -> Verdict:
        points = self._points(plain)
        ranked = sorted(points.items(), key=lambda pair: -pair[1])
        traits = self._traits(plain)
        now, urgent = "now" in traits, "urgent" in traits
        calm = [row for row in self.calm if row.name in traits]
        minus = sum(row.minus_now if now or urgent else row.minus for row in calm)
        likeness = self.likeness.of(self._features(plain, traits, points))
        return Verdict(tuple(ranked), now, urgent, tuple(row.name for row in calm), minus, likeness, plain)


@cache
def load_danger_lane(path: Path = DATA, weights: Path = WEIGHTS, lexicon: Path = LEXICON) -> DangerLane:
    """The tables that staff keep. Raises ValueError, in Chinese, naming the cue that cannot be read."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    words: dict[str, str] = {}
    for name, group in table["words"].items():
        words[name] = quick(re.sub(r"\{([一-鿿]+)\}", lambda found: words[found[1]], group))
    return DangerLane(
        kinds={row["kind"]: _kind(row, words) for row in table["kinds"]},
        now=compile_all(table["now"], words),
        urgent=compile_all(table["urgent"], words),
        calm=tuple(
            _Calm(
                row["name"], row["minus"], row.get("minus_now", row["minus"]), compile_all(row["cues"], words)
            )
            for row in table["calm"]
        ),
        dialect=tuple((compile_cue(said, words), standard) for said, standard in table["dialect"].items()),
        figures=compile_all(table["figures"], words),
        words=_compiled(words),
        senses=_compiled(table["senses"]),
        heard=Heard(table["heard"], table["heard_not"]),
        lexicon=load_lexicon(lexicon),
        likeness=load_likeness(weights),
        after=load_after(table["after"], words),
    )


def _kind(row: dict[str, Any], words: dict[str, str]) -> _Kind:
    first, second, third = row["steps"]
    return _Kind(
        name=row["kind"],
        danger=Danger(row["kind"], tuple(row["hotlines"]), (first, second, third), row["entry"]),
        about=compile_cue(row.get("about", _NEVER), words),
        firsts=tuple((compile_cue(cue, words), number) for cue, number in row.get("first_when", {}).items()),
        entries=tuple((compile_cue(cue, words), entry) for cue, entry in row.get("entry_when", {}).items()),
        cues=tuple((weight, compile_all(row.get(name, []), words)) for name, weight in _WEIGHTS.items()),
    )


def _compiled(groups: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(group)) for name, group in groups.items())


def _one(number: str | None) -> tuple[str, ...]:
    return (number,) if number else ()


def _any(cues: Patterns, text: str) -> bool:
    return any(cue.search(text) for cue in cues)
