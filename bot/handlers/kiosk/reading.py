"""From a request's JSON to what the citizen means; every fault is said in Chinese."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, get_args

from aiohttp import web

from bot.conversation import Choice, Point, Verb, read_choice
from bot.desk import MESSAGE_LIMIT
from bot.referral.case_file import CaseFile

BODY_LIMIT = 16 * 1024
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,36}")
_CASE_NUMBER = re.compile(r"(?:KM)?(\d{6})-?([A-Z0-9]{5})")
_NOT_IN_NUMBERS = re.compile(r"[\s\-‐-―−_.·:：号]+")
# Read aloud by our own texts, so that they are typed where there is no menu of commands.
_COMMANDS = {
    "/start": Verb.START,
    "/help": Verb.HELP,
    "/my": Verb.MY,
    "/human": Verb.HUMAN,
    "/station": Verb.STATION,
    "/privacy": Verb.PRIVACY,
    "/deadline": Verb.DEADLINES,
    "/reminders": Verb.REMINDERS,
}
CaseAct = Literal["add", "reopen", "withdraw", "rate", "release", "take_back"]


class BadRequest(Exception):
    """The request cannot be read; `str()` says why, in Chinese."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Said:
    """One thing that a citizen sent; `id` is the browser's, the same on a retry."""

    id: str
    text: str = ""
    choice: Choice | None = None
    point: Point | None = None
    files: tuple[CaseFile, ...] = ()


@dataclass(frozen=True)
class Pickup:
    """A case number with its pickup code."""

    number: str
    code: str


@dataclass(frozen=True)
class PickupAct:
    """What a citizen does to a picked-up case."""

    id: str
    pickup: Pickup
    act: CaseAct
    text: str = ""
    stars: int = 0
    files: tuple[CaseFile, ...] = ()


@dataclass(frozen=True)
class PickupFile:
    """Which file of a picked-up case is to be opened."""

    pickup: Pickup
    message: int
    place: int


async def read_body(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request. Raises BadRequest."""
    if request.content_type != "application/json":
        raise BadRequest("请求格式不对，请刷新页面再试。", 415)
    raw = bytearray()
    async for chunk in request.content.iter_chunked(4096):
        raw += chunk
        if len(raw) > BODY_LIMIT:
            raise BadRequest("内容太长了，请用几句话说说重点。", 413)
    try:
        body = json.loads(raw.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadRequest("请求内容看不懂，请刷新页面再试。") from None
    if not isinstance(body, dict):
        raise BadRequest("请求内容看不懂，请刷新页面再试。")
    return body


def read_said(body: dict[str, Any]) -> Said:
    """What was said: words, a pressed button or a position. Raises BadRequest."""
    request_id = _request_id(body)
    given = [name for name in ("text", "choice", "lat") if name in body]
    if len(given) != 1:
        raise BadRequest("请求里要有文字、按钮或位置其中一样。")
    if given == ["text"]:
        return _words(request_id, _text(body, "text"))
    if given == ["choice"]:
        # A button of an older release: answered as one that is out of date.
        return Said(request_id, choice=read_choice(_text(body, "choice")) or Choice(Verb.PLACE, "?"))
    return Said(request_id, point=_point(body))


def read_pickup(body: dict[str, Any]) -> Pickup:
    """The number and the code, as people type them. Raises BadRequest."""
    number = _plain(_text(body, "number")).upper()
    code = _plain(_text(body, "code"))
    found = _CASE_NUMBER.fullmatch(number)
    if found is None:
        raise BadRequest("工单号不对。工单号像这样：KM261123-7DVW3。")
    if not re.fullmatch(r"\d{8}", code):
        raise BadRequest("取件码是 8 位数字，请再看一下。")
    return Pickup(f"KM{found[1]}-{found[2]}", code)


def read_pickup_act(body: dict[str, Any], *, needs_text: bool = True) -> PickupAct:
    """What to do with a picked-up case. Raises BadRequest."""
    act = _act(body)
    text = _text(body, "text") if "text" in body else ""
    if act == "add" and needs_text and not text.strip():
        raise BadRequest("请先写上要补充的内容。")
    _require_short(text)
    stars = body.get("stars") if act == "rate" else 0
    if act == "rate" and (isinstance(stars, bool) or stars not in range(1, 6)):
        raise BadRequest("请打 1 到 5 分。")
    return PickupAct(_request_id(body), read_pickup(body), act, text.strip(), int(stars or 0))


def read_pickup_file(body: dict[str, Any]) -> PickupFile:
    """Which file to open. Raises BadRequest."""
    numbers = [body.get("message"), body.get("place")]
    if not all(type(one) is int and 0 <= one < 2**62 for one in numbers):
        raise BadRequest("请求内容看不懂，请刷新页面再试。")
    return PickupFile(read_pickup(body), int(body["message"]), int(body["place"]))


def _act(body: dict[str, Any]) -> CaseAct:
    for known in get_args(CaseAct):
        if known == body.get("act"):
            found: CaseAct = known
            return found
    raise BadRequest("请求内容看不懂，请刷新页面再试。")


def _request_id(body: dict[str, Any]) -> str:
    value = body.get("id")
    if not isinstance(value, str) or not _REQUEST_ID.fullmatch(value):
        raise BadRequest("请求缺少编号，请刷新页面再试。")
    return value


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequest("请求内容看不懂，请刷新页面再试。")
    # A lone surrogate or NUL passes JSON but no database.
    return value.encode("utf-8", "replace").decode().replace("\x00", "")


def _require_short(text: str) -> None:
    if len(text) > MESSAGE_LIMIT:
        raise BadRequest(f"内容太长了（{len(text)} 字），最多 {MESSAGE_LIMIT} 字，请分几次说。", 413)


def _words(request_id: str, text: str) -> Said:
    _require_short(text)
    verb = _COMMANDS.get(text.strip().lower())
    return Said(request_id, choice=Choice(verb)) if verb else Said(request_id, text=text)


def _point(body: dict[str, Any]) -> Point:
    lat, lon = body.get("lat"), body.get("lon")
    if not (_is_degree(lat, 90) and _is_degree(lon, 180)):
        raise BadRequest("位置不对，请直接打字告诉我们地方。")
    return Point(float(str(lat)), float(str(lon)))


def _is_degree(value: Any, most: float) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and abs(value) <= most


def _plain(text: str) -> str:
    return _NOT_IN_NUMBERS.sub("", unicodedata.normalize("NFKC", text))
