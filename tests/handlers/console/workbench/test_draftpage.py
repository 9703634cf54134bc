"""An editor changes an entry: form, check, preview, trial, live; and nothing goes live without that."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path

from tests.handlers.site import Site, Visitor, hidden_field

LEAK = "property-leak-upstairs"


async def open_draft(editor: Visitor, entry_id: str = LEAK) -> str:
    """The address of the entry's draft."""
    _, entries = await editor.page("/console/faq/entries")
    hidden = {name: hidden_field(entries, name) for name in ("csrf", "key")}
    async with editor.session.post(f"/console/faq/entries/{entry_id}/edit", data=hidden) as response:
        assert response.status == 200
        return response.url.path


def form_of(page: str) -> dict[str, str]:
    """The fields of the draft's form as a browser would send them."""
    form = page[page.index('class="draft"') :]
    fields = {
        found[1]: html.unescape(found[2].removeprefix("\n"))
        for found in re.finditer(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    }
    fields |= {f[1]: html.unescape(f[2]) for f in re.finditer(r'<input name="(\w+)" value="([^"]*)"', form)}
    fields |= {
        found[1]: found[2]
        for found in re.finditer(r'<select name="(\w+)">.*?value="(\w+)" selected', form, re.DOTALL)
    }
    return fields


def rewrite(path: Path, old: str, new: str) -> bytes:
    """As somebody does it with an editor of their own."""
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path.read_bytes()


async def tried(editor: Visitor, draft: str) -> str:
    """The page of the draft after its trial."""
    await editor.submit(draft, f"{draft}/try")
    for _ in range(240):
        _, page = await editor.page(draft)
        if "正在比对" not in page:
            return page
        await asyncio.sleep(0.25)
    raise AssertionError("the trial did not end")


async def test_a_change_goes_live_after_check_and_trial(bench_site: Site, editor: Visitor) -> None:
    path = bench_site.knowledge.path
    before = path.read_text(encoding="utf-8")
    draft = await open_draft(editor)
    _, page = await editor.page(draft)
    assert "还没有改动" in page
    fields = form_of(page)
    fields["variants"] += "\n楼上地漏堵了水渗到我家"
    status, page = await editor.submit(draft, f"{draft}/save", **fields)
    assert status == 200
    assert "检查通过。" in page
    assert path.read_text(encoding="utf-8") == before
    page = await tried(editor, draft)
    assert "对照题 2 道" in page
    status, page = await editor.submit(draft, f"{draft}/publish")
    assert status == 200
    assert "已发布第 2 版" in page
    assert "陈编辑" in page
    after = path.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {"      - 楼上地漏堵了水渗到我家"}
    assert len(after.splitlines()) == len(before.splitlines()) + 1


async def test_nothing_is_published_without_a_trial_of_just_this(bench_site: Site, editor: Visitor) -> None:
    before = bench_site.knowledge.path.read_bytes()
    draft = await open_draft(editor)
    _, page = await editor.page(draft)
    await editor.submit(draft, f"{draft}/save", **{**form_of(page), "label": "楼上漏水找谁"})
    status, page = await editor.submit(draft, f"{draft}/publish")
    assert status == 409
    assert "请重新比对" in page
    assert bench_site.knowledge.path.read_bytes() == before


async def test_faults_of_a_draft_are_named_and_what_was_written_is_kept(editor: Visitor) -> None:
    draft = await open_draft(editor)
    _, page = await editor.page(draft)
    fields = {**form_of(page), "variants": "只有一个", "citations": "民法典|第一条"}
    _, page = await editor.submit(draft, f"{draft}/save", **fields)
    assert "有 2 处要改" in page
    assert "至少 12 个" in page
    assert "条号应写成数字" in page
    assert form_of(page)["variants"] == "只有一个"


async def test_an_entry_that_somebody_else_changed_meanwhile_is_not_overwritten(
    bench_site: Site, editor: Visitor
) -> None:
    draft = await open_draft(editor)
    changed = rewrite(bench_site.knowledge.path, "楼上漏水", "楼上渗水")
    assert bench_site.knowledge.take_up(changed) == ()
    _, page = await editor.page(draft)
    assert "被别人改过" in page


async def test_preview_shows_the_answer_on_both_channels(editor: Visitor) -> None:
    draft = await open_draft(editor)
    status, page = await editor.page(f"{draft}/preview")
    assert status == 200
    assert "Telegram" in page
    assert "解答编号" in page
    assert "转人工" in page


async def test_a_new_entry_without_content_cannot_go_live(editor: Visitor) -> None:
    status, page = await editor.submit("/console/faq/entries", "/console/faq/entries/new")
    assert status == 200
    assert "还不能发布" in page
    assert "开始比对" not in page


async def test_a_dropped_draft_leaves_the_file_alone(bench_site: Site, editor: Visitor) -> None:
    before = bench_site.knowledge.path.read_bytes()
    draft = await open_draft(editor)
    _, page = await editor.submit(draft, f"{draft}/drop")
    assert "草稿已放弃" in page
    assert (await editor.page(draft))[0] == 404
    assert bench_site.knowledge.path.read_bytes() == before


async def test_only_editors_get_in(clerk: Visitor) -> None:
    for path in ("entries", "misses", "history", "table.csv"):
        status, _ = await clerk.page(f"/console/faq/{path}")
        assert status == 403, path
    assert (await clerk.page("/console/faq/coverage"))[0] == 200


async def test_the_table_can_be_taken_home(bench_site: Site, editor: Visitor) -> None:
    async with editor.session.get("/console/faq/table.csv") as response:
        assert response.status == 200
        assert "attachment" in response.headers["Content-Disposition"]
        rows = (await response.read()).decode("utf-8-sig")
    assert rows.startswith("编号,领域,标准问题")
    assert LEAK in rows


async def test_a_draft_written_past_the_end_of_the_login_is_given_back(
    bench_site: Site, editor: Visitor
) -> None:
    draft = await open_draft(editor)
    fields = form_of((await editor.page(draft))[1]) | {
        "question": "新问题<1>",
        "variants": "第一种\n第二种",
        "citations": "民法典|944",
    }
    async with (
        bench_site.browser() as stranger,
        stranger.session.post(f"{draft}/save", data=fields) as response,
    ):
        assert response.status == 401
        page = await response.text()
    assert "登录已经过期" in page
    given = re.findall(r"<label>(.+?)<textarea[^>]*readonly>\n(.*?)</textarea>", page, re.DOTALL)
    words = {name: html.unescape(text) for name, text in given}
    assert words["标准问题"] == "新问题<1>"
    assert words["问法"] == "第一种\n第二种"
    assert words["法律依据"] == "民法典|944"
    assert words["解答"] == fields["answer"].replace("\r\n", "\n").strip()
    assert "<1>" not in page
