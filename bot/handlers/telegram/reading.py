"""read_update(update): what an update is to us. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import get_args

from telegram import CallbackQuery, Chat, Message, Update
from telegram.constants import ChatID, ChatType

from bot.conversation import Choice, Point, Verb, read_choice
from bot.handlers.telegram.coming import (
    Author,
    ChatMoved,
    Coming,
    Linking,
    Nothing,
    OnDuty,
    Place,
    Pressed,
    Quoted,
    Refusal,
    Said,
    StaffVerb,
    Unlinking,
    Unsupported,
)
from bot.referral.case import Attachment

COMMANDS: dict[str, Choice] = {
    "start": Choice(Verb.START),
    "help": Choice(Verb.HELP),
    "my": Choice(Verb.MY),
    "human": Choice(Verb.HUMAN),
    "station": Choice(Verb.STATION),
    "privacy": Choice(Verb.PRIVACY),
    "deadline": Choice(Verb.DEADLINES),
    "reminders": Choice(Verb.REMINDERS),
    "subscribe": Choice(Verb.SUBSCRIPTIONS),
    "unsubscribe": Choice(Verb.UNSUBSCRIBE),
}
_COMMAND = re.compile(r"^/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?$", re.DOTALL)
LARGEST_FILE_BYTES = 20 * 1024 * 1024
_PICTURES = (
    ".jpg",
    ".jpeg",
    ".png",
    ".heic",
    ".heif",
    ".tif",
    ".tiff",
    ".webp",
    ".dng",
    ".raw",
    ".mp4",
    ".mov",
)
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
MEDIA: tuple[tuple[str, Unsupported], ...] = (
    ("voice", "voice"),
    ("audio", "voice"),
    ("sticker", "sticker"),
    ("photo", "photo"),
    ("animation", "video"),
    ("video", "video"),
    ("video_note", "video"),
    ("document", "document"),
    ("contact", "other"),
    ("poll", "other"),
    ("dice", "other"),
    ("game", "other"),
    ("story", "other"),
    ("paid_media", "other"),
    ("checklist", "other"),
)


@dataclass(frozen=True)
class Me:
    """Our own account; the name is None until the server has said it."""

    id: int
    username: str | None = None


def read_update(update: Update, me: Me) -> Coming:
    """What this update is to us; Nothing for channel posts, other bots, and groups' own talk."""
    if update.callback_query is not None:
        return _read_press(update.callback_query)
    message = update.message or update.edited_message
    if message is None:
        return Nothing()
    return _read_message(message, me, is_edit=update.edited_message is not None)


def _read_press(query: CallbackQuery) -> Coming:
    message = query.message
    if message is None or (query.from_user.is_bot and not _is_anonymous_user(query.from_user.id)):
        return Nothing()
    topic_id = (
        message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    )
    place = Place(message.chat.id, topic_id, message.chat.type == ChatType.PRIVATE)
    user = query.from_user
    author = Author(user.id, user.first_name, _is_anonymous_user(user.id))
    verb, _, rest = (query.data or "").partition(":")
    number, _, value = rest.partition(":")
    text = message.text or "" if isinstance(message, Message) else ""
    for staff_verb in get_args(StaffVerb):
        if verb == staff_verb:
            return Pressed(place, author, message.message_id, staff_verb, number, value, text)
    if not place.is_private:
        return Nothing()
    choice = read_choice(query.data or "")
    return Said(place, author, message.message_id, choice=choice, is_stale_button=choice is None)


