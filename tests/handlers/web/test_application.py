"""Health, metrics and failures of the one application."""

import pytest

from bot.handlers.kiosk.kiosk import Kiosk
from tests.handlers.site import Site, Visitor


async def test_it_is_healthy(citizen: Visitor) -> None:
    async with citizen.session.get("/healthz") as response:
        assert await response.json() == {"status": "ok"}


async def test_it_is_not_healthy_without_its_database(site: Site, citizen: Visitor) -> None:
    async with site.works.writing() as work:
        await work.connection.exec_driver_sql("DROP TABLE staff_sessions")
        await work.connection.exec_driver_sql("DROP TABLE staff")
    async with citizen.session.get("/healthz") as response:
        assert response.status == 503


async def test_requests_are_counted_by_route_without_what_people_sent(citizen: Visitor) -> None:
    await citizen.say("楼上漏水怎么赔")
    await citizen.page("/console/join/abcdefghijklmnopqrstuvwxyz")
    _, shown = await citizen.page("/metrics")
    assert 'route="/api/kiosk/say",status="200"} 1.0' in shown
    assert "漏水" not in shown
    assert "abcdefghijklmnopqrstuvwxyz" not in shown


async def test_a_page_that_is_not_there_is_said_in_chinese(citizen: Visitor) -> None:
    status, page = await citizen.page("/nowhere")
    assert (status, "没有这个页面" in page) == (404, True)


async def test_a_failure_of_ours_tells_the_citizen_whom_to_call(
    citizen: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("words of a citizen")

    monkeypatch.setattr(Kiosk, "_answer", fail)
    status, told = await citizen.post("/api/kiosk/say", {"id": "0123456789", "text": "x"})
    assert (status, "12348" in told["error"]) == (500, True)
    shown = capsys.readouterr()
    assert "RuntimeError at fail" in shown.out + shown.err
    assert "words of a citizen" not in shown.out + shown.err


@pytest.mark.parametrize("path", ["/static/../kiosk.html", "/static/%2e%2e/kiosk.html", "/static/"])
async def test_only_static_files_are_served_as_files(citizen: Visitor, path: str) -> None:
    assert (await citizen.page(path))[0] in {403, 404}
