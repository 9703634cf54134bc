"""A throw-away PostgreSQL cluster from Debian's package, run as another user than root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoPostgresError(Exception):
    """This machine can run no PostgreSQL; the text says why."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a fresh cluster's database. Raises NoPostgresError."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise NoPostgresError("PostgreSQL is not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="legalbot-pg-"))
    as_user = _as_other_user(folder)
    port = _free_port()
    data, bin_ = folder / "data", programs[-1]
    run = [
        *as_user,
        str(bin_ / "initdb"),
        "-D",
        str(data),
        "-U",
        "legalbot",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
    ]
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c synchronous_commit=off"
    control = [*as_user, str(bin_ / "pg_ctl"), "-D", str(data), "-w"]
    try:
        _call(run)
        _call([*control, "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield f"postgresql://legalbot@127.0.0.1:{port}/postgres"
        finally:
            _call([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_other_user(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    if shutil.which("runuser") is None:
        raise NoPostgresError("root cannot run PostgreSQL and there is no runuser")
    shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _call(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, timeout=60)
    if done.returncode:
        raise NoPostgresError(f"{command[-1]}: {done.stderr[-300:]}")
