"""What a citizen's text was understood to mean: one union, decided before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.faq.matcher import Candidate

TalkKind = Literal[
    "greeting", "thanks", "bye", "who_are_you", "acknowledged", "praise", "complaint", "chitchat"
]
OutKind = Literal["non_legal", "junk", "abuse", "blank"]


@dataclass(frozen=True)
class Danger:
    """People are hurt or about to be: numbers to call first, then three short lines of what to do."""

    kind: str
    hotlines: tuple[str, ...]
    steps: tuple[str, str, str]
    entry_id: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Talk:
    """Greeting, thanks and the like: one friendly line is the right answer."""

    kind: TalkKind
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class WantsHuman:
    """The citizen asks for a person."""

    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class NoneOfThese:
    """The citizen refused every option of the last clarification."""

    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Found:
    """One entry answers the text; `also` is a second problem in the same message."""

    entry_id: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    also: str | None = None


@dataclass(frozen=True)
class Close:
    """Two to four entries are near: ask back."""

    entry_ids: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """A legal question, perhaps, that no entry answers."""

    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class OutOfScope:
    """Nothing that this service answers: other topics, junk, abuse, blanks."""

    kind: OutKind
    candidates: tuple[Candidate, ...] = ()


Understood = Danger | Talk | WantsHuman | NoneOfThese | Found | Close | Unknown | OutOfScope
