"""What an update can be to us: one union, so that a new kind must reach every place that handles them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.conversation import Choice, Point
from bot.referral.case import Attachment

Unsupported = Literal["", "voice", "sticker", "photo", "document", "video", "other"]
StaffVerb = Literal[
    "staff-claim", "staff-close", "staff-ask", "staff-back", "staff-move", "staff-up", "staff-sub", "staff-show",
    "staff-join", "staff-to",
]  # fmt: skip
Refusal = Literal["", "not_a_photo", "too_big"]


@dataclass(frozen=True)
class Place:
    """Where in Telegram: a chat, perhaps a topic of it."""

    chat_id: int
    topic_id: int | None
    is_private: bool

    @property
    def address(self) -> str:
        """The address for the outbox: `chat` or `chat/topic`."""
        return f"{self.chat_id}/{self.topic_id}" if self.topic_id else str(self.chat_id)


@dataclass(frozen=True)
class Author:
    """Who acts. An anonymous group administrator has no identity that could be held to account."""

    user_id: int
    first_name: str
    is_anonymous: bool


@dataclass(frozen=True)
class Quoted:
    """The message of ours that was replied to."""

    message_id: int
    text: str


@dataclass(frozen=True)
class Said:
    """Words, a position, a citizen's button, or something that we cannot read."""

    place: Place
    author: Author
    message_id: int
    text: str = ""
    choice: Choice | None = None
    point: Point | None = None
    unsupported: Unsupported = ""
    is_stale_button: bool = False
    is_edit: bool = False
    is_command: bool = False
    quoted: Quoted | None = None
    album: str | None = None
    attachment: Attachment | None = None
    refusal: Refusal = ""
    sent_at: int = 0

    @property
    def ref(self) -> str:
        """What names the message: the same for its edits, and for all pictures of an album."""
        if self.album:
            return f"tg-album:{self.place.chat_id}:{self.album}"[:90]
        return f"tg-message:{self.place.chat_id}:{self.message_id}:{self.sent_at}"


@dataclass(frozen=True)
class Pressed:
    """A staff button on a case's message."""

    place: Place
    author: Author
    message_id: int | None
    verb: StaffVerb
    number: str
    value: str = ""
    text: str = ""


@dataclass(frozen=True)
class Linking:
    """`/link CODE`: this chat shall serve a station."""

    place: Place
    author: Author
    message_id: int
    code: str


@dataclass(frozen=True)
class Unlinking:
    """`/unlink`: this chat serves no station any more."""

    place: Place
    author: Author
    message_id: int


@dataclass(frozen=True)
class OnDuty:
    """`/here`: the people of this station are there."""

    place: Place
    author: Author
    message_id: int


@dataclass(frozen=True)
class ChatMoved:
    """A group became a supergroup and has a new id."""

    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True)
class Nothing:
    """Not for us."""


Coming = Said | Pressed | Linking | Unlinking | OnDuty | ChatMoved | Nothing
