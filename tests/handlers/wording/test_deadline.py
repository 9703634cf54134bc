"""A reckoned day in words, and the buttons that lead to it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import Answer
from bot.deadlines.arithmetic import reckon
from bot.deadlines.loader import Rules, load_rules
from bot.deadlines.talk import DeadlineFile
from bot.handlers.kiosk.showing import show_message
from bot.handlers.wording import describe
from bot.handlers.wording.deadline import due_text
from tests.deadlines.conftest import DATA
from tests.fakes import entry

NOTE = {"what": "申请工伤认定", "period": "1年", "from": "事故发生之日"}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(DATA / "deadlines.yaml")


def test_an_answer_with_a_time_limit_offers_to_reckon_it() -> None:
    limited = describe(Answer(entry("safety-injury-deadline", deadline=[NOTE]), "ABC", 0.9))
    unlimited = describe(Answer(entry("property-fee-test"), "ABC", 0.9))
    codes = [one.code for row in limited.buttons for one in row]
    assert "dl:safety-injury-deadline" in codes
    assert not [one.code for row in unlimited.buttons for one in row if one.code.startswith("dl:")]


@pytest.mark.parametrize(
    ("rule", "event", "told"),
    [
        (
            "injury-worker",
            date(2025, 10, 1),
            "2026年10月1日（星期四）是休息日，顺延到休息结束后的第一天：2026年10月8日（星期四）",
        ),
        ("injury-worker", date(2025, 5, 9), "虽然是周末，但调休上班，不顺延"),
        ("enforcement", date(2024, 2, 29), "没有对应的那一日，月末是最后一天"),
        (
            "penalty-hearing",
            date(2026, 11, 20),
            "第5个工作日是2026年11月27日（星期五）（《行政处罚法》第85条）",
        ),
        ("assembly-notice", date(2026, 12, 20), "往前倒数15日"),
        ("review-appraisal", date(2026, 1, 5), "最早：2027年1月6日（星期三）起可以办"),
        ("paid-leave", date(2026, 1, 5), "不是办事的最后一天"),
        ("accident-report", date(2026, 11, 23), "夜里、节假日都不停"),
        ("reconsideration", date(2026, 11, 23), "《行政复议法》第88条"),
        ("appeal-judgment", date(2026, 11, 23), "《民事诉讼法》第85条"),
        ("injury-worker", date(2026, 3, 5), "2027 年的放假调休安排还没有公布"),
    ],
)
def test_each_step_is_said_with_its_article(rules: Rules, rule: str, event: date, told: str) -> None:
    assert told in due_text(reckon(rules.by_id[rule], event), date(2026, 11, 23))


def test_the_last_day_itself_is_said_aloud(rules: Rules) -> None:
    due = reckon(rules.by_id["appeal-judgment"], date(2026, 11, 11))
    assert "就是今天！" in due_text(due, date(2026, 11, 26))


def test_every_rule_can_be_said_before_and_after(rules: Rules) -> None:
    for rule in rules.all:
        due = reckon(rule, date(2026, 3, 5))
        before, after = due_text(due, date(2026, 3, 5)), due_text(due, date(2036, 3, 5))
        assert rule.pauses in before
        assert rule.late in after
        assert "None" not in before + after


def test_the_kiosk_is_given_the_files_address(rules: Rules) -> None:
    due = reckon(rules.by_id["reconsideration"], date(2026, 8, 2))
    shown = show_message(describe(DeadlineFile("a.ics", "BEGIN", "/deadlines/a.ics", due)))
    assert shown["file"] == {"name": "a.ics", "path": "/deadlines/a.ics"}
    assert "BEGIN" not in str(shown)
