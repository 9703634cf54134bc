"""`legalbot run` that kills itself at its nth commit: python -m tests.killing.at_commit; LEGALBOT_KILL=n:before|after."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.__main__ import main
from bot.storage.database import Database

_COUNT, _, _MOMENT = os.environ.get("LEGALBOT_KILL", "0:after").partition(":")
_left = int(_COUNT)
_writing = Database.writing


@asynccontextmanager
async def _counted(self: Database) -> AsyncIterator[AsyncConnection]:
    global _left
    async with _writing(self) as connection:
        yield connection
        _left -= 1
        if _left == 0 and _MOMENT == "before":
            os.kill(os.getpid(), signal.SIGKILL)
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    if _left:
        Database.writing = _counted  # type: ignore[method-assign]
    sys.exit(main(["run"]))
