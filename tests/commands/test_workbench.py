"""The workbench from the command line, on a FAQ of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Run

TESTS = Path(__file__).parents[1]
LEAK = "property-leak-upstairs"


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
    from bot.faq.loader import read_faq

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
