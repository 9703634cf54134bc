"""`legalbot broadcast`: from a YAML file to a released notice, by two people."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.conversation import Channel, Citizen
from bot.desk import Role
from bot.storage.database import Database
from bot.storage.work import SqlWorks

YAML = """
text: 六月是安全生产月，请检查燃气软管。
audience: {districts: [官渡区], topics: [安全生产]}
when: 立即
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service's folder with two members of staff and six subscribers."""
    monkeypatch.setenv("LEGALBOT_VAR", str(tmp_path))
    monkeypatch.delenv("LEGALBOT_DATABASE_URL", raising=False)

    async def fill() -> None:
        now = datetime.now(UTC)
        async with (
            Database(f"sqlite:///{tmp_path / 'legalbot.db'}").running() as database,
            SqlWorks(database).writing() as work,
        ):
            for name in ("张三", "李四"):
                await work.staff.admit(name, Role.CITY, None, now)
            for one in range(6):
                citizen = Citizen(Channel.TELEGRAM, str(100 + one))
                await work.subscribers.opt_in(citizen, "safety", "530111", "同意", now)

    asyncio.run(fill())
    (tmp_path / "notice.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


def _run(*words: str) -> int:
    return main(["broadcast", *words])


def test_by_two_people_from_file_to_release(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("new", str(folder / "notice.yaml"), "--by", "张三") == 0
    assert "现在 6 人" in capsys.readouterr().out
    assert _run("test", "1", "--by", "张三", "--to", "900") == 0
    found = re.search(r"--hash (\w+) --count (\d+)", capsys.readouterr().out)
    assert found
    seen = ("--hash", found[1], "--count", found[2])
    assert _run("release", "1", "--by", "张三", *seen) == 1
    assert "不能自己放行" in capsys.readouterr().err
    assert _run("release", "1", "--by", "李四", *seen) == 0
    assert "已放行" in capsys.readouterr().out
    assert _run("cancel", "1", "--by", "李四") == 0
    assert "已取消" in capsys.readouterr().out
    report = folder / "report.csv"
    assert _run("report", "1", "--csv", str(report)) == 0
    assert report.read_text(encoding="utf-8-sig").startswith("编号,渠道")


def test_all_faults_of_a_file_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = folder / "bad.yaml"
    bad.write_text("txt: x\naudience: {districts: [月球]}\nwhen: 明天\n", encoding="utf-8")
    assert _run("new", str(bad), "--by", "张三") == 1
    said = capsys.readouterr().err
    assert all(word in said for word in ("txt", "text", "月球", "明天"))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("new", "nothing.yaml", "--by", "张三"), "打不开"),
        (("report", "77"), "没有编号为 77"),
        (("pause", "77", "--by", "张三"), "没有编号为 77"),
        (("pause", "1", "--by", "王五"), "没有叫“王五”"),
    ],
)
def test_a_mistake_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert _run(*words) == 1
    said = capsys.readouterr().err
    assert why in said
    assert "Traceback" not in said
