"""People: what citizens and staff do in their apps, and what they see there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.fake_telegram.world import Chat, World, flat

Message = dict[str, Any]
# Far longer than anything takes: a busy machine is no fault of the bot's.
PATIENCE_SECONDS = 30.0
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def person(user_id: int, name: str = "") -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": name or f"人{user_id}", "language_code": "zh-hans"}


class People:
    """Acts in chats. In a private chat `user` is the chat itself."""

    def __init__(self, world: World) -> None:
        self.world = world

    def _author(self, chat: Chat, user: int | None) -> dict[str, Any]:
        return person(user if user is not None else chat.id)

    async def send(self, chat_id: int, content: dict[str, Any], user: int | None = None) -> Message:
        """Any content."""
        chat = self.world.open_chat(chat_id)
        return await self.world.post(chat, self._author(chat, user), content)

    async def say(
        self,
        chat_id: int,
        text: str,
        *,
        user: int | None = None,
        reply_to: Message | None = None,
        topic: int = 0,
    ) -> Message:
        """Words, perhaps as a reply, perhaps in a topic."""
        content: dict[str, Any] = {"text": text}
        if reply_to is not None:
            content["reply_to_message"] = flat(reply_to)
        if topic:
            content |= {"message_thread_id": topic, "is_topic_message": True}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return await self.send(chat_id, content, user)

    async def say_anonymously(self, chat_id: int, text: str, reply_to: Message | None = None) -> Message:
        """As a group's anonymous administrator."""
        chat = self.world.open_chat(chat_id)
        content: dict[str, Any] = {"text": text, "sender_chat": chat.card()}
        if reply_to is not None:
            content["reply_to_message"] = flat(reply_to)
        return await self.world.post(chat, ANONYMOUS_ADMIN, content)

    async def share_location(self, chat_id: int, lat: float, lon: float) -> Message:
        return await self.send(chat_id, {"location": {"latitude": lat, "longitude": lon}})

    async def send_sticker(self, chat_id: int) -> Message:
        sticker = {
            "file_id": "s1", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
            "is_animated": False, "is_video": False,
        }  # fmt: skip
        return await self.send(chat_id, {"sticker": sticker})

    async def send_voice(self, chat_id: int) -> Message:
        return await self.send(chat_id, {"voice": {"file_id": "v1", "file_unique_id": "v", "duration": 3}})

    async def send_photo(self, chat_id: int, caption: str = "", album: str = "") -> Message:
        content: dict[str, Any] = {
            "photo": [{"file_id": "p1", "file_unique_id": "p", "width": 90, "height": 90}]
        }
        if caption:
            content["caption"] = caption
        if album:
            content["media_group_id"] = album
        return await self.send(chat_id, content)

    async def send_album(
        self,
        chat_id: int,
        pictures: list[tuple[str, str]],
        *,
        album: str = "a1",
        user: int | None = None,
        reply_to: Message | None = None,
        kind: str = "photo",
    ) -> list[Message]:
        """Several pictures (file id, caption) sent together."""
        sent = []
        for file_id, caption in pictures:
            file = {"file_id": file_id, "file_unique_id": f"u{file_id}"}
            body = (
                [{**file, "width": 90, "height": 90}] if kind == "photo" else {**file, "file_name": file_id}
            )
            content: dict[str, Any] = {kind: body, "media_group_id": album}
            if caption:
                content["caption"] = caption
            if reply_to is not None:
                content["reply_to_message"] = flat(reply_to)
            sent.append(await self.send(chat_id, content, user))
        return sent

    async def edit_file(self, chat_id: int, message: Message, **changes: Any) -> None:
        """Change the caption or the file of a message that was sent."""
        kept = self.world.chats[chat_id].message(message["message_id"])
        assert kept is not None
        kept |= {**changes, "edit_date": int(time.time())}
        await self.world.announce({"edited_message": dict(kept)})

    def pictures(self, chat_id: int) -> list[tuple[str, str]]:
        """The photos that the bot sent here: file id and caption, in order."""
        return [
            (one["photo"][0]["file_id"], one["caption"]) for one in self.from_bot(chat_id) if "photo" in one
        ]

    async def edit(self, chat_id: int, message: Message, text: str) -> None:
        """Change a message that was sent."""
        kept = self.world.chats[chat_id].message(message["message_id"])
        assert kept is not None
        kept |= {"text": text, "edit_date": int(time.time())}
        await self.world.announce({"edited_message": dict(kept)})

    async def press(self, chat_id: int, label: str, *, user: int | None = None) -> str:
        """Press the newest button whose label has these words; returns the query's id."""
        chat = self.world.chats[chat_id]
        for message in reversed(chat.messages):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return await self.press_data(chat_id, message, button["callback_data"], user=user)
        raise AssertionError(f"no button {label!r} in chat {chat_id}: {self.texts(chat_id)[-2:]}")

    async def press_data(self, chat_id: int, message: Message, data: str, *, user: int | None = None) -> str:
        query_id = self.world.new_query_id()
        author = self._author(self.world.chats[chat_id], user)
        query = {"id": query_id, "from": author, "message": flat(message), "chat_instance": "1", "data": data}
        await self.world.announce({"callback_query": query})
        return query_id

    # ------------------------------------------------------------ what they see

    def from_bot(self, chat_id: int) -> list[Message]:
        chat = self.world.chats.get(chat_id)
        return [
            one
            for one in (chat.messages if chat else [])
            if one.get("from", {}).get("id") == self.world.bot_id
        ]

    def texts(self, chat_id: int) -> list[str]:
        """What the bot said here, oldest first."""
        return [one["text"] for one in self.from_bot(chat_id)]

    async def wait_for(
        self, chat_id: int, words: str | Callable[[list[Message]], Any], seconds: float = PATIENCE_SECONDS
    ) -> Message:
        """The newest message of the bot once one has these words (or the whole chat pleases)."""

        def found() -> Message | None:
            messages = self.from_bot(chat_id)
            if callable(words):
                return messages[-1] if messages and words(messages) else None
            return next((one for one in reversed(messages) if words in one["text"]), None)

        await self._until(lambda: found() is not None, seconds, lambda: f"{words!r} in {self.texts(chat_id)}")
        message = found()
        assert message is not None
        return message

    async def wait_for_count(self, chat_id: int, count: int, seconds: float = PATIENCE_SECONDS) -> list[str]:
        """The bot's texts here once there are so many."""
        await self.wait_for(chat_id, lambda messages: len(messages) >= count, seconds)
        return self.texts(chat_id)

    async def wait_for_answer(self, query_id: str, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """What a press was answered with."""
        answered = self.world.answered_queries
        await self._until(lambda: query_id in answered, seconds, lambda: f"no answer to query {query_id}")
        return answered[query_id]

    async def _until(self, is_so: Callable[[], bool], seconds: float, what: Callable[[], str]) -> None:
        try:
            async with asyncio.timeout(seconds), self.world.changed:
                await self.world.changed.wait_for(is_so)
        except TimeoutError:
            raise AssertionError(f"waited {seconds} s for {what()}") from None
