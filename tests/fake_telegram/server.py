"""The HTTP side: /bot<token>/<method>, offsets and redelivery, webhooks, faults."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from tests.fake_telegram.faults import DropAfter, DropBefore, Faults, Limits, ServerError, Slow, TooMany
from tests.fake_telegram.people import People
from tests.fake_telegram.refusal import Refusal, bad_request
from tests.fake_telegram.rules import parsed, require_album, require_entities, require_markup, require_text
from tests.fake_telegram.world import KINDS_BY_DEFAULT, World

TOKEN = "700100:FAKE-token_for-tests"
Params = dict[str, Any]


class FakeTelegram:
    """One bot on one server. `calls` holds each call as (moment, method, parameters)."""

    def __init__(self, token: str = TOKEN, bot_name: str = "chuncheng_bot", first_update_id: int = 1) -> None:
        self.token = token
        self.world = World(int(token.split(":")[0]), bot_name, next_update_id=first_update_id)
        self.people = People(self.world)
        self.faults = Faults()
        self.limits = Limits()
        self.calls: list[tuple[float, str, Params]] = []
        self.webhook: Params = {}
        self.webhook_answers: list[int] = []
        self.url = ""
        self.files: dict[str, bytes] = {}
        self.bad_file_ids: set[str] = set()
        self._polls = 0
        self._methods = {
            name.lower(): getattr(self, f"_{name}")
            for name in (
                "getMe", "getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery", "setWebhook",
                "deleteWebhook", "getWebhookInfo", "setMyCommands", "sendDocument", "sendPhoto", "getFile",
                "sendMediaGroup",
            )
        }  # fmt: skip

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[FakeTelegram]:
        """Serve on 127.0.0.1 until the block ends."""
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port, reuse_address=True)
        await site.start()
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
        delivering = asyncio.create_task(self._deliver())
        try:
            yield self
        finally:
            delivering.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await delivering
            await runner.cleanup()

    def sent_at(self, method: str = "sendMessage") -> list[float]:
        """When this method was called."""
        return [at for at, name, _ in self.calls if name.lower() == method.lower()]

    # ------------------------------------------------------------ one call

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _json(Refusal(401, "Unauthorized"))
        params = await _params(request)
        self.calls.append((time.monotonic(), method, params))
        fault = self.faults.next(method)
        if method.lower() != "getupdates" and self.faults.slow_seconds:
            await asyncio.sleep(self.faults.slow_seconds)
        match fault:
            case DropBefore():
                return _drop(request)
            case ServerError():
                return web.Response(status=fault.code, text="<html>bad gateway</html>")
            case TooMany():
                seconds = fault.retry_after
                return _json(Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))
            case Slow():
                await asyncio.sleep(fault.seconds)
        answer = await self._answer(method, params)
        return _drop(request) if isinstance(fault, DropAfter) else answer

    async def _answer(self, method: str, params: Params) -> web.Response:
        act = self._methods.get(method.lower())
        if act is None:
            return _json(Refusal(404, "Not Found"))
        try:
            return web.json_response({"ok": True, "result": await act(params)})
        except Refusal as refusal:
            return _json(refusal)

    # ------------------------------------------------------------ methods

    async def _getMe(self, params: Params) -> Params:  # noqa: N802
        return self.world.me()

    async def _getUpdates(self, params: Params) -> list[Params]:  # noqa: N802
        if self.webhook.get("url"):
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine = self._polls
        offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
        if params.get("allowed_updates"):
            self.world.allowed = (
                tuple(parsed(params["allowed_updates"], "allowed_updates")) or KINDS_BY_DEFAULT
            )
        self.world.updates[:] = [one for one in self.world.updates if one["update_id"] >= offset]
        await self.world.touch()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(float(params.get("timeout") or 0)), self.world.changed:
                await self.world.changed.wait_for(lambda: bool(self.world.updates) or self._polls != mine)
        if self._polls != mine:
            raise Refusal(
                409, "Conflict: terminated by other getUpdates request; only one bot instance may run"
            )
        return self.world.updates[:limit]

    async def _sendMessage(self, params: Params) -> Params:  # noqa: N802
        self.limits.require_room(self.world.reachable(params.get("chat_id")).id)
        return await self.world.bot_says(params)

    async def _editMessageText(self, params: Params) -> Params:  # noqa: N802
        chat = self.world.reachable(params.get("chat_id"))
        message = chat.message(int(params["message_id"]))
        if message is None:
            raise bad_request("message to edit not found")
        text = require_text(params.get("text"))
        require_entities(text, params.get("entities"))
        markup = require_markup(params.get("reply_markup"), is_private=chat.type == "private")
        if message["text"] == text and message.get("reply_markup") == markup:
            raise bad_request("message is not modified")
        message |= {"text": text, "edit_date": int(time.time())}
        await self.world.touch()
        return message

    async def _answerCallbackQuery(self, params: Params) -> bool:  # noqa: N802
        query_id = str(params.get("callback_query_id"))
        if not query_id.isdigit() or query_id in self.world.answered_queries:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text") or "") > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        self.world.answered_queries[query_id] = params
        await self.world.touch()
        return True

    async def _setWebhook(self, params: Params) -> bool:  # noqa: N802
        self.webhook = dict(params)
        if params.get("allowed_updates"):
            self.world.allowed = tuple(parsed(params["allowed_updates"], "allowed_updates"))
        await self.world.touch()
        return True

    async def _deleteWebhook(self, params: Params) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    async def _getWebhookInfo(self, params: Params) -> Params:  # noqa: N802
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.updates),
        }

    async def _setMyCommands(self, params: Params) -> bool:  # noqa: N802
        for command in parsed(params.get("commands"), "commands"):
            if not 1 <= len(command["command"]) <= 32 or not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_INVALID")
        return True

    async def _sendDocument(self, params: Params) -> Params:  # noqa: N802
        chat = self.world.reachable(params.get("chat_id"))
        content = params.get("document")
        if isinstance(content, str) and content:
            return await self.world.bot_passes_on("document", self._held(content), params)
        if not isinstance(content, bytes):
            raise bad_request("there is no document in the request")
        file_id = f"file{len(self.files) + 1}"
        self.files[file_id] = content
        document = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}
        message = {
            "message_id": len(chat.messages) + 1,
            "from": self.world.me(),
            "chat": chat.card(),
            "date": int(time.time()),
            "text": "",
            "document": document,
        }
        chat.messages.append(message)
        await self.world.touch()
        return {key: value for key, value in message.items() if key != "text"}

    async def _sendPhoto(self, params: Params) -> Params:  # noqa: N802
        content = self._held(params.get("photo"))
        if not content:
            raise bad_request("there is no photo in the request")
        return await self.world.bot_passes_on("photo", content, params)

    async def _sendMediaGroup(self, params: Params) -> list[Params]:  # noqa: N802
        items = require_album(params.get("media"), set(params))
        self.world.reachable(params.get("chat_id"))
        refused = [item["media"] for item in items if item["media"] in self.bad_file_ids]
        if refused:
            raise bad_request("wrong file identifier/HTTP URL specified")
        group = f"group{len(self.calls)}"
        sent = []
        for item in items:
            media = item["media"]
            file_id = self._held(params[media.removeprefix("attach://")] if "://" in media else media)
            own = {**params, "caption": item.get("caption"), "media_group_id": group}
            sent.append(await self.world.bot_passes_on(item["type"], file_id, own))
        return sent

    def _held(self, content: Any) -> str:
        """The file id of what is sent: an id of this server, or bytes that it keeps from now on."""
        if isinstance(content, bytes):
            file_id = f"file{len(self.files) + 1}"
            self.files[file_id] = content
            return file_id
        if content in self.bad_file_ids:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return content if isinstance(content, str) else ""

    async def _getFile(self, params: Params) -> Params:  # noqa: N802
        file_id = str(params.get("file_id"))
        if file_id not in self.files:
            raise bad_request("invalid file_id")
        size = len(self.files[file_id])
        if size > 20 * 1024 * 1024:
            raise bad_request("file is too big")
        path = f"documents/{file_id}"
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": path, "file_size": size}

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["path"].rsplit("/", 1)[-1])
        return web.Response(status=404) if content is None else web.Response(body=content)

    # ------------------------------------------------------------ webhook

    async def _deliver(self) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                async with self.world.changed:
                    await self.world.changed.wait_for(
                        lambda: bool(self.webhook.get("url") and self.world.updates)
                    )
                if not await self._bring(session, self.world.updates[0]):
                    await asyncio.sleep(0.1)

    async def _bring(self, session: aiohttp.ClientSession, update: Params) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": str(self.webhook.get("secret_token") or "")}
        try:
            async with session.post(self.webhook["url"], json=update, headers=headers) as response:
                self.webhook_answers.append(response.status)
                is_taken = response.status == 200
        except aiohttp.ClientError:
            return False
        if is_taken and self.world.updates and self.world.updates[0] is update:
            self.world.updates.pop(0)
        return is_taken


async def _params(request: web.Request) -> Params:
    params: Params = dict(request.query)
    if request.content_type == "application/json":
        params.update(json.loads(await request.read() or b"{}"))
        return params
    for name, value in (await request.post()).items():
        params[name] = value.file.read() if isinstance(value, web.FileField) else value
    return params


def _json(refusal: Refusal) -> web.Response:
    return web.json_response(refusal.body(), status=refusal.code)


def _drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
