"""An imported list never undoes in silence what staff set: it is listed, kept, and overwritten only when told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk import Role
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.commands.conftest import Run

HEAD = "id,name,level,division_code,parent_id,phone,hours\n"
ROW = "X1,市中心,city,5301,,{phone},{hours}\n"
HOURS = "工作日 9:00-17:00"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return tmp_path / "stations.csv"


def _edit() -> None:
    async def put() -> None:
        async with Database(Settings().database).running() as database, SqlWorks(database).writing() as work:
            now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
            staff = await work.staff.admit("王主任", Role.LEAD, "X1", now)
            before = {"phone": "12348", "hours": HOURS}
            after = {"phone": "0871-67173319", "hours": "每天 8:00-20:00"}
            await work.station_edits.put("X1", before, after, staff.id, now)

    asyncio.run(put())


def _values() -> dict[str, dict[str, str]]:
    async def read() -> dict[str, dict[str, str]]:
        async with Database(Settings().database).running() as database, SqlWorks(database).reading() as work:
            return await work.station_edits.values()

    return asyncio.run(read())


def test_what_differs_is_listed_and_kept(legalbot: Run, listed: Path) -> None:
    listed.write_text(HEAD + ROW.format(phone="12348", hours=HOURS), encoding="utf-8")
    assert legalbot("stations", "import", str(listed))[0] == 0
    _edit()
    for action in ("check", "import"):
        code, shown = legalbot("stations", action, str(listed))
        assert code == 0
        assert "有 2 处文件与工作人员后来的改动不同" in shown
        assert "--overwrite-edits" in shown
        line = "X1 市中心 电话：王主任 2026-11-23 10:00 改为“0871-67173319”，文件里是“12348”"
        assert line in shown
    assert _values() == {"X1": {"phone": "0871-67173319", "hours": "每天 8:00-20:00"}}


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROW.format(phone="", hours=""),
        "id,name,level,division_code,parent_id\nX1,市中心,city,5301,\n",
        HEAD + ROW.format(phone="0871-67173319", hours="每天 8:00-20:00"),
    ],
    ids=["empty cells", "no such columns", "the same values"],
)
def test_nothing_is_contested_by_what_is_not_said_or_said_alike(
    legalbot: Run, listed: Path, text: str
) -> None:
    _edit()
    before = _values()
    listed.write_text(text, encoding="utf-8")
    for more in ((), ("--overwrite-edits",)):
        code, shown = legalbot("stations", "import", str(listed), *more)
        assert code == 0
        assert "改动不同" not in shown
        assert _values() == before


def test_told_to_overwrite_the_list_wins_where_it_says_something(legalbot: Run, listed: Path) -> None:
    _edit()
    listed.write_text(HEAD + ROW.format(phone="12348", hours=""), encoding="utf-8")
    _, shown = legalbot("stations", "import", str(listed), "--overwrite-edits")
    assert "有 1 处文件与工作人员后来的改动不同，已按文件改掉" in shown
    assert _values() == {"X1": {"hours": "每天 8:00-20:00"}}
    assert "改动不同" not in legalbot("stations", "check", str(listed))[1]
