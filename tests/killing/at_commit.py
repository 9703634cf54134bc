"""`legalbot run` as the target of a process, which may kill itself at its nth commit."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

# Imported here, so that a process forked from one that has read this module need not do it again.
import bot.app  # noqa: F401
from bot.__main__ import main
from bot.storage import send_budget
from bot.storage.database import Database

# People of the story do not wait a second between two messages of one chat.
_PACE = send_budget.ChatLimit(0.02, 10)
_writing = Database.writing


def run(environment: Mapping[str, str], nth: int = 0, moment: Literal["before", "after"] = "after") -> None:
    """Serve until killed: from outside, or by itself before or after its nth commit (0: never)."""
    os.environ.clear()
    os.environ.update(environment)
    # What it says on its way up is for an operator.
    sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    send_budget.PERSON = send_budget.GROUP = _PACE
    if nth:
        Database.writing = _dying(nth, moment)  # type: ignore[method-assign, assignment]
    sys.exit(main(["run"]))


def _dying(nth: int, moment: str) -> Callable[[Database], AbstractAsyncContextManager[AsyncConnection]]:
    left = nth

    @asynccontextmanager
    async def writing(self: Database) -> AsyncIterator[AsyncConnection]:
        nonlocal left
        async with _writing(self) as connection:
            yield connection
            left -= 1
            # Said now: while this one is committed, others count on.
            is_last = left == 0
            if is_last and moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)

    return writing
