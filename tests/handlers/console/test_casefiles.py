"""Files of a case in the console: seen by whom the case is, sent to its citizen, and safe in a browser."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from aiohttp import FormData

from bot.conversation import Channel, Citizen
from bot.desk import Role
from bot.referral.case import Attachment
from tests.handlers.site import Site, Visitor
from tests.pictures import SECRET, told_jpeg, told_png

PHOTO = Attachment("photo", "p1", unique="u1")
PAPER = Attachment("document", "d1", "合同 13888889999.pdf")


async def _with_photo(site: Site) -> tuple[str, str]:
    """A case with a photo from a messenger; its number and the photo's address."""
    site.messenger.files = {"p1": told_jpeg(6), "d1": b"<html><script>alert(1)</script>"}
    number = (await site.open_case()).number
    await site.add(number, "漏水处", PHOTO, PAPER)
    async with site.works.reading() as work:
        case = await work.cases.get(number)
        assert case is not None
        message = (await work.cases.messages(case))[-1]
    return number, f"/console/cases/{number}/files/{message.id}-0"


async def test_a_photo_of_a_messenger_is_seen_in_the_page_without_its_place(
    site: Site, mediator: Visitor
) -> None:
    number, address = await _with_photo(site)
    page = (await mediator.page(f"/console/cases/{number}"))[1]
    assert f'<img src="{address}"' in page
    assert "漏水处" in page
    status, content, headers = await mediator.fetch(address)
    assert (status, headers["Content-Type"]) == (200, "image/jpeg")
    assert content.startswith(b"\xff\xd8\xff")
    assert SECRET not in content
    assert headers["Content-Disposition"].startswith("inline")
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


async def test_any_other_file_is_saved_and_never_run(site: Site, mediator: Visitor) -> None:
    number, address = await _with_photo(site)
    _, content, headers = await mediator.fetch(address[:-1] + "1")
    assert content == b"<html><script>alert(1)</script>"
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    page = (await mediator.page(f"/console/cases/{number}"))[1]
    assert "13888889999" not in page
    assert "下载文件：合同 138" in page


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.EDITOR, Role.DISTRICT])
async def test_a_file_is_seen_by_those_alone_who_see_the_case(
    site: Site, stranger: Visitor, role: Role
) -> None:
    number, address = await _with_photo(site)
    elsewhere = next(one.id for one in site.directory.stations if one.name.startswith("盘龙区"))
    assert (await stranger.fetch(address))[0] == 404
    assert (await stranger.send_files(number, [("a.pdf", b"%PDF")], page="/console"))[0] == 404
    async with site.browser() as visitor:
        assert (await visitor.fetch(address))[0] == 401
        await visitor.join(await site.invitation("某", role, elsewhere))
        assert (await visitor.fetch(address))[0] == 404
    async with site.browser() as city:
        await city.join(await site.invitation("市", Role.CITY))
        assert (await city.fetch(address))[0] == 200


async def test_a_case_s_number_opens_no_file_of_another_case(site: Site, mediator: Visitor) -> None:
    _, address = await _with_photo(site)
    other = (await site.open_case()).number
    wrong = re.sub(r"KM\d{6}-\w{5}", other, address)
    assert (await mediator.fetch(wrong))[0] == 410
    for end in ("9-0", "0-0", "99999999-0"):
        assert (await mediator.fetch(address.rpartition("/")[0] + f"/{end}"))[0] == 410
    assert (await mediator.fetch(address[:-1] + "7"))[0] == 410


async def test_a_file_that_cannot_be_had_says_why(site: Site, mediator: Visitor) -> None:
    _, address = await _with_photo(site)
    site.messenger.is_off = True
    status, said, _ = await mediator.fetch(address)
    assert (status, "现在连不上" in said.decode()) == (503, True)
    site.messenger.is_off = False
    del site.messenger.files["p1"]
    status, said, _ = await mediator.fetch(address)
    assert (status, "取不到这个文件" in said.decode()) == (410, True)
    site.messenger.files["p1"] = b"\x00\x00\x00\x18ftypheic" + SECRET
    status, said, _ = await mediator.fetch(address)
    assert (status, "拍摄地点" in said.decode(), SECRET in said) == (410, True, False)
    site.messenger.files["p1"] = b"x" * (20 * 2**20 + 1)
    assert (await mediator.fetch(address))[0] == 410


