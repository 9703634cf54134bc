"""An Outcome: the reply to one inquiry, with how it was understood (for records, tools and measuring)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from bot.conversation import (
    Answer,
    AskConsent,
    AskPlace,
    CaseAdded,
    CaseOpened,
    Clarify,
    Emergency,
    LawTexts,
    More,
    MyCases,
    Note,
    OutOfScope,
    Refer,
    Reply,
    Smalltalk,
)
from bot.deadlines.talk import (
    DeadlineAskDate,
    DeadlineConfirm,
    DeadlineFile,
    DeadlineMenu,
    DeadlineResult,
    MyReminders,
    ReminderCancelled,
    ReminderSet,
)
from bot.faq.matcher import Candidate
from bot.notices.talk import (
    CannotSubscribe,
    SubscriptionArea,
    SubscriptionConsent,
    SubscriptionMenu,
    Unsubscribed,
)

Kind = Literal["answer", "clarify", "refer", "emergency", "smalltalk", "out_of_scope"]


@dataclass(frozen=True)
class Outcome:
    """`candidates` are the entries the text is nearest to, best first; `divisions` the codes it names."""

    reply: Reply
    candidates: tuple[Candidate, ...] = ()
    divisions: tuple[str, ...] = ()
    entry_id: str | None = None

    @property
    def kind(self) -> Kind:
        """Which of the six promised kinds the reply is."""
        return kind_of(self.reply)

    @property
    def confidence(self) -> float:
        """How sure the first candidate is, 0–1."""
        return self.candidates[0].confidence if self.candidates else 0.0


def kind_of(reply: Reply) -> Kind:
    """Which of the six promised kinds a reply is."""
    match reply:
        case Answer() | More() | LawTexts():
            return "answer"
        case DeadlineMenu() | DeadlineAskDate() | DeadlineConfirm() | DeadlineResult() | DeadlineFile():
            return "answer"
        case Clarify():
            return "clarify"
        case Emergency():
            return "emergency"
        case Smalltalk() | Note() | ReminderSet() | MyReminders() | ReminderCancelled():
            return "smalltalk"
        case SubscriptionMenu() | SubscriptionArea() | SubscriptionConsent() | Unsubscribed():
            return "smalltalk"
        case CannotSubscribe():
            return "smalltalk"
        case OutOfScope():
            return "out_of_scope"
        case AskPlace() | Refer() | AskConsent() | CaseOpened() | CaseAdded() | MyCases():
            return "refer"
        case _:
            assert_never(reply)
