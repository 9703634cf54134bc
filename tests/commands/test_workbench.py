"""The workbench from the command line, on a FAQ of its own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conversation import Channel, Citizen
from bot.drafts import base_hash
from bot.faq.cells import to_cells
from bot.faq.loader import read_faq
from bot.inquiry_record import InquiryRecord
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWork, SqlWorks
from tests.commands.conftest import Run

TESTS = Path(__file__).parents[1]
LEAK = "property-leak-upstairs"
PARKING = "property-parking-fee"


@pytest.fixture
def faq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that may be changed."""
    path = tmp_path / "data" / "legal_faq.yaml"
    path.parent.mkdir()
    shutil.copy(TESTS / "data" / "small_faq.yaml", path)
    monkeypatch.setenv("LEGALBOT_DATA", str(path.parent))
    return path


def test_variant_history_and_rollback(legalbot: Run, faq: Path) -> None:
    before = faq.read_bytes()
    code, shown = legalbot("faq", "variant", LEAK, "灯孔里滴水下来咋个整", "--by", "李律师")
    assert (code, "已发布第 2 版" in shown) == (0, True)
    _, shown = legalbot("faq", "history")
    assert "李律师" in shown
    assert f"改动 1 条（{LEAK}）" in shown
    assert legalbot("faq", "rollback", "1")[0] == 0
    assert faq.read_bytes() == before
    code, shown = legalbot("faq", "rollback", "77")
    assert (code, "没有第 77 版" in shown) == (1, True)


def test_a_faulty_file_is_not_published(legalbot: Run, faq: Path, tmp_path: Path) -> None:
    before = faq.read_bytes()
    broken = tmp_path / "new.yaml"
    broken.write_bytes(before.replace(b"domain: property", b"domain: propperty", 1))
    code, shown = legalbot("faq", "publish", str(broken))
    assert code == 1
    assert "第 " in shown
    assert "没有发布" in shown
    assert faq.read_bytes() == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_and_import_change_nothing(legalbot: Run, faq: Path, tmp_path: Path, kind: str) -> None:
    before = faq.read_bytes()
    table = tmp_path / f"faq.{kind}"
    assert legalbot("faq", "export", str(table))[0] == 0
    code, shown = legalbot("faq", "import", str(table))
    assert (code, "一模一样" in shown) == (0, True)
    assert faq.read_bytes() == before


def test_a_bad_row_leaves_the_file_alone(legalbot: Run, faq: Path, tmp_path: Path) -> None:
    before = faq.read_bytes()
    table = tmp_path / "faq.csv"
    legalbot("faq", "export", str(table))
    text = table.read_text(encoding="utf-8-sig")
    table.write_bytes(text.replace("楼上", "楼顶").replace(",township,", ",x,", 1).encode("gbk"))
    code, shown = legalbot("faq", "import", str(table))
    assert code == 1
    assert "站点层级" in shown
    assert "一行都没有写入" in shown
    assert faq.read_bytes() == before


def test_diff_names_what_breaks(legalbot: Run, faq: Path, tmp_path: Path) -> None:
    from bot.faq.edit import FaqSource

    old = tmp_path / "old.yaml"
    shutil.copy(faq, old)
    entry = read_faq(faq.read_bytes()).by_id[LEAK]
    asked = entry.variants[0]
    faq.write_bytes(FaqSource.read(faq.read_bytes()).without(LEAK).raw)
    golden = tmp_path / "golden.yaml"
    golden.write_text(f"golden:\n  - {{text: {asked}, entry: {LEAK}}}\n", encoding="utf-8")
    replay = tmp_path / "asked.txt"
    replay.write_text("物业费涨价要开会吗\n", encoding="utf-8")
    code, shown = legalbot("faq", "diff", str(old), "-", "--golden", str(golden), "--replay", str(replay))
    assert code == 1
    assert "试了 2 个问题" in shown
    assert "答坏了 1 个" in shown
    assert f"删去 1 条：{LEAK}" in shown


def test_no_misses_yet(legalbot: Run, faq: Path) -> None:
    code, shown = legalbot("faq", "misses", "--since", "7d")
    assert (code, shown) == (0, "没有未答的问题。\n")


def at_work(act: Callable[[SqlWork], Awaitable[Any]]) -> Any:
    """Do something in the database of the command line."""

    async def run() -> Any:
        async with Database(Settings().database).running() as database, SqlWorks(database).writing() as work:
            return await act(work)

    return asyncio.run(run())


def open_draft(faq: Path, entry_id: str = LEAK, **cells: str) -> int:
    """A draft of an entry as the console makes it."""
    entry = read_faq(faq.read_bytes()).by_id[entry_id]

    async def act(work: SqlWork) -> int:
        return await work.drafts.open(
            entry_id,
            {**to_cells(entry), **cells},
            base_hash=base_hash(entry),
            origin="修改条目",
            by="陈编辑",
            now=datetime.now(UTC),
        )

    return int(at_work(act))


def ask(text: str) -> None:
    """Somebody asked this in vain."""
    asked_at = datetime.now(UTC) - timedelta(hours=1)
    record = InquiryRecord(
        Citizen(Channel.KIOSK, "a"), text, "refer", None, None, 0.2, (), "530102", asked_at
    )
    at_work(lambda work: work.inquiries.record(record))


