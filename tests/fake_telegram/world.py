"""The world behind the server: chats with their messages, and the updates that wait for the bot."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fake_telegram.refusal import Refusal, bad_request
from tests.fake_telegram.rules import parsed, require_caption, require_entities, require_markup, require_text

KINDS_BY_DEFAULT = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")


@dataclass
class Chat:
    """A chat with all its messages, the bot's and the people's."""

    id: int
    type: str
    title: str
    messages: list[dict[str, Any]] = field(default_factory=list)
    is_blocked: bool = False
    moved_to: int | None = None
    topics: set[int] = field(default_factory=set)

    def card(self) -> dict[str, Any]:
        named = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        return {"id": self.id, "type": self.type, **named}

    def message(self, message_id: int) -> dict[str, Any] | None:
        return next((one for one in self.messages if one["message_id"] == message_id), None)


@dataclass
class World:
    """`changed` wakes everyone who waits for a message or an update."""

    bot_id: int
    bot_name: str
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    allowed: tuple[str, ...] = KINDS_BY_DEFAULT
    next_update_id: int = 1
    answered_queries: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _next_query_id: int = 1

    def me(self) -> dict[str, Any]:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "春城法律服务",
            "username": self.bot_name,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def open_chat(self, chat_id: int, kind: str = "", title: str = "") -> Chat:
        if chat_id not in self.chats:
            kind = kind or ("private" if chat_id > 0 else "supergroup")
            self.chats[chat_id] = Chat(chat_id, kind, title or f"chat {chat_id}")
        return self.chats[chat_id]

    # ------------------------------------------------------------ people's side

    async def post(
        self, chat: Chat, author: dict[str, Any] | None, content: dict[str, Any]
    ) -> dict[str, Any]:
        """A person's message, and its update."""
        message: dict[str, Any] = {
            "message_id": len(chat.messages) + 1,
            "chat": chat.card(),
            "date": int(time.time()),
        }
        if author is not None:
            message["from"] = author
        message.update(content)
        chat.messages.append(message)
        await self.announce({"message": message})
        return message

    async def announce(self, update: dict[str, Any]) -> int:
        """Put an update into the queue of the bot; returns its number."""
        number = self.next_update_id
        self.next_update_id += 1
        if next(iter(update)) in self.allowed:
            self.updates.append({"update_id": number, **update})
        await self.touch()
        return number

    def new_query_id(self) -> str:
        self._next_query_id += 1
        return str(10**15 + self._next_query_id)

    async def touch(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    # ------------------------------------------------------------ the bot's side

    def reachable(self, value: Any) -> Chat:
        """The chat that the bot writes to. Raises Refusal as a real server does."""
        try:
            chat = self.chats.get(int(value))
        except (TypeError, ValueError):
            chat = None
        if chat is None:
            raise bad_request("chat not found")
        if chat.is_blocked:
            why = (
                "bot was blocked by the user"
                if chat.type == "private"
                else "bot was kicked from the group chat"
            )
            raise Refusal(403, f"Forbidden: {why}")
        if chat.moved_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        return chat

    async def bot_says(self, params: dict[str, Any]) -> dict[str, Any]:
        """sendMessage."""
        chat = self.reachable(params.get("chat_id"))
        if "parse_mode" in params:
            raise bad_request("this service shall not use parse_mode")
        text = require_text(params.get("text"))
        entities = require_entities(text, params.get("entities"))
        markup = require_markup(params.get("reply_markup"), is_private=chat.type == "private")
        message = {
            "message_id": len(chat.messages) + 1,
            "from": {key: self.me()[key] for key in ("id", "is_bot", "first_name", "username")},
            "chat": chat.card(),
            "date": int(time.time()),
            "text": text,
            **self._topic(chat, params),
            **self._reply(chat, params),
        }
        if entities:
            message["entities"] = entities
        shown = {key: value for key, value in (markup or {}).items() if key == "inline_keyboard"}
        answer = {**message, "reply_markup": shown} if shown else message
        chat.messages.append({**answer, "reply_markup": markup} if markup else answer)
        await self.touch()
        return answer

    async def bot_passes_on(self, kind: str, file_id: str, params: dict[str, Any]) -> dict[str, Any]:
        """sendPhoto and sendDocument with a file id of this server."""
        chat = self.reachable(params.get("chat_id"))
        require_caption(params.get("caption"))
        file = {"file_id": file_id, "file_unique_id": file_id}
        size = {"width": 90, "height": 90}
        message = {
            "message_id": len(chat.messages) + 1,
            "from": self.me(),
            "chat": chat.card(),
            "date": int(time.time()),
            "caption": str(params.get("caption") or ""),
            kind: [{**file, **size}] if kind == "photo" else file,
            **self._topic(chat, params),
        }
        if params.get("media_group_id"):
            message["media_group_id"] = params["media_group_id"]
        chat.messages.append({**message, "text": ""})
        await self.touch()
        return message

    @staticmethod
    def _topic(chat: Chat, params: dict[str, Any]) -> dict[str, Any]:
        if params.get("message_thread_id") is None:
            return {}
        topic = int(params["message_thread_id"])
        if topic not in chat.topics:
            raise bad_request("message thread not found")
        return {"message_thread_id": topic, "is_topic_message": True}

    @staticmethod
    def _reply(chat: Chat, params: dict[str, Any]) -> dict[str, Any]:
        reply = parsed(params.get("reply_parameters"), "reply parameters")
        if not reply:
            return {}
        replied = chat.message(int(reply["message_id"]))
        if replied is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return {"reply_to_message": _flat(replied)} if replied else {}


def _flat(message: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in message.items()
        if key != "reply_to_message" and (key != "reply_markup" or "inline_keyboard" in value)
    }


flat = _flat
