"""What staff set at a station is kept with its history, on both kinds of database, and survives an import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.referral.division import Level
from bot.referral.loader import load_divisions
from bot.referral.station import Station
from bot.referral.station_edit import StationChange, StationEdit, edited
from bot.storage.work import SqlWorks

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CITY = Station("C", "市中心", Level.CITY, "5301", phone="12348")
DATA = Path(__file__).parents[2] / "data"


async def test_every_change_is_kept_with_who_when_and_before(works: SqlWorks) -> None:
    async with works.writing() as work:
        stamp = await work.station_edits.stamp()
        await work.station_edits.put("C", {"phone": "12348"}, {"phone": "0871-1234567"}, 7, NOW)
        await work.station_edits.put("C", {"phone": "0871-1234567"}, {"phone": ""}, 8, NOW)
        assert await work.station_edits.stamp() != stamp
        assert await work.station_edits.of("C") == {"phone": ""}
        assert await work.station_edits.all() == [StationEdit("C", "phone", "", 8, NOW)]
        assert await work.station_edits.history("C") == [
            StationChange("phone", "0871-1234567", "", "staff:8", NOW),
            StationChange("phone", "12348", "0871-1234567", "staff:7", NOW),
        ]
        assert await work.station_edits.history("elsewhere") == []


async def test_an_import_leaves_edits_alone_until_it_is_told_to_overwrite(works: SqlWorks) -> None:
    tree = load_divisions(DATA / "divisions.csv")
    async with works.writing() as work:
        await work.stations.import_all([CITY], NOW)
        await work.station_edits.put("C", {"phone": "12348"}, {"phone": "0871-1234567"}, 7, NOW)
        await work.stations.import_all([CITY], NOW)
        values = await work.station_edits.values()
        assert [one.phone for one in edited(await work.stations.load(tree), values)] == ["0871-1234567"]
        stamp = await work.station_edits.stamp()
        (edit,) = await work.station_edits.all()
        await work.station_edits.drop(edit, "12348", NOW)
        assert await work.station_edits.values() == {}
        assert await work.station_edits.stamp() != stamp
        assert (await work.station_edits.history("C"))[0] == StationChange(
            "phone", "0871-1234567", "12348", "import", NOW
        )


async def test_an_imported_duty_phone_is_read_again(works: SqlWorks) -> None:
    listed = Station("C", "市中心", Level.CITY, "5301", duty_phone="13800000000")
    async with works.writing() as work:
        await work.stations.import_all([listed], NOW)
        (found,) = await work.stations.load(load_divisions(DATA / "divisions.csv"))
    assert found == listed
