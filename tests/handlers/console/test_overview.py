"""The district's and the city's view: cases by topic and week, small numbers hidden."""

import re

from bot.desk import Role
from tests.handlers.site import Site, Visitor


async def test_fewer_than_five_are_hidden(site: Site, admin: Visitor) -> None:
    for count, shown in ((4, "&lt;5"), (5, "5")):
        while len(await _open(site)) < count:
            await site.open_case()
        _, page = await admin.page("/console/overview")
        (row,) = re.findall(r"没有对上条目</th>(.*?)</tr>", page)
        assert re.findall(r"<td>(.*?)</td>", row) == ["—"] * 7 + [shown]


async def test_a_district_counts_its_own_and_a_station_does_not_look(site: Site, mediator: Visitor) -> None:
    await site.open_case()
    assert (await mediator.page("/console/overview"))[0] == 403
    for county, running in (("官渡区", 1), ("五华区", 0)):
        station = next(one for one in site.directory.stations if one.name.startswith(f"{county}公共法律"))
        async with site.browser() as district:
            await district.join(await site.invitation(county, Role.DISTRICT, station.id))
            status, page = await district.page("/console/overview")
            assert (status, f"<dt>在办</dt><dd>{running}</dd>" in page) == (200, True)


async def _open(site: Site) -> list[object]:
    async with site.works.reading() as work:
        return [*await work.cases.of_stations(None)]
