"""Misses are shown together where they are alike, and one press settles them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.conversation import Channel, Citizen
from bot.inquiry_record import InquiryRecord
from tests.handlers.site import Site, Visitor, hidden_field

SMOKE = "楼上邻居天天在阳台抽烟烟灰掉下来"


async def ask(site: Site, text: str, who: str = "a", kind: str = "refer", entry_id: str | None = None) -> str:
    """Record an inquiry."""
    record = InquiryRecord(
        Citizen(Channel.KIOSK, who),
        text,
        kind,
        entry_id,
        None,
        0.2,
        (),
        "530102",
        datetime.now(UTC) - timedelta(hours=1),
    )
    async with site.works.writing() as work:
        return await work.inquiries.record(record)


async def settle(visitor: Visitor, act: str, **fields: str) -> tuple[int, str]:
    _, page = await visitor.page("/console/faq/misses")
    return await visitor.submit(
        "/console/faq/misses",
        f"/console/faq/misses/{act}",
        keys=hidden_field(page, "keys"),
        days="30",
        **fields,
    )


async def test_alike_misses_stand_together_without_personal_numbers(
    bench_site: Site, editor: Visitor
) -> None:
    await ask(bench_site, SMOKE)
    await ask(bench_site, "楼上邻居天天在阳台抽烟，烟灰掉下来，我电话13888123456", "b")
    await ask(bench_site, "公司年会抽奖没给我奖品", "c")
    _, page = await editor.page("/console/faq/misses")
    assert "3 次没帮上；还没处理的合成 2 组" in page
    assert "13888123456" not in page
    assert "五华区 不足 5" in page


async def test_refused_clarifications_and_unsolved_answers_count(bench_site: Site, editor: Visitor) -> None:
    await ask(bench_site, "物业的钱有问题", "a", "clarify")
    await ask(bench_site, "都不是", "a")
    code = await ask(bench_site, "漏水怎么赔钱", "b", "answer", "property-leak-upstairs")
    async with bench_site.works.writing() as work:
        await work.inquiries.give_feedback(Citizen(Channel.KIOSK, "b"), code, "unsolved")
    _, page = await editor.page("/console/faq/misses")
    assert "追问都不是 1" in page
    assert "<h2>物业的钱有问题</h2>" in page
    assert "都不是</h2>" not in page
    assert "答了没解决 1" in page


async def test_one_press_adds_the_words_to_an_entry(bench_site: Site, editor: Visitor) -> None:
    await ask(bench_site, SMOKE)
    status, page = await settle(editor, "variant", text=SMOKE, entry="property-leak-upstairs")
    assert status == 200
    assert "已记下：加为问法" in page
    assert "合成 0 组" in page
    assert f"- {SMOKE}\n" in bench_site.knowledge.path.read_text(encoding="utf-8")


async def test_words_with_personal_numbers_are_not_written(bench_site: Site, editor: Visitor) -> None:
    before = bench_site.knowledge.path.read_bytes()
    await ask(bench_site, SMOKE)
    status, page = await settle(editor, "variant", text="我电话13888123456", entry="property-leak-upstairs")
    assert status == 409
    assert "个人信息" in page
    assert bench_site.knowledge.path.read_bytes() == before


async def test_ignored_words_stay_away(bench_site: Site, editor: Visitor) -> None:
    await ask(bench_site, SMOKE)
    await settle(editor, "ignored")
    await ask(bench_site, SMOKE, "z")
    _, page = await editor.page("/console/faq/misses")
    assert "合成 0 组" in page


async def test_a_miss_becomes_a_draft(bench_site: Site, editor: Visitor) -> None:
    await ask(bench_site, SMOKE)
    status, page = await settle(editor, "draft", text=SMOKE, texts=SMOKE)
    assert status == 200
    assert "来自未答问题" in page
    assert f'name="question" value="{SMOKE}"' in page


async def test_a_closed_case_becomes_a_draft(bench_site: Site, clerk: Visitor, editor: Visitor) -> None:
    opened = await bench_site.open_case(SMOKE)
    _, page = await clerk.page(f"/console/cases/{opened.number}")
    assert "写成问答库草稿" not in page
    await clerk.act(opened.number, "close", text="已劝导，对方同意不再抽。")
    status, page = await clerk.act(opened.number, "draft")
    assert status == 200
    assert "写成了草稿" in page
    _, page = await editor.page("/console/faq/entries")
    assert f"来自工单 {opened.number}" in page
