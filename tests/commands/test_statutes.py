"""Law texts on the command line: import, check, review, and what was said on which text."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import offline_laws, running
from bot.conversation import Answer, Channel, Choice, Citizen, Inquiry, Verb
from bot.faq.loader import load_faq
from bot.settings import Settings
from tests.commands.conftest import Run
from tests.fakes import entry
from tests.statutes import document, write_folder

CHANGED: dict[str, Any] = {
    "version_date": "2026-11-01",
    "effective_date": "2026-11-02",
    "articles": {"944": "完全不同的三日。"},
}


@pytest.fixture
def faq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A FAQ of one entry in a data folder that else is the shipped one."""
    data = tmp_path / "data"
    data.mkdir()
    for shipped in (Path(__file__).parents[2] / "data").iterdir():
        if shipped.name != "legal_faq.yaml":
            (data / shipped.name).symlink_to(shipped)
    write_faq(data / "legal_faq.yaml")
    monkeypatch.setenv("LEGALBOT_DATA", str(data))
    return data / "legal_faq.yaml"


def write_faq(path: Path, **changes: Any) -> None:
    one = entry("property-fee", **{"answer": "应当在30日内交。", **changes})
    text = yaml.safe_dump({"entries": [one.model_dump(mode="json", by_alias=True)]}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "laws", document(), document("labor"))


@pytest.mark.usefixtures("faq")
def test_import_counts_and_a_second_one_says_that_nothing_changed(legalbot: Run, laws: Path) -> None:
    code, shown = legalbot("statutes", "import", str(laws))
    assert code == 0
    assert "新增 2 部" in shown
    assert "没有变化" in legalbot("statutes", "import", str(laws))[1]
    assert "共 2 部，2 个版本" in legalbot("statutes", "list")[1]


@pytest.mark.usefixtures("faq")
def test_one_bad_file_is_named_and_nothing_is_imported(legalbot: Run, laws: Path) -> None:
    (laws / "labor.json").write_text("{", encoding="utf-8")
    code, shown = legalbot("statutes", "import", str(laws))
    assert code == 1
    assert "labor.json" in shown
    assert "还没有导入法条" in legalbot("statutes", "list")[1]


def test_check_without_statutes_says_that_citations_were_not_checked(legalbot: Run, faq: Path) -> None:
    assert legalbot("faq", "check") == (
        0,
        "legal_faq.yaml：1 个条目，12 个问法，没有问题。（没有导入法条，引用没有核对）\n",
    )
    assert faq.exists()


def test_check_names_the_line_of_a_citation_that_does_not_hold(legalbot: Run, faq: Path, laws: Path) -> None:
    write_faq(faq, citations=[{"law": "民法典", "article": 945}])
    line = faq.read_text(encoding="utf-8").split("\n").index("  - article: '945'") + 1
    for words in (("--statutes", str(laws)), ()):
        code, shown = legalbot("faq", "check", *words)
        assert (code, f"第 {line} 行 条目 property-fee：《民法典》第945条不存在" in shown) == (1, True)
        legalbot("statutes", "import", str(laws))


def test_doubtful_figure_is_a_warning_and_fails_only_when_strict(
    legalbot: Run, faq: Path, laws: Path
) -> None:
    write_faq(faq, answer="应当在60日内交。")
    code, shown = legalbot("faq", "check", "--statutes", str(laws))
    assert code == 0
    assert shown.startswith("提醒：第 ")
    assert "“60日”" in shown
    assert legalbot("faq", "check", "--statutes", str(laws), "--strict")[0] == 1


@pytest.mark.usefixtures("faq")
def test_check_on_a_bad_folder_fails_with_its_name(legalbot: Run) -> None:
    code, shown = legalbot("faq", "check", "--statutes", "nowhere")
    assert code == 1
    assert "nowhere" in shown


