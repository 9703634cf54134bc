"""A real `legalbot run` in a process of its own, on a small FAQ, for tests that look at it from outside."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
import uuid
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import yaml

DATA = Path(__file__).parents[1] / "data"
ENTRIES = 12


def small_data(folder: Path, entries: int = ENTRIES) -> Path:
    """The shipped data with the first entries of the FAQ only, so that learning takes a moment."""
    shutil.copytree(DATA, folder)
    faq = yaml.load((DATA / "legal_faq.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    kept = faq["entries"][:entries]
    ids = {entry["id"] for entry in kept}
    for entry in kept:
        entry["related"] = [one for one in entry["related"] if one in ids]
    write_faq(folder, kept)
    return folder


def write_faq(folder: Path, entries: list[dict[str, Any]]) -> None:
    """Replace the FAQ of a data folder as an editor does: a new file under the old name."""
    new = folder / "legal_faq.yaml.new"
    new.write_text(
        yaml.safe_dump({"entries": entries}, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    new.rename(folder / "legal_faq.yaml")


def read_faq(folder: Path) -> list[dict[str, Any]]:
    """The entries of a data folder's FAQ as plain data."""
    loaded: dict[str, Any] = yaml.load(
        (folder / "legal_faq.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    entries: list[dict[str, Any]] = loaded["entries"]
    return entries


def free_port() -> int:
    """A port of the loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningService:
    """A started service; `printed` is what it said on its way up."""

    def __init__(self, process: Process, address: str, client: aiohttp.ClientSession) -> None:
        self.process = process
        self.address = address
        self.client = client

    async def say(self, text: str = "", **more: str) -> dict[str, Any]:
        """One message of the kiosk's visitor."""
        body = {"id": str(uuid.uuid4()), **({"text": text} if text else {}), **more}
        async with self.client.post(f"{self.address}/api/kiosk/say", json=body) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def wait_until(self, text: str, word: str, seconds: float) -> bool:
        """Whether the answer on `text` holds `word` within so many seconds."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            if word in (await self.say(text))["message"]["text"]:
                return True
            await asyncio.sleep(0.5)
        return False

    async def wait_until_not(self, text: str, word: str, seconds: float) -> bool:
        """Whether the answer on `text` ceases to hold `word` within so many seconds."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            if word not in (await self.say(text))["message"]["text"]:
                return True
            await asyncio.sleep(0.5)
        return False

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.kill()


@asynccontextmanager
async def running_service(
    data: Path, var: Path, *, port: int | None = None, **environment: str
) -> AsyncIterator[RunningService]:
    """Start the service and wait until it serves; stopped at the end."""
    port = port or free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        stdout=PIPE,
        env={
            **os.environ,
            "LEGALBOT_DATA": str(data),
            "LEGALBOT_VAR": str(var),
            "LEGALBOT_PORT": str(port),
            "PYTHONPATH": str(DATA.parent),
            **environment,
        },
        cwd=data,
    )
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        service = RunningService(process, f"http://127.0.0.1:{port}", client)
        try:
            await _wait_for_health(service)
            yield service
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 20)


async def _wait_for_health(service: RunningService) -> None:
    for _ in range(900):
        if service.process.returncode is not None:
            raise AssertionError(f"the service ended with {service.process.returncode}")
        with contextlib.suppress(aiohttp.ClientError):
            async with service.client.get(f"{service.address}/healthz") as response:
                if response.status == 200:
                    return
        await asyncio.sleep(0.1)
    raise AssertionError("the service did not come up")


async def printed_lines(service: RunningService, count: int) -> list[str]:
    """The first lines that the service printed. Raises TimeoutError where there are fewer."""
    assert service.process.stdout is not None
    async with asyncio.timeout(60):
        return [(await service.process.stdout.readline()).decode().strip() for _ in range(count)]
