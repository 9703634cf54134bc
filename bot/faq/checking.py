"""`python -m bot.faq.checking < FILE`: a FAQ file is checked apart from the running service, which goes on answering."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from asyncio.subprocess import PIPE
from dataclasses import asdict
from typing import BinaryIO

from bot.faq.entry import Entry
from bot.faq.fault import FaqFaults, Fault
from bot.faq.loader import Faq, read_faq

_BREATH_SECONDS = 0.0005
"""Rest after each entry that is taken over, so that whoever answers citizens gets the interpreter."""


async def read_apart(raw: bytes) -> Faq:
    """What `read_faq` gives, worked out by a process of its own. Raises FaqFaults with all faults."""
    # Ctrl-C in the terminal is for the service, which ends the checker itself.
    checker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.faq.checking", stdin=PIPE, stdout=PIPE, start_new_session=True
    )
    try:
        told, _ = await checker.communicate(raw)
    finally:
        if checker.returncode is None:
            checker.kill()
            await checker.wait()
    if checker.returncode:
        # It was killed or could not start: what must be known is found out here, if more slowly for citizens.
        return await asyncio.to_thread(read_faq, raw)
    return await asyncio.to_thread(_understood, told)


def tell(raw: bytes, out: BinaryIO) -> None:
    """Write the outcome of a check as lines of JSON: the hash and every entry, or the faults."""
    try:
        faq = read_faq(raw)
    except FaqFaults as faults:
        out.write(json.dumps({"faults": [asdict(fault) for fault in faults.faults]}).encode())
        return
    lines = (entry.model_dump_json(by_alias=True).encode() for entry in faq.entries)
    out.write(b"\n".join([json.dumps({"hash": faq.file_hash}).encode(), *lines]))


def _understood(told: bytes) -> Faq:
    head, *lines = told.split(b"\n")
    outcome = json.loads(head)
    if "faults" in outcome:
        raise FaqFaults([Fault(**fault) for fault in outcome["faults"]])
    entries = []
    for line in lines:
        entries.append(Entry.model_validate_json(line))
        time.sleep(_BREATH_SECONDS)
    return Faq(tuple(entries), outcome["hash"])


if __name__ == "__main__":
    with contextlib.suppress(OSError):
        os.nice(5)
    tell(sys.stdin.buffer.read(), sys.stdout.buffer)