def golden(faq: Path, text: str) -> None:
    """The one golden question, which the leak entry answers."""
    path = faq.with_name("golden.yaml")
    path.write_text(f"golden:\n  - {{text: {text}, entry: {LEAK}}}\n", encoding="utf-8")


def test_a_draft_of_the_console_is_tried_and_published(legalbot: Run, faq: Path) -> None:
    before = faq.read_bytes()
    assert legalbot("faq", "drafts") == (0, "没有草稿。\n")
    number = str(open_draft(faq, label="楼上漏水找谁赔"))
    _, shown = legalbot("faq", "drafts")
    assert f"{number}. " in shown
    assert "陈编辑" in shown
    code, shown = legalbot("faq", "publish", "--draft", number, "--try")
    assert code == 0
    assert f"改动 1 条：{LEAK}" in shown
    assert faq.read_bytes() == before
    code, shown = legalbot("faq", "publish", "--draft", number, "--by", "李律师")
    assert (code, "已发布第 2 版" in shown) == (0, True)
    assert "label: 楼上漏水找谁赔" in faq.read_text(encoding="utf-8")
    assert legalbot("faq", "drafts") == (0, "没有草稿。\n")
    assert "没有第 77 号草稿" in legalbot("faq", "publish", "--draft", "77")[1]


def test_a_draft_that_breaks_a_golden_question_stays_a_draft(legalbot: Run, faq: Path) -> None:
    asked = "楼上的水淌到我家墙皮都泡烂了"
    golden(faq, asked)
    before = faq.read_bytes()
    # Another entry takes the words.
    stolen = [f"{place}{asked}{end}" for place in ("", "我家", "客厅", "车库") for end in ("", "喃", "嘛")]
    others = read_faq(before).by_id[PARKING].variants
    number = str(open_draft(faq, PARKING, variants="\n".join([*stolen, *others])))
    code, shown = legalbot("faq", "publish", "--draft", number)
    assert code == 1, shown
    assert "答坏了 1 个" in shown
    assert "没有发布" in shown
    assert faq.read_bytes() == before
    assert f"{number}. " in legalbot("faq", "drafts")[1]
    assert legalbot("faq", "publish", "--draft", number, "--anyway")[0] == 0


def test_a_draft_whose_entry_was_changed_meanwhile_is_not_published(legalbot: Run, faq: Path) -> None:
    number = str(open_draft(faq, label="楼上漏水找谁赔"))
    legalbot("faq", "variant", LEAK, "灯孔里滴水下来咋个整")
    changed = faq.read_bytes()
    code, shown = legalbot("faq", "publish", "--draft", number)
    assert (code, "被别人改过" in shown) == (1, True)
    assert faq.read_bytes() == changed


def test_a_miss_becomes_a_variant_after_a_trial(legalbot: Run, faq: Path) -> None:
    before = faq.read_bytes()
    ask("空调外机的水淌到我家晾台上了")
    mark = ("faq", "misses", "--mark", "1", "--as", "entry", LEAK)
    code, shown = legalbot(*mark, "--try")
    assert code == 0
    assert f"改动 1 条：{LEAK}" in shown
    assert "试了 1 个问题" in shown
    assert "没有写入" in shown
    assert faq.read_bytes() == before
    assert "共 1 组" in legalbot("faq", "misses")[1]
    assert legalbot(*mark)[0] == 0
    assert "- 空调外机的水淌到我家晾台上了\n" in faq.read_text(encoding="utf-8")
    assert "没有未答的问题" in legalbot("faq", "misses")[1]


def test_a_miss_is_not_settled_by_a_trial_or_a_wrong_word(legalbot: Run, faq: Path) -> None:
    ask("月球上种菜归谁管")
    before = faq.read_bytes()
    mark = ("faq", "misses", "--mark", "1", "--as")
    assert legalbot(*mark, "ignored", "--try")[0] == 0
    assert legalbot(*mark, "entry")[0] == 2
    assert legalbot("faq", "misses", "--mark", "9", "--as", "ignored")[0] == 2
    assert "没有条目" in legalbot(*mark, "entry", "property-no-such")[1]
    code, shown = legalbot(*mark, "entry", LEAK, "--text", "我电话13888123456")
    assert (code, "个人信息" in shown) == (1, True)
    assert "共 1 组" in legalbot("faq", "misses")[1]
    assert faq.read_bytes() == before
    assert legalbot(*mark, "ignored")[0] == 0
    assert "没有未答的问题" in legalbot("faq", "misses")[1]


def test_an_import_is_tried_before_it_is_written(legalbot: Run, faq: Path, tmp_path: Path) -> None:
    before = faq.read_bytes()
    table = tmp_path / "faq.csv"
    legalbot("faq", "export", str(table))
    table.write_bytes(table.read_bytes().replace(b"township", b"county", 1))
    code, shown = legalbot("faq", "import", str(table), "--try")
    assert (code, "改动 1 条" in shown) == (0, True)
    assert faq.read_bytes() == before
