"""What is given back of a form whose login had ended."""

from __future__ import annotations

from aiohttp import FormData

from bot.handlers.console.written import written_in
from tests.handlers.site import Site


def test_only_what_was_written_is_given_back_by_its_name_on_the_page() -> None:
    fields = {"csrf": "x", "key": "y", "was_hours": "z", "station_id": "S1", "text": "", "hours": "24小时"}
    assert written_in(fields) == [("开放时间", "24小时")]
    assert written_in({"csrf": "x", "key": "y"}) == []


async def test_words_beside_a_file_are_given_back(site: Site) -> None:
    number = (await site.open_case()).number
    form = FormData()
    form.add_field("csrf", "gone")
    form.add_field("text", "请看这张照片")
    form.add_field("files", b"x" * 300_000, filename="a.jpg", content_type="image/jpeg")
    async with (
        site.browser() as stranger,
        stranger.session.post(f"/console/cases/{number}/send", data=form) as response,
    ):
        assert response.status == 401
        page = await response.text()
    assert "登录已经过期" in page
    assert "请看这张照片" in page


async def test_who_wrote_nothing_is_only_asked_to_log_in(site: Site) -> None:
    number = (await site.open_case()).number
    async with (
        site.browser() as stranger,
        stranger.session.post(f"/console/cases/{number}/claim") as response,
    ):
        assert response.status == 401
        assert "登录已经过期" not in await response.text()
