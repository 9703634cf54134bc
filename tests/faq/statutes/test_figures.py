"""Figures of an answer can be compared with those of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.statutes.figures import Figure, figures_in
from bot.faq.statutes.numerals import write_number


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("收到之日起15日内", {Figure(15, "日")}),
        ("自收到之日起十五日内", {Figure(15, "日")}),
        ("十五天", {Figure(15, "日")}),
        ("5个工作日", {Figure(5, "个工作日")}),
        ("十二个月的本人工资", {Figure(12, "个月")}),
        ("诉讼时效期间为三年", {Figure(3, "年")}),
        ("不满十四周岁", {Figure(14, "岁")}),
        ("百分之八十", {Figure(80, "%")}),
        ("80%", {Figure(80, "%")}),
        ("８０％", {Figure(80, "%")}),
        ("千分之五", {Figure(5, "‰")}),
        ("三分之二以上的业主", {Figure(round(2 / 3, 6), "分数")}),
        ("一倍以上五倍以下", {Figure(1, "倍"), Figure(5, "倍")}),
        ("五万元以上五十万元以下", {Figure(50_000, "元"), Figure(500_000, "元")}),
        ("5万元", {Figure(50_000, "元")}),
        ("24小时内", {Figure(24, "小时")}),
        ("3至6个月", {Figure(3, "个月"), Figure(6, "个月")}),
        ("半年内", {Figure(6, "个月")}),
    ],
)
def test_figures_are_found_in_arabic_and_chinese(text: str, figures: set[Figure]) -> None:
    assert figures_in(text) == figures


@pytest.mark.parametrize(
    "text",
    ["2026年3月5日", "三月五日", "第二天", "前一天", "两三天", "几天", "第944条", "12345", "说一说", ""],
)
def test_dates_ordinals_and_loose_words_are_no_figures(text: str) -> None:
    assert figures_in(text) == frozenset()


@given(st.integers(1, 9999), st.sampled_from(["日", "个月", "倍", "小时", "个工作日"]))
def test_either_way_of_writing_is_the_same_figure(number: int, unit: str) -> None:
    # Two-digit runs such as 二〇 do not occur: laws write 二十.
    assert figures_in(f"在{write_number(number)}{unit}内") == figures_in(f"在{number}{unit}内")


@given(st.text(alphabet="一二三百千万分之年月日个%至0123456789.,第半", max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    for figure in figures_in(text):
        assert str(figure)
