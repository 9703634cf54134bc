"""A change is told once, when its writer has come to rest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.faq.watch import FileWatch


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    path.write_bytes(b"first")
    return path


def _watch(path: Path) -> FileWatch:
    watch = FileWatch(path, hashlib.sha256(path.read_bytes()).hexdigest())
    assert [watch.changed(), watch.changed()] == [None, None]
    return watch


def test_change_is_told_once_when_it_rests(file: Path) -> None:
    watch = _watch(file)
    file.write_bytes(b"second")
    assert [watch.changed(), watch.changed(), watch.changed()] == [None, b"second", None]


def test_file_that_still_grows_is_not_read(file: Path) -> None:
    watch = _watch(file)
    for size in range(1, 5):
        file.write_bytes(b"x" * size * 10)
        assert watch.changed() is None
    assert watch.changed() == b"x" * 40


def test_file_replaced_by_rename_is_seen(file: Path) -> None:
    watch = _watch(file)
    other = file.with_suffix(".new")
    other.write_bytes(b"third")
    other.rename(file)
    assert [watch.changed(), watch.changed()] == [None, b"third"]


def test_missing_file_is_waited_for(file: Path) -> None:
    watch = _watch(file)
    file.unlink()
    assert [watch.changed(), watch.changed()] == [None, None]
    file.write_bytes(b"back")
    assert [watch.changed(), watch.changed()] == [None, b"back"]


def test_touching_without_a_change_is_no_change(file: Path) -> None:
    watch = _watch(file)
    file.write_bytes(b"first")
    assert [watch.changed(), watch.changed(), watch.changed()] == [None, None, None]