async def test_staff_send_files_that_the_citizen_finds_in_the_case(any_site: Site) -> None:
    site = any_site
    opened = await site.open_case()
    async with site.browser() as mediator:
        await mediator.join(await site.invitation("王调解", Role.STATION, site.station_id))
        files = [("申请表.pdf", b"%PDF-1.4 form"), ("现场.png", told_png())]
        status, page = await mediator.send_files(opened.number, files, text="请填这张表")
        assert (status, "已送出" in page) == (200, True)
    kept = await site.files(opened.number)
    assert [(one.kind, one.name) for one in kept] == [("document", "申请表.pdf"), ("photo", "现场.png")]
    async with site.works.reading() as work:
        contents = [await work.files.content(one.kept) for one in kept]
    assert contents[0] == b"%PDF-1.4 form"
    assert SECRET not in (contents[1] or b"")
    assert await site.state(opened.number) == "claimed"
    assert ("staff", "请填这张表") in await site.messages(opened.number)
    assert site.woken


async def test_a_form_with_files_sent_twice_is_one_message(site: Site, mediator: Visitor) -> None:
    number, key = (await site.open_case()).number, uuid4().hex
    files = [("a.pdf", b"%PDF")]
    await asyncio.gather(*(mediator.send_files(number, files, key=key) for _ in range(3)))
    assert len(await site.files(number)) == 1


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([], "请先选照片或文件"),
        ([("film.mp4", b"\x00\x00\x00\x18ftypmp42")], "拍摄地点"),
        ([("empty.pdf", b"")], "是空的"),
        ([("a.pdf", b"x" * (20 * 2**20)), ("b.pdf", b"y")], "超过 20 MB"),
        ([(f"{n}.pdf", b"x") for n in range(11)], "最多送 10 个"),
    ],
)
async def test_what_cannot_be_sent_is_refused_and_the_words_stay(
    site: Site, mediator: Visitor, files: list[tuple[str, bytes]], why: str
) -> None:
    number = (await site.open_case()).number
    status, page = await mediator.send_files(number, files, text="这段话 <b> 不能丢")
    assert (status, why in page, "这段话 &lt;b&gt; 不能丢" in page) == (409, True, True)
    assert await site.files(number) == []


async def test_more_than_twenty_megabytes_are_not_even_read(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    status, page = await mediator.send_files(number, [("a.pdf", b"x" * (21 * 2**20))])
    assert (status, "超过 20 MB" in page) == (409, True)


async def test_a_form_of_another_page_sends_nothing(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    fields = {"csrf": "0" * 64, "key": uuid4().hex}
    status, _ = await mediator._upload(
        f"/console/cases/{number}/send", FormData(fields), [("a.pdf", b"%PDF")], ""
    )
    assert status == 403
    assert await site.files(number) == []


async def test_a_colleagues_case_takes_no_files(site: Site, mediator: Visitor, colleague: Visitor) -> None:
    number = (await site.open_case()).number
    await mediator.act(number, "claim")
    page = (await colleague.page(f"/console/cases/{number}"))[1]
    assert "发照片或文件给群众" not in page
    status, page = await colleague.send_files(number, [("a.pdf", b"%PDF")])
    assert (status, "已由同事接办" in page) == (409, True)
    assert await site.files(number) == []
    async with site.works.reading() as work:
        case = await work.cases.get(number)
        assert case is not None
        assert await work.files.kept_of(case, "staff") == 0


async def test_a_phone_that_was_taken_back_stays_covered_even_when_numbers_are_shown(
    site: Site, mediator: Visitor
) -> None:
    number = (await site.open_case("打我电话13800001111，身份证530111199001011234")).number
    await mediator.act(number, "claim")
    me, now = Citizen(Channel.KIOSK, "somebody"), datetime.now(UTC)
    async with site.works.writing() as work:
        await site.desk.release_phone(work, me, number, now=now)
    assert "13800001111" in (await mediator.act(number, "reveal"))[1]
    async with site.works.writing() as work:
        await site.desk.take_phone_back(work, me, number, now=now)
    shown = (await mediator.act(number, "reveal"))[1]
    assert "13800001111" not in shown
    assert "530111199001011234" in shown
    assert "群众 收回电话" in shown


async def test_files_are_forgotten_with_the_words_of_a_finished_case(any_site: Site) -> None:
    site, opened = any_site, await any_site.open_case()
    async with site.browser() as mediator:
        await mediator.join(await site.invitation("王调解", Role.STATION, site.station_id))
        await mediator.send_files(opened.number, [("a.pdf", b"%PDF")])
        await mediator.act(opened.number, "close", text="好了")
    (kept,) = await site.files(opened.number)
    async with site.works.writing() as work:
        await work.cases.erase(Citizen(Channel.KIOSK, "somebody"))
        assert await work.files.content(kept.kept) is None
