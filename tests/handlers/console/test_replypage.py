"""A station keeps its own replies, city staff those for all; others' cannot be touched by their address."""

from __future__ import annotations

import re

import pytest

from bot.desk import Role
from tests.handlers.site import Site, Visitor

PAGE = "/console/replies"


async def _keep(visitor: Visitor, name: str, text: str, action: str = PAGE) -> tuple[int, str]:
    return await visitor.submit(PAGE, action, name=name, text=text)


def _action(html: str) -> str:
    found = re.search(r'action="(/console/replies/\d+)"', html)
    assert found
    return found[1]


async def test_kept_changed_dropped_and_offered_under_a_case(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    status, html = await _keep(mediator, "周五调解", "您好，请周五来。")
    assert (status, "已保存" in html) == (200, True)
    assert (
        '<option value="您好，请周五来。">周五调解</option>'
        in (await mediator.page(f"/console/cases/{number}"))[1]
    )
    action = _action(html)
    status, html = await _keep(mediator, "周六调解", "您好，请周六来。", action)
    assert (status, "周五调解" in html, "请周六来" in html) == (200, False, True)
    status, html = await mediator.submit(PAGE, f"{_action(html)}/drop")
    assert (status, "请周六来" in html) == (200, False)


async def test_ones_own_reply_takes_the_place_of_the_shipped_one_of_its_name(
    site: Site, mediator: Visitor, stranger: Visitor
) -> None:
    number = (await site.open_case()).number
    await _keep(mediator, "约时间调解", "本站每周三调解。")
    _, html = await mediator.page(f"/console/cases/{number}")
    assert html.count(">约时间调解</option>") == 1
    assert 'value="本站每周三调解。"' in html
    assert "本站每周三调解" not in (await stranger.page(PAGE))[1]


async def test_city_staff_keep_them_for_all(site: Site, mediator: Visitor, admin: Visitor) -> None:
    await _keep(admin, "全市统一", "您好，请打 12348。")
    _, html = await mediator.page(PAGE)
    assert "请打 12348" in html
    _, theirs = await admin.page(PAGE)
    for action in (_action(theirs), f"{_action(theirs)}/drop"):
        assert (await mediator.submit(PAGE, action, name="x", text="x"))[0] == 404


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("", "好", "请写名字"),
        ("长" * 21, "好", "请写名字"),
        ("好", "", "请写内容"),
        ("好", "长" * 301, "现在 301 字"),
        ("好", "身份证530111199001011234", "证件号"),
    ],
)
async def test_a_fault_is_said_and_nothing_is_kept(
    mediator: Visitor, name: str, text: str, said: str
) -> None:
    status, html = await _keep(mediator, name, text)
    assert (status, said in html, "（0）" in html) == (409, True, True)


async def test_a_second_one_of_the_same_name_is_refused(mediator: Visitor) -> None:
    await _keep(mediator, "甲", "一")
    status, html = await _keep(mediator, "甲", "二")
    assert (status, "已经有一条叫" in html) == (409, True)


async def test_who_answers_nobody_keeps_none(site: Site) -> None:
    for role in (Role.EDITOR, Role.AUDITOR):
        async with site.browser() as visitor:
            await visitor.join(await site.invitation("某人", role))
            assert (await visitor.page(PAGE))[0] == 403
            assert (await visitor.submit("/console/faq", PAGE, name="x", text="x"))[0] == 403
