"""A FAQ file is checked in a process of its own, with the same outcome as here."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.faq.checking import read_apart, tell
from bot.faq.fault import FaqFaults
from bot.faq.loader import read_faq

RAW = (Path(__file__).parents[1] / "data" / "small_faq.yaml").read_bytes()


async def test_a_whole_file_comes_back_as_it_is_read_here() -> None:
    assert await read_apart(RAW) == read_faq(RAW)


@pytest.mark.parametrize("raw", [RAW[: len(RAW) // 2], b"entries: [", "问答".encode("gbk"), b""])
async def test_a_faulty_file_has_the_same_faults(raw: bytes) -> None:
    with pytest.raises(FaqFaults) as here:
        read_faq(raw)
    with pytest.raises(FaqFaults) as apart:
        await read_apart(raw)
    assert apart.value.faults == here.value.faults


async def test_where_no_process_can_work_the_file_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert await read_apart(RAW) == read_faq(RAW)


async def test_a_check_that_is_given_up_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: asyncio.Future[asyncio.subprocess.Process] = asyncio.get_running_loop().create_future()
    start = asyncio.create_subprocess_exec

    async def remembered(*command: str, **how: Any) -> asyncio.subprocess.Process:
        process = await start(*command, **how)
        started.set_result(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", remembered)
    check = asyncio.create_task(read_apart(RAW))
    process = await started
    check.cancel()
    with pytest.raises(asyncio.CancelledError):
        await check
    assert process.returncode is not None


def test_the_outcome_is_told_line_by_line() -> None:
    out = io.BytesIO()
    tell(RAW, out)
    head, *entries = out.getvalue().splitlines()
    assert read_faq(RAW).file_hash.encode() in head
    assert len(entries) == len(read_faq(RAW).entries)
