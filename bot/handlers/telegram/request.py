"""The HTTP of the Bot API on aiohttp: several times faster than the library's own client."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.handlers.telegram.completing import completed
from bot.referral.case_file import LARGEST_FILE_BYTES

_CONNECT_SECONDS = 10.0
# Long, for a message whose answer is not waited for is sent again, and comes twice.
_READ_SECONDS = 40.0
_KEEP_ALIVE_SECONDS = 15.0
_TOO_MANY_REQUESTS = 429
_FIRST_FAILURE, _PAST_FAILURES = 400, 600
_BAD_GATEWAY = 502
_CHUNK_BYTES = 256 * 1024
_RETRY_WORDS = re.compile(r"retry after (\d+)", re.IGNORECASE)
# Whoever asks for more is not heard longer: we ask again.
_LONGEST_PAUSE_SECONDS = 3600.0


class TooFast(TelegramError):
    """The server asks us to send nothing for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"flood control: again in {seconds} s")
        self.seconds = seconds


class NotSent(NetworkError):
    """The server was not reached at all: it has got nothing of this request."""


class AiohttpRequest(BaseRequest):
    """One pool of connections. `read_seconds` is how long an answer may take."""

    def __init__(
        self, proxy: str | None = None, connections: int = 64, read_seconds: float = _READ_SECONDS
    ) -> None:
        self._proxy = proxy or None
        self._connections = connections
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take where a call says nothing else."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=_KEEP_ALIVE_SECONDS, ttl_dns_cache=60
            )
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request. Raises TimedOut, TooFast, NotSent, or NetworkError; none names the URL, which holds the token."""
        if self._session is None:
            raise NetworkError("not open")
        read = read_timeout if isinstance(read_timeout, int | float) else self._read_seconds
        timeout = aiohttp.ClientTimeout(total=read + _CONNECT_SECONDS, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, proxy=self._proxy
            ) as response:
                status, payload = response.status, await _read(response)
                asked_seconds = response.headers.get("Retry-After", "")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        # A file that is fetched is no word of the Bot API, nor need be what is said of one that is not there.
        if method == "POST":
            status, payload = read_answer(status, payload)
        elif status >= _FIRST_FAILURE:
            payload = b"{}"
        if status == _TOO_MANY_REQUESTS:
            raise TooFast(_retry_after(payload, asked_seconds))
        return status, payload


class TelegramApi(Bot):
    """The library's bot, with updates as the server wrote them: one that cannot be read must not stop the others."""

    async def fetch_updates(
        self, offset: int | None, wait_seconds: int, kinds: list[str]
    ) -> list[dict[str, Any]]:
        """Long poll for updates; `offset` confirms all before it. Raises TelegramError."""
        data = {"offset": offset, "timeout": wait_seconds, "limit": 100, "allowed_updates": kinds}
        result = await super()._post("getUpdates", data, read_timeout=wait_seconds + 10.0)
        if not isinstance(result, list):
            raise NetworkError("no list of updates")
        return [one for one in result if isinstance(one, dict) and isinstance(one.get("update_id"), int)]

    async def _post(self, endpoint: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """As the library does, but with what it needs and a server may leave out."""
        return completed(await super()._post(endpoint, data, **more))


def build_api(token: str, base_url: str, proxy: str | None = None) -> TelegramApi:
    """A bot on any Bot API server; `base_url` is the server's root, with or without `/bot` at its end.
    Raises InvalidToken for an empty token."""
    root = base_url.strip().rstrip("/").removesuffix("/bot").rstrip("/")
    return TelegramApi(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(proxy),
        get_updates_request=AiohttpRequest(proxy, connections=2),
    )


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    # Unquoted, or a Chinese file name arrives as %E5%90%88….
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        # Raw bytes of some megabytes would be written at once: a stream goes out piece by piece.
        body = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=mime_type)
    return form


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body, but no more of it than tells that it is too much."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        body += chunk
        if len(body) > LARGEST_FILE_BYTES:
            break
    return bytes(body)


def read_answer(status: int, payload: bytes) -> tuple[int, bytes]:
    """What a server answered, in the form that the library reads. Some say an error with the status 200; a gateway's
    page is no word of the Bot API, whatever its status. Raises NetworkError for an answer that says nothing."""
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        if status < _FIRST_FAILURE:
            raise NetworkError("unreadable answer")
        # 401 and 404 of the Bot API itself are about our token, and are JSON.
        return (_BAD_GATEWAY if status in {401, 404} else status), b"{}"
    if status < _FIRST_FAILURE:
        if said.get("ok") is not False:
            if "result" not in said:
                raise NetworkError("answer without a result")
            return status, payload
        code = said.get("error_code")
        status = code if isinstance(code, int) and _FIRST_FAILURE <= code < _PAST_FAILURES else 400
    if not isinstance(said.get("parameters"), dict):
        said.pop("parameters", None)
    said["description"] = str(said.get("description") or "")
    return status, json.dumps(said).encode()


def _retry_after(payload: bytes, header: str) -> float:
    """The seconds of a 429: in its parameters, in its words, in the HTTP header; or one."""
    said = json.loads(payload)
    words = _RETRY_WORDS.search(str(said.get("description", "")))
    told = [said.get("parameters", {}).get("retry_after"), words and words[1], header]
    for seconds in told:
        try:
            return min(max(float(seconds), 0.1), _LONGEST_PAUSE_SECONDS)
        except (ValueError, TypeError):
            continue
    return 1.0
