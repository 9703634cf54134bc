"""A folder of statutes is taken whole, or every bad file is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.faq.statutes import StatuteFaults, read_folder
from tests.statutes import document, write_folder

RETIRED = {
    "name": "物权法",
    "replaced_by": "civil-code",
    "retired_date": "2021-01-01",
    "basis": "民法典第1260条",
}


def test_folder_is_read_with_its_retired_names(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "laws", document(), document("labor"), retired=[RETIRED])
    (folder / "index.json").write_text("[]")
    read = read_folder(folder)
    assert [one.id for one in read.statutes] == ["civil-code", "labor"]
    assert read.retired is not None
    assert read.retired[0].name == "物权法"


def test_statute_without_text_is_taken_by_name(tmp_path: Path) -> None:
    (one,) = read_folder(write_folder(tmp_path / "laws", document("local", articles={}))).statutes
    assert one.articles == ()


def _twice(data: dict[str, Any]) -> None:
    data["articles"].append(data["articles"][0])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data.pop("title"), "title"),
        (lambda data: data.update(version_date="很久以前"), "version_date"),
        (lambda data: data.update(text_available=False), "text_available"),
        (lambda data: data.update(article_count=99), "article_count"),
        (lambda data: data.update(superseded=True), "superseded_date"),
        (lambda data: data["articles"][0].update(text="  "), "不能是空的"),
        (lambda data: data["articles"][0].update(number="十"), "number"),
        (lambda data: data["articles"][0].update(suffix="之1"), "suffix"),
        (_twice, "条号重复"),
    ],
)
def test_bad_file_is_named_with_what_is_wrong(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], Any], said: str
) -> None:
    bad = document("labor")
    spoil(bad)
    with pytest.raises(StatuteFaults) as caught:
        read_folder(write_folder(tmp_path / "laws", document(), bad))
    assert {fault.where for fault in caught.value.faults} == {"labor.json"}
    assert said in str(caught.value)
    assert "建议：" in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"{", "中".encode("gbk"), b"[]", b"7", b"[" * 100_000, b'{"a": 1}'])
def test_file_that_is_no_statute_is_named(tmp_path: Path, raw: bytes) -> None:
    folder = write_folder(tmp_path / "laws")
    (folder / "broken.json").write_bytes(raw)
    with pytest.raises(StatuteFaults) as caught:
        read_folder(folder)
    assert {fault.where for fault in caught.value.faults} == {"broken.json"}


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "laws", document("a", title=""), document("b", title=""))
    (folder / "retired-names.json").write_text("{}")
    with pytest.raises(StatuteFaults) as caught:
        read_folder(folder)
    assert {fault.where for fault in caught.value.faults} == {"a.json", "b.json", "retired-names.json"}


def test_name_belongs_to_one_law_only(tmp_path: Path) -> None:
    with pytest.raises(StatuteFaults, match="民法典"):
        read_folder(write_folder(tmp_path / "laws", document(), document("labor", aliases=["《民法典》"])))


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_folder_without_statutes_is_a_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(StatuteFaults):
        read_folder(tmp_path / name)