@pytest.mark.usefixtures("faq")
def test_changed_article_is_listed_until_a_person_confirms_it(legalbot: Run, laws: Path) -> None:
    legalbot("statutes", "import", str(laws))
    assert legalbot("faq", "review") == (0, "没有待复核的条目。\n")
    _, shown = legalbot("statutes", "import", str(write_folder(laws, document(**CHANGED))))
    assert "1 个条目" in shown
    _, listed = legalbot("faq", "review")
    assert "property-fee" in listed
    assert "《民法典》第944条的文字变了（2026-11-01 的文本）" in listed
    assert legalbot("faq", "review", "--confirm", "property-fee")[0] == 2
    assert legalbot("faq", "review", "--confirm", "property-none", "--by", "李律师")[0] == 1
    assert legalbot("faq", "review", "--confirm", "property-fee", "--by", "李律师")[0] == 0
    assert legalbot("faq", "review") == (0, "没有待复核的条目。\n")


@pytest.mark.usefixtures("faq")
def test_superseded_law_cannot_be_confirmed_away(legalbot: Run, laws: Path) -> None:
    gone = document(superseded=True, superseded_by="labor", superseded_date="2026-11-01")
    legalbot("statutes", "import", str(write_folder(laws, gone)))
    code, shown = legalbot("faq", "review", "--confirm", "property-fee", "--by", "李律师")
    assert code == 1
    assert "失效" in shown


@pytest.mark.usefixtures("faq")
def test_import_with_a_broken_faq_still_takes_the_law(legalbot: Run, laws: Path, faq: Path) -> None:
    faq.write_text("entries: [", encoding="utf-8")
    code, shown = legalbot("statutes", "import", str(laws))
    assert code == 0
    assert "新增 2 部" in shown


@pytest.mark.usefixtures("faq")
def test_answer_is_shown_later_on_the_text_of_its_day(legalbot: Run, laws: Path) -> None:
    legalbot("statutes", "import", str(laws))
    code = asyncio.run(_ask())
    legalbot("statutes", "import", str(write_folder(laws, document(**CHANGED))))
    status, shown = legalbot("answer", "show", code)
    assert status == 0
    assert "应当在30日内交。" in shown
    assert "物业费应当在三十日内支付" in shown
    assert "完全不同" not in shown
    assert re.search(r"《民法典》第944条（2020-05-28 的文本，2021-01-01 起施行，版本 [0-9a-f]{10}）", shown)
    assert "very-private-id" not in shown


def test_ask_knows_the_imported_law_and_warns_as_the_service_does(
    legalbot: Run, faq: Path, laws: Path
) -> None:
    shown = load_faq(faq)
    before = asyncio.run(offline_laws(Settings(), shown))
    assert before.corpus.is_empty
    legalbot("statutes", "import", str(laws))
    imported = asyncio.run(offline_laws(Settings(), shown))
    assert imported.cited(shown.entries[0])
    assert not imported.needs_review(shown.entries[0])
    legalbot("statutes", "import", str(write_folder(laws, document(**CHANGED))))
    assert asyncio.run(offline_laws(Settings(), shown)).needs_review(shown.entries[0])


def test_asking_offline_makes_no_database(legalbot: Run, faq: Path, tmp_path: Path) -> None:
    assert legalbot("faq", "check")[0] == 0
    asyncio.run(offline_laws(Settings(), load_faq(faq)))
    assert not (tmp_path / "cli.db").exists()


def test_unknown_code_is_said_in_one_line(legalbot: Run) -> None:
    code, shown = legalbot("answer", "show", "ZZZZZZZ")
    assert code == 1
    assert "没有编号为 ZZZZZZZ 的解答" in shown


async def _ask() -> str:
    async with running(Settings()) as service:
        inquiry = Inquiry(
            Citizen(Channel.KIOSK, "very-private-id"),
            datetime.now(UTC),
            choice=Choice(Verb.ENTRY, "property-fee"),
        )
        async with service.works.writing() as work:
            reply = (await service.assistant.respond(work, inquiry, key="k")).reply
    assert isinstance(reply, Answer)
    return reply.code
