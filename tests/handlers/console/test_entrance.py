"""A one-time link lets one person in; looking at it does not use it up."""

from datetime import UTC, datetime

from bot.desk import Role
from bot.handlers.console import admin_login_link, first_admin_link
from tests.handlers.site import Site, Visitor, hidden_field


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_preview_does_not_use_the_link_up(site: Site, citizen: Visitor) -> None:
    code = await site.invitation("王调解", Role.STATION, site.station_id)
    for _ in range(3):
        status, page = await citizen.page(f"/console/join/{code}")
        assert (status, "王调解" in page) == (200, True)
    await citizen.join(code)
    assert (await citizen.page("/console"))[0] == 200


async def test_the_second_to_come_is_not_let_in(site: Site, citizen: Visitor) -> None:
    code = await site.invitation()
    await citizen.join(code)
    async with site.browser() as late:
        assert (await late.page(f"/console/join/{code}"))[0] == 410
        async with late.session.post(f"/console/join/{code}") as response:
            assert response.status == 410
        assert (await late.page("/console"))[0] == 401


async def test_the_session_cookie_is_strict_and_for_the_console_only(site: Site, citizen: Visitor) -> None:
    code = await site.invitation()
    async with citizen.session.post(f"/console/join/{code}", allow_redirects=False) as response:
        cookie = response.cookies["staff"]
        assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/console", "Strict", "43200")
        assert cookie["httponly"]


async def test_a_second_link_for_the_same_person_is_the_same_person(site: Site) -> None:
    for _ in range(2):
        async with site.browser() as visitor:
            await visitor.join(await site.invitation("王调解", Role.STATION, site.station_id))
    async with site.works.reading() as work:
        assert len(await work.staff.everyone()) == 1


async def test_logging_out_ends_the_session(site: Site, mediator: Visitor) -> None:
    cookie = next(one for one in mediator.session.cookie_jar if one.key == "staff").value
    await mediator.submit("/console", "/console/logout")
    async with site.works.reading() as work:
        assert await work.staff.of_session(cookie, now()) is None
    assert (await mediator.page("/console"))[0] == 401


async def test_a_form_without_its_token_does_nothing(site: Site, mediator: Visitor) -> None:
    opened = await site.open_case()
    for csrf in ("", "0" * 64):
        data = {"csrf": csrf, "key": "0123456789abcdef"}
        async with mediator.session.post(f"/console/cases/{opened.number}/claim", data=data) as response:
            assert response.status == 403
    assert await site.state(opened.number) == "open"


async def test_the_token_of_another_session_does_not_fit(
    site: Site, mediator: Visitor, colleague: Visitor
) -> None:
    opened = await site.open_case()
    csrf = hidden_field((await colleague.page("/console"))[1], "csrf")
    data = {"csrf": csrf, "key": "0123456789abcdef"}
    async with mediator.session.post(f"/console/cases/{opened.number}/claim", data=data) as response:
        assert response.status == 403


async def test_the_first_administrator_gets_a_link_at_each_start_until_one_came(
    site: Site, citizen: Visitor
) -> None:
    first = await first_admin_link(site.works, site.url, now())
    second = await first_admin_link(site.works, site.url, now())
    assert first
    assert second
    assert first != second
    await citizen.join(second.rsplit("/", 1)[1])
    assert "管理员" in (await citizen.page("/console/staff"))[1]
    assert await first_admin_link(site.works, site.url, now()) is None


async def test_the_operator_lets_the_administrator_in_again(site: Site, admin: Visitor) -> None:
    link = await admin_login_link(site.works, site.url, now())
    async with site.browser() as again:
        await again.join(link.rsplit("/", 1)[1])
    async with site.works.reading() as work:
        assert [one.role for one in await work.staff.everyone()] == [Role.ADMIN]
