"""The FAQ is checked against the law: what does not hold is a fault, a figure without an article a warning."""

from __future__ import annotations

from datetime import date

import pytest

from bot.faq.entry import Entry
from bot.faq.loader import Faq
from bot.faq.statutes import Corpus, RetiredName
from bot.faq.statutes.findings import Findings, check_law
from tests.fakes import entry
from tests.statutes import corpus, statute


def find(one: Entry, held: Corpus | None = None) -> Findings:
    return check_law(Faq((one,), "0" * 64), held or corpus(), lambda path: len(path))


def cites(law: str, article: object = 944, **changes: object) -> Entry:
    return entry("property-fee", citations=[{"law": law, "article": article}], **changes)


def test_citation_that_holds_is_no_finding() -> None:
    assert find(cites("民法典")) == Findings()


GONE = statute(superseded=True, superseded_by="newer", superseded_date="2026-08-15")
RETIRED = RetiredName(
    name="物权法", replaced_by="civil-code", retired_date=date(2021, 1, 1), basis="第1260条"
)


@pytest.mark.parametrize(
    ("one", "held", "said"),
    [
        (cites("物权法"), corpus(retired=(RETIRED,)), "2021-01-01 废止"),
        (cites("火星法"), corpus(), "法条库里没有《火星法》"),
        (cites("民法典"), corpus(GONE), "2026-08-15 失效"),
        (cites("民法典"), corpus(statute(effective_date="2027-01-01")), "2027-01-01 才施行"),
        (cites("民法典", 9999), corpus(), "最后一条是第一千二百五十四条"),
        (cites("民法典", "944之一"), corpus(), "不存在"),
        (cites("民法典（1986）"), corpus(), "引的是 1986 年的文本"),
    ],
)
def test_citation_that_does_not_hold_is_a_fault_with_line_and_cure(
    one: Entry, held: Corpus, said: str
) -> None:
    (fault,) = find(one, held).faults
    assert said in fault.message
    assert fault.line == len(("entries", 0, "citations", 0))
    assert fault.where == "条目 property-fee"
    assert fault.cure


def test_law_superseded_only_later_still_holds() -> None:
    assert find(cites("民法典"), corpus(GONE, day=date(2026, 8, 14))).faults == ()


def test_law_without_text_is_a_warning_and_its_figures_are_not_judged() -> None:
    local = statute("local", articles={})
    found = find(cites("local法", 3, answer="要在7日内申请。"), corpus(local))
    assert found.faults == ()
    (warning,) = found.warnings
    assert "没有" in warning.message
    assert "正文" in warning.message


def test_currency_warning_is_passed_on_for_its_articles() -> None:
    warned = statute(currency_warning="第一款已废止。", currency_warning_articles=[944])
    assert "第一款已废止" in find(cites("民法典"), corpus(warned)).warnings[0].message
    assert find(cites("民法典", 1254), corpus(warned)).warnings == ()


@pytest.mark.parametrize(
    "said", ["三十天内交", "30日内", "违约金最多5%", "逾期满半年", "满6个月", "住了两三天", "2026年3月5日"]
)
def test_figure_that_stands_in_the_article_is_no_finding(said: str) -> None:
    assert find(cites("民法典", answer=f"可以。{said}。")).warnings == ()


@pytest.mark.parametrize(
    ("said", "figure", "alike"),
    [
        ("60日内交", "60日", "30日"),
        ("不超过8%", "8%", "5%"),
        ("满七个月", "7个月", "6个月"),
        ("30个工作日", "30个工作日", ""),
    ],
)
def test_figure_that_no_cited_article_has_is_named_with_those_that_are_there(
    said: str, figure: str, alike: str
) -> None:
    (warning,) = find(cites("民法典", answer=f"可以。{said}。")).warnings
    assert f"“{figure}”" in warning.message
    assert alike in warning.message


def test_longer_matter_and_periods_are_compared_too() -> None:
    one = cites("民法典", more="要在9日内。", deadline=[{"what": "交费", "period": "10日", "from": "次日"}])
    assert [warning.message.split("里")[0] for warning in find(one).warnings] == ["更多说明", "期限"]


def test_period_may_stand_in_the_article_of_its_own_note() -> None:
    note = {"what": "起诉", "period": "30日", "from": "次日", "law": "民法典", "article": 944}
    assert find(cites("民法典", 1254, deadline=[note])).warnings == ()


@pytest.mark.parametrize(
    ("law", "said"), [("一年", "12个月"), ("十二个月", "1年"), ("百分之五十", "二分之一")]
)
def test_same_period_in_other_words_is_the_same(law: str, said: str) -> None:
    held = corpus(statute(articles={"944": f"期限是{law}。"}))
    assert find(cites("民法典", answer=f"可以，{said}。"), held).warnings == ()


def test_period_under_a_law_without_text_is_not_judged() -> None:
    held = corpus(statute(), statute("local", articles={}))
    note = {"what": "申请", "period": "15日", "from": "次日", "law": "local法"}
    assert find(cites("民法典", deadline=[note]), held) == Findings()


@pytest.mark.parametrize(
    "named", [{"law": "民法典", "article": 9}, {"law": "火星法"}, {"law": "火星法", "article": 1}]
)
def test_law_of_a_deadline_is_checked_like_a_citation(named: dict[str, object]) -> None:
    (fault,) = find(
        cites("民法典", deadline=[{"what": "申请", "period": "30日", "from": "次日", **named}])
    ).faults
    assert fault.line == len(("entries", 0, "deadline", 0))


def test_days_that_the_law_calls_working_days_are_those() -> None:
    held = corpus(statute(articles={"944": "五日内提出。\n本法中“二日”“五日”的规定是指工作日。"}))
    assert find(cites("民法典", answer="可以，5个工作日内提出。"), held).warnings == ()


def test_question_put_as_an_example_is_not_judged() -> None:
    assert find(cites("民法典", answer="比如问：“电梯坏了九天，怎么办？”")).warnings == ()
