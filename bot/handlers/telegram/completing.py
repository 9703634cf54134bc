"""What the library insists on and a server may leave out: without it a citizen's words would be nothing to us."""

from __future__ import annotations

from typing import Any

_FILES = ("photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker")
# Each kind of object by the keys that it hangs on, with what is filled in. A date of 0 would mean "no longer accessible".
_PERSON: dict[str, Any] = {"is_bot": False, "first_name": ""}
_MESSAGE: dict[str, Any] = {"date": 1}
_FILE: dict[str, Any] = {
    "file_unique_id": "",
    "width": 0,
    "height": 0,
    "duration": 0,
    "length": 0,
    "type": "regular",
    "is_animated": False,
    "is_video": False,
}
_DEEPEST = 12


def completed(value: Any, depth: int = 0) -> Any:
    """The same value with what is missing filled in; anything that is no object of the Bot API stays as it is."""
    if isinstance(value, list):
        return [completed(one, depth) for one in value] if depth < _DEEPEST else value
    if not isinstance(value, dict) or depth >= _DEEPEST:
        return value
    whole = {key: _part(key, part, depth) for key, part in value.items()}
    if isinstance(whole.get("chat"), dict) and "message_id" in whole:
        return _message(whole)
    if "is_bot" in whole or ("username" in whole and "id" in whole and "type" not in whole):
        return {**_PERSON, **whole}
    return whole


def _part(key: str, part: Any, depth: int) -> Any:
    part = completed(part, depth + 1)
    if isinstance(part, list) and key in _FILES:
        return [_file(one) if isinstance(one, dict) else one for one in part]
    if not isinstance(part, dict):
        return part
    match key:
        case "from" | "via_bot" | "user":
            return {**_PERSON, **part}
        case "chat" | "sender_chat" if "id" in part and "type" not in part:
            return {**part, "type": _chat_type(part["id"])}
        case "callback_query":
            return {"chat_instance": "", **part}
        case _ if key in _FILES:
            return _file(part)
    return part


def _message(message: dict[str, Any]) -> dict[str, Any]:
    whole = {**_MESSAGE, **message}
    quoted = whole.get("reply_to_message")
    if isinstance(quoted, dict) and "message_id" in quoted and "chat" not in quoted:
        whole["reply_to_message"] = {**_MESSAGE, **quoted, "chat": whole["chat"]}
    if whole["chat"].get("is_forum") and whole.get("message_thread_id"):
        whole.setdefault("is_topic_message", True)
    return whole


def _file(file: dict[str, Any]) -> dict[str, Any]:
    return {**_FILE, **file} if "file_id" in file else file


def _chat_type(chat_id: Any) -> str:
    return "private" if isinstance(chat_id, int) and chat_id > 0 else "supergroup"
