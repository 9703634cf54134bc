"""A raw message becomes plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.text import LONGEST_TEXT, clean, essence, has_letters_to_read, mask_numbers, spell


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("物业費漲價", "物业费涨价"),
        ("ＡＢＣ１２３", "abc123"),
        ("漏水😀怎么办", "漏水 怎么办"),
        ("电\u200b梯\u0007坏了", "电 梯 坏了"),
        ("啊啊啊啊啊", "啊啊"),
        ("  \n\t ", ""),
        ("快点快点快点快点来人", "快点快点来人"),
    ],
)
def test_clean_settles_width_script_and_noise(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("cleaned", "left"),
    [
        ("您好,请问一下楼上漏水怎么办?谢谢您!", "楼上漏水怎么办"),
        ("麻烦帮我看看,电梯坏了找谁", "电梯坏了找谁"),
        ("您好", "您好"),
        ("打12348要钱吗", "打12348要钱吗"),
        ("去年,欠了5600元", "去年 欠了元"),
        ("不是分包,也不是外包,我是派遣的,手被夹了", "我是派遣的 手被夹了"),
        ("这不是我签的字,合同有效吗", "这不是我签的字 合同有效吗"),
        ("是不是要交罚款,是谁定的", "是不是要交罚款 是谁定的"),
    ],
)
def test_essence_keeps_only_the_matter(cleaned: str, left: str) -> None:
    assert essence(cleaned) == left


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("欠3年了", "欠三年了"),
        ("48小时内", "四十八小时内"),
        ("2024年3月5日受伤", " 受伤"),
        ("赔了1.5万元", "赔了元"),
        ("晚上10点半", "晚上点半"),
        ("掉了三块瓷砖", "掉了三块瓷砖"),
    ],
)
def test_numbers_leave_only_what_they_measure(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked


@pytest.mark.parametrize(
    ("number", "said"), [(0, "零"), (7, "七"), (10, "十"), (12, "十二"), (48, "四十八"), (100, "一百")]
)
def test_small_numbers_are_spelt_as_people_say_them(number: int, said: str) -> None:
    assert spell(number) == said


def test_a_text_of_signs_has_nothing_to_read() -> None:
    assert not has_letters_to_read("。。。,,,123")
    assert has_letters_to_read("wyf")


@given(st.text(max_size=3000))
def test_any_text_is_cleaned_to_a_bounded_stable_form(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned) <= LONGEST_TEXT
    assert clean(cleaned) == clean(clean(cleaned))
    essence(cleaned)


def test_a_long_paste_is_cut() -> None:
    assert len(clean("物业费涨价了我不想交" * 3000)) <= LONGEST_TEXT
