"""Which version of a law holds on a day, and under which names it is found."""

from __future__ import annotations

from datetime import date

import pytest

from bot.faq.entry import Citation
from bot.faq.statutes import Corpus, RetiredName, Statute
from tests.statutes import DAY, corpus, statute

OLD = statute()
NEWER = statute(version_date="2026-10-01", effective_date="2026-11-01", articles={"944": "新文字。"})
COMING = statute(version_date="2026-12-01", effective_date="2027-01-01", articles={"944": "将来的文字。"})
FEE = Citation(law="民法典", article="944")


@pytest.mark.parametrize(
    "law",
    ["民法典", "《民法典》", "中华人民共和国民法典", " 民 法典", "民法典（2020）", "《民法典》(2020年通过)"],
)
def test_law_is_found_by_any_of_its_names(law: str) -> None:
    assert corpus().find(law) == OLD


def test_unknown_law_is_none() -> None:
    assert corpus().find("婚姻法") is None


@pytest.mark.parametrize("order", [(OLD, NEWER, COMING), (COMING, NEWER, OLD)])
@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 10, 31), OLD),
        (date(2026, 11, 1), NEWER),
        (date(2026, 12, 31), NEWER),
        (date(2027, 1, 1), COMING),
    ],
)
def test_newest_version_in_force_holds_whatever_the_order_of_import(
    order: tuple[Statute, ...], day: date, held: Statute
) -> None:
    assert corpus(*order, day=day).find("民法典") == held


def test_corrected_text_of_the_same_dates_replaces_the_earlier_import() -> None:
    corrected = statute(articles={"944": "更正的文字。"})
    cited = corpus(OLD, corrected).cited(FEE)
    assert cited is not None
    assert cited.text == "更正的文字。"


def test_law_that_is_only_coming_is_found_so_that_it_can_be_named() -> None:
    assert corpus(COMING).find("民法典") == COMING


def test_cited_article_comes_with_law_version_and_day_of_effect() -> None:
    cited = corpus().cited(FEE)
    assert cited is not None
    assert (cited.title, cited.law, cited.label) == (
        "《民法典》第944条",
        "中华人民共和国民法典",
        "第九百四十四条",
    )
    assert (cited.version_date, cited.effective_date) == (date(2020, 5, 28), date(2021, 1, 1))
    assert cited.digest == OLD.digest


def test_article_that_is_not_there_has_no_text() -> None:
    assert corpus().cited(Citation(law="民法典", article="9999")) is None
    assert corpus().cited(Citation(law="物权法", article="1")) is None


def test_slipped_in_article_is_told_from_its_neighbour() -> None:
    criminal = statute("criminal", articles={"134": "重大责任事故罪。", "134之一": "危险作业罪。"})
    cited = corpus(criminal).cited(Citation(law="criminal法", article="134之一"))
    assert cited is not None
    assert (cited.label, cited.text) == ("第一百三十四条之一", "危险作业罪。")


def test_retired_name_counts_from_its_day_on() -> None:
    name = RetiredName(name="中华人民共和国物权法", replaced_by="civil-code", retired_date=date(2021, 1, 1))
    assert corpus(retired=(name,)).retired("《物权法》") == name
    assert corpus(retired=(name,), day=date(2020, 12, 31)).retired("物权法") is None
    assert corpus(retired=(name,)).title_of("civil-code") == "《中华人民共和国民法典》"


def test_blanks_do_not_change_the_hash_of_a_text() -> None:
    assert (
        statute(articles={"1": "一 二\n三"}).articles[0].text_hash
        == statute(articles={"1": "一二三"}).articles[0].text_hash
    )
    assert (
        statute(articles={"1": "一二四"}).articles[0].text_hash
        != statute(articles={"1": "一二三"}).articles[0].text_hash
    )


def test_nothing_loaded_is_empty() -> None:
    assert Corpus((), (), DAY).is_empty
