"""The command line against the shipped data, with one cache for all tests of a run."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what was learnt from the FAQ is kept for this run."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def legalbot(
    var_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run `legalbot` with these words; gives the exit code and what it printed."""
    monkeypatch.setenv("LEGALBOT_VAR", str(var_dir))
    monkeypatch.setenv("LEGALBOT_DATABASE_URL", f"sqlite:///{tmp_path / 'cli.db'}")
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = main(words)
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


@pytest.fixture
def ask_lines(legalbot: Run) -> Callable[..., list[dict[str, Any]]]:
    """`legalbot ask --jsonl -` with these objects."""

    def ask(*lines: dict[str, Any]) -> list[dict[str, Any]]:
        code, shown = legalbot(
            "ask", "--jsonl", "-", stdin="\n".join(json.dumps(line) for line in lines) + "\n"
        )
        assert code == 0
        return [json.loads(line) for line in shown.splitlines()]

    return ask
