"""`legalbot deadline` as a person runs it."""

from __future__ import annotations

import json

import pytest

from bot.__main__ import main


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(["deadline", *args])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_rule_and_a_day_give_the_last_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "reconsideration", "2026-08-02", "--today", "2026-09-28")
    assert code == 0
    assert "最后一天：2026年10月8日（星期四）。还剩 10 天。" in out
    assert "《行政复议法》第20条" in out


def test_json_gives_the_plain_facts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "injury-worker", "2026年3月6日", "--json", "--today", "2026-11-23")
    found = json.loads(out)
    assert code == 0
    assert found["last_day"] == "2027-03-08"
    assert found["may_move"] is True
    assert found["days_left"] == 105
    assert found["laws"][0] == "《工伤保险条例》第17条"


def test_an_uncertain_day_gives_both_ends(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "injury-worker", "去年3月", "--json", "--today", "2026-11-23")
    assert [one["last_day"] for one in json.loads(out)] == ["2026-03-02", "2026-03-31"]


def test_a_rule_may_be_named_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "听证", "2026-11-20", "--today", "2026-11-23")
    assert code == 0
    assert "2026年11月27日（星期五）" in out


def test_without_a_rule_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)
    assert code == 0
    assert len(out.splitlines()) >= 25


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("nothing", "2026-03-05"), "没有“nothing”这种期限"),
        (("injury-worker", "三月初五"), "农历"),
        (("injury-worker", "2026年2月30日"), "没有这一天"),
        (("injury-worker", "改天"), "没看懂日期"),
        (("injury-worker",), "没看懂日期"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_cure(
    capsys: pytest.CaptureFixture[str], args: tuple[str, ...], told: str
) -> None:
    code, out, err = run(capsys, *args)
    assert code == 1
    assert out == ""
    assert told in err
    assert "建议" in err
