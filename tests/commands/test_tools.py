"""The tools of staff and operators on the command line."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.conversation import Channel, Citizen
from bot.desk import NewCase
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.commands.conftest import Run

DATA = Path(__file__).parents[2] / "data"
HEAD = "id,name,level,division_code,parent_id,address,lat,lon,phone,hours,note\n"
CITY = "X1,市中心,city,5301,,昆明市,25.0,102.7,12348,工作日 9:00-12:00;13:00-17:00,\n"


def test_faq_check_passes_the_shipped_file(legalbot: Run) -> None:
    code, shown = legalbot("faq", "check")
    assert code == 0
    assert "281 个条目" in shown


def test_faq_check_of_a_broken_file_says_where_and_how_to_cure(legalbot: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    text = (DATA / "legal_faq.yaml").read_text(encoding="utf-8")
    broken.write_text(
        text.replace("  station_level: township", "  station_level: provinz", 1), encoding="utf-8"
    )
    code, shown = legalbot("faq", "check", str(broken))
    line = text[: text.index("  station_level: township")].count("\n") + 1
    assert code == 1
    assert shown.startswith(f"第 {line} 行 条目 ")
    assert "建议：" in shown


def test_faq_check_of_a_missing_file_is_one_clear_line(legalbot: Run) -> None:
    code, shown = legalbot("faq", "check", "nowhere.yaml")
    assert code == 1
    assert "打不开" in shown


def test_locate_says_one_several_none_and_outside(legalbot: Run) -> None:
    asked = [{"text": "官渡关上"}, {"text": "马街"}, {"text": "你好"}, {"text": "兰州市安宁区"}]
    code, shown = legalbot("locate", "--jsonl", "-", stdin="\n".join(json.dumps(one) for one in asked))
    one, several, none, outside = (json.loads(line) for line in shown.splitlines())
    assert code == 0
    assert one == {"status": "one", "divisions": ["530111001"]}
    assert several["status"] == "several"
    assert len(several["divisions"]) > 1
    assert none == {"status": "none", "divisions": []}
    assert outside["status"] == "none"
    assert outside["outside"] is True


def test_locate_by_point_gives_the_nearest_per_level(legalbot: Run) -> None:
    _, shown = legalbot(
        "locate", "--jsonl", "-", stdin='{"lat": 25.04, "lon": 102.7}\n{"lat": "x", "lon": 1}\n'
    )
    found, refused = (json.loads(line) for line in shown.splitlines())
    assert {one["level"] for one in found["stations"]} >= {"county", "city"}
    assert "第 2 行" in refused["error"]


def test_stations_check_names_the_bad_row(legalbot: Run, tmp_path: Path) -> None:
    listed = tmp_path / "stations.csv"
    listed.write_text(HEAD + CITY + "X2,站,planet,530111,X1,,,,,,\n", encoding="utf-8")
    code, shown = legalbot("stations", "check", str(listed))
    assert code == 1
    assert "第 3 行" in shown


def test_faulty_list_is_not_imported_at_all(legalbot: Run, tmp_path: Path) -> None:
    listed = tmp_path / "stations.csv"
    listed.write_text(HEAD + CITY + "X2,站,planet,530111,X1,,,,,,\n", encoding="utf-8")
    assert legalbot("stations", "import", str(listed))[0] == 1
    listed.write_text(HEAD + CITY, encoding="utf-8")
    assert "新增 1，更新 0，关闭 0" in legalbot("stations", "import", str(listed))[1]


def test_second_import_updates_by_id_and_closes_the_vanished(legalbot: Run, tmp_path: Path) -> None:
    listed = tmp_path / "stations.csv"
    row = "X{n},官渡区站{n},county,530111,X1,,,,,,\n"
    listed.write_text(HEAD + CITY + row.format(n=2) + row.format(n=3), encoding="utf-8")
    legalbot("stations", "import", str(listed))
    listed.write_text(HEAD + CITY + row.format(n=2) + row.format(n=4), encoding="utf-8")
    assert "新增 1，更新 2，关闭 1" in legalbot("stations", "import", str(listed))[1]


def test_a_data_folder_that_is_not_there_is_one_line(
    legalbot: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGALBOT_DATA", str(tmp_path / "nowhere"))
    assert legalbot("ask", "物业费") == (1, "设置不对：LEGALBOT_DATA。建议：检查环境变量或 .env 文件。\n")


def test_invitation_for_a_station_needs_the_station(legalbot: Run) -> None:
    assert legalbot("invite", "王调解")[0] == 2
    code, shown = legalbot("invite", "王调解", "--station", "S530111001")
    assert code == 0
    assert "/console/join/" in shown


@pytest.mark.parametrize(
    "asked",
    [("--station", "火星基地"), ("--station", "关上"), ("--role", "district", "--station", "S530111001")],
)
def test_nobody_is_invited_to_a_station_that_is_none_or_several_or_of_another_level(
    legalbot: Run, asked: tuple[str, ...]
) -> None:
    code, shown = legalbot("invite", "王调解", *asked)
    assert code == 2
    assert "/console/join/" not in shown


def test_a_station_is_named_in_words(legalbot: Run) -> None:
    assert "/link " in legalbot("invite", "关上站", "--station", "官渡区关上街道", "--chat")[1]


def test_chat_code_is_for_the_group(legalbot: Run) -> None:
    assert "/link " in legalbot("invite", "关上站", "--station", "S530111001", "--chat")[1]


def test_audit_proves_openings_and_finds_one_taken_out(legalbot: Run) -> None:
    async def act(statement: str = "") -> None:
        async with Database(Settings().database).running() as database, SqlWorks(database).writing() as work:
            if statement:
                await work.connection.execute(text(statement))
                return
            now, citizen = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), Citizen(Channel.KIOSK, "a")
            await work.cases.open(NewCase("o", citizen, "S", "站", "问", (), None, "h", None, now))

    asyncio.run(act())
    assert legalbot("audit", "verify") == (0, "流转记录完整，没有被改动。\n")
    asyncio.run(act("DELETE FROM case_moves"))
    assert legalbot("audit", "verify") == (1, "最后的流转记录被删去了\n")


def test_audit_of_an_empty_log_is_whole(legalbot: Run) -> None:
    assert legalbot("audit", "verify") == (0, "流转记录完整，没有被改动。\n")
