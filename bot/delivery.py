"""Outward ports: a Message is stored in the Outbox first, then a Sender brings it to its recipient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.conversation import Channel
from bot.referral.case import Attachment


@dataclass(frozen=True)
class Button:
    """A choice to press: what it says, and the code it sends back."""

    label: str
    code: str


@dataclass(frozen=True)
class LawLine:
    """One cited article: its printed title, and its text where statutes are loaded."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Document:
    """A small text file to keep; `path` is where our own pages serve the same file."""

    name: str
    mime: str
    content: str
    path: str


@dataclass(frozen=True)
class Message:
    """What a recipient reads, on whatever channel: plain text, law lines, rows of buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    laws: tuple[LawLine, ...] = ()
    tone: str = "plain"
    ask_location: bool = False
    document: Document | None = None
    attachments: tuple[Attachment, ...] = ()

    def without_law_texts(self) -> Message:
        """The same with the titles of the articles alone, for channels that open the texts with a button."""
        return replace(self, laws=tuple(LawLine(law.title) for law in self.laws))


@dataclass(frozen=True)
class Recipient:
    """Where a message goes: a channel and its address there (a chat, perhaps with a topic)."""

    channel: Channel
    address: str


@dataclass(frozen=True)
class Progress:
    """How far the sending of one message came: the ids that each of its pieces got on that channel; `partial` are those
    of the pictures of the next piece where its album goes out one by one; `lost` says what cannot go out, in Chinese.
    """

    ids: tuple[tuple[int, ...], ...] = ()
    partial: tuple[int, ...] = ()
    lost: str = ""


@dataclass(frozen=True)
class Parcel:
    """An outbox row that was claimed for sending. `reply_to` is a message id on that channel; `progress` is what an
    earlier try brought out already."""

    id: int
    recipient: Recipient
    message: Message
    case_number: str | None
    reply_to: str | None
    attempts: int
    progress: Progress = Progress()


class Outbox(Protocol):
    """Messages to be sent: rows first, sent after the transaction that made them."""

    async def put(
        self,
        recipient: Recipient,
        message: Message,
        *,
        key: str,
        now: datetime,
        case_number: str | None = None,
        reply_to: str | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Store a message to send, at `not_before` at the earliest; a second put with the same `key` is ignored."""

    async def amend(self, key: str, message: Message, *, not_before: datetime) -> bool:
        """Say this instead, where the message of this key still waits; False where it is on its way already."""


class Undeliverable(Exception):
    """The recipient cannot be reached for good (blocked, gone); the text says why."""


class Delayed(Exception):
    """Not now: try again after `seconds`; with `whole_channel`, nothing else may be sent until then either."""

    def __init__(self, seconds: float, *, whole_channel: bool = False) -> None:
        super().__init__(f"again after {seconds:g} s")
        self.seconds = seconds
        self.whole_channel = whole_channel


@dataclass(frozen=True)
class Incomplete:
    """The words went out as message `sent_ref`, something that belongs to them did not; `why` says what, in Chinese."""

    sent_ref: str
    why: str


class Sender(Protocol):
    """Brings one message to its recipient on one channel."""

    async def send(self, parcel: Parcel) -> str | Incomplete:
        """Send and return the channel's id of the sent message. Raises Undeliverable or Delayed."""


class FileLost(Exception):
    """A file cannot be had; `str()` says why and what to do, in Chinese. `is_gone`: trying again is of no use."""

    def __init__(self, sentence: str, *, is_gone: bool) -> None:
        super().__init__(sentence)
        self.is_gone = is_gone


@dataclass(frozen=True)
class Turn:
    """A message may go out at `go_at` (seconds of this process's monotonic clock); the turn is taken.
    `at` names it in the budget."""

    go_at: float
    at: float = 0.0


@dataclass(frozen=True)
class Refused:
    """No turn now: ask again after `seconds`. `is_chats`: only this chat has to wait."""

    seconds: float
    is_chats: bool = False


class SendBudget(Protocol):
    """What may be sent, over all processes that send by the same account."""

    async def take(
        self, channel: Channel, chats: Sequence[str], *, is_answer: bool, more_answers: bool = False
    ) -> list[Turn | Refused]:
        """Turns for messages to these chats; notices get none while answers of any process wait."""

    async def note_late(self, channel: Channel, late_seconds: Mapping[float, float]) -> None:
        """Messages came to the server later than their turns, which are named by their `at`."""

    async def pause(self, channel: Channel, seconds: float) -> None:
        """Nobody sends for so long."""
