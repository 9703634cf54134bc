"""An imported list never undoes in silence what staff set: it is listed, kept, and overwritten only when told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import load_directory
from bot.conversation import Channel, Citizen
from bot.desk import Desk, Role
from bot.handlers.wording import ChineseDesk
from bot.referral.directory import Directory
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


LADDER = "id,name,level,division_code,parent_id\nC,市中心,city,5301,\nD,官渡区中心,county,530111,C\n"
TOWN = "T{n},{name}站,township,53011100{n},D\n"
NAMES = ["关上", "太和", "吴井", "金马", "小板桥", "官渡", "六甲"]


def _towns(count: int) -> str:
    return "".join(TOWN.format(n=n, name=NAMES[n - 1]) for n in range(1, count + 1))


def _work_hangs_on(*station_ids: str) -> None:
    async def put() -> None:
        async with Database(Settings().database).running() as database, SqlWorks(database).writing() as work:
            now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
            for one in station_ids:
                await work.staff.admit(f"{one}的人", Role.STATION, one, now)
                await work.staff.link_chat(f"-100{one}", one, now)
                await Desk(ChineseDesk()).open(
                    work,
                    Citizen(Channel.TELEGRAM, "anna"),
                    origin=f"o{one}",
                    station_id=one,
                    station_name="站",
                    question="问",
                    said=(),
                    entry_id=None,
                    consent_text="同意",
                    now=now,
                )

    asyncio.run(put())


def _directory() -> Directory:
    async def load() -> Directory:
        async with Database(Settings().database).running() as database:
            return await load_directory(Settings(), SqlWorks(database))

    return asyncio.run(load())


def test_a_list_with_other_ids_is_refused_with_what_it_would_cut_off(legalbot: Run, listed: Path) -> None:
    _work_hangs_on("S530111001", "S530111002")
    listed.write_text(LADDER + _towns(1), encoding="utf-8")
    for action, told in (("check", "这样导入会被拒绝"), ("import", "什么都没有导入")):
        code, shown = legalbot("stations", action, str(listed))
        assert code == 1
        assert f"有 2 个还连着人员、工作群或工单，{told}" in shown
        assert "S530111001" in shown
        assert "合计：人员 2，工作群 2，没办完的工单 2" in shown
        assert "--anyway" in shown
        assert "已导入" not in shown
    assert _directory().get("T1") is None
    assert _directory().get("S530111001") is not None
    code, shown = legalbot("stations", "import", str(listed), "--anyway")
    assert code == 0
    assert "已导入 3 个站点" in shown
    assert "合计：人员 2，工作群 2，没办完的工单 2" in shown
    assert _directory().get("T1") is not None
    # Told once: another import of the same list cuts off nothing more.
    assert legalbot("stations", "import", str(listed))[0] == 0


def test_a_few_stations_that_close_under_an_open_one_are_taken_as_they_are(
    legalbot: Run, listed: Path
) -> None:
    listed.write_text(LADDER + _towns(7), encoding="utf-8")
    assert legalbot("stations", "import", str(listed))[0] == 0
    _work_hangs_on("T1", "T2", "T3", "T4", "T5", "T6")
    listed.write_text(LADDER, encoding="utf-8")
    code, shown = legalbot("stations", "import", str(listed))
    assert code == 1
    assert "有 6 个还连着" in shown
    listed.write_text(LADDER + _towns(1), encoding="utf-8")
    code, shown = legalbot("stations", "import", str(listed))
    assert code == 0
    assert "新增 0，更新 3，关闭 6" in shown
    assert "还连着" not in shown


def test_one_station_with_nobody_above_is_asked_about(legalbot: Run, listed: Path) -> None:
    listed.write_text(LADDER + _towns(1), encoding="utf-8")
    assert legalbot("stations", "import", str(listed))[0] == 0
    _work_hangs_on("T1")
    listed.write_text("id,name,level,division_code,parent_id\nE,新的市中心,city,5301,\n", encoding="utf-8")
    code, shown = legalbot("stations", "import", str(listed))
    assert code == 1
    assert "T1 关上站：人员 1，工作群 1，没办完的工单 1（上面也没有站点可以转）" in shown


def test_what_hung_on_a_shipped_station_goes_up_when_the_first_list_lacks_it(
    legalbot: Run, listed: Path
) -> None:
    _work_hangs_on("S530111001")
    listed.write_text("id,name,level,division_code,parent_id\nS5301,市中心,city,5301,\n", encoding="utf-8")
    assert legalbot("stations", "import", str(listed))[0] == 0
    directory = _directory()
    closed = directory.known("S530111001")
    assert closed is not None
    above = directory.parent(closed)
    assert above is not None
    assert above.id == "S5301"


def test_stations_that_nothing_hangs_on_come_and_go(legalbot: Run, listed: Path) -> None:
    listed.write_text(LADDER + _towns(7), encoding="utf-8")
    assert legalbot("stations", "import", str(listed))[0] == 0
    listed.write_text("id,name,level,division_code,parent_id\nE,新的市中心,city,5301,\n", encoding="utf-8")
    code, shown = legalbot("stations", "import", str(listed))
    assert code == 0
    assert "新增 1，更新 0，关闭 9" in shown
