"""Personal data is masked at every occurrence, other numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.masking import masked, phone_in


@pytest.mark.parametrize(
    "personal",
    [
        "530111199001011234",
        "53011119900101123X",
        "530111 19900101 1234",
        "530111900101123",
        "13800001111",
        "+8613800001111",
        "86 138 0000 1111",
        "(0871)63110000",
        "138.0000.1111",
        "138 0000 1111",
        "138-0000-1111",
        "１３８００００１１１１",
        "0871-63110000",
        "0871 6311 0000",
        "0871-6311-0000",
        "6222021234567890123",
        "6222 0212 3456 7890",
        "云A12345",
        "云A·12345",
        "云AD12345",
    ],
)
def test_personal_numbers_are_masked_wherever_they_stand(personal: str) -> None:
    for text in (personal, f"我叫张三{personal}住关上", f"{personal}，{personal}"):
        assert personal not in masked(text)
        assert "*" in masked(text)


@pytest.mark.parametrize(
    "harmless",
    [
        "请打12348或110",
        "欠了12000元",
        "2026年11月24日",
        "3栋2单元1501号",
        "工单KM261123-7DVW3",
        "民法典第944条",
    ],
)
def test_other_numbers_stay(harmless: str) -> None:
    assert masked(harmless) == harmless


@pytest.mark.parametrize("before", ["电话", "我的电话是", "座机：", "电话号码是"])
def test_a_fixed_line_without_its_area_code_is_told_by_the_word_before_it(before: str) -> None:
    assert masked(f"{before}63161234，晚上打") == f"{before}63****34，晚上打"
    assert "6316" not in masked(f"{before}6316 1234")


@given(st.text(), st.text(), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_phone_between_any_words_is_masked(before: str, after: str, phone: str) -> None:
    assert phone not in masked(f"{before}（{phone}）{after}")


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("打13800001111或者0871-63110000", "0871-63110000"),
        ("身份证530111199001011234", None),
        ("没有电话，找12348", None),
    ],
)
def test_the_last_phone_is_found_and_nothing_else_is_taken_for_one(text: str, phone: str | None) -> None:
    assert phone_in(text) == phone
