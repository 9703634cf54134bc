"""Which processes on a database are alive: what a dead one left half done can be taken up at once."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_PREFIX = "legalbot "


class Presence:
    """This process's name among all on the database. On SQLite it holds a locked file, which the kernel lets go when
    the process ends however it ends; on PostgreSQL its connections carry the name, and the server drops them."""

    def __init__(self, sqlite_path: Path | None = None) -> None:
        self.name = secrets.token_hex(8)
        self._folder = sqlite_path.with_name(f"{sqlite_path.name}.alive") if sqlite_path else None

    @property
    def connection_name(self) -> str:
        """What PostgreSQL shall call this process's connections."""
        return f"{_PREFIX}{self.name}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Presence]:
        """Be there until the block ends."""
        if self._folder is None:
            yield self
            return
        with _locked(self._folder / self.name):
            yield self

    async def living(self, connection: AsyncConnection) -> frozenset[str]:
        """The names of all processes that are there, ours among them."""
        if connection.dialect.name == "postgresql":
            query = text(
                "SELECT DISTINCT application_name FROM pg_stat_activity WHERE application_name LIKE :like"
            )
            names = (await connection.execute(query, {"like": f"{_PREFIX}%"})).scalars()
            return frozenset({self.name, *(str(name).removeprefix(_PREFIX) for name in names)})
        if self._folder is None:
            return frozenset({self.name})
        return frozenset({self.name, *(path.name for path in _held(self._folder, self.name))})


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Under another name until it is locked, or somebody might take it for a dead one's.
    unready = path.with_name(f"{path.name}.new")
    handle = os.open(unready, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        unready.rename(path)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _held(folder: Path, own: str) -> Iterator[Path]:
    """The files that a living process holds; those of dead ones are cleared away."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name == own or path.suffix == ".new":
            continue
        with contextlib.suppress(FileNotFoundError):
            handle = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield path
            else:
                path.unlink(missing_ok=True)
            finally:
                os.close(handle)
