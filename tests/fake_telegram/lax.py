"""Another one's reading of the Bot API: as little as it may say, with things nobody has heard of; errors as HTTP 200."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.fake_telegram.server import FakeTelegram

_LEFT_OUT = {
    "is_bot", "first_name", "last_name", "language_code", "date", "chat_instance", "file_unique_id", "width", "height",
    "duration", "title", "can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "entities",
}  # fmt: skip


class LaxTelegram(FakeTelegram):
    """The same world behind a terser server. Its update ids have gaps. With `hides_moves` it says that a group moved, and
    not where to."""

    hides_moves = False

    async def _call(self, request: web.Request) -> web.StreamResponse:
        answer = await super()._call(request)
        if not isinstance(answer, web.Response) or answer.content_type != "application/json":
            return answer
        said = _terse(json.loads(answer.body or b"{}"))  # type: ignore[arg-type]
        if self.hides_moves:
            said.pop("parameters", None)
        return web.json_response(said)


def _terse(value: Any) -> Any:
    if isinstance(value, list):
        return [_terse(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _terse(part) for key, part in value.items() if key not in _LEFT_OUT}
    if isinstance(kept.get("chat"), dict):
        kept["chat"] = {key: part for key, part in kept["chat"].items() if key in {"id", "type", "invented"}}
    return {**kept, "invented": {"since": "Bot API 99.9", "of": [1, None, "x"]}}