def _read_message(message: Message, me: Me, *, is_edit: bool) -> Coming:
    chat = message.chat
    if message.migrate_to_chat_id:
        return ChatMoved(chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return ChatMoved(message.migrate_from_chat_id, chat.id)
    author = _author(message)
    if author is None or chat.type not in {ChatType.PRIVATE, *_GROUPS}:
        return Nothing()
    place = Place(
        chat.id,
        message.message_thread_id if message.is_topic_message else None,
        chat.type == ChatType.PRIVATE,
    )
    command = None if is_edit else _COMMAND.match(message.text or "")
    if command is not None:
        return _read_command(command, message, place, author, me)
    quoted = _quoted(message, me)
    # Of an album perhaps only the first picture is a reply.
    if not place.is_private and quoted is None and not message.media_group_id:
        return Nothing()
    return _read_content(message, place, author, quoted, is_edit=is_edit)


def _read_command(command: re.Match[str], message: Message, place: Place, author: Author, me: Me) -> Coming:
    word, name, rest = command.group(1).lower(), command.group(2), (command.group(3) or "").strip()
    is_ours = name is not None and me.username is not None and name.lower() == me.username.lower()
    if name is not None and not is_ours and not place.is_private:
        return Nothing()
    if word == "link":
        return Linking(place, author, message.message_id, rest.split()[0] if rest else "")
    if word == "here":
        return OnDuty(place, author, message.message_id)
    if word == "unlink":
        return Unlinking(place, author, message.message_id)
    if not place.is_private and not is_ours:
        return Nothing()
    choice = COMMANDS.get(word, Choice(Verb.HELP))
    return Said(place, author, message.message_id, choice=choice, is_command=True)


def _read_content(
    message: Message, place: Place, author: Author, quoted: Quoted | None, *, is_edit: bool
) -> Coming:
    text = _storable(message.text or message.caption or "")
    said = Said(
        place,
        author,
        message.message_id,
        text=text,
        is_edit=is_edit,
        quoted=quoted,
        album=message.media_group_id,
        sent_at=int(message.date.timestamp()),
    )
    if refusal := _refusal(message):
        return replace(said, refusal=refusal)
    attachment = _attachment(message)
    if attachment:
        return replace(said, attachment=attachment, unsupported="" if text else attachment.kind)
    kind = next((kind for name, kind in MEDIA if getattr(message, name, None)), None)
    if text:
        return replace(said, unsupported=kind or "")
    if message.location is not None:
        # A live position is edited every few seconds: only its first point is an answer to "where are you".
        if is_edit:
            return Nothing()
        point = Point(message.location.latitude, message.location.longitude)
        return replace(said, point=point)
    if kind is None or is_edit:
        return Nothing()
    return replace(said, unsupported=kind)


def _attachment(message: Message) -> Attachment | None:
    """What can be passed on by its file id. Telegram has taken the place out of a photo; a document keeps all."""
    caption, place = _storable(message.caption or ""), message.message_id
    if message.photo:
        photo = message.photo[-1]
        return Attachment("photo", photo.file_id, caption=caption, unique=photo.file_unique_id, place=place)
    document = message.document
    if document is None or message.animation is not None:
        return None
    name = _storable(document.file_name or "文件")[:80]
    return Attachment(
        "document", document.file_id, name, caption=caption, unique=document.file_unique_id, place=place
    )


def _refusal(message: Message) -> Refusal:
    document = message.document
    if document is None or message.animation is not None:
        return ""
    if (document.file_size or 0) > LARGEST_FILE_BYTES:
        return "too_big"
    # A picture sent as a file still says where it was taken.
    name = (document.file_name or "").lower()
    is_picture = (document.mime_type or "").startswith(("image/", "video/")) or name.endswith(_PICTURES)
    return "not_a_photo" if is_picture else ""


def _author(message: Message) -> Author | None:
    """Who wrote it; None for channels and for other bots."""
    sender: Chat | None = message.sender_chat
    user = message.from_user
    if sender is not None and sender.id == message.chat.id:
        return Author(user.id if user else sender.id, "", is_anonymous=True)
    if user is not None and _is_anonymous_user(user.id):
        return Author(user.id, "", is_anonymous=True)
    if user is None or user.is_bot or sender is not None:
        return None
    return Author(user.id, user.first_name, is_anonymous=False)


def _is_anonymous_user(user_id: int) -> bool:
    return user_id == ChatID.ANONYMOUS_ADMIN


def _storable(text: str) -> str:
    # PostgreSQL takes no NUL, and nobody takes half of a surrogate pair.
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _quoted(message: Message, me: Me) -> Quoted | None:
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != me.id:
        return None
    return Quoted(replied.message_id, replied.text or replied.caption or "")


__all__ = ["COMMANDS", "Me", "read_update"]
