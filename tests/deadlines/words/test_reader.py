"""Dates as people write them, seen from Monday 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deadlines.words import Puzzle, When, read_dates
from bot.deadlines.words.when import read_when

TODAY = date(2026, 11, 23)

READ = """
2026年3月5日 20260305
2026年3月5号 20260305
26年3月5日 20260305
98年3月5日 19980305
2026.3.5 20260305
2026-03-05 20260305
2026/3/5 20260305
20260305 20260305
２０２６年３月５日 20260305
二〇二六年三月五日 20260305
二零二五年十二月三十一号 20251231
3月5号 20260305
三月五日 20260305
12月25日 20251225
11月23日 20261123
11月24日 20251124
2月29日 20240229
去年5月1日 20250501
前年的十月二十号 20241020
今年九月一日 20260901
上个月15号 20261015
上上个月二十号 20260920
这个月3号 20261103
15号 20261115
25号 20261025
昨天 20261122
前天 20261121
大前天 20261120
昨晚 20261122
三天前 20261120
上周三 20261118
上上星期天 20261115
周五 20261120
周一 20261123
去年五一 20250501
国庆节 20261001
元旦 20260101
三月份 20260301-20260331
去年5月 20250501-20250531
上个月 20261001-20261031
这个月 20261101-20261123
3月初 20260301-20260310
上个月底 20261021-20261031
去年3月下旬 20250321-20250331
2月下旬 20260221-20260228
2025年 20250101-20251231
今年 20260101-20261123
去年年底 20251101-20251231
2025年上半年 20250101-20250630
国庆期间 20261001-20261008
上周 20261116-20261122
两周前 20261106-20261112
大概3月5号 20260302-20260308
3月5日左右 20260302-20260308
3月5号到8号 20260305-20260308
10月1日至7日 20261001-20261007
三月初五 lunar
去年腊月二十三 lunar
农历三月初五 lunar
八月十五 lunar
大年初三 lunar
今年中秋节 lunar
廿三 none
2月30日 impossible
2023年2月29日 impossible
13月5日 impossible
2150年1月1日 range
"""
NO_DATES = """
住3号楼，坐5号线
打12345号码
欠了三个月物业费
60日内没答复
签了3年合同
工资5000元
第15条
一个月3.5千
没有日子
"""


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_a_date_is_read_as_people_mean_it(line: str) -> None:
    text, _, expected = line.rpartition(" ")
    codes = [_code(one.meaning) for one in read_dates(text, TODAY)]
    assert codes == ([] if expected == "none" else [expected])


@pytest.mark.parametrize("text", NO_DATES.strip().splitlines())
def test_other_numbers_are_no_dates(text: str) -> None:
    assert read_dates(text, TODAY) == ()


def test_a_later_date_without_a_year_belongs_to_the_year_said_before() -> None:
    read = read_dates("2025年3月5日摔伤，4月2日收到决定", TODAY)
    assert [_code(one.meaning) for one in read] == ["20250305", "20250402"]


def test_over_new_year_the_later_date_is_of_the_next_year() -> None:
    read = read_dates("2025年12月31日被辞退，1月5号收到通知", TODAY)
    assert [_code(one.meaning) for one in read] == ["20251231", "20260105"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12月20号", "20261220"),
        ("3月5号", "20270305"),
        ("明年3月5日", "20270305"),
        ("30号", "20261130"),
        ("下个月3号", "20261203"),
    ],
)
def test_what_is_still_to_come_is_read_towards_the_future(text: str, expected: str) -> None:
    assert [_code(one.meaning) for one in read_dates(text, TODAY, "future")] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.5", "20260305"),
        ("26.3.5", "20260305"),
        ("3/5", "20260305"),
        ("15", "20261115"),
        ("2025.12", "20251201-20251231"),
    ],
)
def test_a_bare_form_is_a_date_only_where_one_was_asked_for(text: str, expected: str) -> None:
    assert [_code(one.meaning) for one in read_dates(text, TODAY, expecting=True)] == [expected]
    assert read_dates(text, TODAY) == ()


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_no_text_makes_it_fail(text: str, today: date) -> None:
    for one in read_dates(text, today, expecting=True):
        assert isinstance(one.meaning, Puzzle) or one.meaning.first <= one.meaning.last


DATE_PIECES = st.lists(
    st.sampled_from([*"0123456789一二三四五十廿初上个下月年日号天周前后.-/", "去年", "农历", "2026", "至"]),
    max_size=12,
)


@given(DATE_PIECES)
def test_no_jumble_of_date_words_makes_it_fail(pieces: list[str]) -> None:
    for one in read_dates("".join(pieces), TODAY, expecting=True):
        assert isinstance(one.meaning, Puzzle) or one.meaning.first <= one.meaning.last


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_every_way_of_writing_a_whole_date_gives_that_day(day: date) -> None:
    ways = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
    )
    for text in ways:
        assert [one.meaning for one in read_dates(f"我在{text}那天", TODAY)] == [When.on(day)]


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_a_when_comes_back_from_its_code(first: date, days: int) -> None:
    when = When(first, date.fromordinal(first.toordinal() + days))
    assert read_when(when.code) == when


@pytest.mark.parametrize(
    "code", ["", "2026", "20260230", "20260305-20260301", "a-b", "20260305-20260306-20260307", "²0260305"]
)
def test_a_code_of_another_form_is_none(code: str) -> None:
    assert read_when(code) is None


def _code(meaning: When | Puzzle) -> str:
    return meaning.code if isinstance(meaning, When) else meaning.kind
