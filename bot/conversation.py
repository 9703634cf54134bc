"""Words of a conversation: what a citizen sends (Inquiry) and all that we ever say (Reply)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.deadlines.talk import DeadlineReply
from bot.faq.entry import Entry
from bot.faq.memory import Memory
from bot.faq.statutes import CitedArticle
from bot.faq.understood import Danger, OutKind, TalkKind
from bot.notices.talk import SubscriptionReply
from bot.referral.case import Attachment, CaseSummary
from bot.referral.case_file import CaseFile
from bot.referral.directory import Serving
from bot.referral.division import Division


class Channel(StrEnum):
    """Where a citizen talks to us."""

    TELEGRAM = "telegram"
    KIOSK = "kiosk"
    TERMINAL = "terminal"
    WECHAT = "wechat"


@dataclass(frozen=True)
class Citizen:
    """Who asks: a channel's opaque id, never a name."""

    channel: Channel
    id: str


@dataclass(frozen=True)
class Point:
    """A WGS-84 position in decimal degrees."""

    lat: float
    lon: float


class Verb(StrEnum):
    """What a pressed button asks for."""

    ENTRY = "entry"
    NONE_OF_THESE = "none"
    USEFUL = "useful"
    UNSOLVED = "unsolved"
    HUMAN = "human"
    PLACE = "place"
    CASE = "case"
    CONSENT = "consent"
    DECLINE = "decline"
    NEW_QUESTION = "newq"
    MORE = "more"
    LAW = "law"
    MY = "my"
    STATION = "station"
    HELP = "help"
    PRIVACY = "privacy"
    EXPORT = "export"
    ERASE = "erase"
    ERASE_CONFIRMED = "erase!"
    START = "start"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    RATE = "rate"
    RELEASE = "phone"
    TAKE_BACK = "unphone"
    DEADLINES = "dl"
    DEADLINE_RULE = "dlr"
    DEADLINE_DAY = "dld"
    DEADLINE_FILE = "ics"
    REMIND = "remind"
    REMINDERS = "reminders"
    CANCEL_REMINDER = "unremind"
    SUBSCRIPTIONS = "sub"
    UNSUBSCRIBE = "unsub"


@dataclass(frozen=True)
class Choice:
    """A button's meaning; its code fits the 64 bytes of Telegram's callback data."""

    verb: Verb
    value: str = ""

    @property
    def code(self) -> str:
        """The choice as one string, `verb` or `verb:value`."""
        return f"{self.verb}:{self.value}" if self.value else str(self.verb)


def read_choice(code: str) -> Choice | None:
    """The choice that a code stands for; None where it is not one of ours."""
    verb, _, value = code.partition(":")
    return Choice(Verb(verb), value) if verb in set(Verb) else None


@dataclass(frozen=True)
class Inquiry:
    """One thing a citizen sent: words, a pressed button, or a position. `attachments` stay on their messenger, `files`
    came by a page. `ref` names the message on its channel, the same for its edits and for all pictures of an album."""

    citizen: Citizen
    asked_at: datetime
    text: str = ""
    choice: Choice | None = None
    point: Point | None = None
    unsupported: Literal["", "voice", "sticker", "photo", "document", "video", "other"] = ""
    station_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    files: tuple[CaseFile, ...] = ()
    is_edit: bool = False
    is_album: bool = False
    ref: str = ""


Pending = Literal["", "place", "consent", "deadline"]


@dataclass(frozen=True)
class Dialogue:
    """What the service keeps of a running conversation."""

    memory: Memory = field(default_factory=Memory)
    pending: Pending = ""
    question: str = ""
    entry_id: str | None = None
    division_code: str | None = None
    point: Point | None = None
    station_id: str | None = None
    case_station_id: str | None = None
    case_number: str | None = None
    answer_code: str | None = None
    deadline_rule: str | None = None
    deadline_choices: tuple[str, ...] = ()

    def with_place(self, division_code: str | None, point: Point | None = None) -> Dialogue:
        """The dialogue knowing where the citizen is."""
        return replace(self, division_code=division_code, point=point, pending="")


# ---------------------------------------------------------------- replies: all that we ever say


@dataclass(frozen=True)
class Answer:
    """The text of one entry; `code` lets staff show later what was said. `laws` are the cited articles whose text
    is at hand; `law_moved`: a law under the entry changed and nobody has looked at it again."""

    entry: Entry
    code: str
    confidence: float
    also: Entry | None = None
    laws: tuple[CitedArticle, ...] = ()
    law_moved: bool = False


@dataclass(frozen=True)
class Clarify:
    """Which of these do you mean?"""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Emergency:
    """Numbers at once, then three lines, then the entry."""

    danger: Danger
    entry: Entry | None = None


@dataclass(frozen=True)
class Smalltalk:
    """One friendly line."""

    kind: TalkKind


@dataclass(frozen=True)
class OutOfScope:
    """A calm line: this is not something that we answer."""

    kind: OutKind


@dataclass(frozen=True)
class AskPlace:
    """Where are you? With divisions to press (`labels` where their bare names would not tell them apart)."""

    reason: Literal["unknown", "unsolved", "human", "station", "several", "outside", "not_found"]
    options: tuple[Division, ...]
    labels: tuple[str, ...] = ()
    understood: str = ""
    entry: Entry | None = None


@dataclass(frozen=True)
class Refer:
    """The nearest right station, and the competent bodies of the entry."""

    serving: Serving
    reason: Literal["unknown", "unsolved", "human", "station"]
    understood: str = ""
    entry: Entry | None = None
    deeper: tuple[Division, ...] = ()


@dataclass(frozen=True)
class AskConsent:
    """What will be passed on to whom, before anything is."""

    serving: Serving
    question: str


@dataclass(frozen=True)
class CaseOpened:
    """The case number; at a kiosk also the pickup code that shows the reply later."""

    number: str
    station_name: str
    pickup_code: str | None = None


@dataclass(frozen=True)
class CaseAdded:
    """What was said was added to the citizen's running case."""

    number: str


@dataclass(frozen=True)
class MyCases:
    """The citizen's cases, newest first."""

    cases: tuple[CaseSummary, ...]


@dataclass(frozen=True)
class More:
    """The longer matter of an entry: special cases, deadlines, papers."""

    entry: Entry
    laws: tuple[CitedArticle, ...] = ()
    law_moved: bool = False


@dataclass(frozen=True)
class LawTexts:
    """Articles that an entry rests on, in full."""

    entry: Entry
    laws: tuple[CitedArticle, ...]


@dataclass(frozen=True)
class Note:
    """One fixed text of the service, by name; `value` fills its one gap."""

    name: Literal[
        "welcome", "help", "privacy", "useful", "declined", "unsupported", "stale", "erase_confirm", "erased", "export",
        "new_question", "case_done", "no_desk", "too_long", "no_reminder",
        "rated", "phone_given", "phone_missing", "phone_back", "no_phone_out", "not_a_photo", "too_big", "not_relayed",
        "files_need_case",
    ]  # fmt: skip
    value: str = ""


Reply = (
    Answer
    | Clarify
    | Emergency
    | Smalltalk
    | OutOfScope
    | AskPlace
    | Refer
    | AskConsent
    | CaseOpened
    | CaseAdded
    | MyCases
    | More
    | LawTexts
    | DeadlineReply
    | SubscriptionReply
    | Note
)
